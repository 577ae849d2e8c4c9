"""Lists of orders: narrowed by what people ask for, turned page by page from the last row seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy as _p

from linli.core.periods import Period
from linli.work import rules
from linli.work.models import Alarm, Order, OrderRows
from linli.work.queries.figures import Figure, of_figure
from linli.work.terms import State, Term

PAGE = 50
SOON = timedelta(hours=4)
"""What falls due within this time is looked at before it is late."""


class Lane(Term):
    """Where orders stand, coarsely: the columns of the board."""

    WAITING = "waiting", _p("lane", "Nobody asked yet")
    ASKED = "asked", _p("lane", "Asked, no answer yet")
    ACCEPTED = "accepted", _p("lane", "Accepted")
    UNDER_WAY = "under_way", _p("lane", "Under way")
    DONE = "done", _p("lane", "Done, to be verified")

    @property
    def states(self) -> frozenset[State]:
        """The states of the orders in this lane."""
        return STATES_OF_LANE[self]


STATES_OF_LANE: Mapping[Lane, frozenset[State]] = {
    Lane.WAITING: frozenset({State.NEW, State.TRIAGED}),
    Lane.ASKED: frozenset({State.ASSIGNED}),
    Lane.ACCEPTED: frozenset({State.ACCEPTED}),
    Lane.UNDER_WAY: frozenset({State.ON_THE_WAY, State.STARTED, State.PAUSED}),
    Lane.DONE: frozenset({State.DONE}),
}


class Group(Term):
    """Which orders a list shows: a lane, or something wider."""

    OPEN = "open", _p("orders", "Open")
    LATE = "late", _p("orders", "Late")
    SOON = "soon", _p("orders", "Due within 4 hours")
    ALARMED = "alarmed", _p("orders", "Alarms nobody looks after")
    WAITING = "waiting", Lane.WAITING.label
    ASKED = "asked", Lane.ASKED.label
    ACCEPTED = "accepted", Lane.ACCEPTED.label
    UNDER_WAY = "under_way", Lane.UNDER_WAY.label
    DONE = "done", Lane.DONE.label
    SETTLED = "settled", _p("orders", "Settled")
    ALL = "all", _p("orders", "All")

    @property
    def states(self) -> frozenset[State]:
        """The states of the orders in this group."""
        if self in {Group.OPEN, Group.LATE, Group.SOON, Group.ALARMED}:
            return rules.OPEN
        if self is Group.SETTLED:
            return rules.RESOLVED - {State.DONE}
        return frozenset(State) if self is Group.ALL else Lane(self.value).states


@dataclass(frozen=True)
class Wanted:
    """Which orders somebody asks for; empty asks for nothing in particular."""

    group: Group = Group.OPEN
    text: str = ""
    category: str = ""
    path: str = ""
    staff_id: int | None = None
    figure: Figure | None = None
    period: Period | None = None


def narrowed(rows: OrderRows, wanted: Wanted, *, at: datetime) -> OrderRows:
    """The orders that fit. Late is what has broken a promise that still runs."""
    if wanted.figure is not None and wanted.period is not None:
        rows = of_figure(rows, wanted.figure, wanted.period)
    if wanted.group is not Group.ALL:
        rows = rows.filter(state__in=wanted.group.states)
    if wanted.group is Group.LATE:
        rows = rows.filter(Q(resolution_due_at__lte=at) | Q(response_due_at__lte=at))
    if wanted.group is Group.SOON:
        rows = rows.filter(resolution_due_at__gt=at, resolution_due_at__lte=at + SOON)
    if wanted.group is Group.ALARMED:
        rows = rows.filter(Exists(Alarm.objects.filter(order=OuterRef("pk"), acknowledged_at=None)))
    for word in wanted.text.split():
        rows = rows.filter(Q(number__icontains=word) | Q(text__icontains=word) | Q(place__full_name__icontains=word))
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.path:
        rows = rows.filter(place__path__startswith=wanted.path)
    return rows.filter(assignee_id=wanted.staff_id) if wanted.staff_id else rows


def page_after(rows: OrderRows, last_seen: int | None) -> tuple[list[Order], int | None]:
    """One page of orders, the newest report first, after the order last seen; and what to ask for the next page."""
    seen = rows.filter(pk=last_seen).values_list("reported_at", "pk").first() if last_seen else None
    if seen is not None:
        moment, pk = seen
        rows = rows.filter(Q(reported_at__lt=moment) | Q(reported_at=moment, pk__lt=pk))
    ordered = rows.select_related("place", "assignee__person").order_by("-reported_at", "-pk")
    found = list(ordered[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def most_urgent(rows: OrderRows, most: int) -> list[Order]:
    """The first orders by what is due next: emergencies, then the promise that breaks first."""
    ordered = rows.select_related("place", "assignee__person").order_by(
        "urgency", "resolution_due_at", "response_due_at", "pk"
    )
    return list(ordered[:most])


def counted(rows: OrderRows) -> dict[Lane, int]:
    """How many orders stand in each lane, in one query."""
    # Rows narrowed to what somebody sees may be joined; a plain QuerySet is enough from here on.
    plain: QuerySet[Order] = rows
    by_state = dict(plain.order_by().values_list("state").annotate(Count("pk")))
    return {lane: sum(by_state.get(str(state), 0) for state in lane.states) for lane in Lane}
