"""Readers that say what a test wants to hear, in place of the model."""

import pytest

from linli.servicedesk import actions
from linli.servicedesk.queries import understanding
from linli.servicedesk.triage.reading import Understanding
from linli.work.terms import Category

UNSURE, SURE = 0.4, 0.96


def reads(
    monkeypatch: pytest.MonkeyPatch, *, category: Category, confidence: float, urgency: str = "normal", danger: str = ""
) -> None:
    """Let every text be understood like this."""
    rest = [each for each in Category if each != category][:3]
    scores = {str(category): confidence} | {str(each): (1 - confidence) / 3 for each in rest}

    def understand(text: str) -> Understanding:
        return Understanding(
            category=str(category),
            category_p=confidence,
            category_scores=scores,
            indoor=True,
            indoor_p=0.9,
            urgency=urgency,
            urgency_p=0.9 if urgency == "emergency" else 0.01,
            confidence=confidence,
            why=("漏水", "水管"),
            rule="burst" if danger else "",
            rule_words=danger,
            model_version="test",
        )

    for module in (actions, understanding):
        monkeypatch.setattr(module, "understand", understand)
