"""Charts as shapes: geometry of small line and bar charts for SVG, and the same numbers as a table or for ECharts.

A chart answers a question, and the question is its title. Lengths are in SVG user units; the template scales them.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from linli.ui.components import Text

WIDTH = 340
LINE_HEIGHT = 190
LEFT, TOP, BOTTOM = 36, 14, 26
BAR, BAR_GAP, ROW_GAP, GAP = 16, 3, 12, 6
WIDEST_NAME = 140
SMALL_POINTS = 40
NAME_STEP = 15

Value = float | int | None


@dataclass(frozen=True)
class Series:
    """A named row of values, one per label of the chart; None where nothing was measured."""

    name: Text
    values: Sequence[Value]


@dataclass(frozen=True)
class Band:
    """The range in which the first series' true value lies, one lower and one upper bound per label."""

    name: Text
    lower: Sequence[float]
    upper: Sequence[float]


@dataclass(frozen=True)
class Chart:
    """A question answered by numbers: `line` over time or `bar` to compare. `answer` says the result in one sentence.

    `target` is drawn as a line and called `target_name`; `key` must be unique on the page.
    """

    key: str
    question: Text
    labels: Sequence[Text]
    series: Sequence[Series]
    kind: str = "line"
    unit: Text = ""
    answer: Text = ""
    target: float | None = None
    target_name: Text = ""
    band: Band | None = None

    @property
    def is_small(self) -> bool:
        """Whether the SVG tells all; otherwise ECharts, where it is here, adds a pointer that reads values."""
        return len(self.labels) <= SMALL_POINTS

    @property
    def rows(self) -> list[tuple[Text, list[str]]]:
        """The table of the chart: a label and its value in every series."""
        return [(label, [say_value(one.values[i]) for one in self.series]) for i, label in enumerate(self.labels)]

    @property
    def numbers_id(self) -> str:
        """The id of the element that holds the numbers for ECharts."""
        return f"{self.key}-numbers"

    def for_script(self) -> dict[str, object]:
        """The numbers for ECharts, as JSON can hold them."""
        band = self.band and {
            "name": str(self.band.name),
            "lower": list(self.band.lower),
            "upper": list(self.band.upper),
        }
        return {
            "kind": self.kind,
            "unit": str(self.unit),
            "labels": [str(label) for label in self.labels],
            "series": [{"name": str(one.name), "values": list(one.values)} for one in self.series],
            "target": self.target,
            "targetName": str(self.target_name),
            "band": band,
        }

    @cached_property
    def plot(self) -> "LinePlot | BarPlot":
        """The shapes of the chart."""
        return draw_bars(self) if self.kind == "bar" else draw_lines(self)


@dataclass(frozen=True)
class Mark:
    """A text at a place."""

    x: float
    y: float
    text: str
    style: str = ""


@dataclass(frozen=True)
class Line:
    """A series as an SVG path, named at its end."""

    path: str
    style: str
    name: Mark


@dataclass(frozen=True)
class LinePlot:
    """A line chart's shapes."""

    ticks: list[Mark]
    labels: list[Mark]
    lines: list[Line]
    target: Mark | None
    band: str
    right: float
    width: int = WIDTH
    height: int = LINE_HEIGHT
    left: int = LEFT


@dataclass(frozen=True)
class Bar:
    """One bar and the value beside it."""

    y: float
    length: float
    style: str
    value: Mark


@dataclass(frozen=True)
class BarRow:
    """The bars of one label."""

    label: Mark
    bars: list[Bar]


@dataclass(frozen=True)
class BarPlot:
    """A bar chart's shapes; bars lie, so that names have room."""

    rows: list[BarRow]
    left: float
    height: float
    target: Mark | None
    legend: list[Mark]
    width: int = WIDTH
    bar: int = BAR


def say_value(value: Value) -> str:
    """A number as people write it: at most one decimal, thousands apart; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:,.1f}"
    return text[:-2] if text.endswith(".0") else text


def round_ticks(top: float, count: int = 4) -> list[float]:
    """Round values from 0 to at least `top`, about `count` steps of 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return [0.0, 1.0]
    raw = top / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    return [step * i for i in range(math.ceil(top / step - 1e-9) + 1)]


