"""Shapes of charts say the same as their numbers."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.ui.charts import (
    LINE_HEIGHT,
    NAME_STEP,
    WIDTH,
    Band,
    BarPlot,
    Chart,
    LinePlot,
    Series,
    round_ticks,
    say_value,
)


def lines(chart: Chart) -> LinePlot:
    plot = chart.plot
    assert isinstance(plot, LinePlot)
    return plot


def bars(*values: float | None, target: float | None = None) -> BarPlot:
    labels = [str(n) for n in range(len(values))]
    plot = Chart("k", "Why?", labels, [Series("s", values)], kind="bar", target=target).plot
    assert isinstance(plot, BarPlot)
    return plot


@given(st.floats(0.001, 1e9))
def test_ticks_are_round_and_reach_over_the_top(top: float) -> None:
    ticks = round_ticks(top)
    assert ticks[0] == 0
    assert ticks[-1] >= top * (1 - 1e-6)
    assert 2 <= len(ticks) <= 6
    step = ticks[1]
    first_digit = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert round(first_digit, 6) in {1, 2, 5, 10}


def test_line_rises_with_its_values() -> None:
    plot = lines(Chart("k", "Why?", ["a", "b", "c"], [Series("s", [0, 5, 10])]))
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.]+)", plot.lines[0].path)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] == pytest.approx(LINE_HEIGHT - 26)


def test_missing_value_breaks_the_line() -> None:
    plot = lines(Chart("k", "Why?", ["a", "b", "c", "d"], [Series("s", [1, None, 3, 4])]))
    assert re.sub(r"[\d. ]+", "", plot.lines[0].path) == "MML"


@given(st.lists(st.floats(0, 100), min_size=1, max_size=5))
def test_names_of_lines_never_cover_each_other(ends: list[float]) -> None:
    series = [Series(f"s{n}", [50, end]) for n, end in enumerate(ends)]
    heights = sorted(line.name.y for line in lines(Chart("k", "Why?", ["a", "b"], series)).lines)
    assert all(below - above >= NAME_STEP - 1e-6 for above, below in pairwise(heights))


def test_long_names_get_room_and_stay_on_the_picture() -> None:
    plot = lines(Chart("k", "Why?", ["a", "b"], [Series("平均等候时长", [1, 2])]))
    assert plot.lines[0].name.x + 6 * 12 <= WIDTH


def test_bars_are_as_long_as_their_values_and_stay_on_the_picture() -> None:
    plot = bars(100, 50, 0, None)
    lengths = [row.bars[0].length for row in plot.rows]
    assert lengths[1] == pytest.approx(lengths[0] / 2, abs=0.1)
    assert lengths[2:] == [0, 0]
    assert plot.rows[3].bars[0].value.text == "–"
    assert plot.left + lengths[0] + 20 <= WIDTH


def test_target_lies_on_the_scale_of_the_bars() -> None:
    plot = bars(100, target=50)
    assert plot.target is not None
    assert plot.target.x - plot.left == pytest.approx(plot.rows[0].bars[0].length / 2, abs=0.1)


def test_band_goes_there_and_back() -> None:
    plot = lines(Chart("k", "Why?", ["a", "b"], [Series("s", [2, 3])], band=Band("b", [1, 2], [3, 4])))
    assert re.sub(r"[\d. ]+", "", plot.band) == "MLLLz"


def test_table_and_script_hold_the_same_numbers() -> None:
    chart = Chart("k", "Why?", ["a", "b"], [Series("s", [1204, None]), Series("t", [0.25, 3])])
    assert chart.rows == [("a", ["1,204", "0.2"]), ("b", ["–", "3"])]
    assert chart.for_script()["series"] == [{"name": "s", "values": [1204, None]}, {"name": "t", "values": [0.25, 3]}]


def test_numbers_as_people_write_them() -> None:
    assert [say_value(value) for value in (0, 3, 3.04, 3.96, 1234567, None)] == ["0", "3", "3", "4", "1,234,567", "–"]
