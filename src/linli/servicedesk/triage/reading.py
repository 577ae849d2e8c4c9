"""What a report is about: category, place, urgency, how sure, and why. Pure; numpy only, fit for a web process."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from linli.servicedesk.triage.emergency import first_alarm
from linli.servicedesk.triage.model import Model, shipped
from linli.servicedesk.triage.terms import EMERGENCY, INDOOR, NORMAL, PLACELESS
from linli.servicedesk.triage.text import READ_AT_MOST, normal_form

_CHINESE = re.compile("[\u4e00-\u9fff]")

ASK_BELOW = 0.75
"""Below this confidence a person decides. A wrong trade costs a wasted trip, about four times a glance at the desk's inbox:
letting the model decide pays where its error is under 1/4."""

EMERGENCY_FROM = 0.3
"""From this probability a report counts as an emergency where no safety rule fired. False alarms break a half-hour promise each and
push others back; a soft emergency that is missed still has an answer within the hour."""


AT_MOST_UNREAD = 0.3
"""Confidence in a text with fewer than two Chinese characters: the model has learnt from Chinese alone."""


@dataclass(frozen=True)
class Understanding:
    """One reading of one text. Probabilities are calibrated; docs/rules/triage.md says on what and how well.

    `indoor` is False where a place has no meaning (terms.PLACELESS). `confidence` is the category's probability, at most AT_MOST_UNREAD for a text that is hardly Chinese.
    `why` holds the letters that spoke most for the category, loudest first. `rule` names the safety rule of
    emergency.RULES that fired and `rule_words` what it read; both are "" if none did.
    """

    category: str
    category_p: float
    category_scores: Mapping[str, float]
    indoor: bool
    indoor_p: float
    urgency: str
    urgency_p: float
    confidence: float
    why: tuple[str, ...]
    rule: str
    rule_words: str
    model_version: str

    @property
    def needs_a_person(self) -> bool:
        """Whether the category should be settled by a person first."""
        return self.confidence < ASK_BELOW


def understand(text: str, model: Model | None = None) -> Understanding:
    """Read a report of any length in any state; never raises. Without a model, the shipped one reads it.

    `urgency_p` is the probability of an emergency as the model sees it, or 1 where a safety rule fired.
    """
    reader = model or shipped()
    read = normal_form(text)
    vector = reader.vector(read)
    scores = reader.probabilities("category", vector)
    category = max(scores, key=scores.__getitem__)
    indoor_p = reader.probabilities("place", vector)[INDOOR]
    alarm = first_alarm(read)
    urgency_p = 1.0 if alarm else reader.probabilities("urgency", vector)[EMERGENCY]
    return Understanding(
        category=category,
        category_p=scores[category],
        category_scores=scores,
        indoor=indoor_p >= 0.5 and category not in PLACELESS,
        indoor_p=indoor_p,
        urgency=EMERGENCY if urgency_p >= EMERGENCY_FROM else NORMAL,
        urgency_p=urgency_p,
        confidence=scores[category] if _is_chinese(read) else min(scores[category], AT_MOST_UNREAD),
        why=reader.loudest("category", category, vector),
        rule=alarm.rule.name if alarm else "",
        rule_words=alarm.words if alarm else "",
        model_version=reader.version,
    )


def _is_chinese(text: str) -> bool:
    return len(_CHINESE.findall(text[:READ_AT_MOST])) >= 2
