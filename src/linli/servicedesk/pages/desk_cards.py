"""Reports that a person decides, as cards with keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from linli.servicedesk.models import Request, TriageVerdict
from linli.servicedesk.queries import Score, Undecided, scores_of
from linli.work.terms import Area, Urgency

KEYS = 9
"""Categories that one key decides."""


@dataclass(frozen=True)
class Card:
    """A report to decide: the likeliest categories on keys 1 to 9, the others behind them; the guess preselected."""

    request: Request
    verdict: TriageVerdict | None
    likely: Sequence[Score]
    others: Sequence[Score]

    @property
    def area(self) -> str:
        """Where the model thinks it is; without a reading, where it was reported."""
        if self.verdict is not None:
            return self.verdict.area
        return str(Area.INDOOR if self.request.place.kind == "home" else Area.COMMON)

    @property
    def urgency(self) -> str:
        """How urgent the model thinks it is."""
        return self.verdict.urgency if self.verdict is not None else str(Urgency.NORMAL)


def card(undecided: Undecided) -> Card:
    """A report with everything one key needs."""
    scores = scores_of(undecided.verdict)
    return Card(undecided.request, undecided.verdict, scores[:KEYS], scores[KEYS:])
