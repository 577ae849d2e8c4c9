"""The clerk at the desk, telephone in one hand: only the keyboard, and nothing typed is ever lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from linli.core import scope
from linli.core.access import SYSTEM
from linli.servicedesk import actions
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.models import Request
from linli.servicedesk.terms import Channel
from linli.servicedesk.tests.readers import SURE, UNSURE, reads
from linli.work import actions as work
from linli.work.models import Order
from linli.work.terms import Category, State
from tests.flows.conftest import DESK, PHONE
from tests.orders import MINUTE, in_state, triaged
from tests.world import World

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]
Pictured = Callable[[Page, str], None]
URL = "/c/chunhe/desk/"


def test_a_report_is_taken_by_telephone_with_the_keyboard_alone(
    world: World, opens: Opens, pictured: Pictured, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=SURE, urgency="emergency", danger="爆管")
    page = opens(world.desk, URL)
    page.keyboard.press("n")
    page.keyboard.type("8001", delay=40)
    expect(page.locator("#callers")).to_contain_text("王秀英")
    page.keyboard.press("Enter")
    page.keyboard.type("厨房水管爆了，水往外喷")
    expect(page.locator("#guess")).to_contain_text("急修")
    pictured(page, "desk-typing")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile("已登记 BX260310-0001"))).to_be_visible()
    # The poll tells the clerk what to tell the caller as soon as somebody is asked.
    expect(page.get_by_text(re.compile("请告诉住户：已派李师傅，预计 10:"))).to_be_visible(timeout=15_000)
    expect(page.locator("#id_text")).to_have_value("")
    pictured(page, "desk-taken")
    kept = Request.objects.get()
    assert (kept.person, kept.place) == (world.wang.person, world.place("1-1-101"))


def test_who_types_faster_than_we_search_loses_nothing(
    world: World, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=SURE)
    page = opens(world.desk, URL)
    page.keyboard.press("n")
    page.keyboard.type("张伟")
    page.keyboard.press("Enter")
    page.keyboard.type("灯不亮")
    expect(page.locator("#callers input:checked")).to_have_count(1)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile("已登记 BX"))).to_be_visible()
    assert (Request.objects.get().person, Request.objects.get().text) == (world.tenant.person, "灯不亮")


def test_a_half_typed_report_outlives_reload_poll_and_complaint(
    world: World, opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=SURE)
    page = opens(world.desk, URL)
    page.fill("#report-q", "王秀英")
    page.locator("#callers input").first.check()
    page.fill("#id_text", "楼道灯不亮")
    page.fill("#id_phone", "12")
    key = page.locator("[name=key]").input_value()
    page.reload()
    expect(page.locator("#id_text")).to_have_value("楼道灯不亮")
    expect(page.locator("#callers input:checked")).to_have_count(1)
    assert page.locator("[name=key]").input_value() == key
    with scope.company(world.company):
        triaged(world, place="lift", category=Category.LIFT)
    expect(page.locator("#desk-inbox")).to_contain_text("电梯", timeout=15_000)
    expect(page.locator("#id_text")).to_have_value("楼道灯不亮")
    page.keyboard.press("Escape")
    page.focus("#id_text")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("这个号码打不通，请再问一遍。")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("楼道灯不亮")
    expect(page.locator("#callers input:checked")).to_have_count(1)
    page.fill("#id_phone", "")
    page.click("#report-send")
    expect(page.get_by_text(re.compile("已登记 BX"))).to_be_visible()
    page.goto(URL)
    expect(page.locator("#id_text")).to_have_value("")
    assert Request.objects.count() == 1


def test_one_key_decides_what_the_model_could_not(
    world: World, opens: Opens, pictured: Pictured, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, category=Category.DRAINS, confidence=UNSURE)
    with scope.company(world.company):
        first, second = (
            actions.take_report(
                report=Report(world.place(place), text, key=text, channel=Channel.PHONE),
                reporter=Reporter(),
                by=world.actor(world.desk),
                at=world.at + n * MINUTE,
            )
            for n, (place, text) in enumerate([("1-1-101", "厨房有怪味"), ("1-1-102", "阳台地漏反味")])
        )
    page = opens(world.desk, URL)
    expect(page.locator(".d-card")).to_have_count(2, timeout=15_000)
    pictured(page, "desk-deciding")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.get_by_text(re.compile(f"{second.order.number} 已判为“管道疏通”"))).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".d-card")).to_have_count(0)
    assert Order.objects.get(pk=second.order_id).category == "drains"
    assert Order.objects.get(pk=first.order_id).category not in {"", "drains"}


def test_the_desk_works_without_scripts(world: World, opens: Opens) -> None:
    page = opens(world.desk, URL, scripts=False)
    page.fill("#report-q", "王秀英")
    page.fill("#id_text", "水管漏水")
    page.press("#report-q", "Enter")
    page.locator("#callers input").first.check()
    expect(page.locator("#id_text")).to_have_value("水管漏水")
    page.click("#report-send")
    expect(page.get_by_text(re.compile("已登记 BX"))).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (DESK, True), (PHONE, False), (PHONE, True)])
def test_the_desks_pages_fit_their_screens_and_every_reader(
    world: World,
    opens: Opens,
    pictured: Pictured,
    judged: Callable[[Page], list[str]],
    size: tuple[int, int],
    dark: bool,
) -> None:
    with scope.company(world.company):
        orders = [in_state(world, state, place=place) for state, place in [
            (State.ASSIGNED, "1-1-101"), (State.STARTED, "1-1-102"), (State.PAUSED, "lobby"), (State.DONE, "2-1-101"),
        ]]  # fmt: skip
        triaged(world, place="lift", category=Category.LIFT)
        work.fall_due(by=SYSTEM, at=world.at + timedelta(hours=25))
    name = "dark" if dark else "light"
    for what, path in (
        ("inbox", URL),
        ("board", "/c/chunhe/desk/board"),
        ("orders", "/c/chunhe/orders/"),
        ("order", f"/c/chunhe/orders/{orders[0].pk}/"),
    ):
        page = opens(world.desk, path, size=size, dark=dark)
        page.wait_for_load_state("networkidle")
        pictured(page, f"{what}-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") == size[0], what
        assert judged(page) == [], what
        page.close()
