"""`work`: the worker process. Delivers events as they are committed and runs the queue until it is told to stop."""

import logging
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from procrastinate.contrib.django import app

from linli.core import events

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT."""

    help = "Deliver events and run background jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        delivery = threading.Thread(target=deliver_until, args=(stopping,), name="delivery", daemon=True)
        delivery.start()
        try:
            with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]  # typed as the base connector
                worker_app.run_worker(name="linli", concurrency=3, shutdown_graceful_timeout=5)
        finally:
            stopping.set()
            delivery.join(timeout=5)


def deliver_until(stopping: threading.Event) -> None:
    """Deliver events until asked to stop; a lost database is waited for, and no failure ends the delivering."""
    while not stopping.is_set():
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {events.CHANNEL}")
            while not stopping.is_set():
                events.deliver_all(limit=500)
                _wait_for_news()
        except Exception as failure:  # noqa: BLE001  # psycopg's and Django's errors alike; the thread must not die unseen
            log.warning("delivery was interrupted (%s: %s), trying again", type(failure).__name__, failure)
            connection.close()
            stopping.wait(0.5)


def _wait_for_news() -> None:
    raw = connection.connection
    if raw is not None:
        for _notice in raw.notifies(timeout=1.0, stop_after=1):
            return
