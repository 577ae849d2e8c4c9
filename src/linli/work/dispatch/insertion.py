"""Where in a worker's queue a job costs least. Times inside are minutes from now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from linli.work.dispatch.decision import Cost, Offer
from linli.work.dispatch.travel import travel_minutes
from linli.work.dispatch.walk import Visit, carry_on, visit
from linli.work.terms import Urgency

if TYPE_CHECKING:
    from linli.work.dispatch.problem import Job, QueuedJob, Weights, Worker

FULL_DAY_MINUTES = 480.0
"""The load at which a further minute of work costs a whole minute of balance."""


class _Change(NamedTuple):
    """What one position does, in minutes, before weights."""

    position: int
    visit: Visit
    detour: float
    queue_waiting: float
    queue_lateness: float
    overtime: float


def best_offer(job: Job, worker: Worker, *, now: datetime, weights: Weights) -> Offer | None:
    """The cheapest position for the job, or None if no known shift has room for it to begin.

    Among equally cheap positions the last one wins: nobody is moved for nothing.
    """
    day = _Day(job, worker, now, weights)
    best: tuple[float, _Change] | None = None
    for position in range(len(worker.queue), day.first_position - 1, -1):
        change = day.change(position)
        if change is None:
            continue
        cost = day.changing_cost(change)
        if best is None or cost < best[0]:
            best = cost, change
    return day.offer(best[1]) if best else None


class _Day:
    """A worker's queue walked once as it is, and again from each position at which the job could go in."""

    def __init__(self, job: Job, worker: Worker, now: datetime, weights: Weights) -> None:
        self.job = job
        self.worker = worker
        self.now = now
        self.weights = weights
        self.factor = self._factor(job)
        self.due = max(0.0, self._minutes_to(job.due_at))
        self.shifts = [
            (max(0.0, self._minutes_to(shift.starts_at)), self._minutes_to(shift.ends_at))
            for shift in worker.shifts
            if shift.ends_at > now
        ]
        self.first_position = sum(1 for queued in worker.queue if queued.fixed)
        self.free = [max(0.0, self._minutes_to(worker.free_at))]
        self.to_job = [travel_minutes(worker.at, job.place)]
        self.legs: list[float] = []
        self.visits: list[Visit] = []
        self.dues: list[float] = []
        self._walk_as_it_is()

    def _minutes_to(self, moment: datetime) -> float:
        return (moment - self.now).total_seconds() / 60

    def _factor(self, job: Job | QueuedJob) -> float:
        return self.weights.emergency if job.urgency is Urgency.EMERGENCY else 1.0

    def _walk_as_it_is(self) -> None:
        place = self.worker.at
        for queued in self.worker.queue:
            leg = travel_minutes(place, queued.place)
            free = self.free[-1]
            seen = (
                carry_on(free, leg, queued.minutes) if queued.fixed else visit(free, leg, queued.minutes, self.shifts)
            )
            place = queued.place
            self.legs.append(leg)
            self.visits.append(seen)
            self.dues.append(max(0.0, self._minutes_to(queued.due_at)))
            self.free.append(seen.finish)
            self.to_job.append(travel_minutes(place, self.job.place))

    def change(self, position: int) -> _Change | None:
        """What it changes to do the job before the queued one at `position`; None if no shift has room for it there."""
        here = visit(self.free[position], self.to_job[position], self.job.minutes, self.shifts)
        if not here.in_shift:
            return None
        queue_waiting = queue_lateness = 0.0
        overtime = here.overtime
        free = here.finish
        # Travel is the same both ways, so the way on from the job is the way to it from the next stop.
        onward = detour = self.to_job[position]
        if position < len(self.legs):
            onward = self.to_job[position + 1]
            detour += onward - self.legs[position]
        for index in range(position, len(self.legs)):
            queued, before, due = self.worker.queue[index], self.visits[index], self.dues[index]
            after = visit(free, onward if index == position else self.legs[index], queued.minutes, self.shifts)
            if after.finish == before.finish and after.arrive == before.arrive:
                break
            factor = self._factor(queued)
            queue_waiting += factor * (after.arrive - before.arrive)
            queue_lateness += factor * (max(due, after.finish) - max(due, before.finish))
            overtime += after.overtime - before.overtime
            free = after.finish
        return _Change(position, here, detour, queue_waiting, queue_lateness, overtime)

    def changing_cost(self, change: _Change) -> float:
        """The part of the cost that depends on the position."""
        weights = self.weights
        late = max(0.0, change.visit.finish - self.due)
        return (
            weights.travel * change.detour
            + weights.waiting * (self.factor * change.visit.arrive + change.queue_waiting)
            + weights.lateness * (self.factor * late + change.queue_lateness)
            + weights.overtime * change.overtime
        )

    def offer(self, change: _Change) -> Offer:
        """The position as an answer that explains itself."""
        terms = {term: round(minutes, 2) for term, minutes in self._terms(change).items()}
        return Offer(
            worker_id=self.worker.id,
            position=change.position,
            eta=self._moment(change.visit.arrive),
            finish_at=self._moment(change.visit.finish),
            terms=terms,
            total=round(sum(terms.values()), 2),
        )

    def _terms(self, change: _Change) -> dict[Cost, float]:
        job, worker, weights = self.job, self.worker, self.weights
        load = worker.worked_minutes_today + sum(queued.minutes for queued in worker.queue)
        reachable = self.shifts[0][0]
        response_late = max(0.0, reachable - max(0.0, self._minutes_to(job.response_due_at)))
        return {
            Cost.TRAVEL: weights.travel * change.detour,
            Cost.WAITING: weights.waiting * self.factor * change.visit.arrive,
            Cost.QUEUE_WAITING: weights.waiting * change.queue_waiting,
            Cost.RESPONSE: weights.response * self.factor * response_late,
            Cost.LATENESS: weights.lateness * self.factor * max(0.0, change.visit.finish - self.due),
            Cost.QUEUE_LATENESS: weights.lateness * change.queue_lateness,
            Cost.OVERTIME: weights.overtime * change.overtime,
            Cost.BALANCE: weights.balance * job.minutes * (load + job.minutes / 2) / FULL_DAY_MINUTES,
            Cost.OVER_SKILL: weights.over_skill * (worker.skills[job.skill] - job.level),
        }

    def _moment(self, minutes: float) -> datetime:
        return self.now + timedelta(seconds=round(minutes * 60))
