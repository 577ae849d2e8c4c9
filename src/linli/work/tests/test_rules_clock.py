"""The clocks against a slow oracle and against what must hold for every history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linli.work.rules import Clock, Reading, Stage, read_clocks
from linli.work.terms import PauseReason, State
from linli.work.tests.histories import LEVEL, REPORTED, after, contacts, histories, moments

SECOND = timedelta(seconds=1)


def read(stages: list[Stage], spoken: list[datetime], now: datetime) -> Reading:
    return read_clocks(stages, spoken, reported_at=REPORTED, level=LEVEL, now=now)


def both(reading: Reading) -> list[Clock]:
    return [reading.response, reading.resolution]


def owed(stages: list[Stage], at: datetime) -> bool:
    """Whether the person waits for work in the second that begins at `at`, said without the code under test."""
    stage = next((one for one in stages if one.starts_at <= at and (one.ends_at is None or at < one.ends_at)), None)
    if stage is None:
        return True
    if stage.state is State.PAUSED:
        return stage.reason not in (PauseReason.WAITING_RESIDENT, PauseReason.NO_ACCESS)
    return stage.state in (
        State.NEW, State.TRIAGED, State.ASSIGNED, State.ACCEPTED, State.ON_THE_WAY, State.STARTED,
    )  # fmt: skip


def unanswered(stages: list[Stage], spoken: list[datetime], at: datetime) -> bool:
    begun = {stage.state for stage in stages if stage.starts_at <= at}
    return begun <= {State.NEW, State.TRIAGED, State.ASSIGNED} and not any(moment <= at for moment in spoken)


@settings(max_examples=250)
@given(histories(), contacts(), moments())
def test_equal_to_counting_every_second(stages: list[Stage], spoken: list[datetime], now: datetime) -> None:
    counts = [0, 0]
    broken: list[datetime | None] = [None, None]
    at = REPORTED
    while at < now:
        for index, runs in enumerate((unanswered(stages, spoken, at), owed(stages, at))):
            if runs and timedelta(seconds=counts[index]) == (LEVEL.response, LEVEL.resolution)[index]:
                broken[index] = at
            counts[index] += runs
        at += SECOND
    reading = read(stages, spoken, now)
    assert [clock.elapsed for clock in both(reading)] == [timedelta(seconds=count) for count in counts]
    assert [clock.breached_at for clock in both(reading)] == broken
    running = [unanswered(stages, spoken, now), owed(stages, now)]
    assert [clock.stopped_at is None for clock in both(reading)] == running


@given(histories(), contacts(), moments())
def test_each_reading_is_consistent_and_never_negative(
    stages: list[Stage], spoken: list[datetime], now: datetime
) -> None:
    for clock in both(read(stages, spoken, now)):
        assert timedelta(0) <= clock.elapsed <= now - REPORTED
        assert clock.left == clock.target - clock.elapsed
        assert clock.breached == (clock.left < timedelta(0)) == (clock.breached_at is not None)
        assert (clock.due_at is None) == (clock.stopped_at is not None)
        if clock.stopped_at is not None:
            assert REPORTED <= clock.stopped_at <= now
        elif clock.breached:
            assert clock.due_at == clock.breached_at
        else:
            assert clock.due_at == now + clock.left


@given(histories(), contacts(), moments(), moments())
def test_time_only_adds(stages: list[Stage], spoken: list[datetime], one: datetime, other: datetime) -> None:
    for early, late in zip(
        both(read(stages, spoken, min(one, other))), both(read(stages, spoken, max(one, other))), strict=True
    ):
        assert early.elapsed <= late.elapsed <= early.elapsed + abs(one - other)
        if early.breached:
            assert late.breached_at == early.breached_at


@given(histories(), contacts(), moments(), moments())
def test_what_happens_later_does_not_change_an_earlier_reading(
    stages: list[Stage], spoken: list[datetime], now: datetime, cut: datetime
) -> None:
    assume(now < cut)
    until = [
        replace(stage, ends_at=None) if stage.ends_at is not None and stage.ends_at >= cut else stage
        for stage in stages
        if stage.starts_at < cut
    ]
    assert read(until, [moment for moment in spoken if moment < cut], now) == read(stages, spoken, now)


@given(histories(), contacts(), moments(), st.data())
def test_a_stage_cut_in_two_counts_the_same(
    stages: list[Stage], spoken: list[datetime], now: datetime, data: st.DataObject
) -> None:
    assume(stages)
    index = data.draw(st.integers(0, len(stages) - 1))
    whole = stages[index]
    length = 300 if whole.ends_at is None else int((whole.ends_at - whole.starts_at).total_seconds())
    middle = whole.starts_at + data.draw(st.integers(0, length)) * SECOND
    halves = [replace(whole, ends_at=middle), replace(whole, starts_at=middle)]
    assert read([*stages[:index], *halves, *stages[index + 1 :]], spoken, now) == read(stages, spoken, now)


def at_minutes(*moves: tuple[int, State], pause: PauseReason | None = None) -> list[Stage]:
    ends = [after(60 * minute) for minute, _ in moves[1:]] + [None]
    return [
        Stage(state, after(60 * minute), end, pause if state is State.PAUSED else None)
        for (minute, state), end in zip(moves, ends, strict=True)
    ]


@given(st.integers(1, 100), st.integers(0, 1000), st.integers(0, 100))
def test_a_reopened_order_goes_on_where_it_stood(worked: int, rested: int, again: int) -> None:
    reopened = worked + rested
    stages = at_minutes((0, State.STARTED), (worked, State.DONE), (worked, State.VERIFIED), (reopened, State.TRIAGED))
    clock = read(stages, [], after(60 * (reopened + again))).resolution
    assert clock.elapsed == timedelta(minutes=worked + again)


@given(st.sampled_from(PauseReason))
def test_only_what_the_resident_causes_stops_the_clock(reason: PauseReason) -> None:
    stages = at_minutes((0, State.STARTED), (1, State.PAUSED), pause=reason)
    clock = read(stages, [], after(600)).resolution
    resident = reason in (PauseReason.WAITING_RESIDENT, PauseReason.NO_ACCESS)
    assert clock.elapsed == timedelta(minutes=1 if resident else 10)


@pytest.mark.parametrize("fallen_back", [State.TRIAGED, State.ASSIGNED])
def test_response_is_not_asked_again_after_return_or_transfer(fallen_back: State) -> None:
    stages = at_minutes((0, State.NEW), (1, State.ACCEPTED), (3, fallen_back))
    assert read(stages, [], after(6000)).response.elapsed == timedelta(minutes=1)


def test_a_promise_broken_after_a_rest_is_broken_when_the_clock_goes_on() -> None:
    stages = at_minutes((0, State.STARTED), (5, State.DONE), (60, State.ASSIGNED))
    assert not read(stages, [], after(3600)).resolution.breached
    assert read(stages, [], after(3601)).resolution.breached_at == after(3600)


def test_a_change_of_summer_time_is_not_an_hour_of_waiting() -> None:
    new_york = ZoneInfo("America/New_York")
    reported, now = datetime(2026, 3, 8, 1, 30, tzinfo=new_york), datetime(2026, 3, 8, 3, 30, tzinfo=new_york)
    reading = read_clocks([], [], reported_at=reported, level=LEVEL, now=now)
    assert reading.resolution.elapsed == timedelta(hours=1)
    assert reading.resolution.breached_at == datetime(2026, 3, 8, 6, 35, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stages", "spoken", "now", "sentence"),
    [
        ([], [], after(-1), "Now lies before the report."),
        ([], [after(-1)], after(9), "A contact lies before the report."),
        ([], [], datetime(2026, 3, 2, 9, 0), "has no time zone"),  # noqa: DTZ001
        ([Stage(State.NEW, after(-1))], [], after(9), "The stage new begins before the report"),
        ([Stage(State.NEW, after(5), after(4))], [], after(9), "The stage new ends before it begins."),
        ([Stage(State.NEW, after(0)), Stage(State.TRIAGED, after(5))], [], after(9), "still open but triaged follows"),
        (
            [Stage(State.NEW, after(0), after(6)), Stage(State.TRIAGED, after(5))], [], after(9),
            "The stage triaged begins before the report or before an earlier stage ended.",
        ),
        ([Stage(State.NEW, after(50), after(40))], [], after(9), "ends before it begins"),
    ],
)  # fmt: skip
def test_times_that_contradict_each_other_are_refused(
    stages: list[Stage], spoken: list[datetime], now: datetime, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        read(stages, spoken, now)
