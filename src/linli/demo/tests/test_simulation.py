"""The demo estate lives through the product's own actions, and a kill in the middle changes nothing."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command

from linli.core import clock, scope
from linli.core.clock import day_start
from linli.core.models import Delivery, LoggedEvent
from linli.demo.building import build_demo
from linli.demo.models import DemoRun
from linli.demo.simulation import live_step, truth_behind
from linli.people.models import Staff
from linli.servicedesk.models import Request
from linli.work import rules
from linli.work.models import Kind, Order
from linli.work.queries import stages_of
from linli.work.terms import Category, Urgency


@pytest.fixture
def lived(db: None) -> DemoRun:
    """The demo estate after the twelve waking hours of its first day."""
    run = build_demo(at=day_start(date(2026, 5, 12)) + timedelta(hours=7), prefix="demo-")
    with scope.company(run.company):
        _live(run, hours=12)
    return run


def _live(run: DemoRun, *, hours: float) -> None:
    stop = run.starts_at + timedelta(hours=hours)
    while run.simulated_until < stop:
        live_step(run, until=stop)
        run.refresh_from_db()


def test_a_day_of_the_demo(lived: DemoRun) -> None:
    with scope.company(lived.company):
        orders = list(Order.objects.all())
        assert len(orders) >= 5
        assert Request.objects.count() == len(orders)
        assert not Delivery.objects.filter(delivered_at=None).exists()
        assert not Delivery.objects.exclude(error="").exists()
        for order in orders:
            stages = stages_of(order)
            assert stages[0].starts_at == order.reported_at
            assert all(earlier.ends_at == later.starts_at for earlier, later in pairwise(stages))
            assert stages[-1].state == order.state
        states = Counter(order.state for order in orders)
        assert states["done"] + states["verified"] + states["rated"] + states["closed"] >= len(orders) / 2
        busy = Order.objects.filter(state__in=["started", "on_the_way"]).values_list("assignee", flat=True)
        assert len(set(busy)) == len(busy), "nobody works at two places at once"
        assert {order.state for order in orders if order.assignee_id} & rules.IN_HAND <= rules.IN_HAND


def test_a_step_that_is_killed_is_lived_again(lived: DemoRun, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """Nothing that the program catches."""

    with scope.company(lived.company):
        before = LoggedEvent.objects.count()
        monkeypatch.setattr(DemoRun, "save", lambda *_args, **_more: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            _live(lived, hours=14)
        monkeypatch.undo()
        lived.refresh_from_db()
        assert lived.simulated_until == lived.starts_at + timedelta(hours=12)
        assert LoggedEvent.objects.count() == before
        _live(lived, hours=14)
        keys = list(Request.objects.values_list("client_key", flat=True))
    assert len(keys) == len(set(keys))


def test_every_trade_that_orders_need_has_two_who_can(db: None) -> None:
    run = build_demo(at=clock.real_now(), prefix="demo-")
    with scope.company(run.company):
        for kind in Kind.objects.all():
            able = Staff.objects.filter(skills__skill=kind.skill, skills__level__gte=kind.level)
            assert able.count() >= 2, kind.category
        assert DemoRun.objects.get().homes == 1236


@pytest.mark.parametrize("key", ["k1", "demo-a-b-c", "demo-plumbing-normal-x", "demo-plumbing-later-7", "demo---"])
def test_a_key_that_a_visitor_made_up_tells_nothing_and_stops_nobody(key: str) -> None:
    assert truth_behind(key) is None


def test_a_simulated_report_says_what_it_is_about() -> None:
    assert truth_behind("demo-plumbing-emergency-7") == (Category.PLUMBING, Urgency.EMERGENCY, 7)


def test_the_logins_of_a_kind_or_of_everybody_are_told(db: None) -> None:
    run = build_demo(at=clock.real_now(), prefix="demo-")
    few, all_of_them = (_told("demo", "--logins", *more) for more in ([], ["--everybody"]))
    assert [line.split()[0] for line in few.splitlines()][:4] == ["worker", "desk", "manager", "resident"]
    for login in run.logins:
        assert f"{login['username']} " in all_of_them
        assert login["password"] in all_of_them


def _told(*command: str) -> str:
    said = StringIO()
    call_command(*command, stdout=said)
    return said.getvalue()
