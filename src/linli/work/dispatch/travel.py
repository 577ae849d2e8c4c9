"""How long it takes to get from place to place. The figures are assumptions, listed in docs/rules/assignment.md."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linli.work.dispatch.problem import Point

DETOUR = 1.3
WALK_METRES_PER_MINUTE = 70.0
RIDE_METRES_PER_MINUTE = 250.0
BUILDING_CHANGE_MINUTES = 1.5
FLOOR_MINUTES = 0.3
UNKNOWN_WALK_MINUTES = 5.0
"""Between two buildings of an estate when nobody knows where one of them stands."""
UNKNOWN_RIDE_MINUTES = 20.0
"""Between two estates when nobody knows where one of them lies."""


def travel_minutes(start: Point, end: Point) -> float:
    """Minutes from start to end: on foot inside an estate, by e-bike between estates, doors and floors included."""
    if start.estate == end.estate:
        if start.building == end.building and start.building:
            return _walk(start, end, 0.0) + FLOOR_MINUTES * abs(_storeys(start.floor) - _storeys(end.floor))
        change = BUILDING_CHANGE_MINUTES if start.building != end.building else 0.0
        return _walk(start, end, UNKNOWN_WALK_MINUTES) + change + _climb(start, end)
    return _ride(start, end) + BUILDING_CHANGE_MINUTES + _climb(start, end)


def _walk(start: Point, end: Point, unknown: float) -> float:
    if start.x is None or start.y is None or end.x is None or end.y is None:
        return unknown
    return (abs(start.x - end.x) + abs(start.y - end.y)) * DETOUR / WALK_METRES_PER_MINUTE


def _ride(start: Point, end: Point) -> float:
    if start.x is None or start.y is None or end.x is None or end.y is None:
        return UNKNOWN_RIDE_MINUTES
    return math.hypot(start.x - end.x, start.y - end.y) * DETOUR / RIDE_METRES_PER_MINUTE


def _climb(start: Point, end: Point) -> float:
    """Down to the ground in one building and up in the other."""
    return FLOOR_MINUTES * (abs(_storeys(start.floor)) + abs(_storeys(end.floor)))


def _storeys(floor: int) -> int:
    """Storeys above the ground: floor 1 is the ground and there is no floor 0."""
    return floor - 1 if floor > 0 else floor
