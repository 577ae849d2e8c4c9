"""Taking, understanding and deciding reports."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from linli.core import events, scope
from linli.core.access import SYSTEM, Actor, holder_of_link
from linli.core.errors import Forbidden, Invalid, NotFound
from linli.core.models import LoggedEvent
from linli.servicedesk import actions
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.models import Request, TriageExample, TriageVerdict
from linli.servicedesk.terms import Channel
from linli.servicedesk.tests.readers import SURE, UNSURE, reads
from linli.work.models import Order
from linli.work.terms import Area, Category, State, Urgency
from tests.orders import MINUTE
from tests.photos import JPEG
from tests.world import World


def report(world: World, *, key: str = "k1", text: str = "水管漏水", photos: tuple[bytes, ...] = ()) -> Report:
    return Report(world.place("1-1-101"), text, key=key, channel=Channel.PHONE, photos=photos)


def take(world: World, by: Actor | None = None, **changed: Any) -> Request:
    return actions.take_report(
        report=report(world, **changed),
        reporter=Reporter("王秀英", "138 0013 8001", world.wang.person),
        by=by or world.actor(world.desk),
        at=world.at,
    )


def test_a_report_opens_an_order_and_is_told(world: World) -> None:
    kept = take(world, photos=(JPEG,))
    assert (kept.order.state, kept.order.text) == (State.NEW, "水管漏水")
    assert (kept.phone, kept.person, kept.taken_by) == ("13800138001", world.wang.person, world.desk.account)
    assert kept.order.evidence.count() == 1
    assert len(kept.token) >= 20


def test_the_same_report_sent_twice_is_kept_once(world: World) -> None:
    first, again = take(world), take(world, photos=(JPEG,))
    assert first.pk == again.pk
    assert Request.objects.count() == Order.objects.count() == 1
    assert take(world, key="k2").pk != first.pk


def test_a_form_gone_back_to_and_filled_in_anew_is_another_report(world: World) -> None:
    first, other = take(world), take(world, text="门铃也坏了")
    assert (first.text, other.text) == ("水管漏水", "门铃也坏了")
    assert first.order_id != other.order_id
    assert take(world, text="门铃也坏了").pk == other.pk


def test_nobody_reaches_the_report_of_another_place_by_its_key(world: World) -> None:
    """Keys of imported messages can be guessed; whoever holds a sticker's code must not be led to them."""
    first, lift = take(world, key="import-1"), world.place("lift")
    copied = Report(lift, first.text, key="import-1", channel=Channel.QR)
    at_lift = holder_of_link(f"place:{lift.pk}")
    assert actions.take_report(report=copied, reporter=Reporter(), by=at_lift, at=world.at).token != first.token


def test_ten_copies_at_once_are_one_report(transactional_db: None, world: World) -> None:
    desk, together = world.actor(world.desk), Barrier(10)

    def send(_copy: int) -> int:
        try:
            with scope.company(world.company):
                together.wait(timeout=20)
                return take(world, by=desk).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        keys = set(pool.map(send, range(10)))
    assert len(keys) == 1
    assert Request.objects.count() == Order.objects.count() == 1
    assert LoggedEvent.objects.filter(name="servicedesk.report-taken.v1").count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "水" * 5001}, "text"),
        ({"photos": (JPEG,) * 7}, "photos"),
        ({"photos": (b"no photo",)}, "photos"),
        ({"key": ""}, "text"),
    ],
)
def test_what_cannot_be_used_is_told_and_leaves_nothing(world: World, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as complaint:
        take(world, **changed)
    assert complaint.value.field == field
    assert not Request.objects.exists()
    assert not Order.objects.exists()


def test_a_photo_says_enough(world: World) -> None:
    assert take(world, text="", photos=(JPEG,)).order.text == ""


def test_who_may_take_a_report(world: World) -> None:
    here, there = (holder_of_link(f"place:{world.place(name).pk}") for name in ("1-1-101", "lobby"))
    assert take(world, by=here).pk
    for by in (there, world.actor(world.viewer), world.actor(world.li), world.actor(world.wang)):
        with pytest.raises(Forbidden):
            take(world, by=by, key="k2")


def test_a_sure_reading_sends_the_order_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=SURE)
    kept = take(world)
    events.deliver_all(company_id=world.company.pk)
    order = Order.objects.get(pk=kept.order_id)
    verdict = TriageVerdict.objects.get(request=kept)
    assert (order.state, order.category, order.assignee) == (State.ASSIGNED, "plumbing", world.li.staff)
    assert (verdict.sure, TriageVerdict.objects.get(request=kept).working["why"]) == (True, ["漏水", "水管"])


