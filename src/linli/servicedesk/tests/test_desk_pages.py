"""The desk for everybody who might ask: inbox, report by telephone, decision, board."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.core import events
from linli.core.access import SYSTEM
from linli.servicedesk import actions
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.models import Request
from linli.servicedesk.terms import Channel
from linli.servicedesk.tests.readers import SURE, UNSURE, reads
from linli.work import actions as work
from linli.work.models import Order
from linli.work.terms import Category, PauseReason, State
from tests.orders import MINUTE, in_state, resident_of, triaged
from tests.pages import ClientOf, said
from tests.world import World

DESK = reverse("servicedesk:desk", args=["chunhe"])
BOARD = reverse("servicedesk:board", args=["chunhe"])
REPORT = reverse("servicedesk:desk-report", args=["chunhe"])
CALLERS = reverse("servicedesk:desk-callers", args=["chunhe"])
GUESS = reverse("servicedesk:desk-guess", args=["chunhe"])
POSTS = (REPORT, CALLERS, GUESS)


def part(page: str, name: str) -> str:
    """One card of the inbox."""
    return page.split(f'id="desk-{name}"')[1].split("</section>")[0] if f'id="desk-{name}"' in page else ""


def typed(world: World, **changed: str) -> dict[str, str]:
    """What a clerk has typed."""
    home, person = world.place("1-1-101").pk, world.wang.person.pk
    fields = {"channel": "phone", "q": "王秀", "caller": f"{home}:{person}", "text": "厨房水管漏水", "key": "k1"}
    return {**fields, "name": "", "phone": "", **changed}


def reported(world: World, key: str = "k1", place: str = "1-1-101", text: str = "水管漏水") -> Request:
    return actions.take_report(
        report=Report(world.place(place), text, key=key, channel=Channel.PHONE),
        reporter=Reporter(person=world.wang.person),
        by=world.actor(world.desk),
        at=world.at,
    )


@pytest.mark.parametrize(
    ("who", "status"), [("desk", 200), ("manager", 200), ("viewer", 200), ("li", 403), ("wang", 403), ("stranger", 404)]
)
def test_who_may_look(world: World, client_of: ClientOf, who: str, status: int) -> None:
    browser = client_of(getattr(world, who))
    assert browser.get(DESK).status_code == browser.get(BOARD).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("li", 403), ("wang", 403), ("stranger", 404), ("other_desk", 404)]
)
def test_who_may_not_take_reports(world: World, client_of: ClientOf, who: str, status: int) -> None:
    browser = client_of(getattr(world, who))
    assert {browser.post(url, typed(world)).status_code for url in POSTS} == {status}
    assert not Request.objects.exists()


def test_nobody_signed_in_is_asked_to_sign_in(world: World, client_of: ClientOf) -> None:
    assert {client_of(None).post(url).status_code for url in POSTS} == {302}


def test_a_quiet_desk_says_so(world: World, client_of: ClientOf) -> None:
    assert "一切正常" in said(client_of(world.desk).get(DESK))


def test_the_inbox_has_every_order_where_it_belongs(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    burning = in_state(world, State.ASSIGNED)
    work.fall_due(by=SYSTEM, at=world.at + 20 * MINUTE)
    reads(monkeypatch, category=Category.DRAINS, confidence=UNSURE)
    unsure = reported(world, text="下水有怪味")
    waiting = triaged(world, place="lift", category=Category.LIFT)
    events.deliver_all(company_id=world.company.pk)
    resting = in_state(world, State.STARTED, place="1-1-102")
    li = world.actor(world.li)
    work.pause_order(order_id=resting.pk, reason=PauseReason.WAITING_PART, by=li, at=world.at + 30 * MINUTE)
    away = in_state(world, State.STARTED, place="1-1-201")
    work.pause_order(order_id=away.pk, reason=PauseReason.NO_ACCESS, by=li, at=world.at + 30 * MINUTE)
    done = in_state(world, State.DONE, place="1-1-202")
    page = said(client_of(world.desk).get(DESK))
    everything = {burning, unsure.order, waiting, resting, away, done}
    expected = {"burning": {burning}, "decide": {unsure.order}, "waiting": {waiting}, "calls": {resting, done}}
    for name, orders in expected.items():
        address = {order: reverse("work:order", args=["chunhe", order.pk]) for order in everything}
        assert {order for order in everything if address[order] in part(page, name)} == orders, name
    assert "人没有这个工种" in part(page, "waiting")


def test_who_was_spoken_with_needs_no_call(world: World, client_of: ClientOf) -> None:
    done = in_state(world, State.DONE)
    work.note_contact(order_id=done.pk, by=world.actor(world.desk), at=world.at + 60 * MINUTE)
    assert not part(said(client_of(world.desk).get(DESK)), "calls")
    unhappy = in_state(world, State.DONE, place="1-1-102")
    work.rate_order(order_id=unhappy.pk, stars=1, by=resident_of(unhappy), at=world.at + 60 * MINUTE)
    assert unhappy.number in part(said(client_of(world.desk).get(DESK)), "calls")


def test_an_unread_report_does_not_wait_for_the_reader(world: World, client_of: ClientOf) -> None:
    kept = reported(world)
    Request.objects.filter(pk=kept.pk).update(reported_at=world.at - timedelta(minutes=1))
    assert kept.text in part(said(client_of(world.desk).get(DESK)), "decide")


def test_all_alarms_of_an_order_are_looked_after_by_one_button(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    work.fall_due(by=SYSTEM, at=world.at + timedelta(hours=25))
    desk, url = client_of(world.desk), reverse("work:alarms-acknowledge", args=["chunhe", order.pk])
    burning = part(said(desk.get(DESK)), "burning")
    assert burning.count(f'action="{url}"') == 1
    assert "完成超时" in burning
    response = desk.post(url, {"next": DESK})
    assert response["Location"] == DESK
    assert not part(said(desk.get(DESK)), "burning")


def test_a_report_by_telephone_is_kept_and_read_back(world: World, client_of: ClientOf) -> None:
    desk = client_of(world.desk)
    response = desk.post(REPORT, typed(world))
    kept = Request.objects.get()
    assert response["Location"] == f"{DESK}?taken={kept.pk}"
    assert (kept.place, kept.person, kept.channel) == (world.place("1-1-101"), world.wang.person, "phone")
    page = said(desk.get(response["Location"]))
    assert f"已登记 {kept.order.number}" in page
    assert f'data-report-kept="{kept.client_key}"' in page
    assert desk.post(REPORT, typed(world))["Location"] == response["Location"]
    assert Request.objects.count() == 1


def test_a_stranger_at_a_common_place_leaves_a_name_and_number(world: World, client_of: ClientOf) -> None:
    fields = typed(
        world, caller=f"{world.place('lobby').pk}:", name="路过的李先生", phone="139 1234 5678", channel="counter"
    )
    assert client_of(world.desk).post(REPORT, fields).status_code == 302
    kept = Request.objects.get()
    assert (kept.reporter_name, kept.phone, kept.person) == ("路过的李先生", "13912345678", None)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": " "}, "请写几个字说明哪里坏了"),
        ({"caller": ""}, "请查找并选择房屋或位置"),
        ({"caller": "999999:"}, "找不到这个位置了"),
        ({"caller": "x:y"}, "找不到这个位置了"),
        ({"phone": "12"}, "这个号码打不通"),
    ],
)
def test_nothing_typed_is_lost_when_something_is_missing(
    world: World, client_of: ClientOf, changed: dict[str, str], told: str
) -> None:
    fields = typed(world, name="王大姐", **({"text": "灯不亮，好几天了"} | changed))
    response = client_of(world.desk).post(REPORT, fields)
    page = said(response)
    assert response.status_code == 422
    assert told in page
    assert 'value="王大姐"' in page
    assert 'value="k1"' in page
    assert changed.get("text", "灯不亮，好几天了").strip() in page
    assert not Request.objects.exists()


def test_a_place_of_another_company_cannot_be_chosen(world: World, client_of: ClientOf) -> None:
    theirs = world.other_ground.places["estate"].pk
    assert client_of(world.desk).post(REPORT, typed(world, caller=f"{theirs}:")).status_code == 422
    person = world.other_resident.person.pk
    home = world.place("1-1-101").pk
    assert client_of(world.desk).post(REPORT, typed(world, caller=f"{home}:{person}")).status_code == 422


def test_without_scripts_a_button_finds_the_caller_and_keeps_the_words(world: World, client_of: ClientOf) -> None:
    response = client_of(world.desk).post(REPORT, typed(world, caller="", find="1"))
    page = said(response)
    assert response.status_code == 200
    assert f'value="{world.place("1-1-101").pk}:{world.wang.person.pk}"' in page
    assert "厨房水管漏水" in page
    assert "请查找并选择" not in page
    assert not Request.objects.exists()


def test_the_list_of_callers_keeps_who_was_chosen(world: World, client_of: ClientOf) -> None:
    chosen = f"{world.place('1-1-101').pk}:{world.wang.person.pk}"
    page = said(client_of(world.desk).post(CALLERS, {"q": "张伟", "caller": chosen}))
    assert page.index("</strong> 王秀英") < page.index("</strong> 张伟")
    assert page.count("checked") == 1
    assert "13800138001" not in page


def test_the_guess_shows_while_one_types(world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=UNSURE, urgency="emergency", danger="爆管")
    page = said(client_of(world.desk).post(GUESS, {"text": "水管爆管"}))
    assert "急修" in page
    assert "爆管" in page
    assert "拿不准" in page
    reads(monkeypatch, category=Category.PLUMBING, confidence=SURE)
    assert "自动派单" in said(client_of(world.desk).post(GUESS, {"text": "水管漏水"}))
    assert not said(client_of(world.desk).post(GUESS, {"text": " "})).strip()


def test_one_key_decides(world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.DRAINS, confidence=UNSURE)
    kept = reported(world)
    events.deliver_all(company_id=world.company.pk)
    card = part(said(client_of(world.desk).get(DESK)), "decide")
    assert 'value="drains" data-key="1"' in card
    assert 'data-key="9"' in card
    url = reverse("servicedesk:request-triage", args=["chunhe", kept.pk])
    fields = {"category": "drains", "area": "indoor", "urgency": "normal", "next": DESK}
    assert client_of(world.viewer).post(url, fields).status_code == 403
    assert client_of(world.li).post(url, fields).status_code == 404
    assert client_of(world.stranger).post(url, fields).status_code == 404
    assert client_of(world.desk).post(url, {**fields, "category": "magic"}).status_code == 422
    assert client_of(world.desk).post(url, fields)["Location"] == DESK
    assert Order.objects.get(pk=kept.order_id).category == "drains"


def test_who_only_looks_is_offered_nothing(world: World, client_of: ClientOf) -> None:
    in_state(world, State.ASSIGNED)
    reported(world)
    Request.objects.update(reported_at=world.at - MINUTE)
    work.fall_due(by=SYSTEM, at=world.at + 20 * MINUTE)
    page = said(client_of(world.viewer).get(DESK))
    for address in ("/acknowledgement", "/desk/report", "/triage"):
        assert address not in page


def test_the_order_page_says_who_reported_and_how_it_was_read(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=SURE)
    kept = reported(world)
    events.deliver_all(company_id=world.company.pk)
    url = reverse("work:order", args=["chunhe", kept.order_id])
    page = said(client_of(world.desk).get(url))
    assert "王秀英" in page
    assert "138****8001" in page
    assert 'href="tel:13800138001"' in page
    assert "96 %" in page
    assert "<mark>漏水</mark>" in page
    assert reverse("servicedesk:request-triage", args=["chunhe", kept.pk]) in page
    worker = said(client_of(world.li).get(url))
    assert "138****8001" in worker
    assert "13800138001" not in worker
    assert kept.token not in worker


def test_the_board_has_each_order_in_its_lane(world: World, client_of: ClientOf) -> None:
    lanes = {
        "waiting": [State.NEW, State.TRIAGED],
        "asked": [State.ASSIGNED],
        "accepted": [State.ACCEPTED],
        "under_way": [State.ON_THE_WAY, State.STARTED, State.PAUSED],
        "done": [State.DONE],
    }
    orders = {lane: {in_state(world, state).number for state in states} for lane, states in lanes.items()}
    gone = {in_state(world, state).number for state in (State.VERIFIED, State.CLOSED, State.CANCELLED)}
    page = said(client_of(world.desk).get(BOARD))
    for lane, numbers in orders.items():
        shown = page.split(f'aria-labelledby="lane-{lane}"')[1].split("</section>")[0]
        assert {number for number in set().union(*orders.values()) if number in shown} == numbers
    assert not [number for number in gone if number in page]


def test_the_board_is_narrowed(world: World, client_of: ClientOf) -> None:
    leak, lift = in_state(world, State.ASSIGNED), triaged(world, place="lift", category=Category.LIFT)
    desk = client_of(world.desk)
    for asked, shown in (
        ("category=lift", {lift}),
        (f"worker={world.li.staff.pk}", {leak}),
        ("q=电梯", {lift}),
        ("category=magic", {leak, lift}),
    ):
        page = said(desk.get(f"{BOARD}?{asked}"))
        assert {order for order in (leak, lift) if order.number in page} == shown, asked


def test_a_thousand_open_orders_do_not_kill_the_board(world: World, client_of: ClientOf) -> None:
    one = triaged(world)
    desk, counts = client_of(world.desk), []
    for more in (0, 999):
        fields = {
            field.attname: getattr(one, field.attname) for field in Order._meta.concrete_fields if not field.primary_key
        }
        Order.objects.bulk_create(Order(**{**fields, "number": f"X{n:04d}"}) for n in range(more))
        with CaptureQueriesContext(connection) as queries:
            page = said(desk.get(BOARD))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16
    assert page.count('<li><a href="/c/chunhe/orders/') == 30
    assert "全部 1,000 张…" in page
    assert f"{reverse('work:orders', args=['chunhe'])}?group=waiting" in page


def test_the_inbox_costs_the_same_for_one_and_for_many(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, category=Category.DRAINS, confidence=UNSURE)
    desk, counts = client_of(world.desk), []
    desk.get(DESK)
    for turn in range(2):
        for n in range(1 + 3 * turn):
            reported(world, key=f"{turn}-{n}")
            in_state(world, State.ASSIGNED)
            in_state(world, State.DONE)
            triaged(world, category=Category.LIFT)
        events.deliver_all(company_id=world.company.pk)
        work.fall_due(by=SYSTEM, at=world.at + 20 * MINUTE)
        triaged(world, category=Category.LIFT)
        with CaptureQueriesContext(connection) as queries:
            desk.get(DESK)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_a_poll_is_answered_304_until_something_happens(world: World, client_of: ClientOf) -> None:
    desk, asks = client_of(world.desk), {"HX-Request": "true"}
    for url in (DESK, BOARD):
        first = desk.get(url, headers=asks)
        assert "<html" not in said(first)
        assert 'id="report"' not in said(first)
        again = {**asks, "If-None-Match": first["ETag"]}
        assert desk.get(url, headers=again).status_code == 304
        triaged(world)
        assert desk.get(url, headers=again).status_code == 200


def test_another_company_sees_nothing_of_ours(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    work.fall_due(by=SYSTEM, at=world.at + 20 * MINUTE)
    for name in ("desk", "board"):
        page = client_of(world.other_desk).get(reverse(f"servicedesk:{name}", args=["qiushi"]))
        assert page.status_code == 200
        assert order.number not in said(page)
        assert client_of(world.other_desk).get(reverse(f"servicedesk:{name}", args=["chunhe"])).status_code == 404
