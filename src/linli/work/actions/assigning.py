"""Who is asked to do an order: by the engine, by hand, or back to the desk."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.apart import one_by_one
from linli.core.errors import Forbidden, Invalid, Refused
from linli.core.events import emit
from linli.estates.models import Place
from linli.people.models import ServedPlace, Staff
from linli.people.queries import not_left
from linli.work import dispatch, terms
from linli.work.actions.moving import move
from linli.work.events import NobodyFound
from linli.work.models import Assignment, Order
from linli.work.queries.problem import problem_for, rank_at

MOST_AT_ONCE = 200
"""So many waiting orders are tried again in one round."""


def assign_automatically(*, order_id: int, by: Actor, at: datetime, tell_nobody_found: bool = True) -> Order:
    """Let the engine choose who is asked: skill, shift, place, load and due time. Keeps why, for winner and runner-up.

    An order that meanwhile is no longer waiting is left as it is. When nobody fits the order keeps waiting, which the
    untaken alarm brings to the desk.
    """
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.ASSIGN)
        # Orders of one estate are decided one after the other: each must see the load that the last one made. The
        # estate is locked before the order, so that whoever waits for it holds no order that the other one needs.
        Place.objects.select_for_update(no_key=True).get(pk=order.place.estate_id)
        order = access.get(Order, order_id, by=by, to=terms.ASSIGN, lock=True)
        if order.state != terms.State.TRIAGED:
            return order
        problem = problem_for(order, at=at)
        decision = dispatch.decide(problem.job, problem.workers, now=at, weights=dispatch.DEFAULT_WEIGHTS)
        winner = decision.winner
        if winner is None:
            if tell_nobody_found:
                emit(NobodyFound(order.pk, _counted(decision)), by=by, at=at)
            return order
        order.queue_rank = rank_at(problem.queues[winner.worker_id], winner.position)
        staff = problem.staff[winner.worker_id]
        move(order, terms.Verb.ASSIGN, by=by, at=at, staff=staff)
        _remember(
            order,
            staff,
            by=by,
            at=order.state_since,
            expected_at=winner.eta,
            decision=dict(dispatch.as_record(decision)),
        )
    return order


def assign_order(*, order_id: int, staff_id: int, by: Actor, at: datetime) -> Order:
    """Ask somebody by hand: from the waiting list, or over from whoever was asked before (transfer)."""
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.ASSIGN, lock=True)
        staff = _to_be_asked(order, by=by, at=at).filter(pk=staff_id).first()
        if staff is None:
            raise Refused(_("This member of staff cannot be found any more. Please choose again."), field="staff")
        if order.assignee_id == staff.pk:
            raise Refused(_("%(name)s already has this order.") % {"name": staff.person.name}, field="staff")
        verb = terms.Verb.ASSIGN if order.state == terms.State.TRIAGED else terms.Verb.TRANSFER
        order.queue_rank = rank_at(_ranks(staff), None)
        move(order, verb, by=by, at=at, staff=staff)
        _remember(order, staff, by=by, at=order.state_since, expected_at=None, decision={})
    return order


def return_order(*, order_id: int, reason: str, by: Actor, at: datetime) -> Order:
    """The worker gives an order back with a reason; it waits for somebody else."""
    if not reason.strip():
        raise Invalid(_("Please say why you give the order back."), field="reason")
    with transaction.atomic():
        order = access.get(Order, order_id, by=by, to=terms.WORK_ORDER, lock=True)
        move(order, terms.Verb.RETURN_, by=by, at=at, note=reason.strip()[:500])
    return order


def assign_waiting(*, by: Actor, at: datetime) -> int:
    """Try again for every order that waits for a worker (somebody's shift may have begun); the number assigned."""
    if not by.is_system:
        raise Forbidden
    waiting = (
        Order.objects.filter(state=terms.State.TRIAGED).order_by("response_due_at", "id").values_list("id", flat=True)
    )
    asked = list(waiting[: MOST_AT_ONCE + 1])
    if len(asked) > MOST_AT_ONCE:
        # Orders that nobody can do must not take every round's turn: half of it is drawn from all the others.
        first = asked[: MOST_AT_ONCE // 2]
        asked = [*first, *waiting.exclude(pk__in=first).order_by("?")[: MOST_AT_ONCE - len(first)]]
    assigned: list[int] = []

    def ask(order_id: int) -> None:
        order = assign_automatically(order_id=order_id, by=by, at=at, tell_nobody_found=False)
        if order.state == terms.State.ASSIGNED:
            assigned.append(order_id)

    one_by_one(asked, ask)
    return len(assigned)


def _to_be_asked(order: Order, *, by: Actor, at: datetime) -> QuerySet[Staff]:
    """Staff of whom the actor may know, and whoever serves the place: the engine might send them too."""
    above = [int(part) for part in order.place.path.strip("/").split("/")]
    serving, known = ServedPlace.objects.filter(place__in=above), Staff.objects.visible_to(by)
    may_be = Q(pk__in=serving.values("staff")) | Q(pk__in=known.values("pk"))
    return Staff.objects.filter(may_be, not_left(at=at)).select_related("person")


def _remember(
    order: Order, staff: Staff, *, by: Actor, at: datetime, expected_at: datetime | None, decision: dict[str, object]
) -> None:
    Assignment.objects.create(
        company_id=scope.company_id(),
        order=order,
        staff=staff,
        at=at,
        by_account_id=by.account_id,
        is_automatic=by.is_system,
        expected_at=expected_at,
        decision=decision,
    )


def _counted(decision: dispatch.Decision) -> dict[str, int]:
    reasons: dict[str, int] = {}
    for refusal in decision.refused.values():
        reasons[str(refusal)] = reasons.get(str(refusal), 0) + 1
    return reasons


def _ranks(staff: Staff) -> list[float]:
    held = Order.objects.open().filter(assignee=staff).order_by("queue_rank")
    return [rank or 0.0 for rank in held.values_list("queue_rank", flat=True)]
