"""Travel times are those of docs/rules/assignment.md."""

import pytest
from hypothesis import given

from linli.work.dispatch import Point, travel_minutes
from linli.work.dispatch.travel import (
    BUILDING_CHANGE_MINUTES,
    DETOUR,
    FLOOR_MINUTES,
    RIDE_METRES_PER_MINUTE,
    UNKNOWN_RIDE_MINUTES,
    UNKNOWN_WALK_MINUTES,
    WALK_METRES_PER_MINUTE,
)
from linli.work.tests.documents import table
from linli.work.tests.fleets import points


def at(
    floor: int = 0, building: str = "", x: float | None = 0.0, y: float | None = 0.0, estate: str = "garden"
) -> Point:
    return Point(x, y, estate, building, floor)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(), at(x=140.0), 140 * 1.3 / 70),
        (at(), at(x=100.0, y=-40.0), 140 * 1.3 / 70),
        (at(1, "1"), at(11, "1"), 3.0),
        (at(-1, "1"), at(1, "1"), 0.3),
        (at(-2), at(-1, x=70.0), 1.3 + 0.3),
        (at(-2), at(-2), 0.0),
        (at(1, "1"), at(1, "2"), 1.5),
        (at(5, "1"), at(3, "2", x=70.0), 1.3 + 1.5 + 0.3 * (4 + 2)),
        (at(), at(6, "2"), 1.5 + 1.5),
        (at(), at(x=3000.0, y=4000.0, estate="lake"), 5000 * 1.3 / 250 + 1.5),
        (at(3, "1"), at(2, "1", estate="lake"), 1.5 + 0.9),
        (at(x=None), at(x=70.0), 5.0),
        (at(2, "1", y=None), at(4, "1"), 0.6),
        (at(1, "1"), at(1, "2", x=None), 5.0 + 1.5),
        (at(), at(x=None, estate="lake"), 20.0 + 1.5),
    ],
)
def test_minutes_between_two_places(start: Point, end: Point, minutes: float) -> None:
    assert travel_minutes(start, end) == pytest.approx(minutes)


@given(points(), points())
def test_travel_is_the_same_both_ways_and_takes_no_negative_time(start: Point, end: Point) -> None:
    assert travel_minutes(start, end) == pytest.approx(travel_minutes(end, start))
    assert travel_minutes(start, end) >= 0.0


def test_a_degree_of_longitude_shrinks_with_latitude() -> None:
    origin = (120.0, 60.0)
    point = Point.on_earth(120.01, 60.01, origin=origin, estate="garden", building="1", floor=3)
    assert point.x == pytest.approx(1111.95 / 2, rel=1e-3)
    assert point.y == pytest.approx(1111.95, rel=1e-3)
    assert (point.estate, point.building, point.floor) == ("garden", "1", 3)


def test_the_assumptions_are_those_of_the_page() -> None:
    page = {row["assumption"]: float(row["value"].split()[0]) for row in table("assignment.md", "assumption")}
    assert page == {
        "walking": WALK_METRES_PER_MINUTE,
        "riding an e-bike": RIDE_METRES_PER_MINUTE,
        "detour": DETOUR,
        "another building": BUILDING_CHANGE_MINUTES,
        "a floor": FLOOR_MINUTES,
        "a walk to an unknown place": UNKNOWN_WALK_MINUTES,
        "a ride to an unknown place": UNKNOWN_RIDE_MINUTES,
    }
