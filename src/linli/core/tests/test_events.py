"""The event log: told with the action or not at all, delivered in order, at least once, effects once."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import connection, transaction

from linli.core import clock, events, scope
from linli.core.access import SYSTEM
from linli.core.events import Event, Meta
from linli.core.models import CalendarDay, Delivery, LoggedEvent
from tests.world import World


@dataclass(frozen=True)
class Told(Event):
    """Something happened to a thing."""

    name: ClassVar[str] = "core.told.v1"
    subject: ClassVar[str] = "thing_id"
    subject_kind: ClassVar[str] = "core.thing"

    thing_id: int
    word: str = ""


class Ears:
    """A handler that writes down what it hears, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, str]] = []
        self.failures: dict[str, int] = {}

    def hear(self, event: Told, meta: Meta) -> None:
        if self.failures.get(event.word, 0) > 0:
            self.failures[event.word] -= 1
            raise RuntimeError(f"cannot bear {event.word}")
        self.heard.append((event.thing_id, event.word))


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    monkeypatch.setattr(events, "_handlers", {})
    ears = Ears()
    events.reacts(Told)(ears.hear)
    return ears


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> "Later":
    """Real time as a test wants it."""
    return Later(monkeypatch)


class Later:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = clock.real_now()
        monkeypatch.setattr(clock, "real_now", lambda: self.now)

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


def tell(world: World, thing: int, *words: str) -> None:
    for word in words:
        events.emit(Told(thing, word), by=world.actor(world.desk), at=world.at)


def test_a_handler_hears_in_order_in_the_scope_of_the_events_company(world: World, ears: Ears) -> None:
    scopes: list[tuple[int, Meta]] = []

    def note(event: Told, meta: Meta) -> None:
        scopes.append((scope.company_id(), meta))

    events.reacts(Told)(note)
    tell(world, 1, "a", "b")
    with scope.company(world.other_company):
        events.emit(Told(1, "c"), by=SYSTEM, at=world.at)
    assert events.deliver_all() == 6
    assert ears.heard == [(1, "a"), (1, "b"), (1, "c")]
    assert [company for company, _meta in scopes] == [world.company.pk, world.company.pk, world.other_company.pk]
    assert (scopes[0][1].at, scopes[0][1].by_account_id) == (world.at, world.desk.account.pk)
    assert events.deliver_all() == 0, "nothing is delivered twice"


def test_an_action_that_fails_has_told_nothing(world: World, ears: Ears) -> None:
    count = LoggedEvent.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(world, 1, "a")
        raise RuntimeError
    assert events.deliver_all() == 0
    assert (ears.heard, LoggedEvent.objects.count(), Delivery.objects.count()) == ([], count, 0)


def test_an_event_without_handlers_is_logged_and_waits_for_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_handlers", {})
    tell(world, 7, "a")
    assert not Delivery.objects.exists()
    (row,) = events.happened(kind="core.thing", subject_id=7)
    assert (row.facts, row.by_kind, row.by_account) == ({"thing_id": 7, "word": "a"}, "account", world.desk.account)
    assert events.newest_event_id(world.company) == row.pk


def test_a_failure_is_tried_again_with_growing_pauses(world: World, ears: Ears, later: Later) -> None:
    ears.failures["a"] = 2
    tell(world, 1, "a")
    events.deliver_all()
    assert ears.heard == []
    later.passes(seconds=1)
    assert events.deliver_all() == 0, "two seconds have not passed"
    later.passes(seconds=1.1)
    events.deliver_all()
    later.passes(seconds=2.1)
    assert events.deliver_all() == 0, "the second pause is four seconds"
    later.passes(seconds=2)
    events.deliver_all()
    assert ears.heard == [(1, "a")]
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.error, delivery.delivered_at) == (3, "", later.now)


def test_order_per_subject_holds_through_a_failure_and_others_go_on(world: World, ears: Ears, later: Later) -> None:
    ears.failures["a"] = 1
    tell(world, 1, "a", "b")
    tell(world, 2, "x", "y")
    events.deliver_all()
    assert ears.heard == [(2, "x"), (2, "y")], "b waits for a"
    later.passes(seconds=3)
    events.deliver_all()
    assert ears.heard == [(2, "x"), (2, "y"), (1, "a"), (1, "b")]


