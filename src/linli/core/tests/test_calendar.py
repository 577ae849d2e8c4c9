"""Working days of mainland China, as the State Council's notices have them."""

from datetime import date, timedelta

import pytest

from linli.core import calendar
from linli.core.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("year", "working"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, working: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=offset) for offset in range(366))
    assert sum(calendar.is_working_day(day) for day in days if day.year == year) == working


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 2, 10), False),  # Spring Festival, a Saturday
        (date(2024, 2, 4), True),  # a Sunday worked for it
        (date(2024, 2, 12), False),  # a Monday off
        (date(2025, 10, 1), False),
        (date(2025, 9, 28), True),
        (date(2026, 3, 10), True),
        (date(2026, 3, 14), False),
        (date(2031, 6, 2), True),  # beyond what is published: Monday to Friday
        (date(2031, 6, 1), False),
    ],
)
def test_a_day(day: date, expected: bool) -> None:
    assert calendar.is_working_day(day) is expected


def test_it_says_when_next_years_holidays_are_missing() -> None:
    last = calendar.last_known_year()
    assert not calendar.is_running_out(date(last, 10, 1))
    assert calendar.is_running_out(date(last, 11, 15))
    assert not calendar.is_running_out(date(last - 1, 12, 31))
    CalendarDay.objects.create(day=date(last + 1, 1, 1), is_working=False, name="元旦")
    assert not calendar.is_running_out(date(last, 11, 15))
    CalendarDay.objects.all().delete()
    assert calendar.last_known_year() == 0
