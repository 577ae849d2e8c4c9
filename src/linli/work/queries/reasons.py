"""Why somebody was not asked, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _p

from linli.work.dispatch import Refusal

REFUSALS: Mapping[str, Promise] = {
    Refusal.EXCLUDED: _p("refusal", "gave it back before"),
    Refusal.SKILL_MISSING: _p("refusal", "does not have this trade"),
    Refusal.SKILL_LEVEL_LOW: _p("refusal", "not skilled enough"),
    Refusal.PLACE_NOT_SERVED: _p("refusal", "does not serve this place"),
    Refusal.NOT_ON_SHIFT: _p("refusal", "not on duty"),
    Refusal.SHIFT_FULL: _p("refusal", "no time left in the shift"),
}


@dataclass(frozen=True)
class KeptAway:
    """How many were kept away by one reason, and who they are where that is known."""

    reason: Promise
    count: int
    names: Sequence[str] = ()


def kept_away(reasons: Mapping[str, int]) -> list[KeptAway]:
    """Reason codes with their counts, in words, the most frequent first."""
    ordered = sorted(reasons.items(), key=lambda each: -each[1])
    return [KeptAway(REFUSALS[code], count) for code, count in ordered if code in REFUSALS]
