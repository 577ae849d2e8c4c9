"""What orders tell. Ids and codes only."""

from dataclasses import dataclass
from typing import ClassVar

from linli.core.events import Event


@dataclass(frozen=True)
class OrderEvent(Event):
    """Something happened to an order."""

    subject: ClassVar[str] = "order_id"
    subject_kind: ClassVar[str] = "work.order"

    order_id: int


@dataclass(frozen=True)
class OrderOpened(OrderEvent):
    """An order came into being."""

    name: ClassVar[str] = "work.order-opened.v1"
    source: str


@dataclass(frozen=True)
class OrderMoved(OrderEvent):
    """A verb led an order from one state to another."""

    name: ClassVar[str] = "work.order-moved.v1"
    verb: str
    from_state: str
    to_state: str
    staff_id: int | None
    reason: str


@dataclass(frozen=True)
class OrderCorrected(OrderEvent):
    """An order that somebody was asked to do, or does, turned out to be about something else."""

    name: ClassVar[str] = "work.order-corrected.v1"
    category: str
    area: str
    urgency: str


@dataclass(frozen=True)
class OrderAwaitsWorker(OrderEvent):
    """An order was triaged, returned or reopened, and nobody is asked to do it yet."""

    name: ClassVar[str] = "work.order-awaits-worker.v1"


@dataclass(frozen=True)
class PersonContacted(OrderEvent):
    """Somebody of ours spoke with the person about the order."""

    name: ClassVar[str] = "work.person-contacted.v1"


@dataclass(frozen=True)
class AlarmRaised(OrderEvent):
    """A promise is in danger or broken."""

    name: ClassVar[str] = "work.alarm-raised.v1"
    cause: str


@dataclass(frozen=True)
class AlarmAcknowledged(OrderEvent):
    """Somebody looks after an alarm."""

    name: ClassVar[str] = "work.alarm-acknowledged.v1"
    cause: str


@dataclass(frozen=True)
class NobodyFound(OrderEvent):
    """The automatic assignment found no suitable worker."""

    name: ClassVar[str] = "work.nobody-found.v1"
    reasons: dict[str, int]
