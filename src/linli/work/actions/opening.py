"""An order comes into being and is understood."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import access, numbering, scope
from linli.core.access import Actor
from linli.core.clock import local_day
from linli.core.errors import Forbidden, Refused
from linli.core.events import emit
from linli.core.models import File
from linli.estates.models import Place
from linli.work import rules, terms
from linli.work.actions.moving import move, open_stage, read_promises
from linli.work.events import OrderCorrected, OrderOpened
from linli.work.models import Evidence, Order
from linli.work.queries import level_in_force


def open_order(
    *, place: Place, text: str, source: terms.Source, by: Actor, at: datetime, photos: Sequence[File] = ()
) -> Order:
    """Open an order for what somebody said at a place; it waits to be understood.

    The holder of a place's code (link `place:<id>`) may open one there; others need the permission over the place.
    """
    if by.link != f"place:{place.pk}" and not by.may(terms.OPEN_ORDER, place.path):
        raise Forbidden
    with transaction.atomic():
        order = Order(
            company_id=scope.company_id(),
            place=place,
            text=text,
            source=str(source),
            reported_at=at,
            state_since=at,
            service_level=level_in_force(terms.Urgency.NORMAL, at=at),
        )
        level = order.service_level.promise()
        reading = rules.read_clocks([], [], reported_at=at, level=level, now=at)
        order.response_due_at, order.resolution_due_at = reading.response.due_at, reading.resolution.due_at
        order.untaken_since = at
        order.number = numbering.next_number("BX", local_day(at))
        order.save(force_insert=True)
        open_stage(order, terms.State.NEW, verb=None, by=by, at=at)
        add_evidence(order, photos, moment=Evidence.Moment.REPORT, at=at)
        emit(OrderOpened(order.pk, str(source)), by=by, at=at)
    return order


def triage_order(
    *,
    order_id: int,
    category: terms.Category,
    area: terms.Area,
    urgency: terms.Urgency,
    by: Actor,
    at: datetime,
) -> Order:
    """Say what an order is about and how urgent it is; it then waits for a worker. May be said again until assigned."""
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.TRIAGE, lock=True)
        order.category, order.area = str(category), str(area)
        if order.urgency != urgency:
            order.urgency = str(urgency)
            order.service_level = level_in_force(urgency, at=order.reported_at)
        move(order, terms.Verb.TRIAGE, by=by, at=at)
    return order


def correct_triage(
    *, order_id: int, category: terms.Category, area: terms.Area, urgency: terms.Urgency, by: Actor, at: datetime
) -> Order:
    """Correct what an order is about. Before a worker has accepted it goes back and is assigned anew; after that it stays
    with the worker and only the words, the promise and the statistics change."""
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.TRIAGE, lock=True)
        if order.state in rules.RESOLVED:
            raise Refused(_("The work is done; reopen the order before you change what it is about."))
        if order.state in {terms.State.NEW, terms.State.TRIAGED}:
            return triage_order(order_id=order_id, category=category, area=area, urgency=urgency, by=by, at=at)
        if (order.category, order.area, order.urgency) == (category, area, urgency):
            return order  # a confirmation takes nothing away from the worker
        order.category, order.area, order.urgency = str(category), str(area), str(urgency)
        order.service_level = level_in_force(urgency, at=order.reported_at)
        if order.state == terms.State.ASSIGNED:
            move(order, terms.Verb.RETURN_, by=by, at=at, reason=terms.RECATEGORISED)
        else:
            read_promises(order, at=max(at, order.state_since))
            order.save()
        emit(OrderCorrected(order.pk, str(category), str(area), str(urgency)), by=by, at=at)
    return order


def add_evidence(order: Order, photos: Sequence[File], *, moment: Evidence.Moment, at: datetime) -> None:
    """Keep photos with an order; the same photo is kept once per moment."""
    Evidence.objects.bulk_create(
        [Evidence(company_id=order.company_id, order=order, file=file, moment=moment, at=at) for file in photos],
        ignore_conflicts=True,
    )
