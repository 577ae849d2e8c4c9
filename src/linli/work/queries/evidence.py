"""Photos of orders, for whoever may see the order."""

from linli.core.access import Actor
from linli.core.errors import NotFound
from linli.work.models import Evidence, Order


def evidence_seen(pk: int, *, by: Actor) -> Evidence:
    """One photo of an order that the actor sees: by grant, as its worker, through its link. Raises `NotFound` else."""
    rows = Evidence.objects.filter(order__in=Order.objects.visible_to(by)).select_related("file")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
