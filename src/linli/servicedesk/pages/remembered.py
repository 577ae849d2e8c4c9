"""A phone remembers its own reports, so that somebody without an account finds them again. Nobody else is told."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from linli.estates.models import Place
from linli.servicedesk.models import Request
from linli.servicedesk.queries import unfinished

COOKIE = "linli_reports"
MOST = 8
KEPT_SECONDS = 60 * 24 * 3600


def remember(request: HttpRequest, response: HttpResponse, kept: Request) -> None:
    """Add a report to what this phone remembers; the cookie holds the secret tokens and scripts cannot read it."""
    tokens = [kept.token, *(each for each in _tokens(request) if each != kept.token)][:MOST]
    response.set_cookie(
        COOKIE,
        ".".join(tokens),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def remembered(request: HttpRequest, place: Place) -> list[Request]:
    """This phone's reports at a place on which work remains."""
    return unfinished(_tokens(request), place)


def _tokens(request: HttpRequest) -> list[str]:
    return [each for each in request.COOKIES.get(COOKIE, "").split(".") if each][:MOST]
