"""Figures of a classifier: accuracy, precision, recall, F1, calibration error, confusion. Pure; numpy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Figures:
    """How labels and guesses agree. `confusion[i, j]` counts texts of label i that were called j."""

    labels: tuple[str, ...]
    confusion: NDArray[np.float64]
    calibration_error: float

    @property
    def accuracy(self) -> float:
        """Share of texts called rightly."""
        return float(np.trace(self.confusion) / self.confusion.sum())

    @property
    def precision(self) -> NDArray[np.float64]:
        """Per label: of those called so, the share that is so; 0 where none was."""
        return _share(np.diag(self.confusion), self.confusion.sum(axis=0))

    @property
    def recall(self) -> NDArray[np.float64]:
        """Per label: of those that are so, the share called so."""
        return _share(np.diag(self.confusion), self.confusion.sum(axis=1))

    @property
    def f1(self) -> NDArray[np.float64]:
        """Per label: harmonic mean of precision and recall."""
        return _share(2 * self.precision * self.recall, self.precision + self.recall)

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the labels that occur."""
        occurring = self.confusion.sum(axis=1) > 0
        return float(self.f1[occurring].mean())


def measure(labels: tuple[str, ...], truth: NDArray[np.intp], chances: NDArray[np.float64]) -> Figures:
    """Figures of probabilities (a row per text, a column per label) against true label numbers."""
    called = chances.argmax(axis=1)
    confusion = np.zeros((len(labels), len(labels)))
    np.add.at(confusion, (truth, called), 1)
    return Figures(labels, confusion, calibration_error(chances.max(axis=1), called == truth))


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean distance of confidence and accuracy over bins of equal width, by their size."""
    box = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(right[box == number].mean() - confidence[box == number].mean()) * (box == number).mean()
        for number in np.unique(box)
    ]
    return float(np.sum(gaps))


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
