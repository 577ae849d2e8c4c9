"""What lies before a worker, and what they did."""

from datetime import datetime

from linli.people.models import Staff
from linli.work import rules
from linli.work.models import Order
from linli.work.terms import State

FIRST = {State.STARTED: 0, State.ON_THE_WAY: 1, State.ACCEPTED: 2, State.ASSIGNED: 2, State.PAUSED: 3}


def queue_of(staff: Staff) -> list[Order]:
    """The worker's open orders in the order of the day: what is under way first, what rests last, else by rank."""
    mine = Order.objects.filter(assignee=staff, state__in=rules.OPEN).select_related("place", "service_level")
    return sorted(mine, key=lambda each: (FIRST.get(State(each.state), 2), each.queue_rank or 0.0, each.pk))


def finished_by(staff: Staff, *, since: datetime) -> list[int | None]:
    """The stars of each order that the worker finished since a moment; None where nobody has rated it."""
    return list(Order.objects.filter(assignee=staff, done_at__gte=since).values_list("stars", flat=True))
