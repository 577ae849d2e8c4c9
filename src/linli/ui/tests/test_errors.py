"""What people can act on is a page in their language, never a crash; pages say what they may load."""

import pytest
from django.db.transaction import non_atomic_requests
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from linli.core.errors import Forbidden, Invalid, NotFound, Refused

ERRORS = {
    "refused": (Refused("The lamp is <already> lent."), 409, "The lamp is &lt;already&gt; lent."),
    "invalid": (Invalid("That is not a picture."), 422, "That is not a picture."),
    "forbidden": (Forbidden(), 403, "您没有这项权限"),
    "not-found": (NotFound(), 404, "这里没有内容"),
}


@non_atomic_requests
def fail(request: HttpRequest, name: str) -> HttpResponse:
    raise ERRORS[name][0] if name in ERRORS else RuntimeError("a real crash")


urlpatterns = [path("fail/<str:name>", fail), path("", include("linli.ui.urls"))]
handler404 = "linli.ui.middleware.not_found"
handler403 = "linli.ui.middleware.permission_denied"
elsewhere = override_settings(ROOT_URLCONF=__name__)


@pytest.mark.parametrize("name", ERRORS)
@elsewhere
def test_error_is_a_page(name: str) -> None:
    response = Client().get(f"/fail/{name}", headers={"referer": "http://testserver/board"})
    _error, status, sentence = ERRORS[name]
    assert response.status_code == status
    text = response.content.decode()
    assert sentence in text
    assert 'href="http://testserver/board"' in text


@elsewhere
def test_unusable_input_asks_for_another_try_and_a_late_wish_for_another_look() -> None:
    invalid, refused = (Client().get(f"/fail/{name}").content.decode() for name in ("invalid", "refused"))
    assert "请改好或补齐，再提交一次。" in invalid
    assert "没有任何改动" not in invalid
    assert "没有任何改动" in refused


@pytest.mark.parametrize("name", ERRORS)
@elsewhere
def test_error_is_a_notice_for_htmx(name: str) -> None:
    response = Client().get(f"/fail/{name}", headers={"HX-Request": "true"})
    assert response.status_code == ERRORS[name][1]
    assert response["HX-Retarget"] == "#l-told"
    assert "<html" not in response.content.decode()
    assert 'role="alert"' in response.content.decode()


@elsewhere
def test_way_back_never_leaves_the_house() -> None:
    response = Client().get("/fail/refused", headers={"referer": "https://elsewhere.example/x"})
    assert "elsewhere.example" not in response.content.decode()


@elsewhere
def test_unknown_address_is_told_kindly() -> None:
    response = Client().get("/nowhere")
    assert response.status_code == 404
    assert "这里没有内容" in response.content.decode()


@elsewhere
def test_crash_stays_a_crash_and_its_page_needs_nothing() -> None:
    response = Client(raise_request_exception=False).get("/fail/crash")
    assert response.status_code == 500
    assert "linli.css" in response.content.decode()
    assert "a real crash" not in response.content.decode()


def test_page_without_token_is_told_kindly() -> None:
    text = render_to_string("403_csrf.html", request=RequestFactory().get("/"))
    assert "这一页打开太久了" in text


def test_every_page_says_what_it_may_load() -> None:
    policy = Client().get("/ui")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
