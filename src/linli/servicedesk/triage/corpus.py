"""The reports that triage learns from and is judged by. Pure; files in, rows out."""

import csv
from dataclasses import dataclass
from pathlib import Path

from linli.servicedesk.triage.terms import CATEGORIES, COMMON, EMERGENCY, INDOOR, NORMAL

CORPUS = Path(__file__).parent / "corpus"
REPORTS = CORPUS / "reports.tsv"
"""Written by hand to learn from."""
TUNING = CORPUS / "tuning.tsv"
"""Written by hand after those, to choose settings and to calibrate by; learnt from, but never varied."""
HELD_OUT = CORPUS / "held_out.tsv"
"""Written by hand to be judged by; never learnt from, tuned on or varied."""
PHRASES = CORPUS / "phrases.tsv"
"""Things and what happens to them, which the grammar puts together."""


class BadCorpus(ValueError):
    """A row that cannot be learnt from; the message names file, line and reason."""


@dataclass(frozen=True)
class Report:
    """One labelled text. `place` is "" where nobody said it or where it has no meaning."""

    text: str
    category: str
    place: str
    urgency: str


@dataclass(frozen=True)
class Phrase:
    """Things of one kind, what happens to them, and how a report that joins one of each is labelled."""

    things: tuple[str, ...]
    happenings: tuple[str, ...]
    label: Report


def read_reports(path: Path) -> list[Report]:
    """Rows of a tab-separated file `category place urgency text` (UTF-8). Raises BadCorpus."""
    return [
        _report(row["text"], row["category"], row["place"], row["urgency"], f"{path.name}:{number}")
        for number, row in _rows(path, "\t")
    ]


def read_decisions(path: Path) -> list[Report]:
    """A person's decisions: comma-separated `text,category,indoor,urgency` (UTF-8, with or without BOM).

    `indoor` is 1/true/indoor or 0/false/common, blank if unknown; `urgency` is emergency, normal or blank. Raises BadCorpus.
    """
    decided = []
    for number, row in _rows(path, ","):
        where = f"{path.name}:{number}"
        said = (row.get("indoor") or "").strip().lower()
        places = {"1": INDOOR, "true": INDOOR, INDOOR: INDOOR, "0": COMMON, "false": COMMON, COMMON: COMMON, "": ""}
        if said not in places:
            raise BadCorpus(f"{where}: indoor must be 1, 0 or blank, not {said!r}")
        urgency = (row.get("urgency") or "").strip()
        decided.append(
            _report(row.get("text") or "", (row.get("category") or "").strip(), places[said], urgency, where)
        )
    return decided


def read_phrases(path: Path = PHRASES) -> list[Phrase]:
    """Rows of the phrase grammar. Raises BadCorpus."""
    return [
        Phrase(
            things=tuple(row["things"].split("|")),
            happenings=tuple(row["happenings"].split("|")),
            label=_report("-", row["category"], row["place"], row["urgency"], f"{path.name}:{number}"),
        )
        for number, row in _rows(path, "\t")
    ]


def _rows(path: Path, delimiter: str) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(
            lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        )
        return list(enumerate(rows, start=2))


def _report(text: str, category: str, place: str, urgency: str, where: str) -> Report:
    if not text.strip():
        raise BadCorpus(f"{where}: no text")
    if category not in CATEGORIES:
        raise BadCorpus(f"{where}: no such category: {category!r}")
    if place not in (INDOOR, COMMON, ""):
        raise BadCorpus(f"{where}: no such place: {place!r}")
    if urgency not in (EMERGENCY, NORMAL, ""):
        raise BadCorpus(f"{where}: no such urgency: {urgency!r}")
    return Report(text, category, place, urgency)
