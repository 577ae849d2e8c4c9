"""Reads what the engine decides from: one order, the people who might do it, and what they have to do already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from linli.core.clock import day_start, local_day
from linli.estates.models import Place
from linli.estates.terms import PlaceKind
from linli.people.models import ServedPlace, Shift, Staff
from linli.people.queries import not_left
from linli.work import dispatch, terms
from linli.work.models import Assignment, Kind, Order, Stage

AHEAD = timedelta(hours=16)
"""How far ahead a shift may begin for its worker to be asked already."""


BEGUN = float("-inf")


@dataclass(frozen=True)
class Problem:
    """One assignment to decide: the job, the workers, their rows, and the ranks of what each has in the queue."""

    job: dispatch.Job
    workers: list[dispatch.Worker]
    staff: dict[str, Staff]
    queues: dict[str, list[float]]


def problem_for(order: Order, *, at: datetime) -> Problem:
    """The assignment problem of a triaged order, read in a constant number of queries."""
    kinds = {kind.category: kind for kind in Kind.objects.all()}
    staff = _staff_serving(order.place, at=at)
    held = _held_by(staff)
    spots = _Spots(
        [order.place, *(one.base for one in staff), *(other.place for each in held.values() for other in each)]
    )
    worked = _worked_today(staff, at=at)
    workers = [_worker(one, held[one.pk], worked[one.pk], kinds=kinds, spots=spots, at=at) for one in staff]
    kind = kinds[order.category]
    # A stopped clock (the desk has spoken with the person) still leaves the promise of the resolution to plan for.
    due_at = order.resolution_due_at or at
    job = dispatch.Job(
        id=str(order.pk),
        place=spots.point(order.place),
        path=order.place.path,
        minutes=kind.minutes,
        skill=kind.skill,
        level=kind.level,
        due_at=due_at,
        response_due_at=order.response_due_at or due_at,
        urgency=terms.Urgency(order.urgency),
        area=terms.Area(order.area),
        excluded=_excluded(order),
    )
    ranks = {str(pk): [_rank(each) for each in orders] for pk, orders in held.items()}
    return Problem(job, workers, {str(one.pk): one for one in staff}, ranks)


def rank_at(ranks: Sequence[float], position: int | None) -> float:
    """The rank that puts an order at this position of a queue with these ranks, in the queue's order; None is the end.

    What has begun stands first whatever its rank; its rank counts as minus infinity, and nothing goes before it.
    """
    before = ranks if position is None else ranks[:position]
    after = [] if position is None else ranks[position:]
    last = max((rank for rank in before if rank != BEGUN), default=None)
    first = min((rank for rank in after if rank != BEGUN), default=None)
    if first is None:
        return 0.0 if last is None else last + 1.0
    return first - 1.0 if last is None else (last + first) / 2


def _staff_serving(place: Place, *, at: datetime) -> list[Staff]:
    above = [int(part) for part in place.path.strip("/").split("/")]
    on_duty = Shift.objects.filter(ends_at__gt=at, starts_at__lte=at + AHEAD).values("staff_id")
    serving = ServedPlace.objects.filter(place_id__in=above).values("staff_id")
    found = Staff.objects.filter(not_left(at=at), pk__in=serving).filter(pk__in=on_duty).order_by("id")
    near = Shift.objects.filter(ends_at__gt=at, starts_at__lte=at + 2 * AHEAD).order_by("starts_at")
    return list(
        found.select_related("person", "base").prefetch_related(
            "skills", "served_places__place", Prefetch("shifts", queryset=near)
        )
    )


def _held_by(staff: Sequence[Staff]) -> dict[int, list[Order]]:
    held: dict[int, list[Order]] = {one.pk: [] for one in staff}
    in_hand = Order.objects.open().filter(assignee__in=staff).select_related("place")
    # What has begun stands first, whatever its rank.
    begun = {terms.State.ON_THE_WAY: 1, terms.State.STARTED: 0}
    for order in sorted(
        in_hand, key=lambda each: (begun.get(terms.State(each.state), 2), each.queue_rank or 0.0, each.pk)
    ):
        if order.state != terms.State.PAUSED and order.assignee_id is not None:
            held[order.assignee_id].append(order)
    return held


def _worked_today(staff: Sequence[Staff], *, at: datetime) -> dict[int, float]:
    worked: dict[int, float] = defaultdict(float)
    today = day_start(local_day(at))
    spans = Stage.objects.filter(staff__in=staff, state=terms.State.STARTED, starts_at__gte=today)
    for staff_id, starts_at, ends_at in spans.values_list("staff_id", "starts_at", "ends_at"):
        worked[staff_id] += max(((ends_at or at) - starts_at).total_seconds() / 60, 0.0)
    return worked


def _worker(
    one: Staff, held: list[Order], worked: float, *, kinds: dict[str, Kind], spots: "_Spots", at: datetime
) -> dispatch.Worker:
    queue = tuple(_queued(order, kinds=kinds, spots=spots, at=at) for order in held)
    begun = held[0] if held and held[0].state == terms.State.STARTED else None
    return dispatch.Worker(
        id=str(one.pk),
        name=one.person.name,
        skills={each.skill: each.level for each in one.skills.all()},
        paths=tuple(served.place.path for served in one.served_places.all()),
        shifts=tuple(dispatch.Span(each.starts_at, each.ends_at) for each in one.shifts.all()),
        at=spots.point(begun.place if begun else one.base),
        free_at=at,
        queue=queue,
        worked_minutes_today=worked,
    )


def _queued(order: Order, *, kinds: dict[str, Kind], spots: "_Spots", at: datetime) -> dispatch.QueuedJob:
    minutes = float(kinds[order.category].minutes)
    if order.state == terms.State.STARTED:
        minutes = max(minutes - (at - order.state_since).total_seconds() / 60, 5.0)
    return dispatch.QueuedJob(
        id=str(order.pk),
        place=spots.point(order.place),
        minutes=minutes,
        due_at=order.resolution_due_at or at,
        urgency=terms.Urgency(order.urgency),
        fixed=order.state in {terms.State.STARTED, terms.State.ON_THE_WAY},
    )


def _rank(order: Order) -> float:
    return BEGUN if order.state in {terms.State.STARTED, terms.State.ON_THE_WAY} else order.queue_rank or 0.0


def _excluded(order: Order) -> frozenset[str]:
    """Who gave this order back, or had it taken away, since it was last opened: they are not asked again.

    Whoever lost it only because it turned out to be about something else may well be the one for that.
    """
    gone = Assignment.objects.filter(order=order, ended_at__isnull=False)
    turns = order.stages.filter(Q(verb=terms.Verb.REOPEN) | Q(reason=terms.RECATEGORISED))
    turned = list(turns.order_by("starts_at").values_list("verb", "starts_at"))
    reopened = [at for verb, at in turned if verb == terms.Verb.REOPEN]
    if reopened:
        gone = gone.filter(ended_at__gt=reopened[-1])
    corrected = [at for verb, at in turned if verb != terms.Verb.REOPEN]
    return frozenset(str(pk) for pk in gone.exclude(ended_at__in=corrected).values_list("staff_id", flat=True))


class _Spots:
    """Positions of places on one plane; needs one query for the kinds of the places above them."""

    def __init__(self, places: Sequence[Place]) -> None:
        above = {int(part) for place in places for part in place.path.strip("/").split("/")}
        kinds = dict(Place.objects.filter(pk__in=above).values_list("id", "kind"))
        self._estates = {pk for pk, kind in kinds.items() if kind == PlaceKind.ESTATE}
        self._buildings = {pk for pk, kind in kinds.items() if kind == PlaceKind.BUILDING}
        self._origin = next(((place.lng, place.lat) for place in places if place.lng and place.lat), (0.0, 0.0))

    def point(self, place: Place) -> dispatch.Point:
        """The place as the engine sees it: geography of its estate plus metres on the estate's plan."""
        parts = [int(part) for part in place.path.strip("/").split("/")]
        estate = next((str(pk) for pk in parts if pk in self._estates), "")
        building = next((str(pk) for pk in parts if pk in self._buildings), "")
        x, y = place.x, place.y
        if place.lng is not None and place.lat is not None:
            lng0, lat0 = self._origin
            earth = dispatch.Point.on_earth(place.lng, place.lat, origin=(lng0 or 0.0, lat0 or 0.0))
            x, y = (earth.x or 0.0) + (x or 0.0), (earth.y or 0.0) + (y or 0.0)
        return dispatch.Point(x=x, y=y, estate=estate, building=building, floor=place.floor or 0)
