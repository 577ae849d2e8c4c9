"""A record's list: searched, narrowed, sorted, and turned page by page from the last row seen, never by counting rows."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from linli.core.access import Actor
from linli.core.clock import day_start
from linli.core.middleware import CompanyRequest
from linli.records.columns import BoundColumn, Reach, Text, joins
from linli.records.forms import RowField, day_input, searched
from linli.records.record import Declared, Field, Pick, of_model

PAGE = 50
COUNTED = 1000


@dataclass(frozen=True)
class Cell:
    """One value in a row; `url` leads to the row it names."""

    text: object
    label: Text
    is_number: bool
    url: str = ""


@dataclass(frozen=True)
class Heading:
    """The head of a column; `url` sorts by it, `direction` is ascending or descending when the list is sorted so."""

    label: Text
    is_number: bool
    url: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Listing:
    """One page of a list, ready to be shown. `count` stops at `COUNTED`: then `is_more` says that there are more."""

    headings: list[Heading]
    rows: list[tuple[str, list[Cell]]]
    filters: "FilterForm"
    previous_url: str
    next_url: str
    count: int
    is_more: bool


def listing(request: CompanyRequest, record: Declared) -> Listing:
    """The page of a list that an address asks for: `q`, filters by name, `sort`, `after` or `before` a row."""
    params, slug = request.GET, request.company.slug
    filters = FilterForm(request, record)
    found = filters.narrow(rows_of(record, request.actor))
    order = Order.of(record, params.get("sort", ""))
    page, has_previous, has_next = order.page(found, after=params.get("after", ""), before=params.get("before", ""))
    count = found.order_by()[: COUNTED + 1].count()
    return Listing(
        headings=[_heading(column, order, params) for column in record.columns],
        rows=[(record.url("detail", slug, pk=row.pk), cells(request, row, record.columns)) for row in page],
        filters=filters,
        previous_url=_with(params, before=order.mark(page[0])) if has_previous and page else "",
        next_url=_with(params, after=order.mark(page[-1])) if has_next and page else "",
        count=min(count, COUNTED),
        is_more=count > COUNTED,
    )


def rows_of(record: Declared, actor: Actor) -> "models.QuerySet[Any]":
    """The rows the actor may see, with everything their columns need."""
    rows = record.narrowed(record.model.objects.visible_to(actor))
    needed = joins(record.columns)
    return rows.select_related(*needed) if needed else rows


def cells(request: CompanyRequest, row: models.Model, columns: Iterable[BoundColumn]) -> list[Cell]:
    """A row in the words of columns, each leading to the page of the record it points at, if one may see that."""
    return [Cell(one.text(row), one.label, one.is_number, _link(request, row, one.target)) for one in columns]


def _link(request: CompanyRequest, row: models.Model, at: Reach) -> str:
    other = of_model(at.related) if at.related is not None else None
    if other is None or not request.actor.may_anywhere(other.view) or at.value(row) is None:
        return ""
    return other.url("detail", request.company.slug, pk=at.value(row).pk)


class FilterForm(forms.Form):
    """The search box and the filters of a list. What cannot be understood narrows nothing and says why."""

    def __init__(self, request: CompanyRequest, record: Declared) -> None:
        super().__init__(request.GET)
        self.conditions: dict[str, Callable[[Any], Q]] = {}
        if record.spec.search:
            self.fields["q"] = forms.CharField(max_length=80)
            self.conditions["q"] = partial(searched, look_ups=record.spec.search)
        for field in record.filters:
            for name, made, condition in _filter(request, record, field):
                made.label = made.label or capfirst(str(record.spec.labels.get(name) or record.label(name)))
                self.fields[name], self.conditions[name] = made, condition
        for made in self.fields.values():
            made.required = False

    @property
    def understood(self) -> dict[str, Any]:
        """What was asked and understood, by name."""
        known = {} if self.errors is None else self.cleaned_data  # reading the errors cleans, once
        return {name: value for name, value in known.items() if value not in (None, "")}

    @property
    def inputs(self) -> list[forms.BoundField]:
        """The filters without the search box."""
        return [self[name] for name in self.fields if name != "q"]

    def narrow(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """The rows that fit."""
        return rows.filter(*(self.conditions[name](value) for name, value in self.understood.items()))


def _filter(
    request: CompanyRequest, record: Declared, field: Field | Pick
) -> Iterator[tuple[str, forms.Field, Callable[[Any], Q]]]:
    """The inputs of a filter, each with its name and the condition that its value makes."""
    name = field.name
    if isinstance(field, Pick):
        made = RowField(request, record, field, empty=_("any"))
        yield name, made, lambda row: Q(**{f"{field.by}__startswith": row.scope_path()})
        return
    at = record.reach(name)
    if at.related is not None:
        yield name, RowField(request, record, field, empty=_("any")), lambda row: Q(**{name: row})
    elif isinstance(at.field, models.BooleanField):
        choices = [("", _("any")), ("yes", _("yes")), ("no", _("no"))]
        yield name, forms.ChoiceField(choices=choices), lambda value: Q(**{name: value == "yes"})
    elif isinstance(at.field, models.DateField):
        edge = day_start if isinstance(at.field, models.DateTimeField) else lambda day: day
        said = {"name": record.label(name)}
        first = forms.DateField(label=_("%(name)s: from") % said, widget=day_input())
        last = forms.DateField(label=_("%(name)s: until") % said, widget=day_input())
        yield f"{name}__from", first, lambda day: Q(**{f"{name}__gte": edge(day)})
        yield f"{name}__until", last, lambda day: _until(name, day, edge)
    else:
        choices = [("", _("any")), *at.field.get_choices(include_blank=False)]
        yield name, forms.ChoiceField(choices=choices), lambda value: Q(**{name: value})


def _until(name: str, day: date, edge: Callable[[date], Any]) -> Q:
    """What lies before the end of a day; the last of all days ends nothing."""
    return Q() if day == date.max else Q(**{f"{name}__lt": edge(day + timedelta(days=1))})


@dataclass(frozen=True)
class Order:
    """What a list is sorted by, ties broken by key, so that every row has one place and a page can start after any."""

    at: Reach
    is_descending: bool

    @classmethod
    def of(cls, record: Declared, asked: str) -> "Order":
        """The order that an address asks for, if a column of the list can be sorted so; else the record's own."""
        sortable = {column.sort for column in record.columns} - {""}
        wanted = asked if asked.removeprefix("-") in sortable else record.spec.sort
        return cls(record.reach(wanted.removeprefix("-")), wanted.startswith("-"))

    def page(self, rows: "models.QuerySet[Any]", *, after: str, before: str) -> tuple[list[Any], bool, bool]:
        """One page of rows in this order, and whether there are rows before and after it."""
        backwards = bool(before) and not after
        mark = self._read(before or after)
        if mark is not None:
            rows = rows.filter(self._beyond(*mark, backwards=backwards))
        found = list(rows.order_by(*self._ordering(backwards=backwards))[: PAGE + 1])
        is_cut, found = len(found) > PAGE, found[:PAGE]
        return (found[::-1], is_cut, mark is not None) if backwards else (found, mark is not None, is_cut)

    def mark(self, row: models.Model) -> str:
        """A row's place in this order, as a word for addresses."""
        value = self.at.value(row) if self.at.path != "pk" else None
        written = json.dumps([None if value is None else str(value), row.pk])
        return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")

    def _read(self, mark: str) -> tuple[Any, int] | None:
        """The place that a mark names; None for a mark that nobody gave out."""
        try:
            written, pk = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
            value = None if written is None else self.at.field.to_python(str(written).replace("\0", ""))
            return value, int(pk) % 2**63
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            return None

    def _ordering(self, *, backwards: bool) -> list[Any]:
        descending = self.is_descending != backwards
        key, path = "-pk" if descending else "pk", F(self.at.path)
        if self.at.path == "pk":
            return [key]
        # Rows without a value stand last in either direction, so first when read backwards.
        nulls: dict[str, Any] = {"nulls_first" if backwards else "nulls_last": True} if self.at.is_nullable else {}
        return [path.desc(**nulls) if descending else path.asc(**nulls), key]

    def _beyond(self, value: Any, pk: int, *, backwards: bool) -> Q:
        path, ahead = self.at.path, "lt" if self.is_descending != backwards else "gt"
        next_key, empty = Q(**{f"pk__{ahead}": pk}), Q(**{f"{path}__isnull": True})
        if path == "pk":
            return next_key
        if value is None:
            return (empty & next_key) | ~empty if backwards else empty & next_key
        # The first condition is implied by the second; it lets the database start its index walk at the right place.
        found = Q(**{f"{path}__{ahead}e": value}) & (Q(**{f"{path}__{ahead}": value}) | next_key)
        return found if backwards or not self.at.is_nullable else found | empty


def _heading(column: BoundColumn, order: Order, params: QueryDict) -> Heading:
    if not column.sort:
        return Heading(column.label, column.is_number)
    direction = "" if column.sort != order.at.path else "descending" if order.is_descending else "ascending"
    wanted = f"-{column.sort}" if direction == "ascending" else column.sort
    return Heading(column.label, column.is_number, _with(params, sort=wanted), direction)


def _with(params: QueryDict, **changed: str) -> str:
    """The same list with something else in its address; the page one was on is forgotten."""
    kept = params.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    for name, value in changed.items():
        kept[name] = value
    return f"?{kept.urlencode()}"
