"""The service desk reacts to its own news: a report is read as soon as it is kept."""

from linli.core import clock
from linli.core.access import SYSTEM
from linli.core.events import Meta, reacts
from linli.servicedesk import actions
from linli.servicedesk.events import ReportTaken


@reacts(ReportTaken)
def understand_report(event: ReportTaken, meta: Meta) -> None:
    """Let the model read what was reported."""
    actions.understand_request(request_id=event.request_id, by=SYSTEM, at=clock.now())
