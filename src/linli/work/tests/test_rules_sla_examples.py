"""The worked examples of docs/rules/sla.md come out as they are written there."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from linli.work.rules import DEFAULT_LEVELS, Clock, Level, Stage, read_clocks
from linli.work.terms import PauseReason, State, Urgency
from linli.work.tests.documents import table

DAY_ONE = datetime(2026, 3, 2, tzinfo=UTC)
REPORTED = DAY_ONE + timedelta(hours=8)
EXAMPLES = table("sla.md", "#")


def moment(text: str) -> datetime:
    day, clock = re.fullmatch(r"(?:D(\d) )?(\d\d:\d\d)", text).groups()
    hours, minutes = clock.split(":")
    return DAY_ONE + timedelta(days=int(day or 1) - 1, hours=int(hours), minutes=int(minutes))


def history(text: str) -> tuple[list[Stage], list[datetime]]:
    happenings = [re.fullmatch(r"((?:D\d )?\d\d:\d\d) (\w+)(?: (\w+))?", part).groups() for part in text.split(", ")]
    contacts = [moment(at) for at, what, _ in happenings if what == "contact"]
    moves = [(moment(at), State(what), reason) for at, what, reason in happenings if what != "contact"]
    ends = [at for at, _, _ in moves[1:]] + [None]
    return [
        Stage(state, at, end, PauseReason(reason) if reason else None)
        for (at, state, reason), end in zip(moves, ends, strict=True)
    ], contacts


def expect(clock: Clock, text: str) -> None:
    elapsed, how, at, verdict, broken_at = re.fullmatch(
        r"(\d+) min, (due|stopped) (.+?), (kept|broken)(?: (.+))?", text
    ).groups()
    assert clock.elapsed == timedelta(minutes=int(elapsed))
    assert clock.left == clock.target - clock.elapsed
    assert (clock.due_at, clock.stopped_at) == ((moment(at), None) if how == "due" else (None, moment(at)))
    assert clock.breached == (verdict == "broken")
    assert clock.breached_at == (moment(broken_at) if broken_at else None)


@pytest.mark.parametrize("example", EXAMPLES, ids=[row["#"] for row in EXAMPLES])
def test_worked_example(example: dict[str, str]) -> None:
    stages, contacts = history(example["history"])
    level = DEFAULT_LEVELS[Urgency(example["level"])]
    reading = read_clocks(stages, contacts, reported_at=REPORTED, level=level, now=moment(example["read at"]))
    expect(reading.response, example["response"])
    expect(reading.resolution, example["resolution"])


def test_the_first_levels_are_those_of_the_page() -> None:
    page = {
        Urgency(row["urgency"]): Level(*(int(row[head].split()[0]) for head in list(row)[1:]))
        for row in table("sla.md", "urgency")
    }
    assert page == DEFAULT_LEVELS


def test_a_level_without_a_positive_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="positive response_minutes, not 0"):
        Level(response_minutes=0, resolution_minutes=30, unaccepted_alarm_minutes=5)
