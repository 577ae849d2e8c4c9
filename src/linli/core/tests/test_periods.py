"""Half-open periods."""

from datetime import UTC, datetime, timedelta

import pytest

from linli.core.periods import Period

START = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
END = START + timedelta(hours=10)


def test_the_start_is_in_and_the_end_is_out() -> None:
    period = Period(START, END)
    assert period.holds(START)
    assert period.holds(END - timedelta(microseconds=1))
    assert not period.holds(END)
    assert not period.holds(START - timedelta(microseconds=1))
    assert Period(START).holds(START + timedelta(days=9999))


def test_length_up_to_now_while_it_is_open() -> None:
    assert Period(START, END).length(START) == timedelta(hours=10)
    assert Period(START).length(START + timedelta(hours=3)) == timedelta(hours=3)
    assert Period(START).length(START - timedelta(hours=3)) == timedelta(0)


def test_it_cannot_end_before_it_starts() -> None:
    assert Period(START, START).length(END) == timedelta(0)
    with pytest.raises(ValueError, match="cannot end"):
        Period(END, START)
