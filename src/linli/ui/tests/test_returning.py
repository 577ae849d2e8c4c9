"""Where a person goes after a verb."""

import pytest
from django.test import Client, RequestFactory

from linli.ui.returning import next_address

OURS = ("/c/chunhe/desk/", "/c/chunhe/orders/?group=late#top", "http://testserver/r/abc/")
NOT_OURS = (
    "",
    "abc",
    "ui:components",
    "ui:nothing",
    "9999-12-31T23:59",
    "//evil.example/",
    "https://evil.example/",
    "http://[",
)


@pytest.mark.parametrize("wanted", OURS)
def test_back_to_a_page_of_ours(wanted: str) -> None:
    assert next_address(RequestFactory().post("/", {"next": wanted}), "/door") == wanted


@pytest.mark.parametrize("wanted", [*NOT_OURS, "/" + "x" * 20_000])
def test_never_to_somebody_elses_nor_to_a_word(wanted: str) -> None:
    assert next_address(RequestFactory().post("/", {"next": wanted}), "/door") == "/door"


@pytest.mark.parametrize("wanted", NOT_OURS)
def test_the_look_is_changed_wherever_one_wants_to_go(client: Client, wanted: str) -> None:
    answer = client.post("/ui/appearance", {"theme": "dark", "next": wanted})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
