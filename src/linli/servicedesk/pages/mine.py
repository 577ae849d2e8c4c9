"""A signed-in resident's page: their homes, and what they reported."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linli.core import clock
from linli.core.errors import NotFound
from linli.core.middleware import CompanyRequest
from linli.people.queries import homes_of, person_of
from linli.servicedesk.models import Request
from linli.servicedesk.pages.telling import headline
from linli.work.queries import assignments_beside

MOST = 10
"""So many of the newest reports are shown."""


@require_GET
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """My homes and my reports."""
    person = person_of(request.actor)
    if person is None:
        raise NotFound
    at = clock.now()
    mine = Request.objects.visible_to(request.actor).filter(person=person)
    reports = list(mine.select_related("order", "place").order_by("-reported_at", "-pk")[:MOST])
    asked = assignments_beside(each.order_id for each in reports)
    context = {
        "homes": homes_of(person, at=at),
        "reports": [(each, headline(each.order, asked.get(each.order_id), at=at)) for each in reports],
        "person": person,
    }
    return render(request, "servicedesk/mine.html", context)