def test_after_eight_attempts_it_is_parked_and_holds_back_its_own_subject_only(
    world: World, ears: Ears, later: Later
) -> None:
    ears.failures["a"] = 99
    tell(world, 1, "a")
    for _attempt in range(12):
        events.deliver_all()
        later.passes(hours=1)
    parked = Delivery.objects.get()
    assert (parked.attempts, parked.delivered_at) == (events.ATTEMPTS, None)
    assert parked.parked_at is not None
    assert "cannot bear a" in parked.error
    tell(world, 1, "b")
    tell(world, 2, "x")
    events.deliver_all()
    assert ears.heard == [(2, "x")]


def test_one_handlers_failure_is_not_anothers(world: World, ears: Ears) -> None:
    second = Ears()

    def also(event: Told, meta: Meta) -> None:
        second.hear(event, meta)

    events.reacts(Told)(also)
    ears.failures["a"] = 99
    tell(world, 1, "a", "b")
    events.deliver_all()
    assert (ears.heard, second.heard) == ([], [(1, "a"), (1, "b")])


def test_what_a_failing_handler_wrote_is_undone_so_its_effects_happen_once(
    world: World, ears: Ears, later: Later
) -> None:
    def write_then_fail(event: Told, meta: Meta) -> None:
        CalendarDay.objects.create(day=f"1999-01-0{event.thing_id}", is_working=True)
        ears.hear(event, meta)

    events._handlers.clear()
    events.reacts(Told)(write_then_fail)
    ears.failures["a"] = 3
    tell(world, 1, "a")
    for _attempt in range(5):
        events.deliver_all()
        assert CalendarDay.objects.filter(day__year=1999).count() == len(ears.heard)
        later.passes(minutes=5)
    assert ears.heard == [(1, "a")]


def test_what_a_handler_tells_is_delivered_too(world: World, ears: Ears) -> None:
    def answer(event: Told, meta: Meta) -> None:
        if event.word == "question":
            events.emit(Told(event.thing_id, "answer"), by=SYSTEM, at=meta.at)

    events.reacts(Told)(answer)
    tell(world, 1, "question")
    events.deliver_all()
    assert ears.heard == [(1, "question"), (1, "answer")]


def test_a_handler_that_is_gone_does_not_hold_the_queue(world: World, ears: Ears) -> None:
    tell(world, 1, "a")
    events._handlers.clear()
    assert events.deliver_all() == 1
    assert Delivery.objects.get().error == "no such handler any more"


def test_deliveries_of_one_company_alone(world: World, ears: Ears) -> None:
    tell(world, 1, "ours")
    with scope.company(world.other_company):
        events.emit(Told(1, "theirs"), by=SYSTEM, at=world.at)
    assert events.deliver_all(company_id=world.other_company.pk) == 1
    assert ears.heard == [(1, "theirs")]


def in_a_thread(work: object) -> object:
    """Run something on a connection of its own; what it gave."""
    given: list[object] = []

    def run() -> None:
        try:
            given.append(work())  # type: ignore[operator]  # any callable
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=20)
    assert given, "the thread failed"
    return given[0]


def test_nothing_is_delivered_before_the_commit(transactional_db: None, world: World, ears: Ears) -> None:
    with transaction.atomic():
        tell(world, 1, "a")
        assert in_a_thread(events.deliver_all) == 0
    assert in_a_thread(events.deliver_all) == 1
    assert ears.heard == [(1, "a")]


def test_only_a_commit_wakes_the_worker(transactional_db: None, world: World, ears: Ears) -> None:
    def listening() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {events.CHANNEL}")
        ready.set()
        assert connection.connection is not None
        return [notice.channel for notice in connection.connection.notifies(timeout=1.5, stop_after=2)]

    ready = threading.Event()

    def speak() -> None:
        ready.wait(5)
        try:
            with pytest.raises(RuntimeError), transaction.atomic(), scope.company(world.company):
                events.emit(Told(1, "lost"), by=SYSTEM, at=world.at)
                raise RuntimeError
            with transaction.atomic(), scope.company(world.company):
                events.emit(Told(1, "kept"), by=SYSTEM, at=world.at)
        finally:
            connection.close()

    speaker = threading.Thread(target=speak)
    speaker.start()
    assert in_a_thread(listening) == [events.CHANNEL]
    speaker.join()


def test_two_workers_share_the_work_and_keep_the_order(transactional_db: None, world: World, ears: Ears) -> None:
    for number in range(10):
        for thing in (1, 2, 3):
            tell(world, thing, str(number))

    def deliver() -> None:
        try:
            while Delivery.objects.filter(delivered_at=None).exists():
                events.deliver_one()
        finally:
            connection.close()

    workers = [threading.Thread(target=deliver) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert len(ears.heard) == 30
    for thing in (1, 2, 3):
        assert [word for subject, word in ears.heard if subject == thing] == [str(number) for number in range(10)]
