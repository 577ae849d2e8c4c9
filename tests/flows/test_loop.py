"""The whole loop from need to verdict, played in browsers: a resident at the leak, a worker with one thumb, a manager.

Nothing is put in their place: the report is read by the shipped model, the worker chosen by the engine, each step told by events.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from linli.core import scope
from linli.core.access import SYSTEM
from linli.servicedesk.models import Request
from linli.work.actions import fall_due
from linli.work.models import Assignment, Evidence, Order, Rating
from linli.work.terms import Category, State
from tests.flows.conftest import DESK, PHONE
from tests.flows.measures import Thumb, faults, on_screen
from tests.history import FORTNIGHT, IN_HAND, Life, lived
from tests.photos import photo
from tests.world import World

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]
Pictured = Callable[[Page, str], None]
Judged = Callable[[Page], list[str]]
Later = Callable[[int], datetime]

LEAK, MENDED = photo("steelblue", (1200, 900)), photo("seagreen", (900, 1200))
SMALL_PHONE = (360, 640)
"""What is left of a phone's screen under the bars of a browser."""
SLOW = 15_000


@pytest.fixture
def fortnight(world: World, later: Later) -> World:
    """Two weeks of history, so that figures have something to differ from."""
    with scope.company(world.company):
        for life in (*FORTNIGHT, *IN_HAND):
            lived(world, life)
        fall_due(by=SYSTEM, at=world.at)
    return world


def number(page: Page, label: str) -> str:
    """A number of the morning by its label, with what stands under it."""
    stat: Locator = page.locator("a.l-stat").filter(has_text=label)
    return re.sub(r"\s+", " ", stat.inner_text().replace(label, "")).strip()


def load_of(page: Page, worker: str) -> list[str]:
    """What the morning says of a worker: in hand, usual minutes, done today."""
    return page.locator("tr").filter(has_text=worker).locator("td").all_inner_texts()


def both_sizes(page: Page, pictured: Pictured, name: str) -> None:
    """A picture of the page on a phone and on a desk, left as it was."""
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        pictured(page, f"loop-{name}")


def headline(page: Page) -> Locator:
    """The one sentence that answers who comes and when."""
    return page.locator(".r-head")


def test_the_loop_from_need_to_verdict(
    fortnight: World, opens: Opens, pictured: Pictured, shown: Pictured, judged: Judged, later: Later
) -> None:
    world = fortnight
    manager = opens(world.manager, "/c/chunhe/today/")
    assert number(manager, "收到") == "10 上周 3"
    assert number(manager, "业主评星") == "3.5 共 6 单 · 上周 3.3"
    assert load_of(manager, "李师傅") == ["0", "–", "1"]

    # A leak in the kitchen: three taps and one photo, all on the first screen.
    resident, thumb = opens(None, f"/q/{world.code('1-1-101')}/", size=SMALL_PHONE), Thumb()
    chips, camera, send = resident.locator(".l-chip"), resident.locator("#id_photos"), resident.locator("#send")
    assert on_screen(
        resident, resident.get_by_text("春和苑 1幢 1单元 101"), *chips.all(), resident.locator(".l-camera"), send
    )
    assert faults(resident) + judged(resident) == []
    thumb.tap(chips.filter(has_text="漏水"))
    thumb.photograph(camera, "leak.jpg", LEAK)
    resident.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    shown(resident, "report")
    pictured(resident, "loop-report")
    thumb.tap(send)
    resident.wait_for_url("**/r/*/")
    assert thumb.taps <= 4

    # Read and assigned within the next poll; the engine's reason is kept.
    expect(headline(resident)).to_contain_text("已通知李师傅，最晚 11:00 答复您。", timeout=SLOW)
    both_sizes(resident, pictured, "asked")
    kept = Request.objects.get(text="家里漏水")
    assert kept.order.category == Category.PLUMBING
    asked = Assignment.objects.get(order=kept.order)
    assert (asked.staff, asked.is_automatic) == (world.li.staff, True)
    assert asked.decision

    # The worker: one button under the thumb each time.
    later(6)
    worker, hand = opens(world.li, "/c/chunhe/field/", size=PHONE), Thumb()
    button = worker.locator(".l-bar button")
    expect(worker.locator(".p-place")).to_have_text("春和苑 1幢 1单元 101")
    assert on_screen(worker, worker.locator(".p-place"), worker.locator(".p-said"), button)
    both_sizes(worker, pictured, "worker-asked")
    expect(button).to_have_text("接单")
    hand.tap(button)
    expect(button).to_have_text("出发")
    expect(headline(resident)).to_contain_text(
        re.compile(r"李师傅(预计 10:\d\d 到|已接单，会尽快上门)。"), timeout=SLOW
    )
    shown(resident, "who-comes")
    both_sizes(resident, pictured, "expected")
    for minutes, words, sentence in ((4, "到了，开始", "李师傅正在来的路上。"), (9, "完工", "李师傅正在处理。")):
        later(minutes)
        hand.tap(button)
        expect(button).to_have_text(words)
        expect(headline(resident)).to_contain_text(sentence, timeout=SLOW)

    # A chosen photo outlives polls, a lost connection and a refused verb.
    later(26)
    assert faults(worker) + judged(worker) == []
    worker.reload()
    shown(worker, "worker")
    hand.tap(button)
    expect(worker.locator("#l-told")).to_contain_text("完工照片")
    hand.taps -= 1
    hand.photograph(worker.locator("#id_photos"), "mended.jpg", MENDED)
    both_sizes(worker, pictured, "worker-mended")
    worker.once("dialog", lambda told: told.accept())
    worker.context.set_offline(True)
    with worker.expect_event("dialog"):
        button.tap()
    worker.context.set_offline(False)
    with scope.company(world.company):
        lived(world, Life(timedelta(0), place="garden", worker="zhao"))
    worker.wait_for_timeout(5_500)
    assert worker.evaluate("document.querySelector('#id_photos').files.length") == 1
    hand.tap(button)
    expect(worker.get_by_text("今天完成 2 单")).to_be_visible()
    assert hand.taps == 5

    # The verdict: two taps, and the proof is there to be seen.
    expect(headline(resident)).to_contain_text("李师傅已完工。都好了吗？", timeout=SLOW)
    expect(resident.locator("main img")).to_have_count(2)
    assert faults(resident) + judged(resident) == []
    both_sizes(resident, pictured, "done")
    later(5)
    judging = Thumb()
    judging.tap(resident.locator(".l-stars label").nth(4))
    judging.tap(resident.get_by_role("button", name="提交评价"))
    expect(headline(resident)).to_contain_text("已完工，谢谢您的评价。")
    assert judging.taps == 2
    both_sizes(resident, pictured, "rated")
    order = Order.objects.get(pk=kept.order_id)
    assert (order.state, order.stars, Rating.objects.get(order=order).stars) == (State.RATED, 5, 5)
    assert Evidence.objects.filter(order=order).count() == 2

    # The manager's figures have changed, and from a number it is two clicks to the order.
    manager.reload()
    assert number(manager, "收到") == "12 上周 3"
    assert number(manager, "业主评星") == "3.7 共 7 单 · 上周 3.3"
    assert load_of(manager, "李师傅") == ["0", "–", "2"]
    assert faults(manager) + judged(manager) == []
    shown(manager, "today")
    both_sizes(manager, pictured, "today")
    manager.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    manager.locator("a.l-stat").filter(has_text="业主评星").click()
    expect(manager.locator("[data-count]")).to_have_text("共 7 单")
    manager.get_by_role("link", name=order.number).click()
    expect(manager.locator("main")).to_contain_text("家里漏水")
    both_sizes(manager, pictured, "order")


