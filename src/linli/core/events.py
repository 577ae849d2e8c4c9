"""The event log: an action tells what happened; after commit a worker delivers it to whoever reacts.

Rows are written in the action's own transaction. Delivery is at least once, in order per subject and handler; the handler's
own writes and the mark "delivered" share one transaction, so that its effects in the database happen once.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from django.db import connection, transaction

from linli.core import clock, scope
from linli.core.access import Actor
from linli.core.models import Company, Delivery, LoggedEvent

log = logging.getLogger(__name__)

CHANNEL = "linli_events"
ATTEMPTS = 8


@dataclass(frozen=True)
class Event:
    """What an action tells. Subclasses are frozen dataclasses of ids and codes.

    `name` carries module and version (`work.order-done.v1`), `subject` names the field that holds the subject's id and
    `subject_kind` says what it is (`work.order`).
    """

    name: ClassVar[str]
    subject: ClassVar[str]
    subject_kind: ClassVar[str]


@dataclass(frozen=True)
class Meta:
    """What the log knows besides the facts: when it happened, in which company, under which event id."""

    event_id: int
    at: datetime
    company_id: int
    by_account_id: int | None


Handler = Callable[[Any, Meta], None]
Kind = TypeVar("Kind", bound=Event)
_handlers: dict[str, dict[str, tuple[type[Event], Handler]]] = {}


def reacts(kind: type[Kind]) -> Callable[[Callable[[Kind, Meta], None]], Callable[[Kind, Meta], None]]:
    """Register a handler of an event; it runs after commit in the scope of the event's company and must be idempotent."""

    def register(handler: Callable[[Kind, Meta], None]) -> Callable[[Kind, Meta], None]:
        _handlers.setdefault(kind.name, {})[f"{handler.__module__}.{handler.__qualname__}"] = (kind, handler)
        return handler

    return register


def emit(event: Event, *, by: Actor, at: datetime) -> LoggedEvent:
    """Write the event into the log, with a delivery for every handler, in the caller's transaction."""
    subject_id = getattr(event, event.subject)
    row = LoggedEvent.objects.create(
        company_id=scope.company_id(),
        name=event.name,
        subject_kind=event.subject_kind,
        subject_id=subject_id,
        at=at,
        by_kind=by.kind,
        by_account_id=by.account_id,
        facts=asdict(event),
    )
    handlers = _handlers.get(event.name, {})
    if handlers:
        subject = f"{row.company_id}:{event.subject_kind}:{subject_id}"
        due_at = clock.real_now()
        Delivery.objects.bulk_create(
            Delivery(event=row, handler=name, subject=subject, next_at=due_at) for name in sorted(handlers)
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return row


CLAIM = """
    SELECT d.id FROM core_delivery d
    WHERE d.delivered_at IS NULL AND d.parked_at IS NULL AND d.next_at <= %s
      AND (%s::bigint IS NULL OR d.subject LIKE %s)
      AND NOT EXISTS (SELECT 1 FROM core_delivery e WHERE e.handler = d.handler AND e.subject = d.subject
                      AND e.id < d.id AND e.delivered_at IS NULL)
    ORDER BY d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED
"""


def deliver_one(*, company_id: int | None = None) -> bool:
    """Deliver the next due event (of one company, if named) to its handler; False when nothing is due.

    A failing handler is tried again with growing pauses and parked after `ATTEMPTS`; a parked delivery holds back only
    later events of its own subject for that handler.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [clock.real_now(), company_id, f"{company_id}:%"])
            found = cursor.fetchone()
        if found is None:
            return False
        delivery = Delivery.objects.select_related("event__company").get(pk=found[0])
        _handle(delivery)
    return True


def deliver_all(limit: int = 100_000, *, company_id: int | None = None) -> int:
    """Deliver whatever is due, events that follow from events included; the number delivered.

    A simulation calls it for its own company inside its own transaction, so that what follows happens at its own time.
    """
    delivered = 0
    while delivered < limit and deliver_one(company_id=company_id):
        delivered += 1
    return delivered


def _handle(delivery: Delivery) -> None:
    event = delivery.event
    kind, handler = _handlers.get(event.name, {}).get(delivery.handler, (None, None))
    delivery.attempts += 1
    if kind is None or handler is None:
        delivery.delivered_at, delivery.error = clock.real_now(), "no such handler any more"
        delivery.save(update_fields=["attempts", "delivered_at", "error"])
        return
    meta = Meta(event_id=event.pk, at=event.at, company_id=event.company_id, by_account_id=event.by_account_id)
    try:
        with transaction.atomic(), scope.company(event.company):
            handler(kind(**event.facts), meta)
    except Exception as failure:  # noqa: BLE001  # whatever a handler does wrong must not stop the others
        _put_off(delivery, failure)
    else:
        delivery.delivered_at, delivery.error = clock.real_now(), ""
    delivery.save(update_fields=["attempts", "delivered_at", "parked_at", "next_at", "error"])


def _put_off(delivery: Delivery, failure: Exception) -> None:
    delivery.error = f"{type(failure).__name__}: {failure}"[:2000]
    if delivery.attempts >= ATTEMPTS:
        delivery.parked_at = clock.real_now()
        log.error("event %s parked for %s: %s", delivery.event_id, delivery.handler, delivery.error)
    else:
        delivery.next_at = clock.real_now() + timedelta(seconds=2**delivery.attempts)
        log.warning("event %s not delivered to %s: %s", delivery.event_id, delivery.handler, delivery.error)


def happened(*, kind: str, subject_id: int) -> "list[LoggedEvent]":
    """What the log knows of one subject of the company in scope, oldest first."""
    rows = LoggedEvent.objects.filter(company_id=scope.company_id(), subject_kind=kind, subject_id=subject_id)
    return list(rows.select_related("by_account").order_by("id"))


def newest_event_id(company: Company) -> int:
    """The id of the company's newest event: the ETag of live pages."""
    newest = LoggedEvent.objects.filter(company=company).order_by("-id").values_list("id", flat=True).first()
    return newest or 0
