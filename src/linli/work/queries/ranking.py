"""Whom the engine would send now, and why not the others: what a person chooses from."""

from dataclasses import dataclass
from datetime import datetime

from linli.core.access import Actor
from linli.people.models import Shift, Staff
from linli.people.queries import not_left
from linli.work import dispatch
from linli.work.models import Order
from linli.work.queries.problem import problem_for


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked by hand. `refusal` is the engine's reason against, empty when it would send them."""

    staff: Staff
    eta: datetime | None
    total: float | None
    refusal: str


def ranked(order: Order, *, by: Actor, at: datetime) -> list[Candidate]:
    """Everybody who could be asked by hand, the engine's choice first, those it would not send after them.

    Who has the order now is left out. Staff of whom the actor may not know appear only if the engine would send them.
    """
    problem = problem_for(order, at=at)
    decision = dispatch.decide(problem.job, problem.workers, now=at)
    fit = [Candidate(problem.staff[offer.worker_id], offer.eta, offer.total, "") for offer in decision.offers]
    unfit = [Candidate(problem.staff[worker], None, None, str(why)) for worker, why in decision.refused.items()]
    known = [int(pk) for pk in problem.staff]
    rest = Staff.objects.visible_to(by).filter(not_left(at=at)).exclude(pk__in=known).select_related("person")
    on_duty = set(Shift.objects.filter(starts_at__lte=at, ends_at__gt=at).values_list("staff_id", flat=True))
    others = [Candidate(staff, None, None, _why_unknown(staff, on_duty)) for staff in rest.order_by("id")]
    return [each for each in (*fit, *unfit, *others) if each.staff.pk != order.assignee_id]


def _why_unknown(staff: Staff, on_duty: set[int]) -> str:
    """Why the engine did not even look at somebody: they serve other places, or are not there."""
    return "place_not_served" if staff.pk in on_duty else "not_on_shift"
