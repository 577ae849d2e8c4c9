"""All orders: searched, narrowed, turned page by page."""

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.core import clock
from linli.core.errors import Forbidden
from linli.core.middleware import CompanyRequest
from linli.ui import answer
from linli.ui.components import Tab
from linli.work import queries, terms
from linli.work.models import Order
from linli.work.queries import Group

TABS = (Group.OPEN, Group.LATE, Group.DONE, Group.SETTLED, Group.ALL)

KEPT = ("group", "figure", "since", "until")
"""What stays asked for while somebody searches and narrows."""


@require_safe
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """The list. Without the right to see orders anywhere it is not shown empty but refused."""
    if not request.actor.may_anywhere(terms.VIEW_ORDER):
        raise Forbidden
    at = clock.now()
    narrowing = queries.narrowing(request.GET, by=request.actor)
    rows = queries.narrowed(Order.objects.visible_to(request.actor), narrowing.wanted, at=at)
    found, next_after = queries.page_after(rows, narrowing.last_seen)
    context: dict[str, object] = {
        "narrowing": narrowing,
        "orders": found,
        "count": rows.count(),
        "kept": {name: request.GET.get(name, "") for name in KEPT},
        "tabs": _tabs(request.GET, narrowing.wanted.group),
        "is_first": narrowing.last_seen is None,
        "first_url": _with(request.GET, after=""),
        "next_url": _with(request.GET, after=str(next_after)) if next_after else "",
        "list_url": reverse("work:orders", args=[slug]),
    }
    return answer(request, "work/orders.html", context, fragment="work/_orders.html")


def _tabs(asked: QueryDict, current: Group) -> list[Tab]:
    shown = TABS if current in TABS else (current, *TABS)
    return [Tab(group.label, _with(asked, group=str(group), after=""), group is current) for group in shown]


def _with(asked: QueryDict, **changed: str) -> str:
    kept = asked.copy()
    for name, value in changed.items():
        kept.pop(name, None)
        if value:
            kept[name] = value
    return f"?{kept.urlencode()}"
