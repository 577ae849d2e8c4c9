"""A decision as JSON, to be kept with the order it was made for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from linli.work.dispatch.decision import Decision, Offer


class OfferRecord(TypedDict):
    """An offer: ids, ISO times, minutes."""

    worker_id: str
    position: int
    eta: str
    finish_at: str
    terms: dict[str, float]
    total: float


class DecisionRecord(TypedDict):
    """A decision: winner and runner-up in full, the others counted, refusals by reason code."""

    job_id: str
    winner: OfferRecord | None
    runner_up: OfferRecord | None
    offers: int
    refused: dict[str, str]
    refused_counts: dict[str, int]


def as_record(decision: Decision) -> DecisionRecord:
    """What a page needs to say why, without the workers' names."""
    return DecisionRecord(
        job_id=decision.job_id,
        winner=_offer(decision.winner),
        runner_up=_offer(decision.runner_up),
        offers=len(decision.offers),
        refused={worker: str(why) for worker, why in decision.refused.items()},
        refused_counts=dict(Counter(str(why) for why in decision.refused.values())),
    )


def _offer(offer: Offer | None) -> OfferRecord | None:
    if offer is None:
        return None
    return OfferRecord(
        worker_id=offer.worker_id,
        position=offer.position,
        eta=offer.eta.isoformat(),
        finish_at=offer.finish_at.isoformat(),
        terms={str(term): minutes for term, minutes in offer.terms.items()},
        total=offer.total,
    )
