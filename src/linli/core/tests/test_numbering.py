"""Numbers for the telephone: counted without gaps, per company and day, whoever comes at once."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from linli.core import scope
from linli.core.models import Company
from linli.core.numbering import next_number
from tests.world import World

DAY = date(2026, 3, 10)


def test_a_series_counts_from_one_per_prefix_day_and_company(world: World) -> None:
    assert [next_number("BX", DAY) for _ in range(3)] == ["BX260310-0001", "BX260310-0002", "BX260310-0003"]
    assert next_number("BX", date(2026, 3, 11)) == "BX260311-0001"
    assert next_number("XJ", DAY) == "XJ260310-0001"
    with scope.company(world.other_company):
        assert next_number("BX", DAY) == "BX260310-0001"
    assert next_number("BX", DAY) == "BX260310-0004"


def test_a_number_that_was_not_used_is_given_again(world: World) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        assert next_number("BX", DAY) == "BX260310-0001"
        raise RuntimeError
    assert next_number("BX", DAY) == "BX260310-0001"


def test_two_at_once_leave_no_gap_and_share_no_number(transactional_db: None, world: World) -> None:
    given: list[str] = []
    start = threading.Barrier(2)

    def take(company: Company) -> None:
        try:
            start.wait(5)
            with scope.company(company):
                for turn in range(40):
                    try:
                        with transaction.atomic():
                            number = next_number("BX", DAY)
                            if turn % 4 == 3:
                                raise RuntimeError("somebody changed their mind")
                            given.append(number)
                    except RuntimeError:
                        continue
        finally:
            connection.close()

    takers = [threading.Thread(target=take, args=(world.company,)) for _taker in range(2)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join(timeout=30)
    assert sorted(given) == [f"BX260310-{value:04}" for value in range(1, 61)]
