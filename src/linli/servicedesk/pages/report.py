"""Reporting a fault from a QR code, without an account: a tap, a photo, sent."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from linli.core import access, clock
from linli.core.errors import Invalid, NotFound
from linli.core.middleware import CompanyRequest, entered
from linli.estates.models import Place
from linli.estates.queries import place_behind
from linli.people.queries import homes_of, person_of
from linli.servicedesk import actions
from linli.servicedesk.chips import chips_for, is_lift
from linli.servicedesk.models import Request
from linli.servicedesk.pages.remembered import remember, remembered
from linli.servicedesk.pages.saying import ReportForm
from linli.servicedesk.terms import Channel
from linli.ui.answers import answer, wants_fragment


@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a QR sticker: what is wrong here?"""
    found = place_behind(code)
    if found is None:
        return render(request, "servicedesk/code_unknown.html", status=404)
    company, place = found
    with entered(request, company, access.holder_of_link(f"place:{place.pk}")):
        return _page(request, place, channel=Channel.QR, reporter=None)


@require_http_methods(["GET", "POST"])
def from_home(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """The same form for a signed-in resident, at a home they belong to."""
    at = clock.now()
    person = person_of(request.actor)
    home = next((each for each in homes_of(person, at=at) if each.pk == pk), None) if person else None
    if person is None or home is None:
        raise NotFound
    by = access.Actor(
        kind="account", account_id=request.actor.account_id, name=request.actor.name, link=f"place:{home.pk}"
    )
    request.actor = by
    return _page(request, home, channel=Channel.RESIDENT, reporter=actions.Reporter(person.name, person.phone, person))


def _page(request: HttpRequest, place: Place, *, channel: Channel, reporter: actions.Reporter | None) -> HttpResponse:
    if request.method == "POST":
        form = ReportForm(request.POST, request.FILES)
    else:
        form = ReportForm(initial={"key": uuid.uuid4().hex})
    if form.is_valid():
        try:
            kept = _take(request, form, place, channel=channel, reporter=reporter)
        except Invalid as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        else:
            return _thanks(request, kept)
    context = {
        "form": form,
        "place": place,
        "chips": chips_for(place.kind, place.name),
        "is_lift": is_lift(place.name),
        "asks_contact": reporter is None,
        "earlier": remembered(request, place),
        "back_url": "" if reporter is None else reverse("servicedesk:mine", args=[place.company.slug]),
    }
    fragment = "servicedesk/_report_wrong.html"
    return answer(request, "servicedesk/report.html", context, fragment=fragment, status=422 if form.errors else 200)


def _thanks(request: HttpRequest, kept: Request) -> HttpResponse:
    """On to the report's own page; scripts are told to go there, so that until then the form keeps its photos."""
    address = reverse("servicedesk:reported", args=[kept.token])
    response = HttpResponseClientRedirect(address) if wants_fragment(request) else redirect(address)
    remember(request, response, kept)
    return response


def _take(
    request: HttpRequest,
    form: ReportForm,
    place: Place,
    *,
    channel: Channel,
    reporter: actions.Reporter | None,
) -> Request:
    said = form.cleaned_data
    report = actions.Report(
        place=place,
        text=form.said,
        key=said["key"],
        channel=channel,
        photos=[upload.read() for upload in said["photos"]],
    )
    return actions.take_report(
        report=report,
        reporter=reporter or actions.Reporter(said["name"], said["phone"]),
        by=request.actor,  # type: ignore[attr-defined]  # set on entering the company
        at=clock.now(),
    )
