"""The engine's reasons in words: cost terms, and the choice of the winner over the runner-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import npgettext
from django.utils.translation import pgettext_lazy as _p

from linli.ui.components import Term
from linli.work.dispatch import Cost
from linli.work.models import Assignment
from linli.work.queries import REFUSALS, KeptAway, names_of

Words = Mapping[str, Promise]

COSTS: Words = {
    Cost.TRAVEL: _p("cost term", "Way to go"),
    Cost.WAITING: _p("cost term", "The resident waits"),
    Cost.QUEUE_WAITING: _p("cost term", "Others wait longer"),
    Cost.RESPONSE: _p("cost term", "Answer comes too late"),
    Cost.LATENESS: _p("cost term", "Done too late"),
    Cost.QUEUE_LATENESS: _p("cost term", "Others become late"),
    Cost.OVERTIME: _p("cost term", "Overtime"),
    Cost.BALANCE: _p("cost term", "Work already had today"),
    Cost.OVER_SKILL: _p("cost term", "More skill than needed"),
}


@dataclass(frozen=True)
class Why:
    """Why somebody was asked. Without `lines` there was nothing to compare."""

    assignment: Assignment
    name: str
    runner_up: str
    lines: Sequence[Term]
    total: Term | None
    others: int
    refused: Sequence[KeptAway]

    @property
    def refused_count(self) -> int:
        """How many could not go."""
        return sum(each.count for each in self.refused)

    @property
    def by(self) -> str:
        """Who chose."""
        return _("the system") if self.assignment.is_automatic else str(self.assignment.by_account or "")

    @property
    def runner_up_eta(self) -> datetime | None:
        """When the runner-up would have come."""
        second = self.assignment.decision.get("runner_up")
        return datetime.fromisoformat(second["eta"]) if second else None


def why(assignment: Assignment) -> Why:
    """The reason of an assignment, from what was kept with it."""
    kept: Mapping[str, Any] = assignment.decision
    winner, second = kept.get("winner"), kept.get("runner_up")
    refused: Mapping[str, str] = kept.get("refused", {})
    names = names_of({int(pk) for pk in refused} | ({int(second["worker_id"])} if second else set()))
    return Why(
        assignment=assignment,
        name=str(assignment.staff),
        runner_up=names.get(int(second["worker_id"]), "") if second else "",
        lines=_lines(winner, second) if winner else (),
        total=_line(_("Together"), winner["total"], second["total"] if second else None) if winner else None,
        others=max(kept.get("offers", 0) - (2 if second else 1), 0),
        refused=_refused(refused, names),
    )


def minutes(value: float | None) -> str:
    """A cost in minutes of travel."""
    if value is None:
        return "–"
    whole = round(value)
    return npgettext("cost", "%(count)d min", "%(count)d min", whole) % {"count": whole}


def _lines(winner: Mapping[str, Any], second: Mapping[str, Any] | None) -> list[Term]:
    lines = []
    for code, label in COSTS.items():
        a, b = winner["terms"].get(code, 0.0), second["terms"].get(code, 0.0) if second else None
        if round(a) or round(b or 0.0):
            lines.append(_line(label, a, b))
    return lines


def _line(label: str | Promise, a: float, b: float | None) -> Term:
    best = "" if b is None or round(a) == round(b) else "a" if a < b else "b"
    return Term(label, minutes(a), minutes(b), best)


def _refused(refused: Mapping[str, str], names: Mapping[int, str]) -> list[KeptAway]:
    by_code: dict[str, list[str]] = {}
    for worker, code in refused.items():
        by_code.setdefault(code, []).append(names.get(int(worker), ""))
    ordered = sorted(by_code.items(), key=lambda each: -len(each[1]))
    return [KeptAway(REFUSALS[code], len(who), who) for code, who in ordered if code in REFUSALS]
