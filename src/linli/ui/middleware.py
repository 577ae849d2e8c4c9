"""Errors that people cause become pages that say what happened and what to do; every page names what it may load."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from linli.core.errors import Forbidden, Invalid, NotFound, Refused
from linli.ui.answers import wants_fragment
from linli.ui.context import Shell

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
Respond = Callable[[HttpRequest], HttpResponse]


class ErrorsMiddleware:
    """Shows `core.errors` as pages, or for htmx as a notice at the top of the page; sends the content policy."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for the errors that a person can act on; all others remain errors."""
        if isinstance(exception, Refused):
            return refused(request, exception)
        if isinstance(exception, Forbidden):
            return permission_denied(request, exception)
        if isinstance(exception, NotFound):
            return not_found(request, exception)
        return None


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """The wish cannot be met now: the sentence that says why (409, or 422 for unusable input)."""
    title = _("This cannot be done now")
    hint = _("Nothing was changed. Go back, look again, and choose what fits.")
    if isinstance(exception, Invalid):
        title, hint = _("This was not kept yet"), _("Please put it right and send it again.")
    return _told(request, exception.status, title=title, message=exception.message, hint=hint)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person sees the thing but may not do this with it (403)."""
    title = _("You may not do this")
    message = _("Your role does not include it. Nothing was changed.")
    return _told(request, 403, title=title, message=message, hint=_("Ask whoever manages the roles to grant it."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing there, or nothing this person may know of (404)."""
    title = _("There is nothing here")
    message = _("The address may be old or mistyped, or the page is meant for somebody else.")
    return _told(request, 404, title=title, message=message, hint=_("Check the address, or sign in first."))


def _told(request: HttpRequest, status: int, *, title: str, message: str, hint: str) -> HttpResponse:
    told = {"told_title": title, "told_message": message, "told_hint": hint, "back_url": _back(request)}
    if wants_fragment(request):
        response = render(request, "ui/_told.html", told, status=status)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#l-told", "innerHTML show:window:top"
        return response
    layout = "ui/desk.html" if Shell(request).desk_links else "ui/phone.html"
    return render(request, "ui/error.html", {**told, "layout": layout}, status=status)


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that was one of our pages; else the front door."""
    came_from = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    return came_from if url_has_allowed_host_and_scheme(came_from, hosts, request.is_secure()) else "/"
