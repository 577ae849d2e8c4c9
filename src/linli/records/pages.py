"""The pages every record has: list, page of one row, form; and the index of all records.

A record's own page takes the place of one of these by standing at its address before them.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.core import access, clock
from linli.core.errors import Forbidden, NotFound, Refused
from linli.core.middleware import CompanyRequest
from linli.core.models import CompanyRow
from linli.records import saving
from linli.records.columns import Text
from linli.records.forms import OFFERED, RecordForm, RowField
from linli.records.listing import listing
from linli.records.panels import panels_of
from linli.records.record import Declared, Pick, all_records, named
from linli.ui.answers import answer


@require_GET
def index_page(request: CompanyRequest, slug: str) -> HttpResponse:
    """The records one may look at, under the headings of their menus."""
    menus: dict[str, list[tuple[Text, str]]] = {}
    for record in all_records():
        if record.menu and request.actor.may_anywhere(record.view):
            menus.setdefault(str(record.menu), []).append((record.spec.title, record.url("list", slug)))
    if not menus:
        raise Forbidden
    return render(request, "records/index.html", {"menus": menus.items()})


@require_GET
def list_page(request: CompanyRequest, slug: str, module: str, noun: str) -> HttpResponse:
    """A record's list; htmx gets the results alone."""
    record = _opened(request, module, noun)
    may_add = record.spec.form and request.actor.may_anywhere(record.add)
    context: dict[str, object] = {
        "record": record,
        "listing": listing(request, record),
        "sort": request.GET.get("sort", ""),
        "index_url": reverse("records:index", args=[slug]),
        "new_url": record.url("new", slug) if may_add else "",
    }
    return answer(request, "records/list.html", context, fragment="records/_results.html")


@require_GET
def detail_page(request: CompanyRequest, slug: str, module: str, noun: str, pk: int) -> HttpResponse:
    """All that is known of one row."""
    record = _opened(request, module, noun)
    row = access.get(record.model, pk, by=request.actor, to=record.view)
    made = [(panel.aside, mark_safe(panel.html(request, record, row))) for panel in panels_of(record)]  # noqa: S308  # panels answer rendered templates
    may_change = record.spec.form and row.permits(request.actor, record.change)
    context = {
        "heading": record.heading(row),
        "edit_url": record.url("edit", slug, pk=row.pk) if may_change else "",
        "panels": [html for is_aside, html in made if html and not is_aside],
        "asides": [html for is_aside, html in made if html and is_aside],
    }
    return render(request, "records/detail.html", _framed(request, record) | context)


@require_http_methods(["GET", "POST"])
def new_page(request: CompanyRequest, slug: str, module: str, noun: str) -> HttpResponse:
    """A form for a new row."""
    record = _opened(request, module, noun)
    if not record.spec.form:
        raise NotFound
    if not request.actor.may_anywhere(record.add):
        raise Forbidden
    return _form_page(request, record, None)


@require_http_methods(["GET", "POST"])
def edit_page(request: CompanyRequest, slug: str, module: str, noun: str, pk: int) -> HttpResponse:
    """The form of one row."""
    record = _opened(request, module, noun)
    if not record.spec.form:
        raise NotFound
    return _form_page(request, record, access.get(record.model, pk, by=request.actor, to=record.change))


@require_GET
def choices_page(request: CompanyRequest, slug: str, module: str, noun: str, field: str) -> HttpResponse:
    """What fits the letters typed so far into an input for a related row."""
    record = _opened(request, module, noun)
    asked = record.fields.get(field) or next((one for one in record.filters if one.name == field), None)
    if asked is None or not (isinstance(asked, Pick) or record.reach(field).related):
        raise NotFound
    among = RowField(request, record, asked)
    found = among.found(request.GET.get(field, "").replace("\0", "")[:80])
    return render(request, "records/_choices.html", {"names": [among.called(row) for row in found[:OFFERED]]})


def _form_page(request: CompanyRequest, record: Declared, row: CompanyRow | None) -> HttpResponse:
    if request.method != "POST":
        return _show_form(request, RecordForm(request, record, row), status=200)
    form = RecordForm(request, record, row, request.POST)
    if not form.is_valid():
        return _show_form(request, form, status=422)
    try:
        pk = None if row is None else row.pk
        saved = saving.save(record, row_id=pk, values=form.values, by=request.actor, at=clock.now())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _show_form(request, form, status=refusal.status)
    except Forbidden:
        form.add_error(None, _("You have no right to keep this there. Please choose what is yours to change."))
        return _show_form(request, form, status=403)
    messages.success(request, _("Saved."))
    return redirect(record.url("detail", request.company.slug, pk=saved.pk))


def _show_form(request: CompanyRequest, form: RecordForm, *, status: int) -> HttpResponse:
    record, row, slug = form.record, form.row, request.company.slug
    context = {
        "form": form,
        "heading": _("Change: %(record)s") % {"record": record.heading(row)}
        if row
        else _("New: %(record)s") % {"record": record.singular},
        "back_url": record.url("detail", slug, pk=row.pk) if row else record.url("list", slug),
    }
    return render(request, "records/form.html", _framed(request, record) | context, status=status)


def _framed(request: CompanyRequest, record: Declared) -> dict[str, object]:
    return {"record": record, "list_url": record.url("list", request.company.slug)}


def _opened(request: CompanyRequest, module: str, noun: str) -> Declared:
    """The record, for somebody who may see rows of it somewhere."""
    record = named(module, noun)
    if not request.actor.may_anywhere(record.view):
        raise Forbidden
    return record
