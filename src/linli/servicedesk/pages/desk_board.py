"""The board: open orders by where they stand, each lane cut to what a screen holds."""

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from linli.core import clock
from linli.core.errors import Forbidden
from linli.core.events import newest_event_id
from linli.core.middleware import CompanyRequest
from linli.servicedesk import terms
from linli.ui import answer, etag
from linli.work import queries
from linli.work.models import Order
from linli.work.queries import Group, Lane, Wanted

MOST = 30
"""Cards in a lane; the rest stands behind its "all" link."""


@dataclass(frozen=True)
class Column:
    """One lane with its most urgent orders, how many there are, and where all of them are listed."""

    lane: Lane
    orders: list[Order]
    count: int
    url: str

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.orders)


@require_safe
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """Five lanes in seven queries, however many orders are open."""
    if not request.actor.may_anywhere(terms.VIEW_REQUEST):
        raise Forbidden
    at = clock.now()

    def respond() -> HttpResponse:
        narrowing = queries.narrowing(request.GET, by=request.actor)
        wanted = narrowing.wanted
        everything = Wanted(Group.ALL, wanted.text, wanted.category, wanted.path, wanted.staff_id)
        rows = queries.narrowed(Order.objects.visible_to(request.actor), everything, at=at)
        counts = queries.counted(rows)
        board_url = reverse("servicedesk:board", args=[slug])
        context: dict[str, object] = {
            "narrowing": narrowing,
            "columns": [
                Column(
                    lane=lane,
                    orders=queries.most_urgent(rows.filter(state__in=lane.states), MOST) if counts[lane] else [],
                    count=counts[lane],
                    url=_all_of(lane, request.GET, slug=slug),
                )
                for lane in Lane
            ],
            "one_estate": bool(wanted.path) or all(each.name != "estate" for each in narrowing.selects),
            "board_url": board_url,
            "poll_url": f"{board_url}?{request.GET.urlencode()}",
        }
        return answer(request, "servicedesk/desk_board.html", context, fragment="servicedesk/_desk_board.html")

    return etag(request, newest_event_id(request.company), respond)


def _all_of(lane: Lane, asked: QueryDict, *, slug: str) -> str:
    kept = asked.copy()
    kept["group"] = str(lane)
    return f"{reverse('work:orders', args=[slug])}?{kept.urlencode()}"
