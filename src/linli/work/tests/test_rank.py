"""Where an order goes in a worker's queue."""

import pytest

from linli.work.queries.problem import BEGUN, rank_at


@pytest.mark.parametrize(
    ("ranks", "position", "expected"),
    [
        ([], 0, 0.0),
        ([], None, 0.0),
        ([1.0, 2.0], 0, 0.0),
        ([1.0, 2.0], 1, 1.5),
        ([1.0, 2.0], 2, 3.0),
        ([1.0, 2.0], None, 3.0),
        ([BEGUN, 1.0, 2.0], 1, 0.0),
        ([BEGUN], 1, 0.0),
        ([BEGUN], None, 0.0),
    ],
)
def test_an_order_lands_where_it_was_put(ranks: list[float], position: int | None, expected: float) -> None:
    assert rank_at(ranks, position) == expected
