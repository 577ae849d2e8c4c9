"""Whom the engine would send now, and why not the others: what a person chooses from."""

from dataclasses import dataclass
from datetime import datetime

from linli.core.access import Actor
from linli.people.models import Staff
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


OFF_DUTY = "not_on_shift"


def ranked(order: Order, *, by: Actor, at: datetime) -> list[Candidate]:
    """Everybody who could be asked by hand, the engine's choice first, those it would not send after them.

    Who has the order now is left out. Staff of whom the actor may not know appear only if the engine would send them.
    """
    problem = problem_for(order, at=at)
    decision = dispatch.decide(problem.job, problem.workers, now=at)
    fit = [Candidate(problem.staff[offer.worker_id], offer.eta, offer.total, "") for offer in decision.offers]
    unfit = [Candidate(problem.staff[worker], None, None, str(why)) for worker, why in decision.refused.items()]
    known = [int(pk) for pk in problem.staff]
    off_duty = Staff.objects.visible_to(by).filter(left_on=None).exclude(pk__in=known).select_related("person")
    others = [Candidate(staff, None, None, OFF_DUTY) for staff in off_duty.order_by("id")]
    return [each for each in (*fit, *unfit, *others) if each.staff.pk != order.assignee_id]
