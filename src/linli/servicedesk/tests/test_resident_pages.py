"""The resident's own pages: who comes and when in one sentence, the steps, the verdict, and what they reported before."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.core import clock
from linli.core.access import SYSTEM
from linli.servicedesk.models import Request
from linli.servicedesk.pages.telling import courtesy, headline
from linli.work import actions as work
from linli.work.models import Assignment, Order, Rating
from linli.work.terms import Area, Category, PauseReason, State, Urgency, Verb
from tests.orders import MINUTE
from tests.pages import ClientOf, said
from tests.photos import JPEG
from tests.world import World

HTMX = {"HX-Request": "true"}


def reported(world: World, client_of: ClientOf, *, key: str = "k", home: str = "1-1-101") -> Request:
    """A report made from a home by its resident."""
    resident = {"1-1-101": world.wang, "1-1-102": world.tenant}[home]
    address = f"/c/chunhe/mine/{world.place(home).pk}/report"
    client_of(resident).post(address, {"key": key, "what": ["家里漏水"], "photos": _jpeg()})
    return Request.objects.latest("pk")


def _jpeg() -> SimpleUploadedFile:
    return SimpleUploadedFile("leak.jpg", JPEG, "image/jpeg")


def led_to(world: World, kept: Request, state: State) -> Order:
    """The order of a report, led to a state a minute at a time by 李师傅."""
    at, order_id = world.at + MINUTE, kept.order_id
    desk, li = world.actor(world.desk), world.actor(world.li)
    understood: dict[str, Any] = {"category": Category.PLUMBING, "area": Area.INDOOR, "urgency": Urgency.NORMAL}
    steps: dict[State, Callable[[], Order]] = {
        State.NEW: lambda: kept.order,
        State.TRIAGED: lambda: work.triage_order(order_id=order_id, **understood, by=SYSTEM, at=at),
        State.ASSIGNED: lambda: work.assign_order(order_id=order_id, staff_id=world.li.staff.pk, by=desk, at=at),
        State.ACCEPTED: lambda: work.accept_order(order_id=order_id, by=li, at=at),
        State.ON_THE_WAY: lambda: work.depart_for_order(order_id=order_id, by=li, at=at),
        State.STARTED: lambda: work.start_order(order_id=order_id, by=li, at=at),
        State.DONE: lambda: work.finish_order(order_id=order_id, photos=[JPEG], by=li, at=at),
        State.VERIFIED: lambda: work.verify_order(order_id=order_id, by=desk, at=at),
        State.RATED: lambda: work.rate_order(order_id=order_id, stars=4, by=SYSTEM, at=at),
        State.CLOSED: lambda: work.close_order(order_id=order_id, by=desk, at=at),
    }
    if state is State.CANCELLED:
        return work.cancel_order(order_id=order_id, reason="修好了", by=desk, at=at)
    for reached, step in steps.items():
        order = step()
        at += MINUTE
        if reached is (State.STARTED if state is State.PAUSED else state):
            break
    if state is State.PAUSED:
        return work.pause_order(order_id=order_id, reason=PauseReason.WAITING_PART, by=li, at=at)
    return order


SENTENCES = {
    State.NEW: "谢谢，报修已收到，最晚 11:00 答复您。",
    State.TRIAGED: "谢谢，报修已收到，最晚 11:00 答复您。",
    State.ASSIGNED: "已通知李师傅，最晚 11:00 答复您。",
    State.ACCEPTED: "李师傅已接单，会尽快上门。",
    State.ON_THE_WAY: "李师傅正在来的路上。",
    State.STARTED: "李师傅正在处理。",
    State.PAUSED: "暂时停工，李师傅会再来。",
    State.DONE: "李师傅已完工。都好了吗？",
    State.VERIFIED: "已完工，请您评价。",
    State.RATED: "已完工，谢谢您的评价。",
    State.CLOSED: "已完工并结单。",
    State.CANCELLED: "这条报事已取消。",
}
OFFERED = {
    State.DONE: {"rating", "refusal"},
    State.VERIFIED: {"rating", "reopening"},
    State.RATED: {"reopening"},
    State.CLOSED: {"reopening"},
    State.NEW: {"cancellation"},
    State.TRIAGED: {"cancellation"},
    State.ASSIGNED: {"cancellation"},
    State.ACCEPTED: {"cancellation"},
    State.ON_THE_WAY: {"cancellation"},
}


@pytest.mark.parametrize("state", State)
def test_one_sentence_says_how_it_stands_and_only_what_is_possible_is_offered(
    world: World, client_of: ClientOf, state: State
) -> None:
    kept = reported(world, client_of)
    order = led_to(world, kept, state)
    assert order.state == state
    page = said(client_of(None).get(f"/r/{kept.token}/"))
    assert SENTENCES[state] in page
    assert set(re.findall(rf'action="/r/{kept.token}/(\w+)"', page)) == OFFERED.get(state, set())
    assert len(re.findall(r'<li data-state="\w+"', page)) == (0 if state is State.CANCELLED else 5)
    assert ("hx-trigger" in page) is (state not in {State.CLOSED, State.CANCELLED})


def test_a_promise_that_was_broken_is_not_promised_again(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    late = world.at + timedelta(hours=2)
    assert headline(led_to(world, kept, State.TRIAGED), None, at=late) == "很抱歉，答复晚了。正在为您安排师傅。"
    order = work.assign_order(
        order_id=kept.order_id, staff_id=world.li.staff.pk, by=world.actor(world.desk), at=world.at + 3 * MINUTE
    )
    asked = Assignment.objects.get(order=order, ended_at=None)
    assert headline(order, asked, at=late) == "已通知李师傅。"


def test_after_we_spoke_with_them_no_answer_is_promised(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    work.note_contact(order_id=kept.order_id, by=world.actor(world.desk), at=world.at + MINUTE)
    page = said(client_of(None).get(f"/r/{kept.token}/"))
    assert "正在为您安排合适的师傅。" in page
    assert "我们与您通了电话" in page


def test_the_hour_of_arrival_is_told_while_it_lies_ahead(world: World, client_of: ClientOf) -> None:
    order = led_to(world, reported(world, client_of), State.ACCEPTED)
    asked = Assignment.objects.get(order=order)
    asked.expected_at = world.at.replace(hour=14, minute=20)
    assert headline(order, asked, at=world.at) == "李师傅预计 14:20 到。"
    assert headline(order, asked, at=world.at.replace(hour=15)) == "李师傅已接单，会尽快上门。"
    asked.expected_at = world.at.replace(day=11, hour=9, minute=0)
    assert headline(order, asked, at=world.at) == "李师傅预计 明天 09:00 到。"


@pytest.mark.parametrize(
    ("name", "told"), [("李建国", "李师傅"), ("欧阳海", "欧阳师傅"), ("欧阳", "欧师傅"), ("Ali", "Ali师傅")]
)
def test_the_worker_is_named_with_courtesy(world: World, name: str, told: str) -> None:
    staff = world.li.staff
    staff.person.name = name
    assert courtesy(Assignment(staff=staff)) == told
    assert courtesy(None) == "我们的师傅"


def test_the_page_tells_the_story_with_photos_that_open(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    led_to(world, kept, State.DONE)
    page = said(client_of(None).get(f"/r/{kept.token}/"))
    for line in ("收到您的报修", "已通知李师傅", "李师傅接单", "李师傅出发", "李师傅开始处理", "李师傅完工"):
        assert line in page
    photos = set(re.findall(rf'href="(/r/{kept.token}/photos/\d+)"', page))
    assert len(photos) == 2
    assert {client_of(None).get(photo)["Content-Type"] for photo in photos} == {"image/jpeg"}


def test_rating_needs_no_script_and_verifies(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    led_to(world, kept, State.DONE)
    browser, address = client_of(None), f"/r/{kept.token}/"
    page = said(browser.get(address))
    assert re.findall(r'type="radio" name="stars" value="(\d)"( checked)?', page) == [(f"{n}", "") for n in range(1, 6)]
    answer = browser.post(f"{address}rating", {"stars": "4", "comment": "很快"}, follow=True)
    assert "已完工，谢谢您的评价。" in said(answer)
    assert 'class="l-rated"' in said(answer)
    assert (Order.objects.get().state, Rating.objects.get().comment) == (State.RATED, "很快")


@pytest.mark.parametrize("stars", ["", "0", "6", "five"])
def test_stars_that_are_none_are_a_sentence(world: World, client_of: ClientOf, stars: str) -> None:
    kept = reported(world, client_of)
    led_to(world, kept, State.DONE)
    answer = client_of(None).post(f"/r/{kept.token}/rating", {"stars": stars})
    assert answer.status_code == 422
    assert Order.objects.get().state == State.DONE
    if not stars:
        assert "请点一到五颗星。" in said(answer)


VERDICTS = [
    ("refusal", State.DONE, State.ASSIGNED, "您反映还没修好"),
    ("reopening", State.VERIFIED, State.TRIAGED, "您再次报修"),
    ("cancellation", State.TRIAGED, State.CANCELLED, "已取消"),
]


@pytest.mark.parametrize(("verb", "before", "after", "told"), VERDICTS)
def test_a_resident_refuses_reopens_and_takes_back(
    world: World, client_of: ClientOf, verb: str, before: State, after: State, told: str
) -> None:
    kept = reported(world, client_of)
    led_to(world, kept, before)
    browser = client_of(None)
    if verb != "cancellation":
        without = browser.post(f"/r/{kept.token}/{verb}", {"reason": " "})
        assert without.status_code == 422
    page = said(browser.post(f"/r/{kept.token}/{verb}", {"reason": "还在滴"}, follow=True))
    assert Order.objects.get().state == after
    assert told in page
    assert "还在滴" in page


def test_a_verdict_that_comes_too_late_is_refused_with_a_sentence(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    led_to(world, kept, State.STARTED)
    for verb, sent in (("rating", {"stars": "5"}), ("refusal", {"reason": "x"}), ("reopening", {"reason": "x"})):
        assert client_of(None).post(f"/r/{kept.token}/{verb}", sent).status_code == 409


def test_a_poll_costs_little_while_nothing_happens(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    browser, address = client_of(None), f"/r/{kept.token}/"
    first = browser.get(address, headers=HTMX)
    assert said(first).lstrip().startswith('<div class="l-stack" id="reported"')
    known = {**HTMX, "If-None-Match": first["ETag"]}
    assert browser.get(address, headers=known).status_code == 304
    with clock.held_at(world.at + timedelta(hours=2)):
        assert "答复晚了" in said(browser.get(address, headers=known))
    led_to(world, kept, State.ASSIGNED)
    assert "已通知李师傅" in said(browser.get(address, headers=known))


def test_a_resident_finds_homes_and_reports_at_home_and_the_way_back(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    led_to(world, kept, State.ON_THE_WAY)
    browser = client_of(world.wang)
    page = said(browser.get("/c/chunhe/mine/"))
    assert "王秀英，您好" in page
    assert "春和苑 1幢 1单元 101" in page
    assert f'href="/c/chunhe/mine/{world.place("1-1-101").pk}/report"' in page
    assert f'href="/r/{kept.token}/"' in page
    assert "李师傅正在来的路上。" in page
    assert 'href="/c/chunhe/mine/"' in said(browser.get(f"/r/{kept.token}/"))
    assert 'href="/c/chunhe/mine/"' not in said(client_of(None).get(f"/r/{kept.token}/"))
    assert 'href="/c/chunhe/mine/"' not in said(client_of(world.tenant).get(f"/r/{kept.token}/"))


def test_nobody_reads_what_others_reported(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    for who in (world.tenant, world.family, world.viewer):
        page = client_of(who).get("/c/chunhe/mine/")
        assert (page.status_code, kept.token in said(page)) == (200, False)
    assert client_of(world.other_resident).get("/c/chunhe/mine/").status_code == 404
    assert client_of(world.stranger).get("/c/chunhe/mine/").status_code == 404


def test_whoever_lives_nowhere_is_told_what_to_do(world: World, client_of: ClientOf) -> None:
    page = said(client_of(world.viewer).get("/c/chunhe/mine/"))
    assert "还没有关联房屋" in page
    assert "还没有报修" in page


def test_ten_reports_cost_as_many_queries_as_one(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.wang)
    led_to(world, reported(world, client_of), State.ASSIGNED)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/c/chunhe/mine/").status_code == 200
        return len(asked)

    cost()
    once = cost()
    for n in range(9):
        led_to(world, reported(world, client_of, key=f"{n}"), State.ASSIGNED)
    assert cost() == once <= 11


def test_every_verb_that_moves_an_order_is_told_or_left_out_on_purpose(world: World, client_of: ClientOf) -> None:
    kept = reported(world, client_of)
    led_to(world, kept, State.STARTED)
    by, at = world.actor(world.desk), world.at + timedelta(hours=1)
    work.assign_order(order_id=kept.order_id, staff_id=world.zhao.staff.pk, by=by, at=at)
    work.return_order(order_id=kept.order_id, reason="不是我的工种", by=world.actor(world.zhao), at=at + MINUTE)
    page = said(client_of(None).get(f"/r/{kept.token}/"))
    assert "改派赵师傅" in page
    assert "不是我的工种" not in page
    assert {each.verb for each in kept.order.stages.all()} >= {Verb.TRANSFER, Verb.RETURN_}
