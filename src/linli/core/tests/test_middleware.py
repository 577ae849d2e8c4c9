"""`/c/<slug>/` is a company's own ground."""

import contextvars
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from linli.core import access, clock, scope
from linli.core.middleware import CompanyMiddleware
from tests.world import MOMENT, Someone, World


def asked(path: str, who: Someone | None) -> tuple[HttpResponse, dict[str, Any]]:
    """Send a request through the middleware in an empty context, as a server does; what the page saw."""
    saw: dict[str, Any] = {}

    def page(request: HttpRequest) -> HttpResponse:
        saw.update(scope=scope.entered(), company=request.company, actor=request.actor)  # type: ignore[attr-defined]  # set by the middleware
        return HttpResponse("here")

    def ask() -> HttpResponse:
        request = RequestFactory().get(path)
        request.user = who.account if who else AnonymousUser()
        with clock.held_at(MOMENT):
            response = CompanyMiddleware(page)(request)
        assert scope.entered() is None, "the scope ends with the request"
        return response

    return contextvars.Context().run(ask), saw


def test_a_member_enters_with_their_grants(world: World) -> None:
    _response, saw = asked("/c/chunhe/orders/?a=b", world.desk)
    assert saw["scope"] == saw["company"] == world.company
    assert saw["actor"].account_id == world.desk.account.pk
    assert saw["actor"].may("work.assign_order")


def test_who_has_not_signed_in_is_sent_there_and_back(world: World) -> None:
    response, saw = asked("/c/chunhe/orders/?a=b", None)
    assert response.status_code == 302
    assert response["Location"].endswith("?next=/c/chunhe/orders/%3Fa%3Db")
    assert not saw


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/c/chunhe/", "stranger"),
        ("/c/chunhe/", "other_desk"),
        ("/c/nobody/", "desk"),
        ("/c/", "desk"),
        ("/c/qiushi/", "manager"),
    ],
)
def test_no_grant_no_company(world: World, path: str, who: str) -> None:
    with pytest.raises(Http404):
        asked(path, getattr(world, who))


def test_elsewhere_no_company_is_entered(world: World) -> None:
    _response, saw = asked("/q/some-code", world.desk)
    assert saw == {"scope": None, "company": None, "actor": access.NOBODY}
