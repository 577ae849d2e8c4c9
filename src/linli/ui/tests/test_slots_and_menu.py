"""Higher modules fill places of the frame; each person sees what they may."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils.safestring import mark_safe

from linli.ui import navigation, pages, slots
from linli.ui.navigation import NavItem

urlpatterns = [
    path("front", pages.components, name="front"),
    path("front/deep", pages.components, name="deep"),
    path("c/<slug:slug>/board", pages.components, name="board"),
]


@dataclass
class Colleague:
    """Somebody who holds one permission."""

    permission: str

    def may_anywhere(self, permission: str) -> bool:
        return permission == self.permission


@dataclass
class Firm:
    """A company, as far as an address needs one."""

    slug: str


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(slots, "_registered", {})
    monkeypatch.setattr(navigation, "_items", {})
    with override_settings(ROOT_URLCONF=__name__):
        yield


def asked(address: str, *, actor: object = None, company: object = None) -> HttpRequest:
    request = RequestFactory().get(address)
    request.actor, request.company = actor, company  # type: ignore[attr-defined]  # the middleware sets them
    return request


def first(request: HttpRequest | None, **facts: object) -> str:
    return mark_safe(f"<b>{facts['pk']}</b>")


def second(request: HttpRequest | None, **facts: object) -> str:
    return "<script>"


def nothing(request: HttpRequest | None, **facts: object) -> str:
    return ""


def test_slot_shows_panels_in_order_and_escapes_what_is_not_markup() -> None:
    slots.register("record.panels", second, order=20)
    slots.register("record.panels", nothing, order=15)
    slots.register("record.panels", first, order=10)
    slots.register("record.panels", first, order=10)
    assert slots.render("record.panels", None, pk=7) == "<b>7</b>&lt;script&gt;"


def test_unknown_slot_is_an_error() -> None:
    with pytest.raises(LookupError, match="declare it"):
        slots.register("nowhere", first)
    with pytest.raises(LookupError, match="declare it"):
        slots.render("nowhere", None)


def test_slots_are_few_and_explained() -> None:
    assert len(slots.SLOTS) <= 15
    assert all(slot.facts for slot in slots.SLOTS.values())


def test_menu_shows_what_one_may_use_in_order() -> None:
    navigation.register(NavItem("Deep", "deep", "may.dig", order=20))
    navigation.register(NavItem("Front", "front", "", order=10))
    assert [link.label for link in navigation.links(asked("/front"), "desk")] == ["Front"]
    digger = asked("/front", actor=Colleague("may.dig"))
    assert [link.label for link in navigation.links(digger, "desk")] == ["Front", "Deep"]
    assert navigation.links(digger, "phone") == []
    navigation.register(NavItem("Deep", "deep", ("may.fly", "may.dig"), order=20))
    assert [link.label for link in navigation.links(digger, "desk")] == ["Front", "Deep"]
    navigation.register(NavItem("Deep", "deep", ("may.fly", "may.swim"), order=20))
    assert [link.label for link in navigation.links(digger, "desk")] == ["Front"]


def test_menu_marks_the_nearest_page_only() -> None:
    navigation.register(NavItem("Front", "front", ""))
    navigation.register(NavItem("Deep", "deep", ""))
    current = [link.label for link in navigation.links(asked("/front/deep"), "desk") if link.is_current]
    assert current == ["Deep"]


def test_page_of_a_company_is_in_the_menu_of_that_company_only() -> None:
    navigation.register(NavItem("Board", "board", ""))
    assert navigation.links(asked("/front"), "desk") == []
    assert [link.url for link in navigation.links(asked("/front", company=Firm("oak")), "desk")] == ["/c/oak/board"]


def test_registering_again_replaces() -> None:
    navigation.register(NavItem("Front", "front", ""))
    navigation.register(NavItem("First page", "front", ""))
    assert [link.label for link in navigation.links(asked("/front"), "desk")] == ["First page"]