def test_an_unsure_reading_waits_for_a_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=UNSURE)
    kept = take(world)
    events.deliver_all(company_id=world.company.pk)
    order = Order.objects.get(pk=kept.order_id)
    assert (order.state, order.category) == (State.NEW, "")
    assert not TriageVerdict.objects.get(request=kept).sure


def test_a_danger_goes_on_although_the_model_is_unsure(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=UNSURE, urgency="emergency", danger="爆管")
    kept = take(world)
    events.deliver_all(company_id=world.company.pk)
    order = Order.objects.get(pk=kept.order_id)
    assert (order.state, order.urgency) == (State.ASSIGNED, "emergency")


def test_the_company_sets_how_sure_is_sure(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=UNSURE)
    actions.set_triage_policy(least_confidence=0.3, by=world.actor(world.manager), at=world.at - MINUTE)
    kept = take(world)
    assert actions.understand_request(request_id=kept.pk, by=SYSTEM, at=world.at).sure
    with pytest.raises(Forbidden):
        actions.set_triage_policy(least_confidence=0.3, by=world.actor(world.desk), at=world.at)
    with pytest.raises(Invalid):
        actions.set_triage_policy(least_confidence=1.3, by=SYSTEM, at=world.at)


def test_reading_twice_adds_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=SURE)
    kept = take(world)
    first = actions.understand_request(request_id=kept.pk, by=SYSTEM, at=world.at)
    assert actions.understand_request(request_id=kept.pk, by=SYSTEM, at=world.at) == first
    assert kept.verdicts.count() == 1


def decide(world: World, kept: Request, by: Actor, category: Category = Category.DRAINS) -> TriageVerdict:
    return actions.decide_triage(
        request_id=kept.pk,
        category=category,
        area=Area.INDOOR,
        urgency=Urgency.NORMAL,
        by=by,
        at=world.at + MINUTE,
    )


def test_a_decision_sends_the_order_on_and_teaches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reads(monkeypatch, category=Category.PLUMBING, confidence=UNSURE)
    kept = take(world)
    events.deliver_all(company_id=world.company.pk)
    decide(world, kept, world.actor(world.desk))
    events.deliver_all(company_id=world.company.pk)
    order = Order.objects.get(pk=kept.order_id)
    example = TriageExample.objects.get()
    assert (order.state, order.category) == (State.ASSIGNED, "drains")
    assert (example.text, example.category, example.decided_by) == ("水管漏水", "drains", world.desk.account)


@pytest.mark.parametrize(
    ("who", "refusal"), [("viewer", Forbidden), ("li", NotFound), ("stranger", NotFound), ("tenant", NotFound)]
)
def test_who_may_not_decide(world: World, who: str, refusal: type[Exception]) -> None:
    kept = take(world)
    with pytest.raises(refusal):
        decide(world, kept, world.actor(getattr(world, who)))
    assert not TriageExample.objects.exists()


def test_two_decisions_at_once_leave_one_order_in_one_state(transactional_db: None, world: World) -> None:
    kept = take(world)
    desk, together = world.actor(world.desk), Barrier(2)

    def choose(category: Category) -> None:
        try:
            with scope.company(world.company):
                together.wait(timeout=20)
                decide(world, kept, desk, category)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        chosen: list[Callable[[], None] | None] = list(pool.map(choose, [Category.DRAINS, Category.ELECTRICAL]))
    assert chosen == [None, None]
    order = Order.objects.get(pk=kept.order_id)
    newest = kept.verdicts.order_by("-id").first()
    assert newest is not None
    assert (order.state, order.category) == (State.TRIAGED, newest.category)
    assert order.stages.filter(ends_at=None).count() == 1
