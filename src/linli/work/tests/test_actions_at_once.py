"""Two people, one order, the same moment: one wins and the other reads why."""

from collections.abc import Callable
from threading import Barrier, Event, Thread
from time import sleep

from django.db import connection, transaction

from linli.core import scope
from linli.core.access import SYSTEM
from linli.core.errors import Refused
from linli.work import actions
from linli.work.models import Order
from linli.work.terms import State, Verb
from tests.orders import MINUTE, in_state
from tests.world import World


def at_once(world: World, *acts: Callable[[], object]) -> list[object]:
    """What each act gives when all begin together, refusals as themselves."""
    together, given = Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        try:
            with scope.company(world.company):
                together.wait(timeout=10)
                given[index] = act()  # type: ignore[call-overload]  # whatever it is
        except Refused as refusal:
            given[index] = refusal  # type: ignore[call-overload]  # kept for the assertion
        finally:
            connection.close()

    threads = [Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return list(given)


def test_of_two_acceptances_one_wins_and_the_other_is_told(transactional_db: None, world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    li, at = world.actor(world.li), world.at + 10 * MINUTE

    def accept() -> object:
        return actions.accept_order(order_id=order.pk, by=li, at=at)

    given = at_once(world, accept, accept)
    refused = [each for each in given if isinstance(each, Refused)]
    assert len(refused) == 1
    assert "“" in refused[0].message
    assert order.stages.filter(verb=Verb.ACCEPT).count() == 1


def test_a_transfer_and_an_acceptance_leave_one_worker(transactional_db: None, world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    li, desk, at = world.actor(world.li), world.actor(world.desk), world.at + 10 * MINUTE
    zhao = world.zhao.staff.pk

    def accept() -> object:
        try:
            return actions.accept_order(order_id=order.pk, by=li, at=at)
        except Exception as gone:  # noqa: BLE001  # transferred first, it is no longer theirs to see
            return gone

    at_once(world, accept, lambda: actions.assign_order(order_id=order.pk, staff_id=zhao, by=desk, at=at))
    order.refresh_from_db()
    assert (order.state, order.assignee_id) == (State.ASSIGNED, zhao)
    assert order.assignments.filter(ended_at=None).count() == 1


def test_the_same_order_is_assigned_once_by_two_workers_of_the_queue(transactional_db: None, world: World) -> None:
    order = in_state(world, State.TRIAGED)
    at = world.at + 5 * MINUTE

    def assign() -> object:
        return actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=at)

    at_once(world, assign, assign)
    assert order.stages.filter(verb=Verb.ASSIGN).count() == 1
    assert order.assignments.count() == 1


def test_whoever_waits_for_the_estate_holds_no_order_that_the_other_needs(transactional_db: None, world: World) -> None:
    """A tick assigns many orders in one transaction while the news of each of them is delivered beside it."""
    first, second = in_state(world, State.TRIAGED), in_state(world, State.TRIAGED)
    at, held = world.at + 5 * MINUTE, Event()

    def assign(order: Order) -> None:
        actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=at)

    def tick() -> bool:
        with transaction.atomic():
            assign(first)
            held.set()
            wait_for_somebody_blocked()
            assign(second)
        return True

    def delivery() -> bool:
        held.wait(timeout=10)
        assign(second)
        return True

    assert at_once(world, tick, delivery) == [True, True]
    assert second.stages.filter(verb=Verb.ASSIGN).count() == 1


def wait_for_somebody_blocked() -> None:
    """Until another session of this database waits for a lock."""
    for _turn in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction else sees the same sessions for ever
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.05)
    raise AssertionError("nobody waited")
