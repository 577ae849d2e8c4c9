"""One small view per verb of an order. The desk's pages and the worker's phone post to the same addresses.

Each answers with the page named in `next`, else with the order's page, and says there in a sentence what was done.
A verb that is not possible now is answered with 409, unusable input with 422, both with a sentence.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.core import access, clock
from linli.core.middleware import CompanyRequest
from linli.ui.returning import next_address
from linli.work import actions, forms, terms
from linli.work.models import Order
from linli.work.terms import PauseReason

Verb = Callable[[CompanyRequest, Order], str]


def order_verb(permission: str) -> Callable[[Verb], Callable[..., HttpResponse]]:
    """Make a view of a function that does one thing with an order and says what it did.

    Whoever may not know of the order gets 404, whoever may not do this with it 403, before anything else is judged.
    """

    def decorate(verb: Verb) -> Callable[..., HttpResponse]:
        @require_POST
        @wraps(verb)
        def view(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
            order = access.get(Order, pk, by=request.actor, to=permission)
            messages.success(request, verb(request, order))
            return back(request, order)

        return view

    return decorate


def back(request: CompanyRequest, order: Order) -> HttpResponseRedirect:
    """To the page that asked, or to the order; to the front door when the order is no longer theirs to see."""
    seen = Order.objects.visible_to(request.actor).filter(pk=order.pk).exists()
    page = reverse("work:order", args=[request.company.slug, order.pk]) if seen else "/"
    return redirect(next_address(request, page))


@order_verb(terms.TRIAGE)
def triage(request: CompanyRequest, order: Order) -> str:
    """Say, or correct, what the order is about."""
    category, area, urgency = forms.checked(forms.TriageForm(request.POST)).understood()
    actions.correct_triage(
        order_id=order.pk, category=category, area=area, urgency=urgency, by=request.actor, at=clock.now()
    )
    return _("%(number)s is about “%(category)s” now.") % {"number": order, "category": category.label}


@order_verb(terms.ASSIGN)
def assignment(request: CompanyRequest, order: Order) -> str:
    """Ask somebody to do it, or somebody else."""
    staff_id = forms.checked(forms.AssignForm(request.POST)).cleaned_data["staff"]
    after = actions.assign_order(order_id=order.pk, staff_id=staff_id, by=request.actor, at=clock.now())
    return _("%(number)s: %(name)s is asked.") % {"number": order, "name": after.assignee}


@order_verb(terms.WORK_ORDER)
def acceptance(request: CompanyRequest, order: Order) -> str:
    """Say "I do it"."""
    actions.accept_order(order_id=order.pk, by=request.actor, at=clock.now())
    return _("%(number)s is accepted; the resident has been answered.") % {"number": order}


@order_verb(terms.WORK_ORDER)
def departure(request: CompanyRequest, order: Order) -> str:
    """Set out."""
    actions.depart_for_order(order_id=order.pk, by=request.actor, at=clock.now())
    return _("%(number)s: on the way.") % {"number": order}


@order_verb(terms.WORK_ORDER)
def start(request: CompanyRequest, order: Order) -> str:
    """Begin at the place, with photos of how it was found if there are any."""
    form = forms.checked(forms.StartForm(request.POST, request.FILES))
    photos = [upload.read() for upload in form.cleaned_data["photos"]]
    actions.start_order(order_id=order.pk, photos=photos, by=request.actor, at=clock.now())
    return _("%(number)s: work has begun.") % {"number": order}


@order_verb(terms.WORK_ORDER)
def pause(request: CompanyRequest, order: Order) -> str:
    """Rest the work for a listed reason."""
    said = forms.checked(forms.PauseForm(request.POST)).cleaned_data
    reason = PauseReason(said["reason"])
    actions.pause_order(order_id=order.pk, reason=reason, note=said["note"], by=request.actor, at=clock.now())
    return _("%(number)s rests: %(reason)s.") % {"number": order, "reason": reason.label}


@order_verb(terms.WORK_ORDER)
def resumption(request: CompanyRequest, order: Order) -> str:
    """Go on."""
    actions.resume_order(order_id=order.pk, by=request.actor, at=clock.now())
    return _("%(number)s: work goes on.") % {"number": order}


@order_verb(terms.WORK_ORDER)
def completion(request: CompanyRequest, order: Order) -> str:
    """Say that it is done, and prove it by a photo or a sentence."""
    form = forms.checked(forms.FinishForm(request.POST, request.FILES))
    photos = [upload.read() for upload in form.cleaned_data["photos"]]
    note = form.cleaned_data["note"]
    actions.finish_order(order_id=order.pk, photos=photos, note=note, by=request.actor, at=clock.now())
    return _("%(number)s is done.") % {"number": order}


@order_verb(terms.WORK_ORDER)
def giving_back(request: CompanyRequest, order: Order) -> str:
    """Give it back to the desk with a reason."""
    reason = forms.checked(forms.ReasonForm(request.POST)).cleaned_data["reason"]
    actions.return_order(order_id=order.pk, reason=reason, by=request.actor, at=clock.now())
    return _("%(number)s is back at the desk.") % {"number": order}


@order_verb(terms.NOTE_CONTACT)
def contact(request: CompanyRequest, order: Order) -> str:
    """Note that we spoke with the person."""
    note = forms.checked(forms.NoteForm(request.POST)).cleaned_data["note"]
    actions.note_contact(order_id=order.pk, note=note, by=request.actor, at=clock.now())
    return _("%(number)s: noted that we spoke with the resident.") % {"number": order}


@order_verb(terms.VERIFY)
def verification(request: CompanyRequest, order: Order) -> str:
    """Say that the work is in order."""
    actions.verify_order(order_id=order.pk, by=request.actor, at=clock.now())
    return _("%(number)s is verified.") % {"number": order}


@order_verb(terms.VERIFY)
def refusal(request: CompanyRequest, order: Order) -> str:
    """Say what is not in order; the same worker comes back."""
    reason = forms.checked(forms.ReasonForm(request.POST)).cleaned_data["reason"]
    actions.refuse_order(order_id=order.pk, reason=reason, by=request.actor, at=clock.now())
    return _("%(number)s goes back to %(name)s.") % {"number": order, "name": order.assignee}


@order_verb(terms.VERIFY)
def reopening(request: CompanyRequest, order: Order) -> str:
    """The fault came back."""
    reason = forms.checked(forms.ReasonForm(request.POST)).cleaned_data["reason"]
    actions.reopen_order(order_id=order.pk, reason=reason, by=request.actor, at=clock.now())
    return _("%(number)s is open again.") % {"number": order}


@order_verb(terms.CLOSE)
def closure(request: CompanyRequest, order: Order) -> str:
    """Put it away."""
    actions.close_order(order_id=order.pk, by=request.actor, at=clock.now())
    return _("%(number)s is closed.") % {"number": order}


@order_verb(terms.CANCEL)
def cancellation(request: CompanyRequest, order: Order) -> str:
    """Call it off."""
    reason = forms.checked(forms.ReasonForm(request.POST)).cleaned_data["reason"]
    actions.cancel_order(order_id=order.pk, reason=reason, by=request.actor, at=clock.now())
    return _("%(number)s is called off.") % {"number": order}


@order_verb(terms.ACKNOWLEDGE_ALARM)
def acknowledgements(request: CompanyRequest, order: Order) -> str:
    """Say "I look after it" to all alarms of an order."""
    actions.acknowledge_alarms(order_id=order.pk, by=request.actor, at=clock.now())
    return _("You look after the alarm of %(number)s.") % {"number": order}


@require_POST
def acknowledgement(request: CompanyRequest, slug: str, pk: int) -> HttpResponse:
    """Say "I look after this alarm"."""
    alarm = actions.acknowledge_alarm(alarm_id=pk, by=request.actor, at=clock.now())
    messages.success(request, _("You look after the alarm of %(number)s.") % {"number": alarm.order})
    return back(request, alarm.order)
