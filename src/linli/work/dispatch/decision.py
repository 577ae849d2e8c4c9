"""What an assignment answers: who, where in their queue, when, at what cost; and why not the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Cost(StrEnum):
    """The terms of an offer's cost, in minutes of travel. Pages have words for them."""

    TRAVEL = "travel"
    WAITING = "waiting"
    QUEUE_WAITING = "queue_waiting"
    RESPONSE = "response"
    LATENESS = "lateness"
    QUEUE_LATENESS = "queue_lateness"
    OVERTIME = "overtime"
    BALANCE = "balance"
    OVER_SKILL = "over_skill"


class Refusal(StrEnum):
    """Why a worker cannot be sent, in the order in which it is asked."""

    EXCLUDED = "excluded"
    SKILL_MISSING = "skill_missing"
    SKILL_LEVEL_LOW = "skill_level_low"
    PLACE_NOT_SERVED = "place_not_served"
    NOT_ON_SHIFT = "not_on_shift"
    SHIFT_FULL = "shift_full"


@dataclass(frozen=True, slots=True)
class Offer:
    """The best that one worker can do. terms sum to total; both are rounded to a hundredth of a minute."""

    worker_id: str
    position: int
    """Index in the worker's queue at which the job goes in."""
    eta: datetime
    finish_at: datetime
    terms: Mapping[Cost, float]
    total: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is sent and why. No winner means that everybody is in refused."""

    job_id: str
    offers: tuple[Offer, ...]
    """Everybody who could go, cheapest first; equal ones by worker id."""
    refused: Mapping[str, Refusal]

    @property
    def winner(self) -> Offer | None:
        """The cheapest offer."""
        return self.offers[0] if self.offers else None

    @property
    def runner_up(self) -> Offer | None:
        """The second cheapest offer."""
        return self.offers[1] if len(self.offers) > 1 else None
