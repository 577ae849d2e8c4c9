"""Deciding what a report is about, at the desk and on the order's page; and who reported it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.core import access, clock
from linli.core.access import Actor
from linli.core.middleware import CompanyRequest
from linli.core.private import masked_phone
from linli.servicedesk import actions, forms, queries, terms
from linli.servicedesk.models import Request
from linli.servicedesk.pages.saying import checked
from linli.ui.returning import next_address
from linli.work import rules
from linli.work.models import Order
from linli.work.terms import State

SHOWN = 4
"""Categories whose scores are shown as bars."""


@require_POST
def decision(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """A person says what a report is about. The order goes on and the model will learn from it."""
    reported = access.get(Request, pk, by=request.actor, to=terms.DECIDE_TRIAGE)
    form = forms.DecisionForm(request.POST)
    checked(form)
    category, area, urgency = form.decided()
    actions.decide_triage(
        request_id=pk, category=category, area=area, urgency=urgency, by=request.actor, at=clock.now()
    )
    messages.success(request, _("%(number)s: “%(category)s”.") % {"number": reported, "category": category.label})
    return redirect(next_address(request, reverse("work:order", args=[slug, reported.order_id])))


def reporter_panel(request: HttpRequest | None, *, order: Order) -> str:
    """Who reported an order: the number masked, a link to call for whoever may see requests there."""
    reported = queries.request_of(order.pk)
    if reported is None or request is None:
        return ""
    phone = reported.phone or (reported.person.phone if reported.person else "")
    context = {
        "reported": reported,
        "name": reported.reporter_name or (reported.person.name if reported.person else ""),
        "shown_phone": masked_phone(phone),
        "phone": phone if reported.permits(_actor(request), terms.VIEW_REQUEST) else "",
        "may_see": reported.permits(_actor(request), terms.VIEW_REQUEST),
    }
    return render_to_string("servicedesk/desk_reporter.html", context, request=request)


def triage_panel(request: HttpRequest | None, *, order: Order) -> str:
    """How a report was understood, with the model's scores and the pieces of text that spoke; and its correction."""
    reported = queries.request_of(order.pk)
    if reported is None or request is None or not reported.permits(_actor(request), terms.VIEW_REQUEST):
        return ""
    verdicts = list(reported.verdicts.select_related("by_account").order_by("id"))
    model = next((each for each in verdicts if each.by_account_id is None), None)
    may_decide = reported.permits(_actor(request), terms.DECIDE_TRIAGE) and State(order.state) not in rules.RESOLVED
    newest = verdicts[-1] if verdicts else None
    initial = {"category": order.category or (newest.category if newest else "")}
    initial |= {"area": newest.area, "urgency": newest.urgency} if newest else {}
    context = {
        "reported": reported,
        "order": order,
        "model": model,
        "decided": newest if newest and newest.by_account_id else None,
        "scores": queries.scores_of(model)[:SHOWN] if model else (),
        "grams": queries.grams_of(model),
        "danger": queries.danger_in(model),
        "form": forms.DecisionForm(initial=initial) if may_decide else None,
    }
    return render_to_string("servicedesk/desk_triage.html", context, request=request)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = getattr(request, "actor", access.NOBODY)
    return actor
