"""What a list or a page says of a row: a path from the model to a field, and the words for its value."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from linli.core.clock import LOCAL
from linli.core.private import EncryptedField, masked_phone

Text = str | Promise
NOTHING = "–"


class Misspelled(LookupError):
    """A declaration names a field that is not there."""


@dataclass(frozen=True)
class Reach:
    """A path from a model to one of its fields, or over relations to a field of another (`place__name`)."""

    path: str
    fields: tuple[Any, ...]  # model fields, the last one ends the path

    @property
    def field(self) -> Any:
        """The model field at the end."""
        return self.fields[-1]

    @property
    def related(self) -> "type[models.Model] | None":
        """The model at the end, when the path ends at a relation."""
        return cast("type[models.Model]", self.field.related_model) if self.field.is_relation else None

    @property
    def join(self) -> str:
        """The relations to read along, for `select_related`; empty when the row itself says it."""
        return "__".join(field.name for field in self.fields if field.is_relation)

    @property
    def is_nullable(self) -> bool:
        """Whether the value may be missing, at the end or anywhere on the way."""
        return any(field.null for field in self.fields)

    def label(self) -> Text:
        """What the field calls itself; a relation without a name of its own goes by the model it points at."""
        nameless = self.related is not None and self.field._verbose_name is None
        return cast("Text", (self.field.related_model._meta if nameless else self.field).verbose_name)

    def value(self, row: models.Model) -> Any:
        """The value at the end for one row; None when a relation on the way is empty."""
        found: Any = row
        for field in self.fields:
            found = None if found is None else getattr(found, field.name)
        return found


def reach(model: type[models.Model], path: str) -> Reach:
    """Follow a path from a model; raises `Misspelled`, saying which part is not there."""
    fields: list[Any] = []
    here: Any = model
    for part in path.split("__"):
        if here is None:
            raise Misspelled(f"{path!r}: {fields[-1].name!r} leads no further")
        try:
            field = here._meta.pk if part == "pk" else here._meta.get_field(part)
        except FieldDoesNotExist:
            field = None
        if not isinstance(field, models.Field):
            raise Misspelled(f"{path!r}: {here._meta.label} has no field {part!r}")
        fields.append(field)
        here = field.related_model if field.is_relation else None
    return Reach(path, tuple(fields))


@dataclass(frozen=True)
class Column:
    """A column that needs more than its name.

    `show` turns the value into words, `to` names the relation whose row's page it leads to, `sort` another path to sort by.
    """

    path: str
    show: Callable[[Any], object] | None = None
    to: str = ""
    sort: str = ""


@dataclass(frozen=True)
class BoundColumn:
    """A column of one record: where its value is found, where it leads, what it is called and how it can be sorted."""

    column: Column
    reach: Reach
    target: Reach
    label: Text

    @property
    def is_number(self) -> bool:
        """Whether its figures are set to the right."""
        is_figure = isinstance(self.reach.field, models.IntegerField | models.DecimalField | models.FloatField)
        return is_figure and not self.column.show and not self.reach.field.choices

    @property
    def sort(self) -> str:
        """The path the list can be sorted by; empty for what the database cannot put in order as people read it."""
        is_plain = self.reach.related is None and not isinstance(self.reach.field, EncryptedField | models.JSONField)
        return self.column.sort or (self.reach.path if is_plain else "")

    def text(self, row: models.Model) -> object:
        """The words for this column of a row."""
        value = self.reach.value(row)
        return self.column.show(value) if self.column.show is not None else say(value, self.reach.field)


def bind(model: type[models.Model], column: str | Column, labels: Mapping[str, Text]) -> BoundColumn:
    """The column as it stands on a model; raises `Misspelled`."""
    asked = column if isinstance(column, Column) else Column(column)
    found = reach(model, asked.path)
    label = cast("Any", labels.get(asked.path) or found.label())
    return BoundColumn(asked, found, reach(model, asked.to or asked.path), capfirst(label))


def say(value: Any, field: Any) -> object:
    """A field's value in words: choices by their label, moments and days in local form, personal data masked."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(field, EncryptedField):
        return masked_phone(str(value))
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(value.astimezone(LOCAL), "Y-m-d H:i")
    if isinstance(value, date):
        return formats.date_format(value, "Y-m-d")
    return _(", ").join(map(str, value)) if isinstance(value, list) else str(value)


def joins(columns: Iterable[BoundColumn]) -> list[str]:
    """The relations that columns read along."""
    return sorted({at.join for column in columns for at in (column.reach, column.target)} - {""})
