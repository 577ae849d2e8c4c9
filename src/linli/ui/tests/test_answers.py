"""Same address, two answers; a poll costs nothing while nothing changed."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from linli import ui
from linli.ui.samples import running

PAGE, PART = "ui/sample_progress.html", "ui/_sample_progress.html"


def asked(headers: dict[str, str], *, method: str = "GET", cookies: dict[str, str] | None = None) -> HttpRequest:
    request = RequestFactory().generic(method, "/board", headers=headers)
    request.COOKIES = cookies or {}
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # as the middleware does
    return request


def polled(version: object, request: HttpRequest) -> HttpResponse:
    return ui.etag(request, version, lambda: HttpResponse(f"at {version}"))


HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("headers", "is_page"),
    [
        ({}, True),
        (HTMX, False),
        (HTMX | {"HX-Boosted": "true"}, True),
        (HTMX | {"HX-History-Restore-Request": "true"}, True),
    ],
)
def test_htmx_gets_the_fragment_everybody_else_the_page(headers: dict[str, str], is_page: bool) -> None:
    response = ui.answer(asked(headers), PAGE, {"running": running()}, fragment=PART, status=422)
    assert (b"<!doctype html>" in response.content) is is_page
    assert response.status_code == 422
    assert "HX-Request" in response["Vary"]


def test_poll_is_answered_304_until_the_version_changes() -> None:
    fresh = polled(7, asked(HTMX))
    tag = fresh["ETag"]
    assert fresh.content == b"at 7"
    again = polled(7, asked(HTMX | {"If-None-Match": tag}))
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    changed = polled(8, asked(HTMX | {"If-None-Match": tag}))
    assert (changed.status_code, changed.content) == (200, b"at 8")
    assert "private" in fresh["Cache-Control"]
    assert "no-cache" in fresh["Cache-Control"]


def test_tag_differs_by_language_look_and_target() -> None:
    tags: list[Any] = [polled(7, asked(HTMX))["ETag"]]
    with translation.override("en"):
        tags.append(polled(7, asked(HTMX))["ETag"])
    tags.append(polled(7, asked(HTMX, cookies={"linli_type": "large"}))["ETag"])
    tags.append(polled(7, asked(HTMX | {"HX-Target": "lane"}))["ETag"])
    assert len(set(tags)) == len(tags)


def test_whole_pages_and_posts_carry_no_tag() -> None:
    assert "ETag" not in polled(7, asked({}))
    assert "ETag" not in polled(7, asked(HTMX, method="POST"))


def test_refusal_to_a_poll_carries_no_tag() -> None:
    response = ui.etag(asked(HTMX), 7, lambda: HttpResponse(status=422))
    assert "ETag" not in response
