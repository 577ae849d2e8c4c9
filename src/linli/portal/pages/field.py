"""The field worker's page: what next, and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from linli.core import clock, events
from linli.core.clock import day_start, local_day
from linli.core.errors import Forbidden
from linli.core.middleware import CompanyRequest
from linli.people.models import Staff
from linli.people.queries import shift_of, staff_of
from linli.servicedesk.models import Request
from linli.servicedesk.queries import requests_of
from linli.ui.answers import answer, etag
from linli.work.models import Evidence, Order
from linli.work.queries import finished_by, photos_beside, queue_of
from linli.work.terms import PauseReason, State, Urgency, Verb

ONWARD = {
    State.ASSIGNED: Verb.ACCEPT,
    State.ACCEPTED: Verb.DEPART,
    State.ON_THE_WAY: Verb.START,
    State.PAUSED: Verb.RESUME,
}
"""The one button of each state; work that has started is finished by its own form."""

DONE_WORDS = (
    _("Repaired, tested"),
    _("Part replaced, tested"),
    _("Unblocked, water runs"),
    _("Cleaned"),
    _("Explained"),
)
BACK_WORDS = (
    _("Not my trade"),
    _("A tool is missing"),
    _("I am held up elsewhere"),
    _("Not enough time before my shift ends"),
)
"""A worker chooses and never types; what is chosen is kept as a sentence."""


@dataclass(frozen=True)
class Card:
    """An order as its worker sees it: what to do now, for whom, with which photos."""

    order: Order
    verb: Verb | None
    request: Request | None
    photos: list[Evidence]

    @property
    def is_started(self) -> bool:
        """Whether the work goes on and is finished by a photo or a word."""
        return self.order.state == State.STARTED

    @property
    def is_urgent(self) -> bool:
        """Whether it goes before everything that has not begun."""
        return self.order.urgency == Urgency.EMERGENCY

    @property
    def must_be_answered(self) -> bool:
        """Whether an emergency waits for a yes: it is shown above whatever is in hand."""
        return self.is_urgent and self.verb is Verb.ACCEPT

    @property
    def phone(self) -> str:
        """The number under which whoever reported it can be called, if we know one."""
        if self.request is None:
            return ""
        return str(self.request.phone or (self.request.person.phone if self.request.person else ""))

    @property
    def name(self) -> str:
        """Whoever reported it, as they call themselves."""
        if self.request is None:
            return ""
        return self.request.reporter_name or (self.request.person.name if self.request.person else "")


@require_GET
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """The day in order: the current order large, the others in a line each."""
    at = clock.now()
    staff = staff_of(request.actor, at=at)
    if staff is None:
        raise Forbidden

    def respond() -> HttpResponse:
        context = {**_day(staff, at=at), **_queue(staff)}
        return answer(request, "portal/field.html", context, fragment="portal/_field.html")

    # Duty begins and ends without an event: hence the minute.
    return etag(request, (events.newest_event_id(request.company), at.strftime("%H%M")), respond)


def _day(staff: Staff, *, at: datetime) -> dict[str, object]:
    shift = shift_of(staff, at=at)
    finished = finished_by(staff, since=day_start(local_day(at)))
    stars = [each for each in finished if each]
    return {
        "staff": staff,
        "shift": shift,
        "on_duty": shift is not None and shift.starts_at <= at,
        "done_today": len(finished),
        "stars": sum(stars) / len(stars) if stars else None,
    }


def _queue(staff: Staff) -> dict[str, object]:
    queue = _cards(queue_of(staff))
    urgent = [each for each in queue[1:] if each.must_be_answered]
    return {
        "card": queue[0] if queue else None,
        "urgent": urgent,
        "following": [each for each in queue[1:] if each not in urgent],
        "pause_reasons": PauseReason.choices(),
        "done_words": [(str(word), word) for word in DONE_WORDS],
        "back_words": [(str(word), word) for word in BACK_WORDS],
    }


def _cards(orders: list[Order]) -> list[Card]:
    requests, photos = requests_of(orders), photos_beside(orders)
    return [
        Card(order, ONWARD.get(State(order.state)), requests.get(order.pk), photos.get(order.pk, []))
        for order in orders
    ]