def test_the_same_loop_without_scripts(world: World, opens: Opens, pictured: Pictured, later: Later) -> None:
    resident = opens(None, f"/q/{world.code('1-1-102')}/", size=PHONE, scripts=False)
    resident.locator(".l-chip").filter(has_text="没电").tap()
    resident.locator("#id_photos").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": LEAK})
    resident.locator("#send").tap()
    resident.wait_for_url("**/r/*/")
    for _second in range(20):
        resident.reload()
        if "已通知" in headline(resident).inner_text():
            break
        resident.wait_for_timeout(500)
    asked = Assignment.objects.get()
    worker = opens(
        {world.li.staff.pk: world.li, world.zhao.staff.pk: world.zhao}[asked.staff_id], "/", size=PHONE, scripts=False
    )
    worker.wait_for_url("**/c/chunhe/field/")
    button = worker.locator(".l-bar button")
    expect(button).to_have_text("接单")
    for words, told in (("出发", "预计|已接单"), ("到了，开始", "正在来的路上"), ("完工", "正在处理")):
        later(5)
        button.tap()
        expect(button).to_have_text(words)
        resident.reload()
        expect(headline(resident)).to_contain_text(re.compile(told))
    pictured(worker, "plain-worker")
    worker.locator("#id_photos").set_input_files({"name": "b.jpg", "mimeType": "image/jpeg", "buffer": MENDED})
    button.tap()
    expect(worker.get_by_text("现在没有工单")).to_be_visible()
    resident.reload()
    expect(headline(resident)).to_contain_text("已完工。都好了吗？")
    pictured(resident, "plain-done")
    resident.locator(".l-stars input").nth(3).check(force=True)
    resident.get_by_role("button", name="提交评价").tap()
    expect(headline(resident)).to_contain_text("已完工，谢谢您的评价。")
    assert (Order.objects.get().stars, Order.objects.get().state) == (4, State.RATED)


def test_what_is_wrong_with_a_report_is_said_and_nothing_of_it_is_lost(
    world: World, opens: Opens, pictured: Pictured
) -> None:
    page = opens(None, f"/q/{world.code('lobby')}/", size=PHONE)
    page.locator("#send").tap()
    expect(page.locator("#wrong")).to_contain_text("请写几个字")
    page.fill("#id_text", "大堂的灯一闪一闪")
    page.locator("#id_photos").set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no photo"})
    page.locator("#send").tap()
    expect(page.locator("#wrong")).to_contain_text("“notes.txt”不是照片")
    pictured(page, "loop-report-wrong")
    page.locator("#id_photos").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": LEAK})
    page.once("dialog", lambda told: told.accept())
    page.context.set_offline(True)
    with page.expect_event("dialog"):
        page.locator("#send").tap()
    page.context.set_offline(False)
    expect(page.locator("#id_text")).to_have_value("大堂的灯一闪一闪")
    page.locator("#send").dblclick()
    page.wait_for_url("**/r/*/")
    assert Request.objects.get().order.evidence.count() == 1
    page.goto(f"/q/{world.code('lobby')}/")
    expect(page.get_by_text("您已报过")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("")
