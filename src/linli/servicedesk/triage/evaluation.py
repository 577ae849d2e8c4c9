"""How well triage reads a labelled file: by our way of learning on the file's own labels, or by the shipped model. Pure.

A record is one or more columns of text, title first. Beside all columns joined, each column but the last is also a block of
its own, so that a title weighs more than its share of the letters.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from linli.servicedesk.triage.figures import Figures, measure
from linli.servicedesk.triage.learning import (
    Counted,
    Indices,
    Recipe,
    Softness,
    calibrate,
    count,
    deal,
    fit,
    learn_space,
    project,
)
from linli.servicedesk.triage.model import Model
from linli.servicedesk.triage.text import BREAK, normal_form

GRID = tuple(
    Recipe(longest=longest, at_least=2, rarity_power=1.5, stiffness=stiffness)
    for longest, stiffness in itertools.product((2, 3), (0.3, 1.0, 3.0))
)
"""The settings among which every training fold chooses for itself."""

Blocks = dict[int, list[Counted]]
"""Longest n-gram → the counted blocks of all records."""

INNER_FOLDS = 5
NOBODY = np.array([], dtype=np.intp)


class BadTable(ValueError):
    """The table cannot be learnt from or judged by; the message says why."""


@dataclass(frozen=True)
class Labelled:
    """Records (columns of text) and the label of each."""

    records: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Repeat:
    """One whole cross-validation: figures over all records, and how often each recipe was chosen."""

    figures: Figures
    chosen: dict[Recipe, int]


def pick(
    columns: Sequence[str], rows: Iterable[Sequence[object]], text_columns: Sequence[str], label_column: str
) -> Labelled:
    """The rows of a table that have both a text and a label. Raises BadTable."""
    missing = [name for name in (*text_columns, label_column) if name not in columns]
    if missing:
        raise BadTable(f"no column {', '.join(missing)}; there are {', '.join(columns)}")
    at_text = [columns.index(name) for name in text_columns]
    at_label = columns.index(label_column)
    kept = [row for row in rows if str(row[at_label]).strip() and any(str(row[at]).strip() for at in at_text)]
    if not kept:
        raise BadTable("no row has a text and a label")
    return Labelled(
        records=tuple(tuple(str(row[at]) for at in at_text) for row in kept),
        labels=tuple(str(row[at_label]).strip() for row in kept),
    )


def cross_validate(labelled: Labelled, folds: int, repeats: int, seed: int) -> Iterator[Repeat]:
    """Repeated stratified k-fold: in every fold, recipe and calibration come from the other folds alone.

    Raises BadTable when there are fewer than two labels or a label is rarer than the folds.
    """
    names = tuple(sorted(set(labelled.labels)))
    truth = np.array([names.index(label) for label in labelled.labels], dtype=np.intp)
    if len(names) < 2 or np.bincount(truth).min() < folds:
        raise BadTable(f"at least two labels are needed, each at least {folds} times")
    blocks = {longest: _blocks(labelled.records, longest) for longest in {recipe.longest for recipe in GRID}}
    for repeat in range(repeats):
        dealt = deal(truth, folds, seed + repeat)
        chances = np.zeros((len(truth), len(names)))
        chosen: dict[Recipe, int] = {}
        for fold in range(folds):
            learn, test = np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)
            recipe = _choose_recipe(blocks, truth, learn, len(names))
            softness = _choose_softness(blocks, truth, learn, len(names), recipe, seed + repeat)
            vectors = _vectors(blocks, learn, recipe)
            learnt = fit(vectors[learn], truth[learn], len(names), recipe.stiffness, NOBODY)
            chosen[recipe] = chosen.get(recipe, 0) + 1
            chances[test] = softness.probabilities(learnt.scores(vectors[test]))
        yield Repeat(measure(names, truth, chances), chosen)


def read_by(model: Model, labelled: Labelled) -> Figures:
    """Figures of a trained model's category on records labelled with its own codes. Raises BadTable for other labels."""
    labels = model.heads["category"].labels
    strange = sorted(set(labelled.labels) - set(labels))
    if strange:
        raise BadTable(f"not labels of this model: {', '.join(strange)}; it knows {', '.join(labels)}")
    chances = [
        list(model.probabilities("category", model.vector(normal_form(BREAK.join(record)))).values())
        for record in labelled.records
    ]
    truth = np.array([labels.index(label) for label in labelled.labels], dtype=np.intp)
    return measure(labels, truth, np.array(chances))


def _blocks(records: Sequence[Sequence[str]], longest: int) -> list[Counted]:
    columns = [[normal_form(text) for text in column] for column in zip(*records, strict=True)]
    joined = [BREAK.join(texts) for texts in zip(*columns, strict=True)]
    return [count(texts, longest) for texts in (joined, *columns[:-1])]


def _vectors(blocks: Blocks, rows: Indices, recipe: Recipe) -> sparse.csr_matrix:
    """All records in the space of some rows."""
    return sparse.hstack([project(block, learn_space(block, rows, recipe)) for block in blocks[recipe.longest]]).tocsr()


def _choose_recipe(blocks: Blocks, truth: Indices, rows: Indices, labels: int) -> Recipe:
    """The recipe whose left-out scores, once calibrated, surprise least. Looks at `rows` alone."""
    everyone = np.arange(len(rows))
    surprises = []
    for recipe in GRID:
        vectors = _vectors(blocks, rows, recipe)[rows]
        scores = fit(vectors, truth[rows], labels, recipe.stiffness, everyone).left_out
        chances = calibrate(scores, truth[rows]).probabilities(scores)
        surprises.append(float(-np.log(chances[everyone, truth[rows]] + 1e-12).mean()))
    return GRID[int(np.argmin(surprises))]


def _choose_softness(blocks: Blocks, truth: Indices, rows: Indices, labels: int, recipe: Recipe, seed: int) -> Softness:
    """Calibration on scores from inner folds, whose words were not seen either. Looks at `rows` alone."""
    dealt = deal(truth[rows], INNER_FOLDS, seed)
    scores = np.zeros((len(rows), labels))
    for fold in range(INNER_FOLDS):
        learn, test = rows[dealt != fold], rows[dealt == fold]
        vectors = _vectors(blocks, learn, recipe)
        scores[dealt == fold] = fit(vectors[learn], truth[learn], labels, recipe.stiffness, NOBODY).scores(
            vectors[test]
        )
    return calibrate(scores, truth[rows])
