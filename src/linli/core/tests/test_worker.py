"""The delivering thread of the worker: awake within a moment of a commit, and back after the database was lost."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from linli.core.management.commands.work import deliver_until
from linli.core.models import Delivery
from linli.core.tests.test_events import Ears, Told, ears, tell
from tests.world import World

__all__ = ["Told", "ears"]


@pytest.fixture
def worker(transactional_db: None, ears: Ears) -> Iterator[threading.Thread]:
    stopping = threading.Event()

    def work() -> None:
        try:
            deliver_until(stopping)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield thread
    stopping.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def until(true: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return true()


def test_it_hears_of_a_commit_within_a_moment(world: World, worker: threading.Thread, ears: Ears) -> None:
    for number in range(3):
        tell(world, 1, str(number))
        assert until(lambda: len(ears.heard) == number + 1, seconds=5)  # noqa: B023  # asked before the number moves on


def test_it_goes_on_after_the_database_was_lost(world: World, worker: threading.Thread, ears: Ears) -> None:
    tell(world, 1, "before")
    assert until(lambda: not Delivery.objects.filter(delivered_at=None).exists(), seconds=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= 1
    tell(world, 1, "after")
    assert until(lambda: ears.heard == [(1, "before"), (1, "after")], seconds=10)
    assert worker.is_alive()
