"""What the desk looks at: what burns, what waits for a decision, what waits for a worker, whom to call back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from linli.core import scope
from linli.core.access import Actor
from linli.core.models import LoggedEvent
from linli.servicedesk.models import Request, TriageVerdict
from linli.work.events import NobodyFound
from linli.work.models import Alarm, Assignment, Contact, Order
from linli.work.terms import State

Row = TypeVar("Row")
MOST = 6
PATIENCE = timedelta(seconds=30)
"""How long a report may wait to be read before a person sees it unread: the desk must not depend on the reader."""

REMEMBERED = timedelta(days=7)
UNHAPPY = 2


@dataclass(frozen=True)
class Part(Generic[Row]):
    """The first rows of one part of the inbox, and how many there are."""

    rows: list[Row]
    count: int


@dataclass(frozen=True)
class Burning:
    """An order with its standing alarms."""

    order: Order
    alarms: list[Alarm]


@dataclass(frozen=True)
class Undecided:
    """A report that a person must understand, with the model's reading if it has been read."""

    request: Request
    verdict: TriageVerdict | None


@dataclass(frozen=True)
class Unassigned:
    """An order that waits for a worker, with the reasons why the system found nobody."""

    order: Order
    reasons: dict[str, int]


def burning(actor: Actor) -> Part[Burning]:
    """Orders with alarms that nobody looks after, emergencies first, then the oldest alarm."""
    alarms: QuerySet[Alarm] = Alarm.objects.visible_to(actor)
    standing = alarms.filter(acknowledged_at=None, order__in=Order.objects.open())
    by_order: dict[int, list[Alarm]] = defaultdict(list)
    ordered = standing.select_related("order__place", "order__assignee__person")
    for alarm in ordered.order_by("order__urgency", "raised_at", "id")[: MOST * 3]:
        by_order[alarm.order_id].append(alarm)
    count = standing.order_by().values("order").distinct().count()
    return Part([Burning(alarms[0].order, alarms) for alarms in by_order.values()][:MOST], count)


def to_decide(actor: Actor, *, at: datetime) -> Part[Undecided]:
    """Reports whose order is still new: the model was not sure, or has not read them in time. Oldest first."""
    waiting: QuerySet[Request] = Request.objects.visible_to(actor).filter(order__state=State.NEW)
    read = TriageVerdict.objects.filter(request=OuterRef("pk"))
    waiting = waiting.filter(Exists(read) | Q(reported_at__lte=at - PATIENCE))
    shown = list(waiting.select_related("order", "place").order_by("reported_at", "id")[:MOST])
    verdicts = {
        verdict.request_id: verdict for verdict in TriageVerdict.objects.filter(request__in=shown).order_by("id")
    }
    return Part([Undecided(request, verdicts.get(request.pk)) for request in shown], waiting.count())


def without_worker(actor: Actor) -> Part[Unassigned]:
    """Orders that are understood but nobody is asked to do, by the promise that breaks first; not those that burn."""
    standing = Alarm.objects.filter(order=OuterRef("pk"), acknowledged_at=None)
    waiting = Order.objects.visible_to(actor).filter(~Exists(standing), state=State.TRIAGED)
    shown = list(
        waiting.select_related("place").order_by("urgency", "response_due_at", "resolution_due_at", "pk")[:MOST]
    )
    failed = LoggedEvent.objects.filter(
        company_id=scope.company_id(), subject_kind=NobodyFound.subject_kind, subject_id__in=[each.pk for each in shown]
    ).filter(name=NobodyFound.name)
    reasons = {event.subject_id: event.facts["reasons"] for event in failed.order_by("id")}
    return Part([Unassigned(order, reasons.get(order.pk, {})) for order in shown], waiting.count())


def to_call_back(actor: Actor, *, at: datetime) -> Part[Order]:
    """People to be called: done but not verified, resting for our own sake, rated badly; and not spoken with since."""
    spoken = Contact.objects.filter(order=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = Order.objects.visible_to(actor).annotate(spoken_at=Subquery(spoken))
    rows = rows.filter(Q(spoken_at=None) | Q(spoken_at__lt=F("state_since")))
    unhappy = Q(state__in=[State.RATED, State.CLOSED], stars__lte=UNHAPPY, state_since__gt=at - REMEMBERED)
    paused = Q(state=State.PAUSED, resolution_due_at__isnull=False)
    waiting = rows.filter(unhappy | paused | Q(state=State.DONE))
    ordered = waiting.select_related("place", "assignee__person").order_by(
        F("stars").asc(nulls_last=True), "state_since"
    )
    return Part(list(ordered[:MOST]), waiting.count())


def arrival_expected(order: Order) -> datetime | None:
    """When whoever is asked now is expected at the place, as the engine planned it; None if a person chose them."""
    asked = Assignment.objects.filter(order=order, ended_at=None).values_list("expected_at", flat=True)
    return asked.first()
