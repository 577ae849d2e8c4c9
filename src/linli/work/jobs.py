"""What orders need every few seconds."""

from linli.core import clock
from linli.core.access import SYSTEM
from linli.core.jobs import every_tick
from linli.work import actions


@every_tick
def keep_promises() -> None:
    """Raise alarms, verify and close by silence, and try again for orders that wait for a worker."""
    at = clock.now()
    actions.fall_due(by=SYSTEM, at=at)
    actions.assign_waiting(by=SYSTEM, at=at)
