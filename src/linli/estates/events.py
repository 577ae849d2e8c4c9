"""What the place tree tells."""

from dataclasses import dataclass
from typing import ClassVar

from linli.core.events import Event


@dataclass(frozen=True)
class PlacesAdded(Event):
    """A batch of places came into being."""

    name: ClassVar[str] = "estates.places-added.v1"
    subject: ClassVar[str] = "first_id"
    subject_kind: ClassVar[str] = "estates.place"

    first_id: int
    count: int


@dataclass(frozen=True)
class PlaceRenamed(Event):
    """A place got another name; the full names of all below it follow."""

    name: ClassVar[str] = "estates.place-renamed.v1"
    subject: ClassVar[str] = "place_id"
    subject_kind: ClassVar[str] = "estates.place"

    place_id: int


@dataclass(frozen=True)
class EstatesImported(Event):
    """A file of estates was taken in; a repeated import updates."""

    name: ClassVar[str] = "estates.estates-imported.v1"
    subject: ClassVar[str] = "first_id"
    subject_kind: ClassVar[str] = "estates.place"

    first_id: int
    added: int
    updated: int


@dataclass(frozen=True)
class CodesMade(Event):
    """A batch of places got new QR codes; older ones of theirs are retired."""

    name: ClassVar[str] = "estates.codes-made.v1"
    subject: ClassVar[str] = "first_id"
    subject_kind: ClassVar[str] = "estates.place_code"

    first_id: int
    count: int
