"""The field worker's page: what next, and nothing else."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from linli.core import clock, events
from linli.core.clock import day_start, local_day
from linli.core.errors import Forbidden
from linli.core.middleware import CompanyRequest
from linli.people.queries import shift_of, staff_of
from linli.servicedesk.models import Request
from linli.servicedesk.queries import request_of
from linli.ui.answers import answer, etag
from linli.work.models import Evidence, Order
from linli.work.queries import done_count, queue_of
from linli.work.terms import PauseReason, State, Verb

ONWARD = {
    State.ASSIGNED: Verb.ACCEPT,
    State.ACCEPTED: Verb.DEPART,
    State.ON_THE_WAY: Verb.START,
    State.PAUSED: Verb.RESUME,
}
"""The one button of each state; work that has started is finished by its own form."""


@dataclass(frozen=True)
class Card:
    """An order as its worker sees it: what to do now, for whom, with which photos."""

    order: Order
    request: Request | None
    verb: Verb | None
    photos: list[Evidence]

    @property
    def is_started(self) -> bool:
        return self.order.state == State.STARTED


@require_GET
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """The day in order: the current order large, the others in a line each."""
    at = clock.now()
    staff = staff_of(request.actor, at=at)
    if staff is None:
        raise Forbidden

    def respond() -> HttpResponse:
        queue = queue_of(staff)
        shift = shift_of(staff, at=at)
        context: dict[str, object] = {
            "staff": staff,
            "card": _card(queue[0]) if queue else None,
            "following": [_card(each) for each in queue[1:]],
            "done_today": done_count(staff, since=day_start(local_day(at))),
            "shift": shift,
            "on_duty": shift is not None and shift.starts_at <= at,
            "pause_reasons": [(str(each), each.label) for each in PauseReason],
        }
        return answer(request, "portal/field.html", context, fragment="portal/_field.html")

    return etag(request, events.newest_event_id(request.company), respond)


def _card(order: Order) -> Card:
    photos = list(order.evidence.filter(moment=Evidence.Moment.REPORT).order_by("id"))
    return Card(order, request_of(order.pk), ONWARD.get(State(order.state)), photos)
