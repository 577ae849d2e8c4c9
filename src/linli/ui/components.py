"""What pages hand to the components. Templates read attributes, so a row or a dict with the same names serves as well."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Photo:
    """A picture and what it shows; `small_url` is its thumbnail where there is one."""

    url: str
    alt: Text
    small_url: str = ""


@dataclass(frozen=True)
class Happening:
    """One entry of a timeline: when, who, what, why. `tone` is ok, soon, over, info or quiet."""

    at: datetime
    what: Text
    who: Text = ""
    reason: Text = ""
    photos: Sequence[Photo] = ()
    icon: str = "check"
    tone: str = "quiet"


@dataclass(frozen=True)
class Step:
    """One of the steps somebody goes through; `state` is done, now or next."""

    label: Text
    state: str


@dataclass(frozen=True)
class Choice:
    """One chip to choose."""

    value: object
    label: Text
    icon: str = ""


@dataclass(frozen=True)
class Tab:
    """One tab: a link to a page or to a filter of this page; `count` None shows no figure."""

    label: Text
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table. A number column is aligned to the right."""

    label: Text
    is_number: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row of a table: its cells in column order; `url` makes the first cell a link."""

    cells: Sequence[object]
    url: str = ""


@dataclass(frozen=True)
class Term:
    """One line of an explanation: what it is about and its value for either candidate. `best` is a, b or empty."""

    label: Text
    a: object
    b: object
    best: str = ""
    note: Text = ""


@dataclass(frozen=True)
class Running:
    """How far long work is. A `core` Job with these attributes serves as well; `counts` are pairs of label and number."""

    done: int
    total: int
    message: Text = ""
    is_finished: bool = False
    state: str = "running"
    counts: Sequence[tuple[Text, int]] = field(default=())
