"""The worked examples of docs/rules/sla.md come out as they are written there."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linli.work.rules import DEFAULT_LEVELS, Clock, Level, Stage, read_clocks
from linli.work.terms import PauseReason, State, Urgency
from linli.work.tests.documents import table

DAY_ONE = datetime(2026, 3, 2, tzinfo=UTC)
REPORTED = DAY_ONE + timedelta(hours=8)
EXAMPLES = table("sla.md", "#")


def parts(pattern: str, text: str) -> tuple[str | None, ...]:
    found = re.fullmatch(pattern, text)
    assert found, f"{text!r} is not written as the page explains"
    return found.groups()


def moment(text: str) -> datetime:
    day, hours, minutes = parts(r"(?:D(\d) )?(\d\d):(\d\d)", text)
    return DAY_ONE + timedelta(days=int(day or 1) - 1, hours=int(hours or 0), minutes=int(minutes or 0))


def history(text: str) -> tuple[list[Stage], list[datetime]]:
    stages: list[Stage] = []
    contacts: list[datetime] = []
    for happening in text.split(", "):
        at, what, reason = parts(r"((?:D\d )?\d\d:\d\d) (\w+)(?: (\w+))?", happening)
        if what == "contact":
            contacts.append(moment(str(at)))
            continue
        if stages:
            stages[-1] = replace(stages[-1], ends_at=moment(str(at)))
        stages.append(Stage(State(str(what)), moment(str(at)), reason=PauseReason(reason) if reason else None))
    return stages, contacts


def expect(clock: Clock, text: str) -> None:
    elapsed, how, at, verdict, broken_at = parts(r"(\d+) min, (due|stopped) (.+?), (kept|broken)(?: (.+))?", text)
    assert clock.elapsed == timedelta(minutes=int(str(elapsed)))
    assert clock.left == clock.target - clock.elapsed
    assert (clock.due_at, clock.stopped_at) == ((moment(str(at)), None) if how == "due" else (None, moment(str(at))))
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
