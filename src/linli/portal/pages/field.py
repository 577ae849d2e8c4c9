"""The field worker's page: what next, and nothing else."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from linli.core import clock, events
from linli.core.clock import day_start, local_day
from linli.core.errors import Forbidden
from linli.core.middleware import CompanyRequest
from linli.people.models import Shift
from linli.people.queries import staff_of
from linli.servicedesk.models import Request
from linli.servicedesk.queries import request_of
from linli.ui.answers import answer, etag
from linli.work import rules
from linli.work.models import Evidence, Order
from linli.work.terms import PauseReason, State, Verb

FIRST = {State.STARTED: 0, State.ON_THE_WAY: 1, State.ACCEPTED: 2, State.ASSIGNED: 2, State.PAUSED: 3}
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
        mine = Order.objects.filter(assignee=staff, state__in=rules.OPEN).select_related("place", "service_level")
        queue = sorted(mine, key=lambda each: (FIRST.get(State(each.state), 2), each.queue_rank or 0.0, each.pk))
        done = Order.objects.filter(assignee=staff, done_at__gte=day_start(local_day(at)))
        shift = Shift.objects.filter(staff=staff, ends_at__gt=at).order_by("starts_at").first()
        context: dict[str, object] = {
            "staff": staff,
            "card": _card(queue[0]) if queue else None,
            "following": [_card(each) for each in queue[1:]],
            "done_today": done.count(),
            "shift": shift,
            "on_duty": shift is not None and shift.starts_at <= at,
            "pause_reasons": [(str(each), each.label) for each in PauseReason],
        }
        return answer(request, "portal/field.html", context, fragment="portal/_field.html")

    return etag(request, events.newest_event_id(request.company), respond)


def _card(order: Order) -> Card:
    photos = list(order.evidence.filter(moment=Evidence.Moment.REPORT).order_by("id"))
    return Card(order, request_of(order.pk), ONWARD.get(State(order.state)), photos)
