"""The decision: who is sent to a job, at once, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linli.work.dispatch.day import Day
from linli.work.dispatch.decision import Decision, Refusal
from linli.work.dispatch.eligibility import refusal
from linli.work.dispatch.insertion import best_offer
from linli.work.dispatch.problem import DEFAULT_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linli.work.dispatch.decision import Offer
    from linli.work.dispatch.problem import Job, Weights, Worker


def decide(job: Job, workers: Iterable[Worker], *, now: datetime, weights: Weights = DEFAULT_WEIGHTS) -> Decision:
    """Who does the job at the least cost, and what everybody else would have cost or why they cannot.

    The answer does not depend on the order of the workers; equal costs go to the smaller id. Its times are in UTC.
    Raises ValueError if two workers have the same id or now has no time zone.
    """
    return Roster(workers, now=now, weights=weights).decide(job)


class Roster:
    """The workers of one moment, to be asked about one job after another; each day is walked at most once.

    Raises ValueError as decide does.
    """

    def __init__(self, workers: Iterable[Worker], *, now: datetime, weights: Weights = DEFAULT_WEIGHTS) -> None:
        if now.tzinfo is None:
            raise ValueError(f"{now} has no time zone.")
        # Differences of two local times would ignore a change of summer time.
        self._now = now.astimezone(UTC)
        self._weights = weights
        self._workers: dict[str, Worker] = {}
        self._days: dict[str, Day] = {}
        for worker in workers:
            if worker.id in self._workers:
                raise ValueError(f"Two workers have the id {worker.id}.")
            self._workers[worker.id] = worker

    def replace(self, worker: Worker) -> None:
        """Take the worker as they are now, for instance after they were given the job just decided."""
        self._workers[worker.id] = worker
        self._days.pop(worker.id, None)

    def decide(self, job: Job) -> Decision:
        """Who does the job: see the function decide."""
        offers: list[Offer] = []
        refused: dict[str, Refusal] = {}
        for worker in self._workers.values():
            why_not = refusal(job, worker, now=self._now)
            if why_not is not None:
                refused[worker.id] = why_not
                continue
            offer = best_offer(job, self._day(worker), now=self._now, weights=self._weights)
            if offer is None:
                refused[worker.id] = Refusal.SHIFT_FULL
            else:
                offers.append(offer)
        offers.sort(key=lambda offer: (offer.total, offer.worker_id))
        return Decision(job_id=job.id, offers=tuple(offers), refused=dict(sorted(refused.items())))

    def _day(self, worker: Worker) -> Day:
        day = self._days.get(worker.id)
        if day is None:
            day = self._days[worker.id] = Day(worker, now=self._now, emergency=self._weights.emergency)
        return day
