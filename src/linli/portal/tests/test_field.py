"""The field worker's page: what next, with one thumb, and nothing of anybody else."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.servicedesk import actions as servicedesk
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.terms import Channel
from linli.work import actions as work
from linli.work.models import Evidence, Order
from linli.work.terms import Area, Category, State, Urgency
from tests.history import Life, lived
from tests.orders import MINUTE, in_state, triaged
from tests.pages import ClientOf, said
from tests.photos import JPEG
from tests.world import World

FIELD = "/c/chunhe/field/"
HTMX = {"HX-Request": "true"}
BUTTONS = {
    State.ASSIGNED: ("接单", "acceptance"),
    State.ACCEPTED: ("出发", "departure"),
    State.ON_THE_WAY: ("到了，开始", "start"),
    State.PAUSED: ("继续", "resumption"),
    State.STARTED: ("完工", "completion"),
}


def bar(page: str) -> str:
    """What stands under the thumb."""
    found = re.search(r'<div class="l-bar">.*?</div></div>', page, re.DOTALL)
    return found[0] if found else ""


def asked_to(world: World, *, urgency: Urgency = Urgency.NORMAL, place: str = "1-1-102", minutes: int = 5) -> Order:
    """An order that 李师傅 is asked to do."""
    order = triaged(world, place=place, urgency=urgency)
    by, at = world.actor(world.desk), world.at + minutes * MINUTE
    return work.assign_order(order_id=order.pk, staff_id=world.li.staff.pk, by=by, at=at)


@pytest.mark.parametrize("state", BUTTONS)
def test_one_button_per_state_stands_under_the_thumb(world: World, client_of: ClientOf, state: State) -> None:
    order = in_state(world, state)
    page = said(client_of(world.li).get(FIELD))
    words, verb = BUTTONS[state]
    assert re.findall(r"<button[^>]*>.*?</svg>([^<]+)</button>", bar(page)) == [words]
    assert f"/c/chunhe/orders/{order.pk}/{verb}" in page
    assert order.place.full_name in page
    assert order.text in page


@pytest.mark.parametrize("htmx", [False, True])
def test_a_thumb_leads_through_the_whole_order(world: World, client_of: ClientOf, *, htmx: bool) -> None:
    order, browser = asked_to(world), client_of(world.li)
    headers = HTMX if htmx else {}
    for state, (_words, verb) in BUTTONS.items():
        if state is State.PAUSED:
            continue
        sent: dict[str, Any] = {"next": FIELD}
        if verb == "completion":
            sent["photos"] = SimpleUploadedFile("done.jpg", JPEG, "image/jpeg")
        answer = browser.post(f"/c/chunhe/orders/{order.pk}/{verb}", sent, headers=headers, follow=True)
        page = said(answer)
        assert answer.redirect_chain == [(FIELD, 302)]
        assert order.number in page
        assert page.lstrip().startswith('<div class="l-stack" id="field"') is htmx
    assert Order.objects.get(pk=order.pk).state == State.DONE
    assert Evidence.objects.filter(order=order, moment=Evidence.Moment.AFTER).count() == 1
    assert "现在没有工单" in page
    assert "今天完成 1 单" in page
    assert bar(page) == ""


def test_a_worker_never_types(world: World, client_of: ClientOf) -> None:
    in_state(world, State.STARTED)
    page = said(client_of(world.li).get(FIELD))
    assert set(re.findall(r'<input[^>]* type="(\w+)"', page)) == {"hidden", "file", "radio"}
    assert "<textarea" not in page
    assert "<select" not in page


@pytest.mark.parametrize(
    ("verb", "sent", "after"),
    [
        ("completion", {"note": "已修好，试过正常"}, State.DONE),
        ("pause", {"reason": "waiting_part"}, State.PAUSED),
        ("return", {"reason": "不是我的工种"}, State.TRIAGED),
    ],
)
def test_a_tap_is_enough_to_finish_pause_or_give_back(
    world: World, client_of: ClientOf, verb: str, sent: dict[str, str], after: State
) -> None:
    order = in_state(world, State.STARTED)
    browser = client_of(world.li)
    assert all(value in said(browser.get(FIELD)) for value in sent.values())
    browser.post(f"/c/chunhe/orders/{order.pk}/{verb}", {**sent, "next": FIELD})
    assert Order.objects.get(pk=order.pk).state == after


def test_a_refused_verb_leaves_the_page_and_its_photos_alone(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.STARTED)
    answer = client_of(world.li).post(f"/c/chunhe/orders/{order.pk}/completion", {"next": FIELD}, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#l-told"
    assert "完工照片" in said(answer)
    assert 'id="field"' not in said(answer)


def test_an_emergency_stands_above_whatever_is_in_hand(world: World, client_of: ClientOf) -> None:
    in_hand = in_state(world, State.STARTED)
    urgent = asked_to(world, urgency=Urgency.EMERGENCY)
    calm = asked_to(world, place="1-1-201", minutes=6)
    context = client_of(world.li).get(FIELD).context
    assert [each.order for each in context["urgent"]] == [urgent]
    assert context["card"].order == in_hand
    assert [each.order for each in context["following"]] == [calm]
    page = said(client_of(world.li).get(FIELD))
    assert page.index(urgent.place.full_name) < page.index(in_hand.place.full_name) < page.index(calm.place.full_name)


def test_whoever_reported_can_be_called_and_their_photo_seen(world: World, client_of: ClientOf) -> None:
    kept = servicedesk.take_report(
        report=Report(world.place("1-1-101"), "厨房漏水", key="k", channel=Channel.PHONE, photos=[JPEG]),
        reporter=Reporter("王阿姨", "138 0013 8001"),
        by=world.actor(world.desk),
        at=world.at,
    )
    work.triage_order(
        order_id=kept.order_id,
        category=Category.PLUMBING,
        area=Area.INDOOR,
        urgency=Urgency.NORMAL,
        by=world.actor(world.desk),
        at=world.at,
    )
    work.assign_order(order_id=kept.order_id, staff_id=world.li.staff.pk, by=world.actor(world.desk), at=world.at)
    page = said(client_of(world.li).get(FIELD))
    assert 'href="tel:13800138001"' in page
    assert "打给王阿姨" in page
    photo = re.search(r'<img src="([^"]+)"', page)
    assert photo is not None
    assert client_of(world.li).get(photo[1])["Content-Type"] == "image/jpeg"
    assert client_of(world.zhao).get(photo[1]).status_code == 404


def test_a_worker_sees_nothing_of_other_workers_or_companies(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ACCEPTED)
    assert order.number in said(client_of(world.li).get(FIELD))
    assert order.number not in said(client_of(world.zhao).get(FIELD))
    assert client_of(world.other_worker).get(FIELD).status_code == 404
    assert "现在没有工单" in said(client_of(world.other_worker).get("/c/qiushi/field/"))
    refused = client_of(world.zhao).post(f"/c/chunhe/orders/{order.pk}/departure", {"next": FIELD})
    assert refused.status_code == 404


def test_duty_and_the_days_harvest_are_told(world: World, client_of: ClientOf, held: Callable[..., Any]) -> None:
    lived(world, Life(timedelta(hours=4), stars=5))
    lived(world, Life(timedelta(hours=3), stars=4, place="1-1-102"))
    page = said(client_of(world.li).get(FIELD))
    assert "当班到 18:00" in page
    assert "今天完成 2 单" in page
    assert "4.5" in page
    with held(world.at.replace(hour=20)):
        assert "不当班；下一班" in said(client_of(world.li).get(FIELD))


def test_a_poll_is_answered_shortly_while_nothing_happens(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.li)
    first = browser.get(FIELD, headers=HTMX)
    again = browser.get(FIELD, headers={**HTMX, "If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    asked_to(world)
    news = browser.get(FIELD, headers={**HTMX, "If-None-Match": first["ETag"]})
    assert news.status_code == 200
    assert "接单" in said(news)


def test_five_orders_cost_as_many_queries_as_one(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.li)
    asked_to(world)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(FIELD).status_code == 200
        return len(asked)

    cost()
    once = cost()
    for n, place in enumerate(("1-1-201", "1-1-202", "1-1-301", "1-1-302")):
        asked_to(world, place=place, minutes=6 + n)
    assert cost() == once <= 14
