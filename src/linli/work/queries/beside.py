"""What stands beside each order of a list, read once for all of them. The orders were fetched for whoever sees them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from linli.work.models import Assignment, Evidence, Order, Rating


def assignments_beside(order_ids: Iterable[int]) -> dict[int, Assignment]:
    """Who is asked now, with their person, by order."""
    rows = Assignment.objects.filter(order__in=list(order_ids), ended_at=None).select_related("staff__person")
    return {each.order_id: each for each in rows}


def photos_beside(orders: Iterable[Order]) -> Mapping[int, list[Evidence]]:
    """The photos that came with the reports, by order."""
    rows = Evidence.objects.filter(order__in=list(orders), moment=Evidence.Moment.REPORT).order_by("id")
    photos: dict[int, list[Evidence]] = defaultdict(list)
    for each in rows:
        photos[each.order_id].append(each)
    return photos


def ratings_beside(orders: Iterable[Order]) -> list[Rating]:
    """The newest rating of each order that has one, the newest first."""
    rows = Rating.objects.filter(order__in=list(orders)).select_related("order__place").order_by("at", "id")
    newest = {each.order_id: each for each in rows}
    return sorted(newest.values(), key=lambda each: (each.at, each.pk), reverse=True)
