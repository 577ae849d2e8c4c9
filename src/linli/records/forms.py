"""Forms made from a declaration: model fields as inputs, related rows picked by name, sections in order."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, cast

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.core.middleware import CompanyRequest
from linli.core.models import CompanyRow
from linli.core.private import EncryptedField, masked_phone
from linli.records.columns import NOTHING, Text, joins, reach
from linli.records.record import Declared, Field, Pick, Values, of_model

PICKED = re.compile(r"~(\d{1,18})")
FEW, OFFERED = 100, 20


def picked(pk: int) -> str:
    """How a row is named in a form or an address when it was picked, not typed: `~12`."""
    return f"~{pk}"


def searched(text: str, look_ups: Iterable[Any]) -> Q:
    """Rows that hold every word of a text in some look-up; functions among them say themselves what the whole text means."""
    named = [one for one in look_ups if isinstance(one, str)]
    found = Q()
    for word in text.split():
        found &= reduce(or_, (Q(**{f"{name}__icontains": word}) for name in named), Q(pk__in=[]))
    return reduce(or_, (one(text) for one in look_ups if callable(one)), found)


def search_of(field: Field | Pick, model: type[models.Model]) -> tuple[str, ...]:
    """The look-ups by which a related row is found, the first being its name: as declared, else those of its own record."""
    record = of_model(model)
    declared = record.spec.search if record else ()
    return field.search or tuple(one for one in declared if isinstance(one, str))


class RowInput(forms.TextInput):
    """A text input that offers rows while one types, and is a plain text input without scripts."""

    template_name = "records/row_input.html"

    def __init__(self, url: str) -> None:
        super().__init__({"autocomplete": "off", "hx-get": url, "hx-trigger": "focus once, input changed delay:200ms"})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        offered = f"{context['widget']['attrs'].get('id', name)}_offered"
        context["offered"] = offered
        context["widget"]["attrs"] |= {"list": offered, "hx-target": f"#{offered}", "hx-push-url": "false"}
        return context


class RowField(forms.Field):
    """A related row, out of those one may see: a list where there are few, else a name, typed. Several that fit are offered."""

    def __init__(self, request: CompanyRequest, record: Declared, field: Field | Pick, *, empty: str = NOTHING) -> None:
        super().__init__()
        model = field.model if isinstance(field, Pick) else record.reach(field.name).related
        related = cast("type[CompanyRow]", model)
        self.search, self.empty = search_of(field, related), empty
        self.named, known = reach(related, self.search[0]), of_model(related)
        self.told = known.columns if known else []
        rows: models.QuerySet[Any] = related.objects.visible_to(request.actor)
        rows = rows.filter(**field.where).order_by(self.search[0], "pk")
        needed = {self.named.join, *joins(self.told)} - {""}
        self.rows = rows.select_related(*needed) if needed else rows
        few = list(self.rows[: FEW + 1])
        url = record.url("choices", request.company.slug, field=field.name)
        self.widget = RowInput(url) if len(few) > FEW else self._list(few)

    def called(self, row: models.Model) -> str:
        """What a row is called."""
        return str(self.named.value(row))

    def found(self, text: str) -> list[Any]:
        """The rows that a text can mean: the one called exactly so, else those that hold all its words."""
        exact = list(self.rows.filter(**{self.search[0]: text})[:2])
        return exact if len(exact) == 1 else list(self.rows.filter(searched(text, self.search))[: OFFERED + 1])

    def prepare_value(self, value: Any) -> str:
        """How the input shows a row, a picked key or what was typed."""
        is_list = isinstance(self.widget, forms.Select)
        if isinstance(value, str):
            row = None if is_list else self._with_key(value)
            return value if row is None else self.called(row)
        return "" if value is None else picked(value.pk) if is_list else self.called(value)

    def clean(self, value: Any) -> models.Model | None:
        """The row meant; None for nothing. Raises `ValidationError` for none and for several, which then become a list."""
        if isinstance(value, models.Model):
            return value  # the row of a field that is only shown
        text = (value or "").strip()
        ProhibitNullCharactersValidator()(text)
        self.validate(text)
        row = self._with_key(text)
        found = [row] if row is not None else self.found(text) if text else []
        if len(found) == 1 or not text:
            return cast("models.Model | None", found[0] if found else None)
        if not found:
            raise ValidationError(_("Nothing is called “%(text)s”.") % {"text": text})
        self.widget = self._list(found[:OFFERED])
        raise ValidationError(_("Several fit “%(text)s”: please choose one.") % {"text": text})

    def _with_key(self, text: str) -> models.Model | None:
        key = PICKED.fullmatch(text)
        return self.rows.filter(pk=int(key[1])).first() if key else None

    def _list(self, rows: list[Any]) -> forms.Select:
        names = [self.called(row) for row in rows]
        if len(set(names)) < len(names):  # namesakes are told apart by what else their record's list says
            names = [
                " · ".join([name, *(str(one.text(row)) for one in self.told[1:])])
                for name, row in zip(names, rows, strict=True)
            ]
        return forms.Select(choices=[("", self.empty), *zip((picked(row.pk) for row in rows), names, strict=True)])


def input_for(request: CompanyRequest, record: Declared, field: Field, *, row: CompanyRow | None) -> forms.Field:
    """The input for a field of a record's form; `row` is the one that is changed, None for a new one."""
    at = record.reach(field.name)
    made = RowField(request, record, field) if at.related is not None else _plain(at.field, field)
    made.label, made.help_text = str(record.label(field.name)), str(field.help)
    made.disabled = field.once and row is not None
    made.required = not at.field.blank if field.required is None else field.required
    if isinstance(made, forms.BooleanField):
        made.required = False
    if isinstance(at.field, EncryptedField) and row is not None and (known := masked_phone(str(at.value(row)))):
        # What is encrypted at rest is not written into a page again: an empty input keeps it.
        made.help_text = _("Leave empty to keep %(known)s.") % {"known": known}
        made.required = False
    made.widget.is_required = made.required
    return made


