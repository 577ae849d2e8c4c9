"""Pages in a browser, against a server of our own whose events are delivered as the worker would.

`opens(world.desk, "/c/chunhe/desk/")` is a page in which they have signed in. Whatever its console complains of fails the
test, unless the test says that it expects it. Pictures go to `pictures/flows/`, which is not committed; with LINLI_README=1
those that README shows are written anew.
"""

import contextvars
import io
import os
import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from dev import axe
from dev import browser as installed
from linli.core import clock, events
from linli.ui.context import TYPE_COOKIE
from tests.world import Someone, World

PICTURES = Path(__file__).parents[2] / "pictures" / "flows"
ARGUMENTS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync"
EXPECTED = re.compile(r"status of (409|422|403)|sendAbort|afterRequest|sendError|INTERNET_DISCONNECTED")
PHONE, DESK = (360, 740), (1440, 900)
README = os.environ.get("LINLI_README") == "1"
SHOWN = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 200

# Playwright's loop runs in the test's own thread, in which Django then refuses to ask the database unless told.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Ends with its module: two of Playwright's loops cannot run in one thread, and other tests start their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed.ready(), args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture
def delivering(transactional_db: None, world: World) -> Iterator[None]:
    """Events reach their handlers soon after commit, as with the worker process."""
    stopping = threading.Event()

    def deliver() -> None:
        try:
            while not stopping.is_set():
                if not events.deliver_all(limit=100):
                    stopping.wait(0.05)
        finally:
            connection.close()

    thread = threading.Thread(target=deliver, name="delivery")
    thread.start()
    yield
    stopping.set()
    thread.join(timeout=10)


@pytest.fixture
def opens(
    chromium: Browser, live_server: LiveServer, delivering: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Page]]:
    """`opens(who, path, size=PHONE)`: a page of the live server; `who` None has not signed in.

    `dark`, `large` and `scripts` say how the browser is set; on a phone one taps.
    """
    # Each request has a thread of its own here, and must not leave its connection behind.
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    contexts: list[Any] = []
    complaints: list[str] = []

    def hear(message: Any) -> None:
        if message.type in {"error", "warning"} and not EXPECTED.search(message.text):
            complaints.append(message.text)

    def open_page(
        who: Someone | None,
        path: str,
        *,
        size: tuple[int, int] = DESK,
        dark: bool = False,
        large: bool = False,
        scripts: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            has_touch=size[0] < 700,
            device_scale_factor=2 if README else 1,
        )
        contexts.append(context)
        if large:
            context.add_cookies([{"name": TYPE_COOKIE, "value": "large", "url": live_server.url}])
        if who is not None:
            client = Client()
            client.force_login(who.account)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page: Page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def later(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], datetime]:
    """`later(7)`: seven minutes pass, for everybody; the moment it is then."""
    now = world.at

    def passes(minutes: int) -> datetime:
        nonlocal now
        now += timedelta(minutes=minutes)
        monkeypatch.setattr(clock, "_held", contextvars.ContextVar("linli_clock", default=now))
        return now

    return passes


@pytest.fixture
def pictured() -> Callable[[Page, str], None]:
    """`pictured(page, "desk")` leaves a picture of the whole page, to be looked at."""

    def picture(page: Page, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=PICTURES / f"{name}-{page.viewport_size['width'] if page.viewport_size else 0}.png", full_page=True
        )

    return picture


@pytest.fixture
def judged() -> Callable[[Page], list[str]]:
    """`judged(page)`: what axe finds serious on the page as it is now; nothing where axe could not be fetched."""
    program = axe.script()

    def judge(page: Page) -> list[str]:
        if program is None:
            return []
        page.evaluate(program.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
        return [
            f"{one['id']}: {node['html'][:160]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
        ]

    return judge


@pytest.fixture
def shown() -> Callable[[Page, str], None]:
    """`shown(page, "report")`: what stands on the screen, kept for README when that is asked for."""

    def show(page: Page, name: str) -> None:
        if README:
            SHOWN.mkdir(parents=True, exist_ok=True)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(COLOURS, dither=Image.Dither.NONE).save(SHOWN / f"{name}.png", optimize=True)

    return show
