"""Signing in and out, and the way home."""

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.core import clock
from linli.core.errors import NotFound
from linli.core.middleware import CompanyRequest
from linli.core.models import Account
from linli.people.queries import staff_of
from linli.portal.queries import companies_of
from linli.servicedesk.terms import VIEW_REQUEST
from linli.ui.returning import is_ours
from linli.work.terms import CHANGE_POLICY


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; afterwards to where one wanted to go."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(_wanted(request))
    form = AuthenticationForm(request, data=request.POST if request.method == "POST" else None)
    form.fields["username"].label = _("Account")
    wrong = _("Account or password is wrong. Please check both; capitals count.")
    form.error_messages = form.error_messages | {"invalid_login": wrong}
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_wanted(request))
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "portal/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("portal:sign-in")


@require_GET
def front_door(request: HttpRequest) -> HttpResponse:
    """`/`: to the company where one works or lives; a choice where there are several."""
    if not isinstance(request.user, Account):
        return redirect("portal:sign-in")
    companies = companies_of(request.user)
    if len(companies) == 1:
        return redirect("portal:home", slug=companies[0].slug)
    return render(request, "portal/companies.html", {"companies": companies})


@require_GET
def home(request: CompanyRequest, slug: str) -> HttpResponse:
    """`/c/<slug>/`: to the page on which this person lives."""
    actor = request.actor
    if actor.may_anywhere(CHANGE_POLICY):
        return redirect("portal:today", slug=slug)
    if actor.may_anywhere(VIEW_REQUEST):
        return redirect("servicedesk:desk", slug=slug)
    if staff_of(actor, at=clock.now()) is not None:
        return redirect("portal:field", slug=slug)
    if actor.held:
        return redirect("servicedesk:mine", slug=slug)
    raise NotFound


def account_panel(request: HttpRequest | None) -> str:
    """In the menu of every page: who signed in, and the way out."""
    if request is None or not isinstance(getattr(request, "user", None), Account):
        return ""
    return render_to_string("portal/_account.html", request=request)


def _wanted(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if is_ours(request, wanted) else "/"
