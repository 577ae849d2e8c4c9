"""The only clock: real, held, or running faster for a company that lives faster."""

import contextvars
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.core import clock, scope
from linli.core.models import Company
from tests.world import World

REAL = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: REAL)


def company(**clock_of_its_own: object) -> Company:
    return Company(pk=1, slug="fast", name="快", created_at=REAL, **clock_of_its_own)


def at_the_company(it: Company | None) -> datetime:
    def ask() -> datetime:
        if it is None:
            return clock.now()
        with scope.company(it):
            return clock.now()

    return contextvars.Context().run(ask)


def test_outside_and_in_an_ordinary_company_it_is_now(real: None) -> None:
    assert at_the_company(None) == at_the_company(company()) == REAL == clock.real_now()


def test_an_accelerated_company_lives_its_rate_from_its_base(real: None) -> None:
    base = datetime(2026, 1, 1, tzinfo=clock.LOCAL)
    fast = company(clock_rate=60, clock_started_at=REAL - timedelta(minutes=10), clock_base=base)
    assert at_the_company(fast) == base + timedelta(hours=10)
    just_started = company(clock_rate=60, clock_started_at=REAL, clock_base=base)
    assert at_the_company(just_started) == base


def test_a_held_clock_stands_even_in_an_accelerated_company_and_is_let_go(real: None) -> None:
    fast = company(clock_rate=60, clock_started_at=REAL - timedelta(hours=1), clock_base=REAL)
    moment = datetime(2026, 3, 10, 10, 0, tzinfo=clock.LOCAL)
    with scope.company(fast):
        with clock.held_at(moment):
            assert clock.now() == moment
            with clock.held_at(moment + timedelta(days=1)):
                assert clock.now() == moment + timedelta(days=1)
            assert clock.now() == moment
        assert clock.now() == REAL + timedelta(hours=60)
    assert clock.real_now() == REAL


def test_a_clock_that_is_not_whole_or_stands_is_refused_by_the_database(world: World) -> None:
    for wrong in ({"clock_rate": 60}, {"clock_rate": 0}, {"clock_rate": 60, "clock_base": REAL}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Company.objects.filter(pk=world.company.pk).update(**wrong)


def test_days_are_those_of_our_estates() -> None:
    late = datetime(2026, 3, 9, 16, 30, tzinfo=UTC)
    assert clock.local_day(late) == date(2026, 3, 10)
    assert clock.day_start(date(2026, 3, 10)) == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
    assert clock.local_day(clock.day_start(date(2026, 3, 10)) - timedelta(microseconds=1)) == date(2026, 3, 9)
