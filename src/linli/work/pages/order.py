"""The page of one order: what, where, how it stands, what can be done."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.core import access
from linli.core.middleware import CompanyRequest
from linli.work import terms
from linli.work.models import Order


@require_safe
def page(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """The order as staff see it."""
    order = access.get(Order, pk, by=request.actor, to=terms.VIEW_ORDER)
    return render(request, "work/order.html", {"order": order})
