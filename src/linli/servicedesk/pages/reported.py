"""The reporter's own page: how it stands, who comes and when, and the verdict. Opened by a secret link."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.core import access, clock, events, files
from linli.core.errors import NotFound
from linli.core.middleware import entered
from linli.servicedesk.models import Request
from linli.servicedesk.pages.saying import RatingForm, checked
from linli.servicedesk.pages.telling import told
from linli.servicedesk.queries import request_behind, resident_of
from linli.ui.answers import answer, etag
from linli.work import actions as work
from linli.work.queries import evidence_seen

Page = Callable[..., HttpResponse]
Said = Callable[[HttpRequest, Request, access.Actor], str]


def of_reporter(page: Page) -> Page:
    """Open a page by its token, inside the company and as the person who reported; an unknown token is 404."""

    @wraps(page)
    def opened(request: HttpRequest, token: str, **more: int) -> HttpResponse:
        found = request_behind(token)
        if found is None:
            raise NotFound
        company, reported = found
        with entered(request, company, resident_of(reported)):
            return page(request, reported, **more)

    return opened


@require_GET
@of_reporter
def page(request: HttpRequest, reported: Request) -> HttpResponse:
    """How the report stands; polls itself."""
    at = clock.now()

    def respond() -> HttpResponse:
        context = {"reported": reported, "mine_url": _mine(request, reported), **told(reported, at=at)}
        return answer(request, "servicedesk/reported.html", context, fragment="servicedesk/_reported.html")

    # What is expected becomes late without an event: hence the minute.
    return etag(request, (events.newest_event_id(reported.company), at.strftime("%H%M")), respond)


def _mine(request: HttpRequest, reported: Request) -> str:
    """The way back for a signed-in resident whose own report it is."""
    is_own = reported.person is not None and reported.person.account_id == request.user.pk
    return reverse("servicedesk:mine", args=[reported.company.slug]) if is_own and request.user.pk else ""


@require_GET
@of_reporter
def photo(request: HttpRequest, reported: Request, pk: int) -> HttpResponse:
    """A photo of the reporter's own order."""
    return files.served(evidence_seen(pk, by=resident_of(reported)).file)


def verdict(say: Said) -> Page:
    """Make a page of something the reporter does with their order; it answers with a sentence, or none."""

    @require_POST
    @of_reporter
    @wraps(say)
    def done(request: HttpRequest, reported: Request) -> HttpResponse:
        if sentence := say(request, reported, resident_of(reported)):
            messages.success(request, sentence)
        return redirect("servicedesk:reported", token=reported.token)

    return done


@verdict
def rating(request: HttpRequest, reported: Request, by: access.Actor) -> str:
    """Rate the work, which also verifies it."""
    said = checked(RatingForm(request.POST))
    work.rate_order(order_id=reported.order_id, stars=said["stars"], comment=said["comment"], by=by, at=clock.now())
    return ""  # the page itself says thank you


@verdict
def refusal(request: HttpRequest, reported: Request, by: access.Actor) -> str:
    """Say that it is not in order yet."""
    work.refuse_order(order_id=reported.order_id, reason=request.POST.get("reason", ""), by=by, at=clock.now())
    return _("We are sorry. The worker has been told and comes back.")


@verdict
def reopening(request: HttpRequest, reported: Request, by: access.Actor) -> str:
    """Say that the fault came back."""
    work.reopen_order(order_id=reported.order_id, reason=request.POST.get("reason", ""), by=by, at=clock.now())
    return _("We are sorry. Somebody comes again.")


@verdict
def cancellation(request: HttpRequest, reported: Request, by: access.Actor) -> str:
    """Take the report back."""
    reason = request.POST.get("reason", "").strip() or _("No longer needed")
    work.cancel_order(order_id=reported.order_id, reason=reason, by=by, at=clock.now())
    return _("Your report has been taken back.")
