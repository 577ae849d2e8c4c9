"""Enters the company that a request is about, and says who asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from linli.core import access, clock, scope
from linli.core.models import Account, Company

PREFIX = "/c/"


class CompanyRequest(HttpRequest):
    """A request inside a company: `company` and `actor` are set by the middleware, `htmx` by django-htmx."""

    company: Company
    actor: access.Actor
    htmx: HtmxDetails


class CompanyMiddleware:
    """`/c/<slug>/…` is a company's own ground: sign-in first, and 404 for whoever holds no grant in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _mark(request, None, access.NOBODY)
        if "\0" in request.path_info:
            raise Http404  # no name or code holds it, and the database cannot even be asked
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if not isinstance(request.user, Account):
            return redirect_to_login(request.get_full_path())
        company = Company.objects.filter(slug=request.path_info[len(PREFIX) :].split("/", 1)[0]).first()
        if company is None:
            raise Http404
        with scope.company(company):
            actor = access.actor_for(request.user, at=clock.now())
            if not actor.held:
                raise Http404
            _mark(request, company, actor)
            return self.get_response(request)


@contextmanager
def entered(request: HttpRequest, company: Company, actor: access.Actor) -> Iterator[None]:
    """Enter a company on a page whose address is a secret code rather than `/c/<slug>/`."""
    with scope.company(company):
        _mark(request, company, actor)
        yield


def _mark(request: HttpRequest, company: Company | None, actor: access.Actor) -> None:
    """Make a `CompanyRequest` of the request."""
    marked: Any = request
    marked.company, marked.actor = company, actor
