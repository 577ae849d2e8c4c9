"""The parts a record's page is made of: what is known of it, what belongs to it, what happened to it, what others add."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from linli.core.errors import NotFound
from linli.core.events import happened
from linli.core.middleware import CompanyRequest
from linli.core.models import CompanyRow, LoggedEvent
from linli.records.columns import Column, Misspelled, Text
from linli.records.forms import picked
from linli.records.listing import cells, rows_of
from linli.records.record import Declared, Panel, named
from linli.records.saving import RecordSaved
from linli.ui import slots
from linli.ui.components import Happening

SHOWN, HAPPENINGS = 10, 30


class Facts:
    """What is known of the row: the given fields, or all that its form and its list have."""

    aside = False

    def __init__(self, *fields: str | Column) -> None:
        self.fields = fields

    def html(self, request: CompanyRequest, record: Declared, row: CompanyRow) -> str:
        by_path = {one.target.path: one.column for one in record.columns}
        shown = self.fields or [*(by_path.pop(name, name) for name in record.fields), *by_path.values()]
        return _rendered("facts", request, facts=cells(request, row, map(record.bound, shown)))

    def faults(self, record: Declared) -> Iterator[str]:
        for one in self.fields:
            try:
                record.bound(one)
            except Misspelled as fault:
                yield f"Facts: {fault}"


class Related:
    """The first rows of another record, of this or a lower module, that point here: `Related("people.shift", by="staff")`."""

    aside = False

    def __init__(self, name: str, *, by: str) -> None:
        self.name, self.by = name, by

    def html(self, request: CompanyRequest, record: Declared, row: CompanyRow) -> str:
        other, slug, address = named(*self.name.split(".")), request.company.slug, f"?{self.by}={picked(row.pk)}"
        if not request.actor.may_anywhere(other.view):
            return ""
        columns = [one for one in other.columns if self.by not in (one.reach.path, one.target.path)]
        found = list(rows_of(other, request.actor).filter(**{self.by: row.pk}).order_by("pk")[: SHOWN + 1])
        has_all = len(found) > SHOWN and any(one.name == self.by for one in other.filters)
        may_add = self.by in other.fields and request.actor.may_anywhere(other.add)
        return _rendered(
            "related",
            request,
            record=other,
            headings=columns,
            rows=[(other.url("detail", slug, pk=one.pk), cells(request, one, columns)) for one in found[:SHOWN]],
            all_url=other.url("list", slug) + address if has_all else "",
            new_url=other.url("new", slug) + address if may_add else "",
        )

    def faults(self, record: Declared) -> Iterator[str]:
        key = record.model._meta.pk
        try:
            at = named(*self.name.split(".")).reach(self.by)
        except (NotFound, Misspelled) as fault:
            yield f"Related({self.name!r}, by={self.by!r}): {fault or 'no such record'}"
        else:
            # A row that shares its key with another (a building and its place) is pointed at through either.
            if at.related not in (record.model, key.related_model if key is not None and key.is_relation else None):
                yield f"Related({self.name!r}): {self.by!r} does not point at {record.model.__name__}"


@dataclass(frozen=True)
class Timeline:
    """What happened to the row, newest first. `also` names further kinds of subject with the same key; `says` events in words."""

    also: tuple[str, ...] = ()
    says: Mapping[str, Text] = field(default_factory=dict)
    aside: bool = True

    def html(self, request: CompanyRequest, record: Declared, row: CompanyRow) -> str:
        known = [event for kind in (record.name, *self.also) for event in happened(kind=kind, subject_id=row.pk)]
        newest = sorted(known, key=lambda event: -event.pk)[:HAPPENINGS]
        return _rendered("timeline", request, happenings=[self._told(event, record) for event in newest])

    def faults(self, record: Declared) -> Iterator[str]:
        return iter(())

    def _told(self, event: LoggedEvent, record: Declared) -> Happening:
        who = str(event.by_account or _("Linli"))
        if event.name != RecordSaved.name:
            return Happening(event.at, self.says.get(event.name) or event.name, who, icon="info")
        if event.facts["is_new"]:
            return Happening(event.at, _("Recorded"), who, icon="plus")
        # The log remembers fields that are no more.
        names = (record.label(name) if name in record.fields else name for name in event.facts["fields"])
        return Happening(
            event.at, _("Changed: %(fields)s") % {"fields": _(", ").join(map(str, names))}, who, icon="edit"
        )


@dataclass(frozen=True)
class Slot:
    """What higher modules show of the row."""

    name: str = "record.panels"
    aside: bool = False

    def html(self, request: CompanyRequest, record: Declared, row: CompanyRow) -> str:
        return slots.render(self.name, request, record=record.name, pk=row.pk)

    def faults(self, record: Declared) -> Iterator[str]:
        if self.name not in slots.SLOTS:
            yield f"Slot: no slot {self.name!r}"


def panels_of(record: Declared) -> tuple[Panel, ...]:
    """The panels of a record's page."""
    return record.spec.panels or (Facts(), Slot(), Timeline())


def _rendered(name: str, request: CompanyRequest, **context: Any) -> str:
    return render_to_string(f"records/_{name}.html", context, request)
