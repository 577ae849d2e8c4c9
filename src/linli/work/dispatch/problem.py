"""What an assignment is decided from: places, jobs, workers and weights, as plain data. No rows, no clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from linli.work.terms import Area, Urgency

_METRES_PER_DEGREE = 111_195.0
"""Mean length of a degree of latitude."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in metres (x east, y north) on one plane that all points of a problem share.

    x and y are None when nobody knows where it is. estate and building are ids or ""; floor counts like a lift does:
    1 is the ground floor, -1 the first basement, 0 outdoors or unknown.
    """

    x: float | None = None
    y: float | None = None
    estate: str = ""
    building: str = ""
    floor: int = 0

    @classmethod
    def on_earth(
        cls,
        longitude: float,
        latitude: float,
        *,
        origin: tuple[float, float],
        estate: str = "",
        building: str = "",
        floor: int = 0,
    ) -> Point:
        """The point at a longitude and latitude in degrees, on the plane that touches the earth at origin (lng, lat).

        Good to 1 % within a city; take one origin for all points of a problem.
        """
        east = (longitude - origin[0]) * _METRES_PER_DEGREE * math.cos(math.radians(origin[1]))
        north = (latitude - origin[1]) * _METRES_PER_DEGREE
        return cls(east, north, estate, building, floor)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open time span, such as a shift."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("A span ends after it begins.")


@dataclass(frozen=True, slots=True)
class Job:
    """An order that needs a worker. Raises ValueError if its minutes are negative."""

    id: str
    place: Point
    path: str
    """The place in the tree of places, such as "/3/17/204/"; a worker serves everything below their paths."""
    minutes: float
    """Expected working time on site."""
    skill: str
    """The skill needed, named by the category."""
    due_at: datetime
    """When the resolution clock would break."""
    response_due_at: datetime
    """When the response clock would break."""
    level: int = 1
    """The least level of the skill that will do."""
    urgency: Urgency = Urgency.NORMAL
    area: Area = Area.COMMON
    excluded: frozenset[str] = frozenset()
    """Workers who shall not get it: who returned it, whom it is transferred from."""

    def __post_init__(self) -> None:
        _check_minutes(self.id, self.minutes)


@dataclass(frozen=True, slots=True)
class QueuedJob:
    """A job that a worker already has. Raises ValueError if its minutes are negative."""

    id: str
    place: Point
    minutes: float
    """Time still needed on site."""
    due_at: datetime
    urgency: Urgency = Urgency.NORMAL
    fixed: bool = False
    """Begun or on the way: nothing is put before it."""

    def __post_init__(self) -> None:
        _check_minutes(self.id, self.minutes)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who can be sent: what they can do, where they serve, when they work and what they have already.

    The day is walked from `at`, from free_at (or now) on, through the queue in its order.
    Raises ValueError if shifts overlap or are out of order, or a fixed job stands behind one that is not.
    """

    id: str
    name: str
    skills: Mapping[str, int]
    """Level of each skill; 1 is the lowest."""
    paths: tuple[str, ...]
    """Where they serve: "/" is everywhere."""
    shifts: tuple[Span, ...]
    """The shift now and those to come, in order."""
    at: Point
    free_at: datetime
    """When they can set out from `at`."""
    queue: tuple[QueuedJob, ...] = ()
    worked_minutes_today: float = 0.0

    def __post_init__(self) -> None:
        if any(later.starts_at < earlier.ends_at for earlier, later in pairwise(self.shifts)):
            raise ValueError(f"The shifts of {self.name} overlap or are out of order.")
        if any(later.fixed and not earlier.fixed for earlier, later in pairwise(self.queue)):
            raise ValueError(f"A job that {self.name} has begun stands behind one that can wait.")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term costs, in minutes of travel. A company's policy; these are the first values.

    docs/rules/assignment.md says what each term is.
    """

    travel: float = 1.0
    waiting: float = 0.5
    queue_waiting: float = 1.0
    """Heavier than waiting: an arrival already announced is moved only for a good reason."""
    response: float = 1.0
    lateness: float = 5.0
    overtime: float = 3.0
    balance: float = 0.5
    over_skill: float = 3.0
    emergency: float = 10.0
    """How many times heavier a minute of waiting or lateness is for an emergency: why it goes to the front."""

    def __post_init__(self) -> None:
        if min(getattr(self, name) for name in self.__slots__) < 0.0:
            raise ValueError("A weight is not negative.")


DEFAULT_WEIGHTS = Weights()
"""A new company's first weights."""


def _check_minutes(job_id: str, minutes: float) -> None:
    if not 0.0 <= minutes < math.inf:
        raise ValueError(
            f"Job {job_id} takes {minutes} minutes: only a finite time that is not negative can be planned."
        )
