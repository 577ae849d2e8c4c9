"""Turns what can go wrong into a page that says what happened, what was kept and what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from linli.core.errors import Forbidden, NotFound, Refused


class ErrorsMiddleware:
    """Answers `NotFound` with 404, `Forbidden` with 403, `Refused` with 409 and `Invalid` with 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotFound):
            return error_page(request, status=404)
        if isinstance(exception, Forbidden):
            return error_page(request, status=403)
        if isinstance(exception, Refused):
            return error_page(request, status=exception.status, sentence=exception.message)
        return None


def error_page(request: HttpRequest, *, status: int, sentence: str = "") -> HttpResponse:
    """The page for an error: a sentence for the person, and the way back."""
    return render(request, "ui/error.html", {"status": status, "sentence": sentence}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own 404."""
    return error_page(request, status=404)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own 403 (a form sent from an old page, mostly)."""
    return error_page(request, status=403)
