"""Writing a record: one way for form, import and API, with the database's refusals turned into sentences."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import Forbidden, Invalid
from linli.core.events import Event, emit
from linli.core.models import CompanyRow
from linli.records.record import Declared, Values, of_model

NOT_NULL, UNIQUE, CHECK, EXCLUSION = "23502", "23505", "23514", "23P01"  # PostgreSQL, appendix A


@dataclass(frozen=True)
class RecordSaved(Event):
    """Somebody made a record or changed it: which fields, never their values. `record` is `module.noun`."""

    name: ClassVar[str] = "records.record-saved.v1"
    subject: ClassVar[str] = "record_id"

    record: str
    record_id: int
    is_new: bool
    fields: list[str]

    @property
    def subject_kind(self) -> str:  # type: ignore[override]  # here the kind of subject is itself a fact
        """The record's name: every kind of record has its own thread in the log."""
        return self.record


def save(record: Declared, *, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """Write a record by its own `save`, or as it stands. What the database refuses is refused with a sentence (`Invalid`)."""
    try:
        with transaction.atomic():
            if record.save is not None:
                return record.save(row_id=row_id, values=values, by=by, at=at)
            return save_row(record.model, row_id=row_id, values=values, by=by, at=at)
    except (IntegrityError, DataError) as clash:
        raise explained(record, clash) from clash


def save_row(model: type[CompanyRow], *, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """Write the values into a row of a declared model, new when `row_id` is None, and tell which fields changed.

    The actor must hold the permission where the row lay and where it lies now.
    """
    record = of_model(model)
    if record is None:
        raise LookupError(f"{model.__name__} is not declared as a record")
    with transaction.atomic():
        if row_id is None:
            row = model(company_id=scope.company_id())
        else:
            row = access.get(model, row_id, by=by, to=record.change, lock=True)
        changed = [name for name, value in values.items() if row_id is None or getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        if not row.permits(by, record.add if row_id is None else record.change):
            raise Forbidden
        if changed:
            row.save(force_insert=row_id is None, update_fields=None if row_id is None else changed)
            emit(RecordSaved(record.name, row.pk, row_id is None, changed), by=by, at=at)
    return row


def explained(record: Declared, clash: DatabaseError) -> Invalid:
    """The sentence for what the database refused, and the field of the form it belongs to."""
    diag = cast("Any", clash.__cause__).diag
    name, kind = diag.constraint_name or "", diag.sqlstate or ""
    fields = _fields_hurt(record, name, diag.column_name or diag.message_detail or "")
    said = str(record.spec.explain.get(name) or _sentence(kind, _(", ").join(str(record.label(one)) for one in fields)))
    return Invalid(said, field=fields[0] if fields else "")


def constraints(record: Declared) -> dict[str, BaseConstraint]:
    """The constraints a form of this record can hurt: its own, and those of the rows its fields lie on."""
    owners = [record.model, *(field.model for name in record.fields for field in record.reach(name).fields)]
    return {one.name: one for owner in dict.fromkeys(owners) for one in owner._meta.constraints}


def _fields_hurt(record: Declared, name: str, detail: str) -> list[str]:
    """The form's fields that a constraint speaks of, or else the detail (`Key (person_id)=(7) already exists.`).

    Those that can still be changed come first.
    """
    known = constraints(record).get(name)
    said = (
        {key: value for key, value in known.deconstruct()[2].items() if key != "name"}
        if known
        else detail.split("=")[0]
    )
    words = {word.removesuffix("_id") for word in re.split(r"\W+|__", repr(said))}
    hurt = [field for field in record.fields.values() if field.name.rpartition("__")[2] in words]
    return [field.name for field in sorted(hurt, key=lambda field: field.once)]


def _sentence(kind: str, fields: str) -> str:
    sentences = {
        NOT_NULL: _("Please fill in: %(fields)s."),
        UNIQUE: _("There is one like this already. Please check: %(fields)s."),
        CHECK: _("These do not go together: %(fields)s."),
        EXCLUSION: _("This overlaps with one that is there already: %(fields)s."),
    }
    if kind in sentences and fields:
        return sentences[kind] % {"fields": fields}
    if kind.startswith("22"):
        return _("A value is too large or too long to be kept.")
    return _("This does not go with what is there already.")
