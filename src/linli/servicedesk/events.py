"""What the service desk tells."""

from dataclasses import dataclass
from typing import ClassVar

from linli.core.events import Event


@dataclass(frozen=True)
class ReportTaken(Event):
    """Somebody told us about something; it has an order and waits to be understood."""

    name: ClassVar[str] = "servicedesk.report-taken.v1"
    subject: ClassVar[str] = "request_id"
    subject_kind: ClassVar[str] = "servicedesk.request"

    request_id: int
    order_id: int


@dataclass(frozen=True)
class RequestUnderstood(Event):
    """The model or a person said what a request is about; `sure` is False when a person still has to."""

    name: ClassVar[str] = "servicedesk.request-understood.v1"
    subject: ClassVar[str] = "request_id"
    subject_kind: ClassVar[str] = "servicedesk.request"

    request_id: int
    order_id: int
    category: str
    sure: bool
    by_person: bool