def draw_lines(chart: Chart) -> LinePlot:
    """Lines over the labels, from zero up, each named where it ends."""
    ticks = round_ticks(_top(chart))
    names = [f"{one.name} {say_value(_last(one.values))}" for one in chart.series]
    right = WIDTH - _room(names) - GAP
    span, depth = right - LEFT, LINE_HEIGHT - TOP - BOTTOM

    def x(index: int) -> float:
        return round(LEFT + span * index / max(len(chart.labels) - 1, 1), 1)

    def y(value: float) -> float:
        return round(TOP + depth * (1 - value / ticks[-1]), 1)

    ends = _spread([y(_last(one.values)) for one in chart.series])
    lines = [
        Line(
            path=_path((x(i), y(value)) if value is not None else None for i, value in enumerate(one.values)),
            style=f"l-s{number % 4}",
            name=Mark(right + GAP, end, name),
        )
        for number, (one, end, name) in enumerate(zip(chart.series, ends, names, strict=True))
    ]
    every = max(1, math.ceil(len(chart.labels) / 6))
    shown = [i for i in range(len(chart.labels)) if i % every == 0]
    band = ""
    if chart.band:
        there = [(x(i), y(value)) for i, value in enumerate(chart.band.upper)]
        back = [(x(i), y(value)) for i, value in enumerate(chart.band.lower)]
        band = _path([*there, *reversed(back)]) + "z"
    target = None if chart.target is None else Mark(LEFT, y(chart.target), _target_text(chart))
    return LinePlot(
        ticks=[Mark(LEFT - 6, y(tick), say_value(tick)) for tick in ticks],
        labels=[Mark(x(i), LINE_HEIGHT - 8, str(chart.labels[i])) for i in shown],
        lines=lines,
        target=target,
        band=band,
        right=right,
    )


def draw_bars(chart: Chart) -> BarPlot:
    """Lying bars, one row per label and one bar per series, with the value at the end of each."""
    left = _room(str(label) for label in chart.labels) + GAP
    longest = max(WIDTH - left - GAP - _room(say_value(value) for one in chart.series for value in one.values), BAR)
    scale = longest / (_top(chart) or 1.0)
    row = len(chart.series) * (BAR + BAR_GAP) - BAR_GAP + ROW_GAP
    head = NAME_STEP + GAP if len(chart.series) > 1 or chart.target is not None else 0
    rows = []
    for i, label in enumerate(chart.labels):
        y = head + i * row
        bars = []
        for number, one in enumerate(chart.series):
            length = round(scale * (one.values[i] or 0), 1)
            at = y + number * (BAR + BAR_GAP)
            value = Mark(left + length + GAP, at + 12.5, say_value(one.values[i]))
            bars.append(Bar(at, length, f"l-s{number % 4}", value))
        rows.append(BarRow(Mark(left - GAP, y + (row - ROW_GAP) / 2 + 4, str(label)), bars))
    target = None
    if chart.target is not None:
        target = Mark(round(left + scale * chart.target, 1), head, _target_text(chart))
    legend = []
    if len(chart.series) > 1:
        wide = _room(str(one.name) for one in chart.series) + 30
        legend = [Mark(left + wide * n, 11, str(one.name), f"l-s{n % 4}") for n, one in enumerate(chart.series)]
    return BarPlot(rows=rows, left=left, height=head + len(chart.labels) * row, target=target, legend=legend)


def _room(texts: Iterable[str]) -> float:
    """The width that the longest text needs at 12 units' size; Chinese characters are square, others half as wide."""
    widths = (sum(12.0 if character > "\u2e80" else 6.8 for character in text) for text in texts)
    return min(max(widths, default=0.0), WIDEST_NAME)


def _top(chart: Chart) -> float:
    values = [value for one in chart.series for value in one.values if value is not None]
    return max([*values, chart.target or 0, *(chart.band.upper if chart.band else ())], default=0)


def _last(values: Sequence[Value]) -> float:
    return next((value for value in reversed(values) if value is not None), 0)


def _target_text(chart: Chart) -> str:
    return f"{chart.target_name} {say_value(chart.target)}".strip()


def _spread(heights: list[float]) -> list[float]:
    """Heights of names moved apart so that none covers another, each as near its line's end as it can be."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = dict.fromkeys(order, 0.0)
    floor = -math.inf
    for index in order:
        floor = placed[index] = max(heights[index] + 4, floor + NAME_STEP)
    return [placed[index] for index in range(len(heights))]


def _path(points: Iterable[tuple[float, float] | None]) -> str:
    """An SVG path through the points; a None lifts the pen."""
    parts, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        parts.append(f"{pen}{point[0]:g} {point[1]:g}")
        pen = "L"
    return "".join(parts)
