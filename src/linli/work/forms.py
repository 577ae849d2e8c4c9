"""What people fill in to do something with an order."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from linli.core.access import Actor
from linli.core.errors import Invalid
from linli.estates.models import Place
from linli.estates.terms import PlaceKind
from linli.people.models import Staff
from linli.ui.forms import PhotosField
from linli.work import terms
from linli.work.queries import Group, Wanted

Filled = TypeVar("Filled", bound=forms.Form)
MOST_CHOICES = 500
"""A longer list of estates or workers is cut: whoever has so many narrows by search."""


class ReasonForm(forms.Form):
    """Why: for whatever is refused, called off, given back or opened again."""

    reason = forms.CharField(label=_("Why?"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    """A few words that may stay away."""

    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class PauseForm(NoteForm):
    """Why the work rests; what the resident causes stops the resolution clock."""

    reason = forms.ChoiceField(label=_("Why does the work rest?"), choices=terms.PauseReason.choices)
    field_order = ("reason", "note")


class StartForm(forms.Form):
    """How it was found."""

    photos = PhotosField(label=_("Photos before the work"), required=False)


class FinishForm(NoteForm):
    """Proof of the work: a photo or a sentence."""

    photos = PhotosField(label=_("Photos of the finished work"), required=False)


class AssignForm(forms.Form):
    """Who is asked."""

    staff = forms.IntegerField(label=_("Who?"))


class TriageForm(forms.Form):
    """What an order is about."""

    category = forms.ChoiceField(label=_("Category"), choices=terms.Category.choices)
    area = forms.ChoiceField(label=_("Where?"), choices=terms.Area.choices, widget=forms.RadioSelect)
    urgency = forms.ChoiceField(label=_("How urgent?"), choices=terms.Urgency.choices, widget=forms.RadioSelect)

    def understood(self) -> tuple[terms.Category, terms.Area, terms.Urgency]:
        """Category, area and urgency as the actions want them; the form is valid."""
        said: Mapping[str, Any] = self.cleaned_data
        return terms.Category(said["category"]), terms.Area(said["area"]), terms.Urgency(said["urgency"])


def checked(form: Filled) -> Filled:
    """The form if it can be used; raises `Invalid` with its first complaint and the field that it is about."""
    for name, complaints in form.errors.items():
        field = form.fields.get(name)
        label = f"{field.label} " if field is not None and field.label else ""
        raise Invalid(f"{label}{complaints[0]}", field=name)
    return form


class OrdersForm(forms.Form):
    """What a list or the board of orders is narrowed by. What cannot be understood narrows nothing."""

    q = forms.CharField(required=False, max_length=80)
    group = forms.ChoiceField(required=False, choices=Group.choices)
    category = forms.ChoiceField(label=_("Category"), required=False)
    estate = forms.TypedChoiceField(label=_("Estate"), required=False, coerce=int, empty_value=None)
    worker = forms.TypedChoiceField(label=_("Worker"), required=False, coerce=int, empty_value=None)
    after = forms.IntegerField(required=False)

    def __init__(self, asked: Mapping[str, Any], *, by: Actor) -> None:
        super().__init__(asked)
        self._estates = list(Place.objects.visible_to(by).filter(kind=PlaceKind.ESTATE).order_by("name")[:MOST_CHOICES])
        workers = Staff.objects.visible_to(by).filter(left_on=None, skills__isnull=False).distinct()
        anything = [("", pgettext("filter", "any"))]
        self._offer("category", [*anything, *terms.Category.choices()])
        self._offer("estate", [*anything, *((place.pk, place.name) for place in self._estates)])
        named = workers.order_by("person__name").values_list("pk", "person__name")
        self._offer("worker", [*anything, *named[:MOST_CHOICES]])

    @property
    def wanted(self) -> Wanted:
        """What is asked for, as far as it was understood."""
        said = self.understood
        estate = next((place for place in self._estates if place.pk == said.get("estate")), None)
        return Wanted(
            group=Group(said.get("group") or Group.OPEN),
            text=said.get("q", ""),
            category=said.get("category", ""),
            path=estate.path if estate else "",
            staff_id=said.get("worker"),
        )

    @property
    def last_seen(self) -> int | None:
        """The order after which the page begins."""
        return self.understood.get("after")

    @property
    def understood(self) -> dict[str, Any]:
        """The fields that make sense, by name."""
        return {} if self.errors is None else self.cleaned_data  # reading the errors cleans, once

    @property
    def narrowing(self) -> list[forms.BoundField]:
        """The choices shown above a list; a choice between one estate is none."""
        return [self[name] for name in ("category", "estate", "worker") if len(self._choices(name)) > 2]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _choices(self, name: str) -> list[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return list(cast("Any", field.choices))
