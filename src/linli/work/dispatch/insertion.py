"""Where in a worker's queue a job costs least, and what each term of the cost is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from linli.work.dispatch.decision import Cost, Offer

if TYPE_CHECKING:
    from datetime import datetime

    from linli.work.dispatch.day import Change, Day
    from linli.work.dispatch.problem import Job, Weights

FULL_DAY_MINUTES = 480.0
"""The load at which a further minute of work costs a whole minute of balance."""


def best_offer(job: Job, day: Day, *, now: datetime, weights: Weights) -> Offer | None:
    """The cheapest position for the job, or None if no known shift has room for it to begin.

    Among equally cheap positions the last one wins: nobody is moved for nothing.
    """
    factor, due = day.factor(job), max(0.0, day.minutes_to(job.due_at))
    cheapest: Change | None = None
    least = 0.0
    for change in day.changes(job):
        _, arrive, finish, detour, queue_waiting, queue_lateness, overtime = change
        cost = (
            weights.travel * detour
            + weights.waiting * factor * arrive
            + weights.queue_waiting * queue_waiting
            + weights.lateness * (factor * max(0.0, finish - due) + queue_lateness)
            + weights.overtime * overtime
        )
        if cheapest is None or cost < least:
            cheapest, least = change, cost
    return None if cheapest is None else _offer(job, day, cheapest, now, weights)


def _offer(job: Job, day: Day, change: Change, now: datetime, weights: Weights) -> Offer:
    terms = {term: round(minutes, 2) for term, minutes in _terms(job, day, change, weights).items()}
    return Offer(
        worker_id=day.worker.id,
        position=change.position,
        eta=now + timedelta(seconds=round(change.arrive * 60)),
        finish_at=now + timedelta(seconds=round(change.finish * 60)),
        terms=terms,
        total=round(sum(terms.values()), 2),
    )


def _terms(job: Job, day: Day, change: Change, weights: Weights) -> dict[Cost, float]:
    """All that the offer costs: what differs between positions, and what is the same for all of this worker's."""
    factor = day.factor(job)
    late = max(0.0, change.finish - max(0.0, day.minutes_to(job.due_at)))
    on_shift = day.shifts[0][0]
    response_late = max(0.0, on_shift - max(0.0, day.minutes_to(job.response_due_at)))
    return {
        Cost.TRAVEL: weights.travel * change.detour,
        Cost.WAITING: weights.waiting * factor * change.arrive,
        Cost.QUEUE_WAITING: weights.queue_waiting * change.queue_waiting,
        Cost.RESPONSE: weights.response * factor * response_late,
        Cost.LATENESS: weights.lateness * factor * late,
        Cost.QUEUE_LATENESS: weights.lateness * change.queue_lateness,
        Cost.OVERTIME: weights.overtime * change.overtime,
        Cost.BALANCE: weights.balance * job.minutes * (day.load + job.minutes / 2) / FULL_DAY_MINUTES,
        Cost.OVER_SKILL: weights.over_skill * (day.worker.skills[job.skill] - job.level),
    }
