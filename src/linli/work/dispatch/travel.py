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
    """Minutes from start to end: on foot inside an estate, by e-bike between estates, doors and floors included.

    The same both ways.
    """
    # Storeys above the ground: floor 1 is the ground, and 0 stands for outdoors or unknown.
    start_storeys = start.floor - (start.floor > 0)
    end_storeys = end.floor - (end.floor > 0)
    if start.estate == end.estate and start.building == end.building:
        doors, storeys = 0.0, abs(start_storeys - end_storeys)
    else:
        doors, storeys = BUILDING_CHANGE_MINUTES, abs(start_storeys) + abs(end_storeys)
    return _level_minutes(start, end) + doors + FLOOR_MINUTES * storeys


def _level_minutes(start: Point, end: Point) -> float:
    """On the ground, from door to door."""
    if start.estate != end.estate:
        if start.x is None or start.y is None or end.x is None or end.y is None:
            return UNKNOWN_RIDE_MINUTES
        return math.hypot(start.x - end.x, start.y - end.y) * DETOUR / RIDE_METRES_PER_MINUTE
    if start.x is None or start.y is None or end.x is None or end.y is None:
        return 0.0 if start.building == end.building != "" else UNKNOWN_WALK_MINUTES
    return (abs(start.x - end.x) + abs(start.y - end.y)) * DETOUR / WALK_METRES_PER_MINUTE
