"""Workers and jobs for the engine's tests: named ones to reason about, random ones, and a slow walk as an oracle."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from linli.work.dispatch import DEFAULT_WEIGHTS, Job, Point, QueuedJob, Span, Weights, Worker, travel_minutes
from linli.work.terms import Urgency

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GATE = Point(0.0, 0.0, "garden")


def minutes(count: float) -> datetime:
    """So many minutes from now."""
    return NOW + timedelta(minutes=count)


def spot(x: float, *, floor: int = 0, building: str = "", estate: str = "garden") -> Point:
    """A place x metres east of the gate."""
    return Point(x, 0.0, estate, building, floor)


def job(**changes: Any) -> Job:
    """A leak at the gate, half an hour of work, due in a day."""
    plain: dict[str, Any] = {
        "id": "leak",
        "place": GATE,
        "path": "/1/2/",
        "minutes": 30.0,
        "skill": "plumbing",
        "due_at": minutes(1440),
        "response_due_at": minutes(60),
    }
    return Job(**(plain | changes))


def queued(name: str = "tap", **changes: Any) -> QueuedJob:
    """Half an hour of work at the gate, due in a day."""
    plain: dict[str, Any] = {"id": name, "place": GATE, "minutes": 30.0, "due_at": minutes(1440)}
    return QueuedJob(**(plain | changes))


def worker(name: str = "wang", **changes: Any) -> Worker:
    """A plumber at the gate with nothing to do, on shift for eight hours."""
    plain: dict[str, Any] = {
        "id": name,
        "name": name.title(),
        "skills": {"plumbing": 1},
        "paths": ("/1/",),
        "shifts": (Span(minutes(-60), minutes(480)),),
        "at": GATE,
        "free_at": NOW,
    }
    return Worker(**(plain | changes))


def points() -> st.SearchStrategy[Point]:
    """Places of two estates, some of them unknown."""
    metres = st.one_of(st.none(), st.integers(0, 500).map(float))
    return st.builds(
        Point,
        x=metres,
        y=metres,
        estate=st.sampled_from(["garden", "lake"]),
        building=st.sampled_from(["", "1", "2"]),
        floor=st.integers(-2, 30),
    )


def jobs() -> st.SearchStrategy[Job]:
    """Any job, now and then one that is overdue, needs a master, or is not for w0."""
    return st.builds(
        Job,
        id=st.just("leak"),
        place=points(),
        path=st.sampled_from(["/1/2/", "/1/2/7/", "/1/21/"]),
        minutes=st.integers(0, 240).map(float),
        skill=st.sampled_from(["plumbing", "plumbing", "lift"]),
        level=st.sampled_from([1, 1, 2, 3]),
        due_at=st.one_of(st.integers(60, 1440), st.integers(-300, 1440)).map(minutes),
        response_due_at=st.integers(-60, 120).map(minutes),
        urgency=st.sampled_from(Urgency),
        excluded=st.sampled_from([frozenset(), frozenset(), frozenset({"w0"})]),
    )


@st.composite
def workers(draw: st.DrawFn, name: str = "w0") -> Worker:
    """Most can be sent: on shift, coming later, between two halves of a shift, busy beyond its end; some cannot."""
    begins = draw(st.integers(-400, 200))
    ends = draw(st.one_of(st.integers(30, 500), st.integers(1 - 400, 500)).filter(lambda end: end > begins))
    pause = draw(st.integers(0, 700))
    shifts = [Span(minutes(begins), minutes(ends)), Span(minutes(ends + pause), minutes(ends + pause + 240))]
    fixed = draw(st.integers(0, 1))
    stop = st.tuples(points(), st.integers(0, 120), st.integers(-60, 900), st.sampled_from(Urgency))
    count = draw(st.sampled_from([2, 1, 3, 4, 0]))
    stops = draw(st.lists(stop, min_size=count, max_size=count))
    return Worker(
        id=name,
        name=name,
        skills=draw(st.sampled_from([{"plumbing": 3, "lift": 3}, {"plumbing": 1, "lift": 2}, {"lift": 1}, {}])),
        paths=draw(st.sampled_from([("/",), ("/1/",), ("/3/", "/1/2/"), ("/3/",), ()])),
        shifts=tuple(shifts[: draw(st.sampled_from([2, 1, 2, 0]))]),
        at=draw(points()),
        free_at=minutes(draw(st.integers(-30, 90))),
        queue=tuple(
            QueuedJob(f"{name}-{index}", place, float(work), minutes(due), urgency, fixed=index < fixed)
            for index, (place, work, due, urgency) in enumerate(stops)
        ),
        worked_minutes_today=float(draw(st.integers(0, 600))),
    )


def teams(size: int = 4) -> st.SearchStrategy[list[Worker]]:
    """One to `size` workers with names of their own."""
    return (
        st.integers(1, size)
        .flatmap(lambda count: st.tuples(*(workers(f"w{index}") for index in range(count))))
        .map(list)
    )


def walked(one: Worker, stops: Sequence[QueuedJob | Job]) -> list[tuple[float, float, float]] | None:
    """Arrival, finish and overtime of each stop, walked minute by minute as the page says; None if no shift is left.

    Written apart from the engine: a stop goes into the first shift in which the worker still arrives; a stop of
    the queue that finds none is done at once, the job itself is not.
    """
    free, place = max(_minute(one.free_at), 0.0), one.at
    spans = [(max(_minute(s.starts_at), 0.0), _minute(s.ends_at)) for s in one.shifts if s.ends_at > NOW]
    seen = []
    for stop in stops:
        way = travel_minutes(place, stop.place)
        fits = [start for start, end in spans if max(free, start) + way < end]
        begun = isinstance(stop, QueuedJob) and stop.fixed
        if isinstance(stop, Job) and not fits:
            return None
        leave = free if begun or not fits else max(free, fits[0])
        finish = leave + way + stop.minutes
        inside = sum(max(0.0, min(finish, end) - max(leave, start)) for start, end in spans)
        seen.append((leave + way, finish, 0.0 if begun else finish - leave - inside))
        free, place = finish, stop.place
    return seen


def slow_cost(one: Worker, task: Job, position: int, weights: Weights = DEFAULT_WEIGHTS) -> float | None:
    """What a position costs, from two whole walks, with and without the job; None if no shift has room."""
    before = walked(one, one.queue)
    stops: list[QueuedJob | Job] = [*one.queue[:position], task, *one.queue[position:]]
    after = walked(one, stops)
    if before is None or after is None:
        return None
    overtime = sum(stop[2] for stop in after) - sum(stop[2] for stop in before)
    arrive, finish, _ = after.pop(position)
    cost = weights.waiting * _factor(task, weights) * arrive
    cost += weights.lateness * _factor(task, weights) * max(0.0, finish - max(0.0, _minute(task.due_at)))
    for stop, (old_arrive, old_finish, _), (new_arrive, new_finish, _) in zip(one.queue, before, after, strict=True):
        due = max(0.0, _minute(stop.due_at))
        late = max(0.0, new_finish - due) - max(0.0, old_finish - due)
        cost += _factor(stop, weights) * (weights.queue_waiting * (new_arrive - old_arrive) + weights.lateness * late)
    places = [one.at, *(stop.place for stop in one.queue)]
    detour = travel_minutes(places[position], task.place)
    if position < len(one.queue):
        detour += travel_minutes(task.place, places[position + 1])
        detour -= travel_minutes(places[position], places[position + 1])
    load = one.worked_minutes_today + sum(stop.minutes for stop in one.queue)
    begins = max(0.0, min(_minute(s.starts_at) for s in one.shifts if s.ends_at > NOW))
    unheard = max(0.0, begins - max(0.0, _minute(task.response_due_at)))
    return (
        cost
        + weights.travel * detour
        + weights.overtime * overtime
        + weights.response * _factor(task, weights) * unheard
        + weights.balance * task.minutes * (load + task.minutes / 2) / 480
        + weights.over_skill * (one.skills[task.skill] - task.level)
    )


def _minute(moment: datetime) -> float:
    return (moment - NOW).total_seconds() / 60


def _factor(stop: QueuedJob | Job, weights: Weights) -> float:
    return weights.emergency if stop.urgency is Urgency.EMERGENCY else 1.0
