"""A worker's day as it stands, and what each position for one more job would change. Times are minutes from now."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from linli.work.dispatch.travel import travel_minutes
from linli.work.dispatch.walk import Visit, carry_on, visit
from linli.work.terms import Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from linli.work.dispatch.problem import Job, QueuedJob, Worker


class Change(NamedTuple):
    """What doing the job before the queued one at a position does, in minutes, before weights.

    Waiting and lateness of the queue are what is added: each job's minutes times its urgency factor.
    """

    position: int
    arrive: float
    finish: float
    detour: float
    queue_waiting: float
    queue_lateness: float
    overtime: float


class _Stop(NamedTuple):
    """A queued job as the walk needs it, and how it goes when nothing is put in."""

    minutes: float
    factor: float
    due: float
    leg: float
    visit: Visit


class Day:
    """A queue walked once from now; `changes` says what one more job would do to it.

    emergency: how many times an emergency's minute counts. The worker has a shift that is not over.
    """

    def __init__(self, worker: Worker, *, now: datetime, emergency: float) -> None:
        self.worker = worker
        self._now = now
        self._emergency = emergency
        self.shifts = [
            (max(0.0, self.minutes_to(shift.starts_at)), self.minutes_to(shift.ends_at))
            for shift in worker.shifts
            if shift.ends_at > now
        ]
        self.load = worker.worked_minutes_today + sum([queued.minutes for queued in worker.queue])
        self._first_position = sum([queued.fixed for queued in worker.queue])
        self._free = [max(0.0, self.minutes_to(worker.free_at))]
        self._stops = self._walk()
        # For each position: by how much all behind it can move and not be late, and the sum of their factors.
        self._slack, self._factors = [math.inf], [0.0]
        for _, factor, due, _, (_, finish, _, _) in reversed(self._stops):
            self._slack.append(min(self._slack[-1], due - finish))
            self._factors.append(self._factors[-1] + factor)
        self._slack.reverse()
        self._factors.reverse()

    def minutes_to(self, moment: datetime) -> float:
        """Minutes from now; negative for the past."""
        return (moment - self._now).total_seconds() / 60

    def factor(self, job: Job | QueuedJob) -> float:
        """How many times a minute of this job counts."""
        return self._emergency if job.urgency is Urgency.EMERGENCY else 1.0

    def _walk(self) -> list[_Stop]:
        stops: list[_Stop] = []
        place, free = self.worker.at, self._free[0]
        for queued in self.worker.queue:
            leg = travel_minutes(place, queued.place)
            if queued.fixed:
                seen = carry_on(free, leg, queued.minutes)
            else:
                seen = visit(free, leg, queued.minutes, self.shifts)
            due = max(0.0, self.minutes_to(queued.due_at))
            stops.append(_Stop(queued.minutes, self.factor(queued), due, leg, seen))
            place, free = queued.place, seen[1]
            self._free.append(free)
        return stops

    def changes(self, job: Job) -> Iterator[Change]:
        """What each position that a shift has room for would change, from the last to the first."""
        last = len(self._stops)
        begin, end = self.shifts[0]
        way = travel_minutes(self.worker.queue[-1].place if last else self.worker.at, job.place)
        arrive, finish, overtime, in_shift = visit(self._free[last], way, job.minutes, self.shifts)
        if in_shift:
            yield Change(last, arrive, finish, way, 0.0, 0.0, overtime)
        for position in range(last - 1, self._first_position - 1, -1):
            # Travel is the same both ways, so the way on from the job is the way to it from the next stop.
            onward = way
            way = travel_minutes(self.worker.queue[position - 1].place if position else self.worker.at, job.place)
            free = self._free[position]
            detour = way + onward - self._stops[position].leg
            moved = detour + job.minutes
            if free >= begin and moved >= 0.0 and self._free[last] + moved < end:
                # All of it stays in the present shift, so everything behind moves by the same minutes.
                arrive = free + way
                late = 0.0 if moved <= self._slack[position] else self._later(position, moved)
                waiting = moved * self._factors[position]
                yield Change(position, arrive, arrive + job.minutes, detour, waiting, late, 0.0)
                continue
            arrive, finish, overtime, in_shift = visit(free, way, job.minutes, self.shifts)
            if in_shift:
                waiting, late, more = self._step_by_step(position, finish, onward)
                yield Change(position, arrive, finish, detour, waiting, late, overtime + more)

    def _later(self, position: int, moved: float) -> float:
        """Added lateness when all from the position on finish `moved` minutes later."""
        return sum(
            [
                factor * (moved - max(0.0, due - finish))
                for _, factor, due, _, (_, finish, _, _) in self._stops[position:]
                if moved > due - finish
            ]
        )

    def _step_by_step(self, position: int, free: float, onward: float) -> tuple[float, float, float]:
        """Added waiting, lateness and overtime of the queue, walked again because jobs change shift or run over."""
        waiting = lateness = overtime = 0.0
        legs = [onward, *[leg for _, _, _, leg, _ in self._stops[position + 1 :]]]
        for way, (minutes, factor, due, _, before) in zip(legs, self._stops[position:], strict=True):
            after = visit(free, way, minutes, self.shifts)
            if after == before:
                break
            waiting += factor * (after[0] - before[0])
            lateness += factor * (max(due, after[1]) - max(due, before[1]))
            overtime += after[2] - before[2]
            free = after[1]
        return waiting, lateness, overtime
