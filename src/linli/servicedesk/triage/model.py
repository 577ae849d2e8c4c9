"""A trained triage model: what it holds, how it is stored, how it scores a text. Pure; numpy only.

The file is an uncompressed .npz without pickles: the same training gives the same bytes. `version` is a hash of the content.
"""

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from linli.servicedesk.triage.terms import HEADS
from linli.servicedesk.triage.text import count_grams

SHIPPED = Path(__file__).parent / "model.npz"

Floats = NDArray[np.float32]


class BadModel(ValueError):
    """The file is not a triage model of this program."""


@dataclass(frozen=True)
class Head:
    """One question: its labels, a weight per gram and label, a starting score per label, and how scores soften.

    score = vector · weights · scale + bias; probability = soften(score, sharpness, damping, lift).
    """

    labels: tuple[str, ...]
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats
    sharpness: float
    damping: float
    lift: Floats


@dataclass(frozen=True)
class Vector:
    """A text in the model's space: indices of known grams, their weights (unit length with the unknown ones counted)."""

    grams: tuple[str, ...]
    index: NDArray[np.intp]
    value: Floats

    @property
    def known(self) -> float:
        """Share of the text's weight that the model has words for, 0..1."""
        return float(self.value @ self.value)


@dataclass(frozen=True)
class Model:
    """Vocabulary of grams up to `longest`, the rarity that weighs each, and a Head per question of terms.HEADS."""

    grams: tuple[str, ...]
    longest: int
    rarity: Floats
    unseen_rarity: float
    heads: dict[str, Head]

    @cached_property
    def places(self) -> dict[str, int]:
        """Gram → row."""
        return {gram: row for row, gram in enumerate(self.grams)}

    @cached_property
    def version(self) -> str:
        """First 12 hex digits of the SHA-256 over everything that the model holds."""
        digest = hashlib.sha256()
        for name, array in sorted(self.arrays().items()):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:12]

    def vector(self, text: str) -> Vector:
        """A normal form (text.normal_form) as the model sees it; no gram at all gives an empty vector."""
        known, index, counts = [], [], []
        unseen = 0.0
        for gram, count in count_grams(text, self.longest).items():
            row = self.places.get(gram)
            if row is None:
                unseen += ((1 + math.log(count)) * self.unseen_rarity) ** 2
            else:
                known.append(gram)
                index.append(row)
                counts.append(count)
        rows = np.array(index, dtype=np.intp)
        value = (1 + np.log(np.array(counts, dtype=np.float32))) * self.rarity[rows]
        length = float(np.sqrt(value @ value + unseen)) or 1.0
        return Vector(tuple(known), rows, value / np.float32(length))

    def probabilities(self, head: str, vector: Vector) -> dict[str, float]:
        """Label → calibrated probability; they sum to 1."""
        question = self.heads[head]
        score = (vector.value @ question.weights[vector.index].astype(np.float32)) * question.scale + question.bias
        chances = soften(score, question.sharpness, question.damping, question.lift)
        return dict(zip(question.labels, chances.tolist(), strict=True))

    def loudest(self, head: str, label: str, vector: Vector, at_most: int = 5) -> tuple[str, ...]:
        """The grams of the text that spoke most for a label against the average label, loudest first, none inside another."""
        question = self.heads[head]
        weights = question.weights[vector.index].astype(np.float32) * question.scale
        voice = vector.value * (weights[:, question.labels.index(label)] - weights.mean(axis=1))
        spoken: list[str] = []
        for place in np.argsort(-voice, kind="stable"):
            gram = vector.grams[place]
            if voice[place] <= 0 or len(spoken) == at_most:
                break
            if not any(gram in other or other in gram for other in spoken):
                spoken.append(gram)
        return tuple(spoken)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything, as plain arrays by name: what the file holds."""
        held: dict[str, NDArray[np.generic]] = {
            "grams": _packed(self.grams),
            "rarity": self.rarity,
            "unseen_rarity": np.array([self.unseen_rarity], dtype=np.float32),
            "longest": np.array([self.longest], dtype=np.int32),
        }
        for name, head in self.heads.items():
            held[f"{name}.labels"] = _packed(head.labels)
            held[f"{name}.weights"] = head.weights
            held[f"{name}.scale"] = head.scale
            held[f"{name}.bias"] = head.bias
            held[f"{name}.softness"] = np.concatenate([[head.sharpness, head.damping], head.lift]).astype(np.float32)
        return held


def soften(
    score: NDArray[np.floating], sharpness: float, damping: float, lift: NDArray[np.floating]
) -> NDArray[np.floating]:
    """Scores to probabilities along the last axis: softmax(score · sharpness · exp(−damping · loudest) + lift).

    Damping > 0 makes ever louder scores count less: least squares shouts where it should only be sure.
    """
    stretched = score * sharpness * np.exp(-damping * score.max(axis=-1, keepdims=True)) + lift
    power = np.exp(stretched - stretched.max(axis=-1, keepdims=True))
    return np.asarray(power / power.sum(axis=-1, keepdims=True))


def save(model: Model, path: Path) -> None:
    """Write the model; the same model gives the same bytes."""
    with path.open("wb") as file:
        np.savez(file, **model.arrays())  # type: ignore[arg-type]  # numpy's stub takes its own keyword for an array


def load(path: Path) -> Model:
    """Read a model. Raises BadModel for anything else."""
    try:
        with np.load(path, allow_pickle=False) as held:
            return Model(
                grams=_unpacked(held["grams"]),
                longest=int(held["longest"][0]),
                rarity=held["rarity"],
                unseen_rarity=float(held["unseen_rarity"][0]),
                heads={name: _head(name, held) for name in HEADS},
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as reason:
        raise BadModel(f"{path.name}: {reason}") from reason


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the program, read once per process."""
    return load(SHIPPED)


def _head(name: str, held: dict[str, NDArray[np.generic]]) -> Head:
    softness = held[f"{name}.softness"].astype(np.float32)
    return Head(
        labels=_unpacked(held[f"{name}.labels"]),
        weights=held[f"{name}.weights"].astype(np.int8),
        scale=held[f"{name}.scale"].astype(np.float32),
        bias=held[f"{name}.bias"].astype(np.float32),
        sharpness=float(softness[0]),
        damping=float(softness[1]),
        lift=softness[2:],
    )


def _packed(words: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.generic]) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n"))
