"""The pages of residents, workers and managers as they look: on a phone and at a desk, dark, in large type."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from linli.core import scope
from linli.core.access import SYSTEM
from linli.servicedesk import actions as servicedesk
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.models import Request
from linli.servicedesk.terms import Channel
from linli.work import actions as work
from linli.work.models import Order
from linli.work.terms import Area, Category, Source, State, Urgency
from tests.flows.conftest import DESK, PHONE
from tests.flows.measures import faults, on_screen
from tests.history import FORTNIGHT, IN_HAND, lived
from tests.orders import MINUTE, in_state
from tests.photos import photo
from tests.world import World

pytestmark = pytest.mark.browser
Opens = Callable[..., Page]
LOOKS: dict[str, dict[str, Any]] = {
    "phone": {"size": PHONE},
    "phone-dark": {"size": PHONE, "dark": True},
    "phone-large": {"size": PHONE, "large": True},
    "desk": {"size": DESK},
    "desk-dark": {"size": DESK, "dark": True},
}

JUDGED = {"phone", "phone-dark", "desk"}
"""Where axe judges too; the others differ from these in size alone."""


@pytest.fixture
def reported(world: World) -> Request:
    """王秀英's own report with a photo, on which 李师傅 is at work, and an emergency that waits for his yes."""
    with scope.company(world.company):
        for life in (*FORTNIGHT[:4], *IN_HAND):
            lived(world, life)
        resident = world.wang.person
        kept = servicedesk.take_report(
            report=Report(world.place("1-1-101"), "厨房水管漏水，一直滴", "k", Channel.PHONE, [photo("steelblue")]),
            reporter=Reporter(resident.name, resident.phone, resident),
            by=world.actor(world.desk),
            at=world.at,
        )
        _asked(world, kept.order, Urgency.NORMAL)
        work.accept_order(order_id=kept.order_id, by=world.actor(world.li), at=world.at)
        work.start_order(order_id=kept.order_id, by=world.actor(world.li), at=world.at)
        urgent = work.open_order(
            place=world.place("lift"),
            text="电梯里有水流下来",
            source=Source.DESK,
            by=world.actor(world.desk),
            at=world.at,
        )
        _asked(world, urgent, Urgency.EMERGENCY)
        in_state(world, State.ACCEPTED, place="1-1-102")
        work.fall_due(by=SYSTEM, at=world.at + MINUTE)
    return kept


def _asked(world: World, order: Order, urgency: Urgency) -> None:
    by = world.actor(world.desk)
    work.triage_order(
        order_id=order.pk, category=Category.PLUMBING, area=Area.INDOOR, urgency=urgency, by=by, at=world.at
    )
    work.assign_order(order_id=order.pk, staff_id=world.li.staff.pk, by=by, at=world.at)


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_fit_and_can_be_read_and_touched(
    world: World,
    reported: Request,
    opens: Opens,
    pictured: Callable[[Page, str], None],
    judged: Callable[[Page], list[str]],
    look: str,
) -> None:
    pages = {
        None: {
            "sign-in": "/sign-in",
            "report": f"/q/{world.code('1-1-101')}/",
            "report-lift": f"/q/{world.code('lift')}/",
        },
        "wang": {"reported": f"/r/{reported.token}/", "mine": "/c/chunhe/mine/"},
        "li": {"field": "/c/chunhe/field/"},
        "guard": {"field-empty": "/c/chunhe/field/"},
        "manager": {"today": "/c/chunhe/today/"},
    }
    found = {}
    for who, theirs in pages.items():
        page = opens(getattr(world, who) if who else None, "/ui/progress", **LOOKS[look])
        for name, path in theirs.items():
            page.goto(path)
            pictured(page, f"{name}-{look}")
            found[name] = faults(page) + (judged(page) if look in JUDGED else [])
        page.close()
    assert found == {name: [] for theirs in pages.values() for name in theirs}


@pytest.mark.parametrize("large", [False, True])
def test_what_a_worker_needs_now_is_on_one_screen(
    world: World, reported: Request, opens: Opens, *, large: bool
) -> None:
    with scope.company(world.company):
        work.return_order(
            order_id=Order.objects.get(text="电梯里有水流下来").pk,
            reason="手上有活",
            by=world.actor(world.li),
            at=world.at,
        )
    page = opens(world.li, "/c/chunhe/field/", size=PHONE, large=large)
    now = [page.locator(one) for one in (".p-place", ".p-said", "#now .l-camera", ".l-bar button")]
    if large:  # the place and the button at least; the rest is a flick away
        now = [now[0], now[1], now[3]]
    assert on_screen(page, *now)
    assert page.locator("input:not([type=hidden]):not([type=file]):not([type=radio]), textarea").count() == 0


def test_large_type_the_language_and_the_way_out_are_two_taps_away(
    world: World, reported: Request, opens: Opens
) -> None:
    for who, path in ((world.li, "/c/chunhe/field/"), (world.wang, "/c/chunhe/mine/")):
        page = opens(who, path, size=PHONE)
        page.get_by_role("button", name="大字").first.tap()
        expect(page.locator("html")).to_have_attribute("data-type", "large")
        page.locator("header .l-menu summary").tap()
        page.get_by_role("button", name="English").tap()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.locator("header .l-menu summary").tap()
        page.get_by_role("button", name="Sign out").tap()
        expect(page).to_have_url(re.compile("/sign-in$"))
