"""What falls due by itself, and not a moment earlier."""

from datetime import datetime, timedelta
from itertools import zip_longest

import pytest

from linli.work.rules import (
    DEFAULT_LEVELS,
    Level,
    Stage,
    is_due_for_closing,
    is_due_for_verification,
    needs_alarm,
    untaken_since,
)
from linli.work.terms import State, Urgency
from linli.work.tests.histories import REPORTED, after

NORMAL = DEFAULT_LEVELS[Urgency.NORMAL]
EMERGENCY = DEFAULT_LEVELS[Urgency.EMERGENCY]


def stages(*states: State) -> list[Stage]:
    """One state a minute, the last one open."""
    starts = [after(60 * minute) for minute in range(len(states))]
    return [Stage(state, start, end) for state, start, end in zip_longest(states, starts, starts[1:])]


@pytest.mark.parametrize(
    ("history", "minute"),
    [
        ([], 0),
        ([State.NEW], 0),
        ([State.NEW, State.TRIAGED, State.ASSIGNED], 0),
        ([State.NEW, State.TRIAGED, State.ASSIGNED, State.TRIAGED, State.ASSIGNED], 0),
        ([State.TRIAGED, State.ASSIGNED, State.ACCEPTED], None),
        ([State.TRIAGED, State.ASSIGNED, State.ACCEPTED, State.TRIAGED, State.ASSIGNED], 3),
        ([State.ASSIGNED, State.ACCEPTED, State.ASSIGNED], 2),
        ([State.ACCEPTED, State.STARTED, State.DONE, State.ASSIGNED], 3),
        ([State.STARTED, State.DONE, State.VERIFIED, State.TRIAGED], 3),
        ([State.STARTED, State.PAUSED], None),
        ([State.NEW, State.CANCELLED], None),
        ([State.DONE], None),
    ],
)
def test_untaken_since(history: list[State], minute: int | None) -> None:
    expected = None if minute is None else after(60 * minute)
    assert untaken_since(stages(*history), reported_at=REPORTED) == expected


@pytest.mark.parametrize(("level", "minutes"), [(NORMAL, 15), (EMERGENCY, 5)])
def test_an_order_nobody_took_alarms_at_the_minute(level: Level, minutes: int) -> None:
    def alarms(since: datetime | None, waited: timedelta) -> bool:
        return needs_alarm(since, level=level, now=REPORTED + waited)

    assert not alarms(REPORTED, timedelta(minutes=minutes, seconds=-1))
    assert alarms(REPORTED, timedelta(minutes=minutes))
    assert not alarms(None, timedelta(days=1))


@pytest.mark.parametrize("state", State)
def test_only_done_work_is_verified_by_silence_after_a_day(state: State) -> None:
    def due(waited: timedelta) -> bool:
        return is_due_for_verification(state, REPORTED, level=NORMAL, now=REPORTED + waited)

    assert not due(timedelta(hours=24, seconds=-1))
    assert due(timedelta(hours=24)) == (state is State.DONE)


@pytest.mark.parametrize("state", State)
def test_only_verified_or_rated_orders_are_closed_by_silence_after_a_week(state: State) -> None:
    def due(waited: timedelta) -> bool:
        return is_due_for_closing(state, REPORTED, level=NORMAL, now=REPORTED + waited)

    assert not due(timedelta(days=7, seconds=-1))
    assert due(timedelta(days=7)) == (state in {State.VERIFIED, State.RATED})
