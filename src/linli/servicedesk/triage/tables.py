"""Figures as lines of text for a terminal, in columns that also hold with Chinese labels. Pure."""

import unicodedata
from collections.abc import Sequence

import numpy as np

from linli.servicedesk.triage.figures import Figures

WIDEST_LABEL = 20


def confusion_lines(figures: Figures, share: float = 1.0) -> list[str]:
    """The confusion matrix: a row per true label, a column per label called; `share` scales counts of summed repeats."""
    width = max(len(f"{cell * share:.1f}") for cell in figures.confusion.ravel())
    heads = [str(number) for number in range(1, len(figures.labels) + 1)]
    width = max(width, len(heads[-1])) + 1
    lines = [_cell("", WIDEST_LABEL + 4) + "".join(head.rjust(width) for head in heads)]
    for number, (label, row) in enumerate(zip(figures.labels, figures.confusion, strict=True), start=1):
        counts = "".join((_count(cell * share) if cell else "·").rjust(width) for cell in row)
        lines.append(f"{number:>3} {_cell(label, WIDEST_LABEL)}{counts}")
    return lines


def label_lines(figures: Figures, share: float = 1.0) -> list[str]:
    """Per label: texts, precision, recall, F1."""
    lines = [_cell("", WIDEST_LABEL + 4) + "".join(head.rjust(10) for head in ("texts", "precision", "recall", "F1"))]
    measured = zip(figures.labels, figures.confusion, figures.precision, figures.recall, figures.f1, strict=True)
    for number, (label, row, precision, recall, f1) in enumerate(measured, start=1):
        texts = _count(row.sum() * share).rjust(10)
        lines.append(f"{number:>3} {_cell(label, WIDEST_LABEL)}{texts}{precision:10.3f}{recall:10.3f}{f1:10.3f}")
    return lines


def summary_lines(repeats: Sequence[Figures]) -> list[str]:
    """Accuracy, macro-F1 and calibration error: mean over repeats, and their standard deviation and range if several."""
    lines = []
    for name, values in (
        ("accuracy", [one.accuracy for one in repeats]),
        ("macro-F1", [one.macro_f1 for one in repeats]),
        ("ECE", [one.calibration_error for one in repeats]),
    ):
        spread = f"  ± {np.std(values):.4f}  ({min(values):.4f} … {max(values):.4f})" if len(values) > 1 else ""
        lines.append(f"{name:<9} {np.mean(values):.4f}{spread}")
    return lines


def together(repeats: Sequence[Figures]) -> Figures:
    """Repeats of the same texts as one: confusions summed, calibration error averaged."""
    return Figures(
        labels=repeats[0].labels,
        confusion=np.sum([one.confusion for one in repeats], axis=0),
        calibration_error=float(np.mean([one.calibration_error for one in repeats])),
    )


def _count(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"


def _cell(text: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * (width - taken)
