"""Lengths and moments in words, at their edges."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from linli.ui.durations import count_down, judge_stop, say_duration, say_moment

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # 12:00 where our estates are
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize(
    ("length", "chinese", "english"),
    [
        (timedelta(), "0 分", "0 min"),
        (timedelta(seconds=29), "0 分", "0 min"),
        (timedelta(minutes=35), "35 分", "35 min"),
        (timedelta(minutes=59, seconds=40), "1 小时", "1 h"),
        (timedelta(hours=2, minutes=5), "2 小时 5 分", "2 h 5 min"),
        (timedelta(days=1), "1 天", "1 day"),
        (timedelta(days=3, hours=4, minutes=9), "3 天 4 小时", "3 days 4 h"),
        (timedelta(minutes=-12), "12 分", "12 min"),
    ],
)
def test_length_in_two_units(length: timedelta, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert say_duration(length) == chinese
    with translation.override("en"):
        assert say_duration(length) == english


@pytest.mark.parametrize(
    ("left", "tone", "text"),
    [
        (timedelta(minutes=31), "ok", "还剩 31 分"),
        (HALF_AN_HOUR, "soon", "还剩 30 分"),
        (timedelta(), "soon", "还剩 0 分"),
        (timedelta(minutes=-1), "over", "超时 1 分"),
    ],
)
def test_countdown(left: timedelta, tone: str, text: str) -> None:
    with translation.override("zh-hans"):
        state = count_down(NOON + left, at=NOON, soon=HALF_AN_HOUR)
    assert (state.tone, state.text) == (tone, text)


def test_stopped_clock_tells_how_the_deadline_was_met() -> None:
    with translation.override("zh-hans"):
        assert judge_stop(NOON, stopped=NOON).text == "按时"
        late = judge_stop(NOON, stopped=NOON + timedelta(minutes=34))
    assert (late.tone, late.text) == ("over", "超时 34 分")


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOON, "今天 12:00"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "今天 00:00"),
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "昨天 23:59"),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), "明天 00:00"),
        (datetime(2026, 2, 1, 1, 5, tzinfo=UTC), "2月1日 09:05"),
        (datetime(2025, 11, 24, 4, 0, tzinfo=UTC), "2025年11月24日"),
    ],
)
def test_moment_is_told_by_the_local_day(moment: datetime, text: str) -> None:
    with translation.override("zh-hans"):
        assert say_moment(moment, at=NOON) == text
