"""The one way an order changes state: the table allows it, a stage ends, a stage begins, the clocks are read, it is told."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.core import scope
from linli.core.access import Actor
from linli.core.errors import Refused
from linli.core.events import emit
from linli.people.models import Staff
from linli.work import rules, terms
from linli.work.events import OrderAwaitsWorker, OrderMoved
from linli.work.models import Assignment, Order, Stage
from linli.work.queries import stages_of

State, Verb = terms.State, terms.Verb


def move(
    order: Order,
    verb: terms.Verb,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    staff: Staff | None = None,
) -> None:
    """Lead a locked order along a verb. `staff` is who shall do it when the verb names somebody.

    Raises `Refused` with a sentence when the state does not take the verb.
    """
    before = State(order.state)
    try:
        after = rules.next_state(verb, before)
    except rules.NotAllowed as refusal:
        raise Refused(sentence_for(refusal)) from refusal
    # Two processes' clocks differ by a little; an order's own time only goes forward.
    at = max(at, order.state_since)
    _hand_over(order, verb, staff=staff, at=at)
    order.stages.filter(ends_at=None).update(ends_at=at)
    open_stage(order, after, verb=verb, by=by, at=at, reason=reason, note=note)
    order.state, order.state_since = after, at
    order.done_at = at if after is State.DONE else None if after in rules.OPEN else order.done_at
    order.closed_at = at if after in {State.CLOSED, State.CANCELLED} else None
    read_promises(order, at=at)
    order.save()
    emit(
        OrderMoved(order.pk, str(verb), str(before), str(after), order.assignee_id, reason),
        by=by,
        at=at,
    )
    if after is State.TRIAGED:
        emit(OrderAwaitsWorker(order.pk), by=by, at=at)


def open_stage(
    order: Order,
    state: terms.State,
    *,
    verb: terms.Verb | None,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
) -> Stage:
    """Write the row that says in which state the order is from now on, and who led it there."""
    return Stage.objects.create(
        company_id=scope.company_id(),
        order=order,
        verb=str(verb or ""),
        state=str(state),
        starts_at=at,
        reason=reason,
        note=note,
        by_kind=by.kind,
        by_account_id=by.account_id,
        staff=order.assignee,
    )


def read_promises(order: Order, *, at: datetime) -> rules.Reading:
    """Read both clocks from the order's stages and keep on the order what lists sort by."""
    stages = stages_of(order)
    contacts = [order.responded_at] if order.responded_at else []
    level = order.service_level.promise()
    reading = rules.read_clocks(stages, contacts, reported_at=order.reported_at, level=level, now=at)
    response, resolution = reading.response, reading.resolution
    order.responded_at = order.responded_at or response.stopped_at
    order.response_due_at = response.due_at
    order.response_breached_at = response.breached_at
    order.resolution_due_at = resolution.due_at
    order.resolution_breached_at = resolution.breached_at
    order.untaken_since = rules.untaken_since(stages, reported_at=order.reported_at)
    return reading


def sentence_for(refusal: rules.NotAllowed) -> str:
    """Why the order does not take the verb, for the person who asked."""
    return _(
        "“%(verb)s” is not possible now: the order is “%(state)s”. Somebody may have been faster; please look again."
    ) % {
        "verb": refusal.verb.label,
        "state": refusal.state.label,
    }


def _hand_over(order: Order, verb: terms.Verb, *, staff: Staff | None, at: datetime) -> None:
    if verb in {Verb.ASSIGN, Verb.TRANSFER}:
        Assignment.objects.filter(order=order, ended_at=None).update(ended_at=at)
        order.assignee = staff
    elif verb in {Verb.RETURN_, Verb.REOPEN}:
        Assignment.objects.filter(order=order, ended_at=None).update(ended_at=at)
        order.assignee, order.queue_rank = None, None
