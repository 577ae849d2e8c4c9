"""Orders in any state, reached by the actions that people use, one minute after the other from the world's moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from linli.core.access import SYSTEM, Actor, holder_of_link
from linli.work import actions
from linli.work.models import Order
from linli.work.terms import Area, Category, PauseReason, Source, State, Urgency
from tests.world import World

MINUTE = timedelta(minutes=1)
TEXT = "厨房水管漏水，一直滴"


def opened(world: World, *, place: str = "1-1-101", text: str = TEXT, at: datetime | None = None) -> Order:
    """An order that the desk has opened and nobody has understood."""
    by = world.actor(world.desk)
    return actions.open_order(place=world.place(place), text=text, source=Source.DESK, by=by, at=at or world.at)


def triaged(
    world: World, *, place: str = "1-1-101", category: Category = Category.PLUMBING, urgency: Urgency = Urgency.NORMAL
) -> Order:
    """An order that waits for a worker."""
    order = opened(world, place=place)
    area = Area.INDOOR if order.place.kind == "home" else Area.COMMON
    return actions.triage_order(
        order_id=order.pk, category=category, area=area, urgency=urgency, by=SYSTEM, at=world.at + MINUTE
    )


def in_state(world: World, state: State, *, place: str = "1-1-101") -> Order:
    """An order in this state; 李师傅 has it if somebody must. Nothing is delivered before it is there."""
    with transaction.atomic():
        return _led_to(world, state, place)


def _led_to(world: World, state: State, place: str) -> Order:
    if state is State.NEW:
        return opened(world, place=place)
    order = triaged(world, place=place)
    desk, li, resident = world.actor(world.desk), world.actor(world.li), resident_of(order)
    at = world.at + 2 * MINUTE
    if state is State.CANCELLED:
        return actions.cancel_order(order_id=order.pk, reason="住户自己修好了", by=desk, at=at)
    steps: dict[State, Callable[[datetime], Order]] = {
        State.ASSIGNED: lambda at: actions.assign_order(order_id=order.pk, staff_id=world.li.staff.pk, by=desk, at=at),
        State.ACCEPTED: lambda at: actions.accept_order(order_id=order.pk, by=li, at=at),
        State.ON_THE_WAY: lambda at: actions.depart_for_order(order_id=order.pk, by=li, at=at),
        State.STARTED: lambda at: actions.start_order(order_id=order.pk, by=li, at=at),
        State.DONE: lambda at: actions.finish_order(order_id=order.pk, note="换了角阀", by=li, at=at),
        State.VERIFIED: lambda at: actions.verify_order(order_id=order.pk, by=desk, at=at),
        State.RATED: lambda at: actions.rate_order(order_id=order.pk, stars=5, by=resident, at=at),
        State.CLOSED: lambda at: actions.close_order(order_id=order.pk, by=desk, at=at),
    }
    for reached, step in steps.items():
        if order.state == (State.STARTED if state is State.PAUSED else state):
            break
        order = step(at)
        at += MINUTE
        assert order.state == reached
    if state is State.PAUSED:
        return actions.pause_order(order_id=order.pk, reason=PauseReason.WAITING_PART, by=li, at=at)
    return order


def resident_of(order: Order) -> Actor:
    """Whoever holds the link of the order."""
    return holder_of_link(f"order:{order.pk}")
