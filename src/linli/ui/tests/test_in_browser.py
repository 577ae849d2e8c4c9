"""The living page in a browser: nothing overflows, everything can be touched, and what scripts add works."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Dialog, FilePayload, Page, Request, expect, sync_playwright

from dev import browser as installed

pytestmark = pytest.mark.browser
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PICTURES = Path(__file__).parents[4] / "pictures" / "ui"
PHONE, DESK = (360, 740), (1440, 900)
LOOKS = {
    "phone": (PHONE, "layout=phone&theme=light"),
    "phone-dark": (PHONE, "layout=phone&theme=dark"),
    "phone-large": (PHONE, "layout=phone&theme=light&type=large"),
    "phone-plain": (PHONE, "layout=phone&theme=light&vendor=no"),
    "phone-english": (PHONE, "layout=phone&theme=light&lang=en"),
    "desk": (DESK, "theme=light"),
    "desk-dark": (DESK, "theme=dark"),
    "desk-plain": (DESK, "theme=light&vendor=no"),
    "desk-english-large": (DESK, "theme=light&lang=en&type=large"),
    "desk-on-a-phone": (PHONE, "theme=light"),
}
SMALL_TARGETS = """
[...document.querySelectorAll("a.btn, button, summary, select, textarea, input:not([type=hidden]), .l-tabs a, .l-nav a")]
  .map(one => one.closest("label, .l-camera") ?? one)
  .filter(one => one.offsetParent && !one.matches('.l-desk-page .btn-sm'))  // small only for a mouse
  .map(one => [one.outerHTML.slice(0, 80), Math.round(one.getBoundingClientRect().height * 10) / 10])
  .filter(([, height]) => height < 44)
"""
EXPECTED = re.compile(r"status of (409|403)")
PIXEL = bytes.fromhex("474946383961010001008000007b8882000000 2c00000000010001000002024401003b".replace(" ", ""))


class Threading(ThreadingMixIn, WSGIServer):
    """A server that answers several requests of a browser at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Writes no line per request."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to say."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The pages of the look need no database, so a thread of our own serves them."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Threading, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed.ready(), args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A phone; whatever its console complains of fails the test."""
    context = chromium.new_context(base_url=address, locale="zh-CN", viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not [complaint for complaint in complaints if not EXPECTED.search(complaint)]


@pytest.mark.parametrize("name", LOOKS)
def test_nothing_overflows_and_a_picture_is_left(page: Page, name: str) -> None:
    (width, height), look = LOOKS[name]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"/ui?{look}")
    page.wait_for_load_state("networkidle")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(
    "look", ["layout=phone", "layout=phone&vendor=no", "layout=desk", "layout=phone&type=large&lang=en"]
)
def test_everything_is_large_enough_to_touch(page: Page, look: str) -> None:
    page.goto(f"/ui?{look}")
    assert page.evaluate(SMALL_TARGETS) == []


def test_countdown_ticks_into_the_red(page: Page) -> None:
    page.clock.install()
    page.goto("/ui")
    clock = page.locator("[data-deadline].l-soon").first
    expect(clock).to_have_text("还剩 12 分")
    deadline = clock.get_attribute("data-deadline")
    page.clock.run_for(15 * 60 * 1000)
    late = page.locator(f"[data-deadline='{deadline}']")
    expect(late).to_have_text("超时 3 分")
    expect(late).to_have_class("l-pill l-over")


def test_page_follows_the_device_into_the_dark_until_one_chooses(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/ui")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")
    page.locator("header .l-menu summary").click()
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_photos_are_shown_before_they_are_sent(page: Page) -> None:
    page.goto("/ui?layout=phone")
    snapshots: list[FilePayload] = [{"name": f"{n}.gif", "mimeType": "image/gif", "buffer": PIXEL} for n in range(2)]
    page.locator("#id_snapshots").set_input_files(snapshots)
    expect(page.locator("[data-preview=id_snapshots] img")).to_have_count(2)
    expect(page.get_by_text("已选 2 张照片")).to_be_visible()
    page.locator("#id_pictures").set_input_files(snapshots * 2)
    assert page.locator("#id_pictures").evaluate("input => input.validationMessage") == "最多选 3 张照片。"


def test_question_before_an_act_that_cannot_be_taken_back(page: Page) -> None:
    page.goto("/ui")
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    page.on("request", note)
    asked: list[str] = []

    def decline(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", decline)
    page.get_by_role("button", name="取消借阅").click()
    assert asked == ["要取消这次借阅吗？系统会通知读者。"]
    assert sent == []
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.get_by_role("button", name="取消借阅").click()
    assert len(sent) == 1


def test_half_typed_text_survives_a_reload_and_a_failure_until_it_was_sent(page: Page) -> None:
    page.goto("/ui")
    remark = page.locator("#id_remark")
    remark.fill("灯一闪一闪")
    page.reload()
    expect(remark).to_have_value("灯一闪一闪")
    send = "document.querySelector('[data-draft]').noValidate = true; document.querySelector('[data-draft]').requestSubmit()"
    page.context.clear_cookies()  # without its cookie the token is not accepted
    page.evaluate(send)
    expect(page.get_by_role("heading")).to_have_text("这一页打开太久了")
    page.goto("/ui")
    expect(remark).to_have_value("灯一闪一闪")
    with page.expect_navigation():
        page.evaluate(send)
    expect(remark).to_have_value("")


def test_poll_leaves_what_is_already_shown_in_place(page: Page) -> None:
    page.clock.install()
    page.goto("/ui/progress")
    for _poll in range(3):
        with page.expect_response("**/ui/progress") as answered:
            page.clock.run_for(2100)
        answered.value.finished()
        page.clock.run_for(200)
        kept = page.evaluate(
            "const bar = document.querySelector('.l-progress'); const was = bar.kept; bar.kept = true; was"
        )
    assert kept is True


def test_refusal_appears_on_top_of_the_page(page: Page) -> None:
    page.goto("/ui")
    told = {"HX-Retarget": "#l-told", "HX-Reswap": "innerHTML"}
    page.route("**/ui/appearance", lambda route: route.fulfill(status=409, body="<p>灯已借出</p>", headers=told))
    page.get_by_role("button", name="归还").click()
    expect(page.locator("#l-told")).to_have_text("灯已借出")
    expect(page.locator("#status")).to_be_visible()


def test_keyboard_reaches_content_menus_and_chips(page: Page) -> None:
    page.goto("/ui")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.locator("header .l-menu summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="大字").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("header .l-menu")).not_to_have_attribute("open", "")
    page.locator("#verbs input[name=kind]").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#verbs input[name=kind]").nth(1)).to_be_checked()
