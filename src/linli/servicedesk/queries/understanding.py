"""How a text is understood, for people to read: the guess while somebody types, and what a verdict rests on."""

from dataclasses import dataclass
from datetime import datetime

from linli.servicedesk.models import TriageVerdict
from linli.servicedesk.queries.requests import policy_in_force
from linli.servicedesk.triage.reading import understand
from linli.work.terms import Area, Category, Urgency


@dataclass(frozen=True)
class Guess:
    """What the model makes of a text; when it is not sure a person decides. `danger` holds the words of a safety rule."""

    category: Category
    area: Area
    urgency: Urgency
    confidence: float
    sure: bool
    danger: str

    @property
    def is_emergency(self) -> bool:
        """Whether it goes before everything that has not begun."""
        return self.urgency is Urgency.EMERGENCY


@dataclass(frozen=True)
class Score:
    """How likely the model finds a category, a share from 0 to 1."""

    category: Category
    share: float

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return round(self.share * 100)


def guess(text: str, *, at: datetime) -> Guess | None:
    """The model's reading of a half-typed text; None while there is nothing to read."""
    if not text.strip():
        return None
    read = understand(text)
    return Guess(
        category=Category(read.category),
        area=Area.INDOOR if read.indoor else Area.COMMON,
        urgency=Urgency(read.urgency),
        confidence=read.confidence,
        sure=read.confidence >= policy_in_force(at=at),
        danger=read.rule_words,
    )


def scores_of(verdict: TriageVerdict | None) -> list[Score]:
    """Every category with its score, the likeliest first; those without a score follow in their usual order."""
    kept: dict[str, float] = verdict.working.get("category_scores", {}) if verdict else {}
    ranked = sorted(Category, key=lambda category: -kept.get(str(category), 0.0))
    return [Score(category, kept.get(str(category), 0.0)) for category in ranked]


def grams_of(verdict: TriageVerdict | None) -> list[str]:
    """The pieces of the text that spoke most for the verdict's category, the strongest first."""
    return [str(gram) for gram in verdict.working.get("why", [])] if verdict else []


def danger_in(verdict: TriageVerdict | None) -> str:
    """The words on which a safety rule made the report an emergency; empty if none did."""
    return str(verdict.working.get("rule_words", "")) if verdict else ""
