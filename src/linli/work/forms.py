"""What people fill in to do something with an order."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.ui.forms import PhotosField
from linli.work import terms

Filled = TypeVar("Filled", bound=forms.Form)


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
