"""Sizes, counts, years and positions as lists publish them."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from linli.estates.rules import Unreadable, read_area, read_count, read_degrees, read_year


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (read_area, "100000 平方米", Decimal(100_000)),
        (read_area, "1,340,000 平方米", Decimal(1_340_000)),
        (read_area, "12.5 万平方米", Decimal(125_000)),
        (read_area, "21657㎡", Decimal(21_657)),
        (read_area, "暂无资料", None),
        (read_count, "7231", 7231),
        (read_count, "1,200户", 1200),
        (read_count, "41栋", 41),
        (read_count, "", None),
        (read_year, "2006", 2006),
        (read_year, "2006年建成", 2006),
        (read_year, "暂无信息", None),
    ],
)
def test_a_published_figure_is_read(reader: Callable[[str], object], text: str, expected: object) -> None:
    assert reader(text) == expected


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (read_area, "-1 平方米"),
        (read_area, "0 平方米"),
        (read_area, "很大"),
        (read_area, "99999999999 平方米"),
        (read_count, "-5"),
        (read_count, "约三百"),
        (read_count, "20000000"),
        (read_year, "98"),
        (read_year, "1066"),
        (read_year, "2006-2008"),
    ],
)
def test_what_is_no_figure_is_unreadable(reader: Callable[[str], object], text: str) -> None:
    with pytest.raises(Unreadable):
        reader(text)


def test_a_position_is_whole_or_none() -> None:
    assert read_degrees("116.329814", "40.073589") == (116.329814, 40.073589)
    assert read_degrees("", " ") is None


@pytest.mark.parametrize(
    ("lng", "lat"), [("116.3", ""), ("", "40"), ("40.07", "116.3"), ("0", "0"), ("东", "北"), ("NaN", "40")]
)
def test_half_a_position_or_none_on_earth_is_unreadable(lng: str, lat: str) -> None:
    with pytest.raises(Unreadable):
        read_degrees(lng, lat)
