"""What we promised and what falls due by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import SYSTEM, Actor
from linli.core.apart import one_by_one
from linli.core.errors import Forbidden, Refused
from linli.core.events import emit
from linli.work import rules, terms
from linli.work.actions.judging import close_order, verify_order
from linli.work.actions.moving import read_promises
from linli.work.events import AlarmAcknowledged, AlarmRaised, PersonContacted
from linli.work.models import Alarm, Contact, Order

Cause = Alarm.Cause


def note_contact(*, order_id: int, by: Actor, at: datetime, note: str = "") -> Contact:
    """Note that we spoke with the person about the order: they have their answer, the response clock stops."""
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.NOTE_CONTACT, lock=True)
        at = max(at, order.reported_at)  # clocks of two processes may differ by a little
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


def acknowledge_alarms(*, order_id: int, by: Actor, at: datetime) -> int:
    """Say "I look after it" to every alarm of an order that stands; how many there were."""
    with transaction.atomic():
        access.get(Order, order_id, by=by, to=terms.ACKNOWLEDGE_ALARM, lock=True)
        standing = Alarm.objects.filter(order_id=order_id, acknowledged_at=None).order_by("id")
        found = list(standing.values_list("id", flat=True))
        if not found:
            raise Refused(_("Somebody already looks after this alarm."))
        for alarm_id in found:
            acknowledge_alarm(alarm_id=alarm_id, by=by, at=at)
    return len(found)


def fall_due(*, by: Actor, at: datetime) -> int:
    """Do what time alone brings: alarms, verification and closing by silence. The number of things done.

    Safe to call as often as wanted; an alarm stands once per order and cause until it is acknowledged.
    """
    if not by.is_system:
        raise Forbidden
    if not _may_be_due(at=at):
        return 0
    return _raise_alarms(at=at) + _verify_by_silence(at=at) + _close_by_silence(at=at)


def _may_be_due(*, at: datetime) -> bool:
    """Whether anything is due, asked in one question: most of the time nothing is."""
    untaken, late, overdue = _late(Cause.UNTAKEN, at=at), _late(Cause.RESPONSE, at=at), _late(Cause.RESOLUTION, at=at)
    silent = Q(state=terms.State.DONE, state_since__lte=_before(at, "auto_verify_hours", timedelta(hours=1)))
    settled = Q(
        state__in=[terms.State.VERIFIED, terms.State.RATED],
        state_since__lte=_before(at, "auto_close_days", timedelta(days=1)),
    )
    return Order.objects.filter(untaken | late | overdue | silent | settled).exists()


SINCE = {Cause.UNTAKEN: "untaken_since", Cause.RESPONSE: "response_due_at", Cause.RESOLUTION: "resolution_due_at"}
"""From which moment each cause counts; it is null while the cause cannot arise."""


def _late(cause: Cause, *, at: datetime) -> Q:
    """Open orders that a cause's alarm is due for: once per wait, also when an earlier one was acknowledged."""
    since = SINCE[cause]
    if cause == Cause.UNTAKEN:
        due = Q(untaken_since__lte=_before(at, "unaccepted_alarm_minutes", timedelta(minutes=1)))
    else:
        due = Q(**{f"{since}__lt": at})
    known = Alarm.objects.filter(order=OuterRef("pk"), cause=cause, raised_at__gte=OuterRef(since))
    return Q(state__in=rules.OPEN) & due & Q(~Exists(known))


def _raise_alarms(*, at: datetime) -> int:
    for due, broken in (("response_due_at", "response_breached_at"), ("resolution_due_at", "resolution_breached_at")):
        Order.objects.open().filter(**{f"{due}__lt": at, broken: None}).update(**{broken: F(due)})
    return sum(_alarm(cause, at=at) for cause in SINCE)


def _before(at: datetime, figure: str, unit: timedelta) -> Combinable:
    """The moment that lies as long before `at` as a figure of the order's own service level says, inside a query."""
    length = ExpressionWrapper(F(f"service_level__{figure}") * Value(unit), output_field=DurationField())
    return ExpressionWrapper(Value(at) - length, output_field=DateTimeField())


def _alarm(cause: Cause, *, at: datetime) -> int:
    fresh = Order.objects.filter(_late(cause, at=at)).values_list("id", flat=True)
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
    done = Order.objects.filter(state=terms.State.DONE)
    due = done.filter(state_since__lte=_before(at, "auto_verify_hours", timedelta(hours=1)))
    return _by_silence(due, rules.is_due_for_verification, verify_order, at=at)


def _close_by_silence(*, at: datetime) -> int:
    judged = Order.objects.filter(state__in=[terms.State.VERIFIED, terms.State.RATED])
    due = judged.filter(state_since__lte=_before(at, "auto_close_days", timedelta(days=1)))
    return _by_silence(due, rules.is_due_for_closing, close_order, at=at)


def _by_silence(
    waiting: QuerySet[Order], is_due: Callable[..., bool], act: Callable[..., Order], *, at: datetime
) -> int:
    # The query narrows, the rule decides.
    due = [
        order.pk
        for order in waiting.select_related("service_level").order_by("state_since")
        if is_due(terms.State(order.state), order.state_since, level=order.service_level.promise(), now=at)
    ]
    return one_by_one(due, lambda order_id: act(order_id=order_id, by=SYSTEM, at=at))
