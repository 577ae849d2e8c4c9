"""Working days of mainland China as rows, seeded from the published holiday schedules (State Council notices)."""

from datetime import date

from linli.core.models import CalendarDay


def is_working_day(day: date) -> bool:
    """Whether offices work that day: an exception in the calendar, else Monday to Friday."""
    exception = CalendarDay.objects.filter(day=day).values_list("is_working", flat=True).first()
    return day.weekday() < 5 if exception is None else exception


def last_known_year() -> int:
    """The last year whose holidays are in the calendar (0 when none)."""
    newest = CalendarDay.objects.order_by("-day").values_list("day", flat=True).first()
    return newest.year if newest else 0


def is_running_out(today: date) -> bool:
    """Whether the next year's holidays are missing and less than 60 days are left to add them."""
    days_left = (date(today.year + 1, 1, 1) - today).days
    return last_known_year() <= today.year and days_left <= 60
