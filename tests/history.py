"""Orders that were lived through before the world's moment, by the actions that people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.core.access import SYSTEM
from linli.servicedesk import actions as servicedesk
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.models import Request
from linli.servicedesk.terms import Channel
from linli.work import actions
from linli.work.models import Order
from linli.work.terms import Area, Category, Urgency
from tests.orders import MINUTE, resident_of
from tests.world import Someone, World

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Life:
    """How an order went: reported so long ago, answered and done after so many minutes, rated with so many stars.

    `done` None: it is still in hand.
    """

    ago: timedelta
    answered: int = 10
    done: int | None = 90
    stars: int | None = None
    comment: str = ""
    category: Category = Category.PLUMBING
    place: str = "1-1-101"
    text: str = "厨房水管漏水"
    worker: str = "li"


FORTNIGHT = (
    Life(timedelta(hours=5), done=55, stars=5, place="1-1-102", text="洗手盆下水慢", category=Category.DRAINS),
    Life(timedelta(hours=20), answered=95, done=300, stars=2, comment="等了很久才来", text="卫生间顶上滴水"),
    Life(timedelta(days=1), done=120, stars=4, text="插座没电", category=Category.ELECTRICAL, worker="zhao"),
    Life(timedelta(days=2), done=70, place="lobby", text="大堂灯不亮", category=Category.ELECTRICAL, worker="zhao"),
    Life(
        timedelta(days=3),
        answered=25,
        done=26 * 60,
        stars=1,
        comment="第二天才修好",
        text="阳台门关不上",
        worker="zhao",
    ),
    Life(timedelta(days=4), done=45, stars=5, text="水龙头滴水"),
    Life(timedelta(days=6), done=150, stars=4, place="2-1-101", text="暖气不热", category=Category.HEATING),
    Life(timedelta(days=9), done=200, stars=3, text="厨房水管漏水"),
    Life(
        timedelta(days=10),
        answered=80,
        done=27 * 60,
        stars=2,
        comment="没人回电话",
        text="楼道灯一闪一闪",
        worker="zhao",
    ),
    Life(timedelta(days=12), done=65, stars=5, text="马桶堵了", category=Category.DRAINS),
)
"""Two weeks of a small estate: mostly in time, now and then not."""

IN_HAND = (
    Life(
        timedelta(minutes=50),
        done=None,
        place="2-1-101",
        text="客厅灯不亮",
        category=Category.ELECTRICAL,
        worker="zhao",
    ),
    Life(
        timedelta(hours=22), done=None, place="garage", text="车库照明坏了", category=Category.ELECTRICAL, worker="zhao"
    ),
    Life(
        timedelta(hours=25),
        done=None,
        place="2-2-202",
        text="门禁打不开",
        category=Category.SECURITY_LOWVOLTAGE,
        worker="zhao",
    ),
)
"""What goes on in a small estate: one order soon due, one late."""


def lived(world: World, life: Life) -> Order:
    """An order with this life; its company is in scope."""
    at, desk = world.at - life.ago, world.actor(world.desk)
    worker: Someone = getattr(world, life.worker)
    kept = told(world, life.text, place=life.place, at=at)
    order_id = kept.order_id
    area = Area.INDOOR if kept.place.kind == "home" else Area.COMMON
    actions.triage_order(
        order_id=order_id, category=life.category, area=area, urgency=Urgency.NORMAL, by=SYSTEM, at=at + MINUTE
    )
    actions.assign_order(order_id=order_id, staff_id=worker.staff.pk, by=desk, at=at + 2 * MINUTE)
    return _worked(world, life, order_id, worker, at=at)


def told(world: World, text: str, *, place: str, at: datetime) -> Request:
    """A report taken by telephone that nobody has read."""
    return servicedesk.take_report(
        report=Report(world.place(place), text, key=f"{at.isoformat()} {place}", channel=Channel.PHONE),
        reporter=Reporter(),
        by=world.actor(world.desk),
        at=at,
    )


def _worked(world: World, life: Life, order_id: int, worker: Someone, *, at: datetime) -> Order:
    does = world.actor(worker)
    actions.accept_order(order_id=order_id, by=does, at=at + life.answered * MINUTE)
    actions.depart_for_order(order_id=order_id, by=does, at=at + (life.answered + 5) * MINUTE)
    actions.start_order(order_id=order_id, by=does, at=at + (life.answered + 12) * MINUTE)
    if life.done is None:
        return Order.objects.get(pk=order_id)
    order = actions.finish_order(order_id=order_id, note="已修好", by=does, at=at + life.done * MINUTE)
    if life.stars is None:
        return order
    return actions.rate_order(
        order_id=order_id,
        stars=life.stars,
        comment=life.comment,
        by=resident_of(order),
        at=at + (life.done + 30) * MINUTE,
    )
