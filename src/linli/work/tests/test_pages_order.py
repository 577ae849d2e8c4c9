"""The page of an order and its verbs, for everybody who might ask."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.core import events
from linli.core.access import SYSTEM
from linli.work import actions
from linli.work.models import Alarm, Evidence, Order
from linli.work.terms import Category, State
from tests.orders import MINUTE, in_state, resident_of, triaged
from tests.pages import ClientOf, said
from tests.photos import JPEG
from tests.world import World

VERBS = {
    "order-triage": {"category": "drains", "area": "indoor", "urgency": "normal"},
    "order-assign": {"staff": "1"},
    "order-accept": {},
    "order-depart": {},
    "order-start": {},
    "order-pause": {"reason": "waiting_part"},
    "order-resume": {},
    "order-finish": {"note": "修好了"},
    "order-return": {"reason": "不会"},
    "order-contact": {},
    "order-verify": {},
    "order-refuse": {"reason": "还漏"},
    "order-reopen": {"reason": "又漏"},
    "order-close": {},
    "order-cancel": {"reason": "重复"},
    "alarms-acknowledge": {},
}


def address(name: str, pk: int) -> str:
    return reverse(f"work:{name}", args=["chunhe", pk])


def test_the_page_says_what_where_and_how_it_stands(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.PAUSED)
    page = said(client_of(world.desk).get(address("order", order.pk)))
    for words in ("春和苑 1幢 1单元 101", order.number, "厨房水管漏水，一直滴", "已挂起", "李师傅", "等待配件"):
        assert words in page


def test_the_page_names_why_this_worker_and_not_the_others(world: World, client_of: ClientOf) -> None:
    order = triaged(world, category=Category.ELECTRICAL)
    actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=world.at + 2 * MINUTE)
    page = said(client_of(world.desk).get(address("order", order.pk)))
    assert "为什么派" in page
    assert "其次是" in page
    assert "没有这个工种" in page
    assert "孙队" in page


def test_the_page_offers_the_engines_choice_first(world: World, client_of: ClientOf) -> None:
    order = triaged(world)
    page = said(client_of(world.desk).get(address("order", order.pk)))
    choices = page[page.index('class="w-people"') :].split("</fieldset>")[0]
    assert choices.index("李师傅") < choices.index("赵师傅") < choices.index("陈静")
    assert choices.count("checked") == 1


@pytest.mark.parametrize(
    ("state", "offered", "withheld"),
    [
        (State.TRIAGED, {"order-assign", "order-cancel", "order-contact"}, {"order-accept", "order-verify"}),
        (State.ASSIGNED, {"order-assign", "order-cancel"}, {"order-accept", "order-close"}),
        (State.DONE, {"order-verify", "order-refuse", "order-contact"}, {"order-cancel", "order-reopen"}),
        (State.VERIFIED, {"order-close", "order-reopen"}, {"order-verify", "order-refuse"}),
        (State.CLOSED, {"order-reopen"}, {"order-contact", "order-close", "order-assign"}),
        (State.CANCELLED, set(), {"order-reopen", "order-contact"}),
    ],
)
def test_the_desk_is_offered_what_the_state_allows(
    world: World, client_of: ClientOf, state: State, offered: set[str], withheld: set[str]
) -> None:
    order = in_state(world, state)
    page = said(client_of(world.desk).get(address("order", order.pk)))
    assert {name for name in offered | withheld if f'action="{address(name, order.pk)}"' in page} == offered


def test_the_worker_is_offered_their_work(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.STARTED)
    page = said(client_of(world.li).get(address("order", order.pk)))
    offered = {name for name in VERBS if f'action="{address(name, order.pk)}"' in page}
    assert offered == {"order-pause", "order-finish", "order-return", "order-contact"}


def test_who_only_looks_is_offered_nothing(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    page = said(client_of(world.viewer).get(address("order", order.pk)))
    assert not [name for name in VERBS if f'action="{address(name, order.pk)}"' in page]


@pytest.mark.parametrize("who", ["stranger", "wang", "cleaner", "other_desk"])
def test_who_has_nothing_to_do_with_it_finds_nothing(world: World, client_of: ClientOf, who: str) -> None:
    order = in_state(world, State.ASSIGNED)
    browser = client_of(getattr(world, who))
    assert browser.get(address("order", order.pk)).status_code == 404
    for name, fields in VERBS.items():
        assert browser.post(address(name, order.pk), fields).status_code == 404
    order.refresh_from_db()
    assert order.state == State.ASSIGNED


@pytest.mark.parametrize("name", VERBS)
def test_who_only_looks_may_do_nothing(world: World, client_of: ClientOf, name: str) -> None:
    order = in_state(world, State.ASSIGNED)
    assert client_of(world.viewer).post(address(name, order.pk), VERBS[name]).status_code == 403
    assert client_of(world.viewer).post(address(name, order.pk)).status_code == 403


def test_nobody_signed_in_is_asked_to_sign_in(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    assert client_of(None).get(address("order", order.pk)).status_code == 302
    assert client_of(None).post(address("order-accept", order.pk)).status_code == 302


def test_an_order_of_another_company_is_not_here(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    theirs = reverse("work:order", args=["qiushi", order.pk])
    assert client_of(world.other_desk).get(theirs).status_code == 404


def test_the_worker_walks_the_whole_way_by_posts(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    li = client_of(world.li)
    for name in ("order-accept", "order-depart", "order-start", "order-pause", "order-resume"):
        assert li.post(address(name, order.pk), VERBS[name]).status_code == 302
    photo = SimpleUploadedFile("after.jpg", JPEG, content_type="image/jpeg")
    assert li.post(address("order-finish", order.pk), {"photos": [photo]}).status_code == 302
    desk = client_of(world.desk)
    assert desk.post(address("order-contact", order.pk), {"note": "住户说好了"}).status_code == 302
    assert desk.post(address("order-refuse", order.pk), {"reason": "还漏"}).status_code == 302
    assert li.post(address("order-accept", order.pk)).status_code == 302
    assert li.post(address("order-start", order.pk)).status_code == 302
    assert li.post(address("order-finish", order.pk), {"note": "重新打胶"}).status_code == 302
    assert desk.post(address("order-verify", order.pk)).status_code == 302
    assert desk.post(address("order-close", order.pk)).status_code == 302
    assert desk.post(address("order-reopen", order.pk), {"reason": "又漏"}).status_code == 302
    order.refresh_from_db()
    assert order.state == State.TRIAGED
    assert said(desk.get(address("order", order.pk))).count("/evidence/") == 2  # the photo and the link around it


def test_a_verb_goes_back_to_the_page_that_asked_and_says_what_was_done(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    page = reverse("work:orders", args=["chunhe"])
    response = client_of(world.li).post(address("order-accept", order.pk), {"next": page}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    order = in_state(world, State.TRIAGED, place="lobby")
    followed = client_of(world.desk).post(address("order-cancel", order.pk), {"reason": "重复"}, follow=True)
    assert f"{order.number} 已取消" in said(followed)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/x", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(world: World, client_of: ClientOf, elsewhere: str) -> None:
    order = in_state(world, State.ASSIGNED)
    response = client_of(world.li).post(address("order-accept", order.pk), {"next": elsewhere})
    assert response["Location"] == address("order", order.pk)


def test_who_gave_an_order_back_is_not_sent_to_a_page_they_no_longer_see(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ACCEPTED)
    response = client_of(world.li).post(address("order-return", order.pk), {"reason": "没带工具"})
    assert response["Location"] == "/"


def test_a_verb_too_late_is_told_in_a_sentence(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ACCEPTED)
    response = client_of(world.li).post(address("order-accept", order.pk))
    assert response.status_code == 409
    assert "可能有人抢先操作了" in said(response)


@pytest.mark.parametrize(
    ("state", "name", "fields"),
    [
        (State.STARTED, "order-pause", {"reason": "tired"}),
        (State.STARTED, "order-finish", {}),
        (State.DONE, "order-refuse", {"reason": " "}),
        (State.TRIAGED, "order-assign", {"staff": "x"}),
        (State.TRIAGED, "order-triage", {"category": "magic", "area": "indoor", "urgency": "normal"}),
    ],
)
def test_unusable_input_is_told_and_changes_nothing(
    world: World, client_of: ClientOf, state: State, name: str, fields: dict[str, str]
) -> None:
    order = in_state(world, state)
    who = world.li if state is State.STARTED else world.desk
    assert client_of(who).post(address(name, order.pk), fields).status_code == 422
    order.refresh_from_db()
    assert order.state == state


def test_verbs_are_posts(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    for name in VERBS:
        assert client_of(world.li).get(address(name, order.pk)).status_code == 405


def test_an_alarm_is_looked_after_by_whoever_may(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    actions.fall_due(by=SYSTEM, at=world.at + 20 * MINUTE)
    alarm = Alarm.objects.get(order=order)
    url = reverse("work:alarm-acknowledge", args=["chunhe", alarm.pk])
    assert client_of(world.viewer).post(url).status_code == 403
    assert client_of(world.stranger).post(url).status_code == 404
    assert client_of(world.desk).post(url).status_code == 302
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == world.desk.account


def test_photos_are_for_those_who_see_the_order(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.STARTED)
    actions.finish_order(order_id=order.pk, photos=[JPEG], by=world.actor(world.li), at=world.at + 20 * MINUTE)
    photo = Evidence.objects.get(order=order)
    url = reverse("work:evidence", args=["chunhe", photo.pk])
    for who, status in (
        (world.desk, 200),
        (world.li, 200),
        (world.zhao, 404),
        (world.wang, 404),
        (world.stranger, 404),
    ):
        assert client_of(who).get(url).status_code == status
    served = client_of(world.desk).get(url)
    assert served["Content-Type"] == "image/jpeg"
    assert served.content.startswith(b"\xff\xd8")


def test_a_poll_gets_the_changing_part_and_304_while_nothing_happens(world: World, client_of: ClientOf) -> None:
    order = in_state(world, State.ASSIGNED)
    desk = client_of(world.desk)
    url = f"{address('order', order.pk)}?state=assigned"
    first = desk.get(url, headers={"HX-Request": "true"})
    assert said(first).lstrip().startswith('<div class="l-stack" id="order-live"')
    assert desk.get(url, headers={"HX-Request": "true", "If-None-Match": first["ETag"]}).status_code == 304
    actions.accept_order(order_id=order.pk, by=world.actor(world.li), at=world.at + 10 * MINUTE)
    after = desk.get(url, headers={"HX-Request": "true", "If-None-Match": first["ETag"]})
    assert after.status_code == 200
    assert "工单有了新进展" in said(after)


def test_the_page_costs_the_same_however_much_happened(world: World, client_of: ClientOf) -> None:
    young, old = in_state(world, State.ASSIGNED), in_state(world, State.DONE, place="1-1-102")
    for turn in range(4):
        actions.refuse_order(order_id=old.pk, reason="还漏", by=resident_of(old), at=world.at + (60 + turn) * MINUTE)
        for act in (actions.accept_order, actions.start_order):
            act(order_id=old.pk, by=world.actor(world.li), at=world.at + (60 + turn) * MINUTE)
        actions.note_contact(order_id=old.pk, by=world.actor(world.desk), at=world.at + (60 + turn) * MINUTE)
        actions.finish_order(order_id=old.pk, note="再修", by=world.actor(world.li), at=world.at + (60 + turn) * MINUTE)
    actions.refuse_order(order_id=old.pk, reason="还漏", by=resident_of(old), at=world.at + 70 * MINUTE)
    desk = client_of(world.desk)
    desk.get(address("order", young.pk))
    counts = []
    for order in (young, old):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(address("order", order.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 45


def test_delivered_events_leave_the_page_whole(world: World, client_of: ClientOf) -> None:
    order = triaged(world, category=Category.LIFT)
    events.deliver_all(company_id=world.company.pk)
    assert Order.objects.get(pk=order.pk).state == State.TRIAGED
    page = said(client_of(world.desk).get(address("order", order.pk)))
    assert "系统没找到合适的人" in page
    assert "人没有这个工种" in page
