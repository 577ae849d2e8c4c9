"""The shipped model, made from the corpus. Pure and seeded: the same reports give the same bytes."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linli.servicedesk.triage.corpus import REPORTS, TUNING, Phrase, Report, read_phrases, read_reports
from linli.servicedesk.triage.grammar import compose, vary
from linli.servicedesk.triage.learning import (
    Fit,
    Indices,
    Matrix,
    Recipe,
    Softness,
    calibrate,
    count,
    fit,
    learn_space,
    project,
)
from linli.servicedesk.triage.model import Head, Model
from linli.servicedesk.triage.terms import CATEGORIES, COMMON, EMERGENCY, INDOOR, NORMAL, PLACELESS
from linli.servicedesk.triage.text import normal_form

SEED = 20_240_601


RECIPE = Recipe(longest=2, at_least=1, rarity_power=1.5, stiffness=0.3)
"""Chosen on the tuning reports."""


@dataclass(frozen=True)
class Lesson:
    """The texts to learn from; the last `judged` of them are also those that calibration is judged on, each without itself."""

    reports: tuple[Report, ...]
    judged: int


@dataclass(frozen=True)
class Answers:
    """What the judged reports got for one question from a model that had not seen them: true numbers and probabilities."""

    labels: tuple[str, ...]
    truth: Indices
    chances: Matrix


@dataclass(frozen=True)
class Trained:
    """The model, and its answers to the judged reports by question."""

    model: Model
    answers: dict[str, Answers]


def prepare(reports: Sequence[Report], judged: Sequence[Report], phrases: Sequence[Phrase], seed: int = SEED) -> Lesson:
    """Written reports, what the grammar composes (each varied), then the judged reports."""
    rng = random.Random(seed)
    composed = [vary(report, rng) for report in compose(phrases, rng)]
    return Lesson((*reports, *composed, *judged), len(judged))


def train(lesson: Lesson, recipe: Recipe = RECIPE) -> Trained:
    """Learn all heads in one space, which knows nothing of the judged reports, and calibrate each on those."""
    counted = count([normal_form(report.text) for report in lesson.reports], recipe.longest)
    learnt_only = len(lesson.reports) - lesson.judged
    space = learn_space(counted, np.arange(learnt_only), recipe)
    vectors = project(counted, space)
    heads, answers = {}, {}
    for name, (labels, said) in _questions(lesson.reports).items():
        known = np.flatnonzero(said >= 0)
        judged = np.flatnonzero(known >= learnt_only)
        targets = said[known]
        learnt = fit(vectors[known], targets, len(labels), recipe.stiffness, judged)
        softness = calibrate(learnt.left_out, targets[judged])
        heads[name] = _head(labels, learnt, softness)
        answers[name] = Answers(labels, targets[judged], softness.probabilities(learnt.left_out))
    model = Model(
        grams=tuple(counted.grams[column] for column in space.columns),
        longest=recipe.longest,
        rarity=np.round(space.rarity, 4).astype(np.float32),
        unseen_rarity=float(np.float32(round(space.unseen_rarity, 4))),
        heads=heads,
    )
    return Trained(model, answers)


def _questions(reports: Sequence[Report]) -> dict[str, tuple[tuple[str, ...], Indices]]:
    """Per head its labels and, per report, the number of its label or -1 where it has none."""
    said = {
        "category": (tuple(CATEGORIES), [report.category for report in reports]),
        "place": ((INDOOR, COMMON), ["" if report.category in PLACELESS else report.place for report in reports]),
        "urgency": ((EMERGENCY, NORMAL), [report.urgency for report in reports]),
    }
    numbered = {}
    for name, (labels, words) in said.items():
        number = {"": -1} | {label: place for place, label in enumerate(labels)}
        numbered[name] = (labels, np.array([number[word] for word in words], dtype=np.intp))
    return numbered


def _head(labels: tuple[str, ...], learnt: Fit, softness: Softness) -> Head:
    """Weights in 255 steps per label: a quarter of the size, and rounding noise of another machine disappears in it."""
    scale = np.maximum(np.abs(learnt.weights).max(axis=0), 1e-9) / 127
    scale = np.array([float(f"{step:.5g}") for step in scale])
    steps = np.clip(np.round(learnt.weights / scale), -127, 127).astype(np.int8)
    return Head(
        labels=labels,
        weights=steps,
        scale=scale.astype(np.float32),
        bias=np.round(learnt.bias, 4).astype(np.float32),
        sharpness=float(np.float32(softness.sharpness)),
        damping=float(np.float32(softness.damping)),
        lift=softness.lift.astype(np.float32),
    )


def train_shipped(examples: Sequence[Report] = ()) -> Trained:
    """The model that ships with the program, from its own corpus; `examples` are a desk's decisions to learn as well."""
    return train(prepare([*read_reports(REPORTS), *examples], read_reports(TUNING), read_phrases()))
