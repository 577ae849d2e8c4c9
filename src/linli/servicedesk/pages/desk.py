"""The desk inbox: what burns, what to decide, who to send, whom to call back; beside it the form for the next report."""

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from linli.core import clock
from linli.core.errors import Forbidden, Invalid
from linli.core.events import newest_event_id
from linli.core.middleware import CompanyRequest
from linli.servicedesk import actions, forms, queries, terms
from linli.servicedesk.actions import Report, Reporter
from linli.servicedesk.models import Request
from linli.servicedesk.pages.desk_cards import card
from linli.servicedesk.terms import Channel
from linli.ui import answer, etag
from linli.work.queries import kept_away
from linli.work.terms import ACKNOWLEDGE_ALARM, Area, Urgency

Context = dict[str, object]

LONGEST_KEY = 18
"""No row has a longer key."""


@require_safe
def page(request: CompanyRequest, slug: str) -> HttpResponse:
    """The whole desk. A poll gets the inbox only; the form beside it is never touched."""
    _demand(request, terms.VIEW_REQUEST)
    at = clock.now()

    def respond() -> HttpResponse:
        context = _inbox(request)
        if not request.htmx:
            context |= _empty_form(request)
        return answer(request, "servicedesk/desk.html", context, fragment="servicedesk/_desk_inbox.html")

    # A report that nobody reads appears after a while without an event: hence the minute.
    return etag(request, (newest_event_id(request.company), at.strftime("%H%M")), respond)


@require_POST
def report(request: CompanyRequest, slug: str) -> HttpResponse:
    """Take a report. The button "find" only searches: the way without scripts to choose a caller."""
    _demand(request, terms.TAKE_REPORT)
    at = clock.now()
    form = forms.TakeForm(request.POST, by=request.actor, at=at)
    if "find" in request.POST or not form.is_valid():
        return _again(request, form, status=200 if "find" in request.POST else 422)
    said = form.cleaned_data
    caller = said["caller"]
    try:
        kept = actions.take_report(
            report=Report(caller.place, said["text"], key=said["key"], channel=Channel(said["channel"])),
            reporter=Reporter(said["name"], said["phone"], caller.person),
            by=request.actor,
            at=at,
        )
    except Invalid as complaint:
        form.add_error(complaint.field if complaint.field in form.fields else None, complaint.message)
        return _again(request, form, status=422)
    return redirect(f"{reverse('servicedesk:desk', args=[slug])}?taken={kept.pk}")


@require_POST
def callers(request: CompanyRequest, slug: str) -> HttpResponse:
    """Whom a fragment finds, while it is typed. POST, because names and numbers do not belong into addresses."""
    _demand(request, terms.TAKE_REPORT)
    found = forms.found_callers(request.POST, by=request.actor, at=clock.now())
    context: Context = {
        "found": found,
        "chosen": request.POST.get("caller", ""),
        "sought": request.POST.get("q", "").strip(),
    }
    return render(request, "servicedesk/_desk_callers.html", context)


@require_POST
def guess(request: CompanyRequest, slug: str) -> HttpResponse:
    """What the model makes of what is being typed."""
    _demand(request, terms.TAKE_REPORT)
    text = request.POST.get("text", "")[: actions.LONGEST_TEXT]
    return render(request, "servicedesk/_desk_guess.html", {"guess": queries.guess(text, at=clock.now())})


def _inbox(request: CompanyRequest) -> Context:
    actor, at, slug = request.actor, clock.now(), request.company.slug
    desk_url = reverse("servicedesk:desk", args=[slug])
    taken = _taken(request)
    to_decide, waiting = queries.to_decide(actor, at=at), queries.without_worker(actor)
    return {
        "desk_url": desk_url,
        "poll_url": f"{desk_url}?taken={taken.pk}" if taken else desk_url,
        "taken": taken,
        "taken_eta": queries.arrival_expected(taken.order) if taken else None,
        "burning": queries.burning(actor),
        "to_decide": to_decide,
        "cards": [card(each) for each in to_decide.rows],
        "waiting": waiting,
        "unassigned": [(each.order, kept_away(each.reasons)) for each in waiting.rows],
        "calls": queries.to_call_back(actor, at=at),
        "may_acknowledge": actor.may_anywhere(ACKNOWLEDGE_ALARM),
        "areas": Area.choices(),
        "urgencies": Urgency.choices(),
        "may_decide": actor.may_anywhere(terms.DECIDE_TRIAGE),
    }


def _empty_form(request: CompanyRequest) -> Context:
    if not request.actor.may_anywhere(terms.TAKE_REPORT):
        return {}
    form = forms.TakeForm(by=request.actor, at=clock.now(), key=uuid4().hex)
    return {"form": form, "draft": f"{request.company.slug}:{request.actor.account_id}"}


def _again(request: CompanyRequest, form: forms.TakeForm, *, status: int) -> HttpResponse:
    """The page with everything that was typed, and what is missing."""
    if status == 200:
        form.errors.clear()
    context = {**_inbox(request), **_empty_form(request), "form": form}
    context |= {"found": form.found, "chosen": form.chosen, "sought": form.data.get("q", "").strip()}
    return render(request, "servicedesk/desk.html", context, status=status)


def _taken(request: CompanyRequest) -> Request | None:
    """The report that was just taken, to be read out to the caller."""
    asked = request.GET.get("taken", "")
    if not asked.isdecimal() or len(asked) > LONGEST_KEY:
        return None
    seen = Request.objects.visible_to(request.actor).filter(pk=int(asked))
    return seen.select_related("order__place", "order__assignee__person", "person").first()


def _demand(request: CompanyRequest, permission: str) -> None:
    if not request.actor.may_anywhere(permission):
        raise Forbidden
