"""QR stickers to print: one for each place below a place."""

import io

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from linli.core import access
from linli.core.errors import Forbidden
from linli.core.middleware import CompanyRequest
from linli.estates import terms
from linli.estates.models import Place
from linli.estates.queries import codes_below

MOST_STICKERS = 300


@require_GET
def stickers(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """The stickers of a place and all below it, ready for paper."""
    place = access.get(Place, pk, by=request.actor, to=terms.CHANGE_PLACE)
    codes = codes_below(place, most=MOST_STICKERS)
    # The address is the report page of the service desk, a higher module; it is named here only as text on paper.
    printed = [(code.place, _drawn(request.build_absolute_uri(f"/q/{code.code}/"))) for code in codes]
    context = {"place": place, "stickers": printed, "most": MOST_STICKERS, "is_cut": len(codes) == MOST_STICKERS}
    return render(request, "estates/stickers.html", context)


@require_GET
def places(request: CompanyRequest, slug: str) -> HttpResponse:
    """Where to print stickers for: estates and buildings."""
    rows = Place.objects.visible_to(request.actor).filter(kind__in=[terms.PlaceKind.ESTATE, terms.PlaceKind.BUILDING])
    if not request.actor.may_anywhere(terms.CHANGE_PLACE):
        raise Forbidden
    links = [(each, reverse("estates:stickers", args=[slug, each.pk])) for each in rows.order_by("path")[:500]]
    return render(request, "estates/places.html", {"links": links})


def _drawn(address: str) -> SafeString:
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", xmldecl=False, svgns=True, scale=4, border=2)
    return mark_safe(drawing.getvalue().decode())  # noqa: S308  # drawn by the library from an address of ours
