"""A plain record is declared once: what its list shows, what its form asks, what its page tells, who may do what.

@record(Building, menu=_("Places"), permission="estates.place")
class BuildingRecord(Record):
    title = _("Buildings")
    columns = "place__name", "floors"
    form = (Section(_("Building"), "floors", "has_lift"),)
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Protocol, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from linli.core.access import Actor
from linli.core.errors import NotFound
from linli.core.middleware import CompanyRequest
from linli.core.models import CompanyRow
from linli.records.columns import BoundColumn, Column, Reach, Text, bind, reach

Values = dict[str, Any]
Rows = models.QuerySet[Any]


class Save(Protocol):
    """What writes a record: a new row when `row_id` is None. Answers the row to show next; refuses with `Refused`."""

    def __call__(self, *, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow: ...


@dataclass(frozen=True)
class Field:
    """A field of a form or filter that needs more than its name.

    `once` is asked for a new row and only shown later. A related row is found by the look-ups of `search`, is called by
    the first of them, and can be narrowed by `where`. `choices` offers values the model leaves open.
    """

    name: str
    help: Text = ""
    once: bool = False
    required: bool | None = None
    search: tuple[str, ...] = ()
    where: Mapping[str, object] = field(default_factory=dict)
    choices: Callable[[], Iterable[tuple[str, Text]]] | None = None


@dataclass(frozen=True)
class Pick:
    """A filter by a place that a row lies below: `by` is the look-up of the row's path, `search` finds the places."""

    name: str
    model: type[CompanyRow]
    by: str
    search: tuple[str, ...]
    where: Mapping[str, object] = field(default_factory=dict)


class Section:
    """A part of a form: a title and its fields in order."""

    def __init__(self, title: Text, *fields: str | Field) -> None:
        self.title = title
        self.fields = [one if isinstance(one, Field) else Field(one) for one in fields]


class Panel(Protocol):
    """A part of a record's page."""

    @property
    def aside(self) -> bool:
        """Whether it stands beside the main ones."""
        ...

    def html(self, request: CompanyRequest, record: "Declared", row: CompanyRow) -> str:
        """The panel for one row, as safe HTML; empty to stay away."""
        ...

    def faults(self, record: "Declared") -> Iterator[str]:
        """What is wrong with the declaration."""
        ...


class Record:
    """What to declare of a record. Only `title` and `columns` must be said; never inherit a record from a record.

    `singular` and `labels` rename the model and its fields, `search` holds look-ups or functions from the words to a condition, `explain` gives database
    constraints their sentence, `heading` names the fields that name a row, `queryset` (rows to rows) narrows or annotates the
    list, `save` (a `Save`) replaces the writing.
    """

    title: ClassVar[Text] = ""
    singular: ClassVar[Text] = ""
    columns: ClassVar[tuple[str | Column, ...]] = ()
    filters: ClassVar[tuple[str | Field | Pick, ...]] = ()
    search: ClassVar[tuple[str | Callable[[str], Q], ...]] = ()
    sort: ClassVar[str] = "pk"
    form: ClassVar[tuple[Section, ...]] = ()
    panels: ClassVar[tuple[Panel, ...]] = ()
    labels: ClassVar[Mapping[str, Text]] = {}
    explain: ClassVar[Mapping[str, Text]] = {}
    heading: ClassVar[tuple[str, ...]] = ()
    queryset: ClassVar[Any] = None
    save: ClassVar[Any] = None


@dataclass(frozen=True)
class Declared:
    """A record as it was declared, with what follows from its model. `name` is `module.noun`, as in its address."""

    model: type[CompanyRow]
    spec: type[Record]
    menu: Text
    permission: str

    @property
    def module(self) -> str:
        return self.model._meta.app_label

    @cached_property
    def noun(self) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", self.model.__name__).lower()

    @property
    def name(self) -> str:
        return f"{self.module}.{self.noun}"

    @property
    def singular(self) -> Text:
        return self.spec.singular or self.model._meta.verbose_name or self.noun

    @property
    def view(self) -> str:
        """The permission to see rows."""
        return self._permission("view")

    @property
    def add(self) -> str:
        """The permission to make new rows."""
        return self._permission("add")

    @property
    def change(self) -> str:
        """The permission to change rows."""
        return self._permission("change")

    @cached_property
    def columns(self) -> list[BoundColumn]:
        """The columns of the list."""
        return [self.bound(column) for column in self.spec.columns]

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields of the form by name."""
        return {one.name: one for section in self.spec.form for one in section.fields}

    @cached_property
    def filters(self) -> list[Field | Pick]:
        """What the list can be narrowed by."""
        return [Field(one) if isinstance(one, str) else one for one in self.spec.filters]

    def bound(self, column: str | Column) -> BoundColumn:
        """A column of this record, whether its list has it or not; raises `Misspelled`."""
        return bind(self.model, column, dict(self.spec.labels))

    def reach(self, path: str) -> Reach:
        """The field at a path; raises `Misspelled`."""
        return reach(self.model, path)

    @property
    def save(self) -> Save | None:
        """What writes it, if not the kit."""
        found: Save | None = self.spec.save
        return found

    def narrowed(self, rows: Rows) -> Rows:
        """The rows of the list, by the record's own function if it has one."""
        found: Callable[[Rows], Rows] | None = self.spec.queryset
        return rows if found is None else found(rows)

    def heading(self, row: CompanyRow) -> str:
        """What one row is called."""
        return " · ".join(str(self.bound(path).text(row)) for path in self.spec.heading) or str(row)

    def label(self, path: str) -> Text:
        """What a field or filter is called."""
        return self.spec.labels.get(path) or self.bound(path).label

    def url(self, page: str, slug: str, **kwargs: Any) -> str:
        """The address of one of its pages (list, new, detail, edit, choices) in the company with this slug."""
        return reverse(f"records:{page}", kwargs=kwargs | {"slug": slug, "module": self.module, "noun": self.noun})

    def _permission(self, verb: str) -> str:
        module, _, noun = self.permission.partition(".")
        return f"{module}.{verb}_{noun}"


_declared: dict[str, Declared] = {}
Spec = TypeVar("Spec", bound=type[Record])


def record(model: type[CompanyRow], *, permission: str, menu: Text = "") -> Callable[[Spec], Spec]:
    """Declare a record. `permission` is `module.noun`: view, add and change are made of it. Without `menu` it has no entry."""

    def declare(spec: Spec) -> Spec:
        declared = Declared(model, spec, menu, permission)
        if declared.name in _declared:
            raise LookupError(f"{declared.name} is declared twice")
        _declared[declared.name] = declared
        return spec

    return declare


def all_records() -> list[Declared]:
    """Every record, in the order of declaration."""
    return list(_declared.values())


def named(module: str, noun: str) -> Declared:
    """The record with this name; raises `NotFound`."""
    found = _declared.get(f"{module}.{noun}")
    if found is None:
        raise NotFound
    return found


def of_model(model: type[models.Model]) -> Declared | None:
    """The record of a model, if one is declared."""
    return next((one for one in _declared.values() if one.model is model), None)


def permission_names() -> dict[str, tuple[str, list[Text]]]:
    """Every permission of the kit: its verb (view, add, change) and the titles of the records it opens."""
    found: dict[str, tuple[str, list[Text]]] = {}
    for one in _declared.values():
        verbs = {"view": one.view} | ({"add": one.add, "change": one.change} if one.spec.form else {})
        for verb, name in verbs.items():
            found.setdefault(name, (verb, []))[1].append(one.spec.title)
    return found
