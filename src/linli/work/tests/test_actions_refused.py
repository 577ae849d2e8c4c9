"""What the actions refuse: verbs that the state does not take, and people who may not."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from linli.core.access import SYSTEM, Actor, holder_of_link
from linli.core.errors import Forbidden, Invalid, NotFound, Refused
from linli.work import actions, rules
from linli.work.models import Order
from linli.work.queries import ranked
from linli.work.terms import Area, Category, PauseReason, State, Urgency, Verb
from tests.orders import MINUTE, in_state, resident_of
from tests.world import Someone, World

Act = Callable[[World, Order, Actor, datetime], object]

ACTS: dict[Verb, Act] = {
    Verb.TRIAGE: lambda world, order, by, at: actions.triage_order(
        order_id=order.pk, category=Category.DRAINS, area=Area.INDOOR, urgency=Urgency.NORMAL, by=by, at=at
    ),
    Verb.ASSIGN: lambda world, order, by, at: actions.assign_order(
        order_id=order.pk, staff_id=world.zhao.staff.pk, by=by, at=at
    ),
    Verb.ACCEPT: lambda world, order, by, at: actions.accept_order(order_id=order.pk, by=by, at=at),
    Verb.DEPART: lambda world, order, by, at: actions.depart_for_order(order_id=order.pk, by=by, at=at),
    Verb.START: lambda world, order, by, at: actions.start_order(order_id=order.pk, by=by, at=at),
    Verb.PAUSE: lambda world, order, by, at: actions.pause_order(
        order_id=order.pk, reason=PauseReason.WAITING_PART, by=by, at=at
    ),
    Verb.RESUME: lambda world, order, by, at: actions.resume_order(order_id=order.pk, by=by, at=at),
    Verb.FINISH: lambda world, order, by, at: actions.finish_order(order_id=order.pk, note="修好了", by=by, at=at),
    Verb.VERIFY: lambda world, order, by, at: actions.verify_order(order_id=order.pk, by=by, at=at),
    Verb.REFUSE: lambda world, order, by, at: actions.refuse_order(order_id=order.pk, reason="还漏", by=by, at=at),
    Verb.RATE: lambda world, order, by, at: actions.rate_order(order_id=order.pk, stars=4, by=by, at=at),
    Verb.CLOSE: lambda world, order, by, at: actions.close_order(order_id=order.pk, by=by, at=at),
    Verb.REOPEN: lambda world, order, by, at: actions.reopen_order(order_id=order.pk, reason="又漏", by=by, at=at),
    Verb.RETURN_: lambda world, order, by, at: actions.return_order(order_id=order.pk, reason="不会", by=by, at=at),
    Verb.CANCEL: lambda world, order, by, at: actions.cancel_order(order_id=order.pk, reason="重复", by=by, at=at),
}
ASSIGNS = rules.MOVES[Verb.ASSIGN].sources | rules.MOVES[Verb.TRANSFER].sources
RATES = rules.MOVES[Verb.RATE].sources | {State.DONE}
"""Choosing a worker assigns or transfers; rating work that is done verifies it first."""

LATER = 30 * MINUTE


def sources(verb: Verb) -> frozenset[State]:
    """The states in which the action behind a verb is taken."""
    return {Verb.ASSIGN: ASSIGNS, Verb.RATE: RATES}.get(verb, rules.MOVES[verb].sources)


def everybody(world: World, order: Order, verb: Verb) -> Actor:
    """Somebody who may do this with the order if only its state allowed."""
    if verb in {Verb.RATE}:
        return resident_of(order)
    if verb in {Verb.ACCEPT, Verb.DEPART, Verb.START, Verb.PAUSE, Verb.RESUME, Verb.FINISH, Verb.RETURN_}:
        return world.actor(world.li)
    return world.actor(world.desk)


@pytest.mark.parametrize("state", State)
def test_a_verb_out_of_turn_is_refused_with_a_sentence_and_changes_nothing(world: World, state: State) -> None:
    order = in_state(world, state)
    has_worker = order.assignee_id is not None
    stages = order.stages.count()
    for verb, act in ACTS.items():
        if state in sources(verb):
            continue
        by = everybody(world, order, verb)
        refusal: tuple[type[Exception], ...] = (Refused,)
        if not has_worker and by == world.actor(world.li):
            refusal = (NotFound,)  # without a worker it is nobody's to work on, nor to see
        with pytest.raises(refusal) as refused:
            act(world, order, by, world.at + LATER)
        assert refusal == (NotFound,) or len(str(refused.value)) > 15
        order.refresh_from_db()
        assert (order.state, order.stages.count()) == (state, stages)


@pytest.mark.parametrize("verb", ACTS)
def test_every_verb_is_taken_in_each_state_that_its_rule_names(world: World, verb: Verb) -> None:
    for state in sorted(sources(verb)):
        order = in_state(world, state)
        ACTS[verb](world, order, everybody(world, order, verb), world.at + LATER)
        order.refresh_from_db()
        assert order.stages.filter(ends_at=None).get().verb != ""


@pytest.mark.parametrize("verb", ACTS)
def test_who_only_looks_may_do_nothing_and_who_is_not_here_knows_nothing(world: World, verb: Verb) -> None:
    order = in_state(world, min(sources(verb), key=list(State).index))
    for who, refusal in ((world.viewer, Forbidden), (world.stranger, NotFound), (world.cleaner, NotFound)):
        with pytest.raises(refusal):
            ACTS[verb](world, order, world.actor(who), world.at + LATER)
    with pytest.raises(NotFound):
        ACTS[verb](world, order, holder_of_link("order:999999999"), world.at + LATER)


def test_the_desk_does_not_do_the_work(world: World) -> None:
    order = in_state(world, State.ASSIGNED)
    with pytest.raises(Forbidden):
        actions.accept_order(order_id=order.pk, by=world.actor(world.desk), at=world.at + LATER)


def test_a_worker_does_not_judge_their_own_work(world: World) -> None:
    order = in_state(world, State.DONE)
    with pytest.raises(Forbidden):
        actions.verify_order(order_id=order.pk, by=world.actor(world.li), at=world.at + LATER)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_one_to_five(world: World, stars: int) -> None:
    order = in_state(world, State.VERIFIED)
    with pytest.raises(Invalid):
        actions.rate_order(order_id=order.pk, stars=stars, by=resident_of(order), at=world.at + LATER)


@pytest.mark.parametrize("verb", [Verb.REFUSE, Verb.REOPEN, Verb.CANCEL, Verb.RETURN_])
def test_a_reason_is_asked_for(world: World, verb: Verb) -> None:
    order = in_state(world, min(sources(verb), key=list(State).index))
    act = {
        Verb.REFUSE: actions.refuse_order,
        Verb.REOPEN: actions.reopen_order,
        Verb.CANCEL: actions.cancel_order,
        Verb.RETURN_: actions.return_order,
    }[verb]
    with pytest.raises(Refused) as refused:
        act(order_id=order.pk, reason="  ", by=everybody(world, order, verb), at=world.at + LATER)
    assert refused.value.field == "reason"


def test_nobody_who_left_is_asked(world: World) -> None:
    order = in_state(world, State.TRIAGED)
    gone: Someone = world.zhao
    gone.staff.left_on = world.at.date()
    gone.staff.save(update_fields=["left_on"])
    with pytest.raises(Refused):
        actions.assign_order(order_id=order.pk, staff_id=gone.staff.pk, by=world.actor(world.desk), at=world.at + LATER)


def test_a_desk_asks_whom_it_knows_of_or_who_serves_the_place(world: World) -> None:
    """The desk of building 2 knows of no staff by its grant: whoever serves the estate may be asked, others not."""
    deputy, at = world.actor(world.deputy), world.at + LATER
    order = in_state(world, State.TRIAGED, place="2-1-101")
    with pytest.raises(Refused):
        actions.assign_order(order_id=order.pk, staff_id=world.cleaner.staff.pk, by=deputy, at=at)
    with pytest.raises(Refused):
        actions.assign_order(order_id=order.pk, staff_id=10**30, by=deputy, at=at)
    assert actions.assign_order(order_id=order.pk, staff_id=world.li.staff.pk, by=deputy, at=at).assignee is not None


def test_who_has_given_notice_works_until_the_day_they_leave(world: World) -> None:
    order, at = in_state(world, State.TRIAGED), world.at + LATER
    leaving: Someone = world.li
    leaving.staff.left_on = world.at.date() + timedelta(days=1)
    leaving.staff.save(update_fields=["left_on"])
    assert leaving.staff in [each.staff for each in ranked(order, by=world.actor(world.desk), at=at)]
    assert actions.assign_automatically(order_id=order.pk, by=SYSTEM, at=at).assignee == leaving.staff
    other = in_state(world, State.TRIAGED)
    desk = world.actor(world.desk)
    assert actions.assign_order(order_id=other.pk, staff_id=leaving.staff.pk, by=desk, at=at).assignee == leaving.staff
