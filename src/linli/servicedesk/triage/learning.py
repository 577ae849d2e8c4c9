"""How triage learns: n-gram space, ridge classifier, calibration. Pure; needs scipy, so not for a web process.

A regularised least-squares classifier on rarity-weighted character n-grams, solved exactly (no iteration, no random start),
then softened into probabilities that were fitted on texts it had not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, sparse

from linli.servicedesk.triage.model import soften
from linli.servicedesk.triage.text import count_grams

Matrix = NDArray[np.float64]
Indices = NDArray[np.intp]


HELD_BACK = 0.01
"""How hard calibration holds damping and lifts near 0."""


@dataclass(frozen=True)
class Recipe:
    """What can be tuned: longest n-gram, in how many texts a gram must occur, how hard rarity counts, how stiff the fit is."""

    longest: int = 2
    at_least: int = 2
    rarity_power: float = 1.5
    stiffness: float = 0.3


@dataclass(frozen=True)
class Counted:
    """Texts × grams, with counts. Label-free, so it may be made once for texts that are split later."""

    counts: sparse.csr_matrix
    grams: tuple[str, ...]


@dataclass(frozen=True)
class Space:
    """The grams that some training texts share (columns of a Counted) and how rare each was there."""

    columns: Indices
    rarity: Matrix
    unseen_rarity: float


@dataclass(frozen=True)
class Fit:
    """Scores = vectors · weights + bias, a column per label; `left_out` are scores of judged rows without themselves."""

    weights: Matrix
    bias: Matrix
    left_out: Matrix

    def scores(self, vectors: sparse.csr_matrix) -> Matrix:
        """A row per text, a column per label."""
        return np.asarray(vectors @ self.weights + self.bias)


@dataclass(frozen=True)
class Softness:
    """How scores become probabilities: see model.soften."""

    sharpness: float
    damping: float
    lift: Matrix

    def probabilities(self, scores: Matrix) -> Matrix:
        """A row per text, summing to 1."""
        return np.asarray(soften(scores, self.sharpness, self.damping, self.lift), dtype=np.float64)


def count(texts: Sequence[str], longest: int) -> Counted:
    """Counts of all n-grams of normal forms; grams in order of length, then of code point."""
    counted = [count_grams(text, longest) for text in texts]
    grams = tuple(sorted({gram for one in counted for gram in one}, key=lambda gram: (len(gram), gram)))
    column = {gram: place for place, gram in enumerate(grams)}
    index = [column[gram] for one in counted for gram in sorted(one)]
    data = [one[gram] for one in counted for gram in sorted(one)]
    starts = np.cumsum([0, *map(len, counted)])
    matrix = sparse.csr_matrix((np.array(data, dtype=np.float64), index, starts), shape=(len(texts), len(grams)))
    return Counted(matrix, grams)


def learn_space(counted: Counted, rows: Indices, recipe: Recipe) -> Space:
    """The space of some of the texts; the others must not be looked at."""
    seen_in = np.bincount(counted.counts[rows].indices, minlength=len(counted.grams))
    rarity = (np.log((1 + len(rows)) / (1 + seen_in)) + 1) ** recipe.rarity_power
    columns = np.flatnonzero(seen_in >= recipe.at_least)
    unseen = float((np.log((1 + len(rows)) / recipe.at_least) + 1) ** recipe.rarity_power)
    return Space(columns, rarity[columns], unseen)


def project(counted: Counted, space: Space) -> sparse.csr_matrix:
    """All texts as vectors; grams outside the space take their part of the unit length, so strange texts score low."""
    weighed = counted.counts.copy()
    rarity = np.full(len(counted.grams), space.unseen_rarity)
    rarity[space.columns] = space.rarity
    weighed.data = (1 + np.log(weighed.data)) * rarity[weighed.indices]
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    length[length == 0] = 1
    return (sparse.diags(1 / length) @ weighed)[:, space.columns].tocsr()


def fit(vectors: sparse.csr_matrix, targets: Indices, labels: int, stiffness: float, judged: Indices) -> Fit:
    """Ridge regression on ±1 per label, each label counting the same in total, by one exact solution.

    `judged` are rows whose left-out scores are wanted: what the fit on all *other* rows gives them. These are exact too:
    leaving row i out moves its score to y − a/(G⁻¹)ii, where G·a = y is the fit itself.
    """
    size = np.bincount(targets, minlength=labels)
    balanced = len(targets) / (np.count_nonzero(size) * size[targets])
    signs = np.full((len(targets), labels), -1.0)
    signs[np.arange(len(targets)), targets] = 1.0
    alike = (vectors @ vectors.T).toarray() + 1  # the one stands for the bias
    factor = linalg.cho_factor(alike + np.diag(stiffness / balanced), overwrite_a=True, check_finite=False)
    part = linalg.cho_solve(factor, signs, check_finite=False)
    unit = np.zeros((len(targets), len(judged)))
    unit[judged, np.arange(len(judged))] = 1.0
    inverse = linalg.cho_solve(factor, unit, check_finite=False)[judged, np.arange(len(judged))]
    left_out = signs[judged] - part[judged] / inverse[:, None]
    return Fit(np.asarray(vectors.T @ part), part.sum(axis=0), left_out)


def calibrate(scores: Matrix, targets: Indices) -> Softness:
    """The softness that makes unseen texts' labels most likely, with lifts and damping held near 0."""
    rows = np.arange(len(targets))
    loudest = scores.max(axis=1, keepdims=True)

    def surprise(at: Matrix) -> tuple[float, Matrix]:
        """Mean negative log-likelihood with its slope, at (log sharpness, damping, lift...)."""
        chance = _softness(at).probabilities(scores)
        loss = -np.log(chance[rows, targets] + 1e-12).mean() + HELD_BACK * at[1:] @ at[1:]
        chance[rows, targets] -= 1.0
        stretched = chance * scores * np.exp(at[0] - at[1] * loudest)
        slope = np.concatenate([[stretched.sum(), -(stretched * loudest).sum()], chance.sum(axis=0)]) / len(targets)
        slope[1:] += 2 * HELD_BACK * at[1:]
        return float(loss), slope

    start = np.concatenate([[1.0, 0.0], np.zeros(scores.shape[1])])
    return _softness(np.round(optimize.minimize(surprise, start, jac=True, method="BFGS", options={"gtol": 1e-8}).x, 3))


def _softness(at: Matrix) -> Softness:
    return Softness(float(np.exp(at[0])), float(at[1]), at[2:])


def deal(targets: Indices, folds: int, seed: int) -> Indices:
    """A fold number per text: seeded, each label spread evenly."""
    random = np.random.default_rng(seed)
    dealt = np.empty(len(targets), dtype=np.intp)
    start = 0
    for label in np.unique(targets):
        members = random.permutation(np.flatnonzero(targets == label))
        dealt[members] = (start + np.arange(len(members))) % folds
        start += len(members)
    return dealt
