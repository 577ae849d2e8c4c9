"""The page of one order: what, where, how it stands, why this worker, and what can be done now."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from linli.core import access, clock
from linli.core.access import Actor
from linli.core.events import newest_event_id
from linli.core.middleware import CompanyRequest
from linli.people.models import Staff
from linli.people.queries import phone_shown
from linli.ui import answer, etag
from linli.work import forms, queries, rules, terms
from linli.work.models import Evidence, Order
from linli.work.pages import history, reasons
from linli.work.terms import State, Verb

SPOKEN_IN = rules.OPEN | {State.DONE, State.VERIFIED, State.RATED}
"""States in which talking with the resident is part of the order."""


@require_safe
def page(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """The order as staff see it. A poll gets what changes by itself; what is being typed beside it stays."""
    order = access.get(Order, pk, by=request.actor, to=terms.VIEW_ORDER)
    at = clock.now()

    def respond() -> HttpResponse:
        told = queries.history_of(order)
        context = _what_happened(order, told, slug=slug, at=at)
        context["shown_state"] = request.GET.get("state", order.state)
        if not request.htmx:
            context |= _what_can_be_done(order, by=request.actor, at=at)
            context["why"] = reasons.why(told.assignment) if told.assignment else None
        return answer(request, "work/order.html", context, fragment="work/_order_live.html")

    return etag(request, newest_event_id(request.company), respond)


def _what_happened(order: Order, told: queries.History, *, slug: str, at: datetime) -> dict[str, object]:
    reported = [each for each in told.evidence if each.moment == Evidence.Moment.REPORT]
    level = order.service_level.promise()
    reading = queries.clocks_of(order, at=at)
    resolution = reading.resolution
    return {
        "order": order,
        "state": terms.State(order.state),
        "urgency": terms.Urgency(order.urgency),
        "category": terms.Category(order.category) if order.category else None,
        "area": terms.Area(order.area) if order.area else None,
        "source": terms.Source(order.source),
        "level": level,
        "response": reading.response,
        "response_deadline": order.reported_at + level.response,
        "resolution": resolution,
        "resolution_deadline": resolution.due_at or (resolution.stopped_at or at) + resolution.left,
        "is_paused": order.state == State.PAUSED and resolution.stopped_at is not None,
        "photos": history.photos(reported, slug=slug),
        "happenings": history.happenings(order, told, slug=slug),
        "poll_url": reverse("work:order", args=[slug, order.pk]),
    }


def _what_can_be_done(order: Order, *, by: Actor, at: datetime) -> dict[str, object]:
    verbs = possible_verbs(order, by=by)
    can_assign = Verb.ASSIGN in verbs or Verb.TRANSFER in verbs
    is_waiting = order.state == State.TRIAGED
    can_triage = order.state not in rules.RESOLVED and order.permits(by, terms.TRIAGE)
    said = {"category": order.category, "area": order.area or terms.Area.INDOOR, "urgency": order.urgency}
    return {
        "verbs": verbs,
        "can_contact": order.state in SPOKEN_IN and order.permits(by, terms.NOTE_CONTACT),
        "candidates": [_choice(each) for each in queries.ranked(order, by=by, at=at)] if can_assign else None,
        "nobody": queries.kept_away(queries.why_nobody(order)) if is_waiting else (),
        "worker_phone": phone_shown(order.assignee.person, by=by) if order.assignee else "",
        "pauses": terms.PauseReason.choices(),
        "triage_form": forms.TriageForm(initial=said) if can_triage else None,
    }


def possible_verbs(order: Order, *, by: Actor) -> frozenset[Verb]:
    """What the order's state allows and the actor may do."""
    allowed = rules.allowed_verbs(State(order.state))
    return frozenset(verb for verb in allowed if order.permits(by, terms.PERMISSION_OF_VERB[verb]))


@dataclass(frozen=True)
class Choice:
    """Somebody who may be asked, with the engine's word for or against."""

    staff: Staff
    eta: datetime | None
    words: str | Promise

    @property
    def is_fit(self) -> bool:
        """Whether the engine would send them."""
        return self.eta is not None


def _choice(candidate: queries.Candidate) -> Choice:
    words = queries.REFUSALS[candidate.refusal] if candidate.refusal else reasons.minutes(candidate.total)
    return Choice(candidate.staff, candidate.eta, words)
