"""Requests: who may see them, which of them wait for a person."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from linli.core import scope
from linli.core.access import Actor, holder_of_link
from linli.core.models import Company
from linli.estates.models import Place
from linli.servicedesk.models import Request, TriagePolicy
from linli.servicedesk.triage.reading import ASK_BELOW
from linli.work import rules
from linli.work.models import Order


def policy_in_force(*, at: datetime) -> float:
    """How sure the model must be to decide by itself; the shipped model's own threshold when the company set none."""
    rows = TriagePolicy.objects.filter(starts_at__lte=at).filter(Q(ends_at=None) | Q(ends_at__gt=at))
    share = rows.values_list("least_confidence", flat=True).first()
    return ASK_BELOW if share is None else share


def request_behind(token: str) -> tuple[Company, Request] | None:
    """The company and request behind a reporter's secret link; None for an unknown one."""
    with scope.across_companies(reason="the token says the company"):
        found = Request.objects.select_related("company", "place", "order__place", "person").filter(token=token).first()
    return (found.company, found) if found else None


def resident_of(request: Request) -> Actor:
    """The person behind a request's link, who may see and judge its order."""
    return holder_of_link(f"order:{request.order_id}")


def unfinished(tokens: Sequence[str], place: Place) -> list[Request]:
    """The requests behind secret tokens at one place on which work remains, newest first."""
    rows = Request.objects.filter(token__in=tokens, place=place, order__state__in=rules.OPEN)
    return list(rows.select_related("order").order_by("-reported_at"))


def request_of(order_id: int) -> Request | None:
    """The request that led to an order, if a person reported it."""
    return Request.objects.filter(order_id=order_id).select_related("place", "order").first()


def requests_of(orders: Iterable[Order]) -> dict[int, Request]:
    """The requests that led to these orders, with their persons, by order."""
    rows = Request.objects.filter(order__in=list(orders)).select_related("person")
    return {each.order_id: each for each in rows}
