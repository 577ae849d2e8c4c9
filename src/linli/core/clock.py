"""The only reader of the clock. Pages, jobs, reactions and commands call it; everything else is told the time.

A company may run on a clock of its own: the demo estate lives faster than we do. Its time is
`clock_base + (real now - clock_started_at) x clock_rate`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from linli.core import scope

LOCAL = ZoneInfo("Asia/Shanghai")
_held: ContextVar[datetime | None] = ContextVar("linli_clock", default=None)


def now() -> datetime:
    """The moment it is in the company in scope (real time outside any company), timezone-aware."""
    held = _held.get()
    if held is not None:
        return held
    real = timezone.now()
    company = scope.entered()
    rate = getattr(company, "clock_rate", 1)
    started_at = getattr(company, "clock_started_at", None)
    base: datetime | None = getattr(company, "clock_base", None)
    if rate == 1 or started_at is None or base is None:
        return real
    passed: timedelta = (real - started_at) * rate
    return base + passed


def real_now() -> datetime:
    """The moment by the machine's clock, whatever company is in scope."""
    return timezone.now()


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment: for simulations and tests."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment where our estates are."""
    return moment.astimezone(LOCAL).date()


def day_start(day: date) -> datetime:
    """Midnight at the start of a local day."""
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL)
