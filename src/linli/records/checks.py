"""A declaration cannot rot: whatever it names must be there, or the program does not start."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import models

from linli.core.models import CompanyRow
from linli.records.columns import Misspelled, reach
from linli.records.forms import search_of
from linli.records.panels import panels_of
from linli.records.record import Declared, Field, Pick, all_records
from linli.records.saving import constraints


def check_records(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every fault of every declaration, as errors that stop the start."""
    found = [(record.name, fault) for record in all_records() for fault in faults(record)]
    return [Error(fault, obj=f"record {name}", id="records.E001") for name, fault in found]


def faults(record: Declared) -> list[str]:
    """What is wrong with one declaration: first whatever is misspelled; only when nothing is, what does not make sense."""
    return list(_misspelled(record)) or [
        *_senseless(record),
        *(one for panel in panels_of(record) for one in panel.faults(record)),
    ]


def _misspelled(record: Declared) -> Iterator[str]:
    spec, model = record.spec, record.model
    picks = {one.name for one in record.filters if isinstance(one, Pick)}
    paths: list[tuple[str, type[models.Model], str]] = [("sort", model, spec.sort.removeprefix("-"))]
    for one in spec.columns:
        paths += [
            ("columns", model, path) for path in ([one] if isinstance(one, str) else [one.path, one.to, one.sort])
        ]
    paths += [("search", model, one) for one in spec.search if isinstance(one, str)]
    paths += [("labels", model, one) for one in spec.labels if one not in picks]
    paths += [("heading", model, one) for one in spec.heading]
    paths += [("form", model, name) for name in record.fields]
    paths += [("filters", model, one.by if isinstance(one, Pick) else one.name) for one in record.filters]
    for where, start, path in paths:
        try:
            reach(start, path or "pk")
        except Misspelled as fault:
            yield f"{where}: {fault}"


def _senseless(record: Declared) -> Iterator[str]:
    if not record.spec.title or not record.spec.columns:
        yield "needs a title and columns"
    if record.model.view_permission != record.view:
        yield f"is seen with {record.view!r}, but its model with {record.model.view_permission!r}"
    for one in record.filters:
        related = one.model if isinstance(one, Pick) else record.reach(one.name).related
        field = None if isinstance(one, Pick) else record.reach(one.name).field
        if related is not None:
            yield from _unfindable(one, related)
        elif field is not None and not (field.choices or isinstance(field, models.BooleanField | models.DateField)):
            yield f"filters: {one.name!r} is neither a choice, yes or no, a day nor a related row; search by it instead"
    for name, field in record.fields.items():
        related = record.reach(name).related
        yield from _unfindable(field, related) if related is not None else ()
        if not record.reach(name).field.editable:
            yield f"form: {name!r} is not written by hand"
        if "__" in name and record.save is None:
            yield f"form: {name!r} lies on another row: the record needs a save of its own"
    yield from (f"explain: no constraint {name!r}" for name in record.spec.explain if name not in constraints(record))


def _unfindable(field: Field | Pick, model: type[models.Model]) -> Iterator[str]:
    search = search_of(field, model)
    if not issubclass(model, CompanyRow) or not search:
        yield f"{field.name!r} needs look-ups by which rows of {model.__name__} are searched"
    for path in [*search, *field.where]:
        try:
            reach(model, path.removesuffix("__in"))
        except Misspelled as fault:
            yield f"{field.name!r}: {fault}"