def _plain(model_field: Any, field: Field) -> forms.Field:
    if field.choices is not None:
        offered = [(value, str(label)) for value, label in field.choices()]
        if isinstance(model_field, ArrayField):
            return forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple)
        return forms.ChoiceField(choices=[("", NOTHING), *offered])
    made = cast("forms.Field", model_field.formfield())
    if isinstance(made, forms.DateTimeField):
        made.widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        made.validators.append(within_reason)
    elif isinstance(made, forms.DateField):
        made.widget = day_input()
    elif isinstance(made, forms.TypedChoiceField):
        made.choices = [("", NOTHING), *model_field.get_choices(include_blank=False)]
    elif isinstance(model_field, EncryptedField):
        made.widget = forms.TextInput({"autocomplete": "off"})
    return made


def within_reason(moment: datetime) -> None:
    """Raise `ValidationError` for a year mistyped: the first one, once kept, could not even be read again."""
    if not 1900 <= moment.year < 2200:
        raise ValidationError(_("Please check the year."))


def day_input() -> forms.DateInput:
    """The browser's own input for a day."""
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class RecordForm(forms.Form):
    """The form of a record for one row, or for a new one, which may start with what the address says (`?staff=~12`)."""

    def __init__(
        self, request: CompanyRequest, record: Declared, row: CompanyRow | None, data: Mapping[str, Any] | None = None
    ) -> None:
        self.record, self.row = record, row
        super().__init__(data=data, initial=request.GET.dict() if row is None else self._known(row))
        self.fields |= {name: input_for(request, record, one, row=row) for name, one in record.fields.items()}

    @property
    def sections(self) -> list[tuple[Text, list[forms.BoundField]]]:
        """Titles with their fields."""
        return [(one.title, [self[field.name] for field in one.fields]) for one in self.record.spec.form]

    @property
    def values(self) -> Values:
        """What is to be written: everything asked, without what cannot change and what is kept by saying nothing."""
        return {name: value for name, value in self.cleaned_data.items() if not self._is_kept(name, value)}

    def clean(self) -> None:
        """Ask the model's fields too: they know limits that a form field does not."""
        for name, value in self.values.items():
            field = self.record.reach(name).field
            try:
                self.cleaned_data[name] = value if field.is_relation else field.clean(value, self.row)
            except ValidationError as fault:
                self.add_error(name, fault)

    def _known(self, row: CompanyRow) -> Values:
        reaches = {name: self.record.reach(name) for name in self.record.fields}
        return {name: at.value(row) for name, at in reaches.items() if not isinstance(at.field, EncryptedField)}

    def _is_kept(self, name: str, value: Any) -> bool:
        is_secret = isinstance(self.record.reach(name).field, EncryptedField)
        return self.fields[name].disabled or (is_secret and not value and self.row is not None)
