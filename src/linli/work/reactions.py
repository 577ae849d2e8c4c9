"""Work reacts to its own news: an order that waits for a worker is assigned."""

from linli.core import clock
from linli.core.access import SYSTEM
from linli.core.events import Meta, reacts
from linli.work import actions
from linli.work.events import OrderAwaitsWorker


@reacts(OrderAwaitsWorker)
def assign_waiting_order(event: OrderAwaitsWorker, meta: Meta) -> None:
    """Ask somebody at once; whoever is not found now is looked for again by the tick."""
    actions.assign_automatically(order_id=event.order_id, by=SYSTEM, at=clock.now())
