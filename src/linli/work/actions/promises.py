"""What we promised and what falls due by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import SYSTEM, Actor
from linli.core.errors import Forbidden, Refused
from linli.core.events import emit
from linli.work import rules, terms
from linli.work.actions.judging import close_order, verify_order
from linli.work.actions.moving import read_promises
from linli.work.events import AlarmAcknowledged, AlarmRaised, PersonContacted
from linli.work.models import Alarm, Contact, Order, ServiceLevel

Cause = Alarm.Cause


def note_contact(*, order_id: int, by: Actor, at: datetime, note: str = "") -> Contact:
    """Note that we spoke with the person about the order: they have their answer, the response clock stops."""
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.NOTE_CONTACT, lock=True)
        contact = Contact.objects.create(
            company_id=scope.company_id(), order=order, at=at, by_account_id=by.account_id, note=note.strip()[:1000]
        )
        if order.responded_at is None:
            order.responded_at = at
            read_promises(order, at=max(at, order.state_since))
            order.save()
        emit(PersonContacted(order.pk), by=by, at=at)
    return contact


def acknowledge_alarm(*, alarm_id: int, by: Actor, at: datetime) -> Alarm:
    """Say "I look after it"."""
    with transaction.atomic():
        alarm = access.get(Alarm, alarm_id, by=by, to=terms.ACKNOWLEDGE_ALARM, lock=True)
        if alarm.acknowledged_at is not None:
            raise Refused(_("Somebody already looks after this alarm."))
        alarm.acknowledged_at, alarm.acknowledged_by_id = at, by.account_id
        alarm.save(update_fields=["acknowledged_at", "acknowledged_by"])
        emit(AlarmAcknowledged(alarm.order_id, alarm.cause), by=by, at=at)
    return alarm


def fall_due(*, by: Actor, at: datetime) -> int:
    """Do what time alone brings: alarms, verification and closing by silence. The number of things done.

    Safe to call as often as wanted; an alarm stands once per order and cause until it is acknowledged.
    """
    if not by.is_system:
        raise Forbidden
    return _raise_alarms(at=at) + _verify_by_silence(at=at) + _close_by_silence(at=at)


def _raise_alarms(*, at: datetime) -> int:
    raised = 0
    for level in ServiceLevel.objects.filter(starts_at__lte=at):
        untaken = Order.objects.open().filter(
            service_level=level,
            untaken_since__isnull=False,
            untaken_since__lte=at - timedelta(minutes=level.unaccepted_alarm_minutes),
        )
        raised += _alarm(untaken, Cause.UNTAKEN, since="untaken_since", at=at)
    opened = Order.objects.open()
    late = opened.filter(response_due_at__lte=at)
    late.filter(response_breached_at=None).update(response_breached_at=F("response_due_at"))
    raised += _alarm(late, Cause.RESPONSE, since="response_due_at", at=at)
    late = opened.filter(resolution_due_at__lte=at)
    late.filter(resolution_breached_at=None).update(resolution_breached_at=F("resolution_due_at"))
    return raised + _alarm(late, Cause.RESOLUTION, since="resolution_due_at", at=at)


def _alarm(orders: QuerySet[Order], cause: Cause, *, since: str, at: datetime) -> int:
    # Once per wait: an alarm raised since the wait began is not repeated after it was acknowledged.
    known = Alarm.objects.filter(order=OuterRef("pk"), cause=cause, raised_at__gte=OuterRef(since))
    fresh = orders.filter(~Exists(known)).values_list("id", flat=True)
    raised = 0
    for order_id in list(fresh):
        with transaction.atomic():
            _alarm_row, created = Alarm.objects.get_or_create(
                company_id=scope.company_id(),
                order_id=order_id,
                cause=cause,
                acknowledged_at=None,
                defaults={"raised_at": at},
            )
            if created:
                emit(AlarmRaised(order_id, str(cause)), by=SYSTEM, at=at)
                raised += 1
    return raised


def _verify_by_silence(*, at: datetime) -> int:
    return _by_silence([terms.State.DONE], rules.is_due_for_verification, verify_order, at=at)


def _close_by_silence(*, at: datetime) -> int:
    return _by_silence([terms.State.VERIFIED, terms.State.RATED], rules.is_due_for_closing, close_order, at=at)


def _by_silence(
    states: list[terms.State], is_due: Callable[..., bool], act: Callable[..., Order], *, at: datetime
) -> int:
    waiting = Order.objects.filter(state__in=states).select_related("service_level").order_by("state_since")
    due = [
        order.pk
        for order in waiting.iterator()
        if is_due(terms.State(order.state), order.state_since, level=order.service_level.promise(), now=at)
    ]
    for order_id in due:
        act(order_id=order_id, by=SYSTEM, at=at)
    return len(due)
