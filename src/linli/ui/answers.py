"""One address, two answers: htmx gets the fragment, everybody else the page; a poll gets 304 while nothing changed."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

Context = dict[str, object]


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (not for a boosted page, nor to restore its history)."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def answer(
    request: HttpRequest, template: str, context: Context | None = None, *, fragment: str, status: int = 200
) -> HttpResponse:
    """The page, or for htmx only its fragment, which the page's template includes. Both come from the same address."""
    chosen = fragment if wants_fragment(request) else template
    response = render(request, chosen, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def etag(request: HttpRequest, version: object, respond: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a poll with 304 while `version` (say, the newest event's id) is what the page already shows.

    Only fragments are spared; a whole page is always made anew. The tag also covers who asks, the address, the
    language and the look, so that a shared cache or a switch of language never shows a stale answer.
    """
    if request.method != "GET" or not wants_fragment(request):
        return respond()
    tag = _tag(request, version)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponseNotModified() if tag in known else respond()
    if response.status_code in {200, 304}:
        response["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ("HX-Request", "Cookie"))
    return response


def _tag(request: HttpRequest, version: object) -> str:
    who = getattr(getattr(request, "user", None), "pk", None)
    look = request.COOKIES.get("linli_theme"), request.COOKIES.get("linli_type")
    told = repr((version, who, request.get_full_path(), get_language(), look, request.headers.get("HX-Target")))
    return f'"{hashlib.blake2b(told.encode(), digest_size=12).hexdigest()}"'
