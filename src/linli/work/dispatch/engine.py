"""The decision: who is sent to a job, at once, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

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

    The answer does not depend on the order of the workers; equal costs go to the smaller id.
    Times in the answer are in UTC. Raises ValueError if two workers have the same id or now has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError(f"{now} has no time zone.")
    now = now.astimezone(UTC)  # differences of two local times would ignore a change of summer time
    offers: dict[str, Offer] = {}
    refused: dict[str, Refusal] = {}
    for worker in workers:
        if worker.id in offers or worker.id in refused:
            raise ValueError(f"Two workers have the id {worker.id}.")
        why_not = refusal(job, worker, now=now)
        offer = None if why_not else best_offer(job, worker, now=now, weights=weights)
        if offer is None:
            refused[worker.id] = why_not or Refusal.SHIFT_FULL
        else:
            offers[worker.id] = offer
    return Decision(
        job_id=job.id,
        offers=tuple(sorted(offers.values(), key=lambda offer: (offer.total, offer.worker_id))),
        refused=dict(sorted(refused.items())),
    )
