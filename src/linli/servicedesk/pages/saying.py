"""The forms in which residents say something."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Invalid
from linli.people.rules import is_phone
from linli.servicedesk.actions import LONGEST_TEXT, MOST_PHOTOS
from linli.ui.forms import PhotosField

LONGEST_TAP = 60


class Taps(forms.MultipleChoiceField):
    """The chips that were tapped. A page that was open overnight may send what is no longer offered: it is still said."""

    def valid_value(self, value: str) -> bool:
        """Whether it can be one of ours."""
        return len(value) <= LONGEST_TAP


class ReportForm(forms.Form):
    """What is wrong: a tap, a few words or a photo; name and phone only if they like."""

    what = Taps(required=False)
    text = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = PhotosField(label=gettext_lazy("Photo"), required=False, most=MOST_PHOTOS)
    name = forms.CharField(
        label=gettext_lazy("How may we call you?"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone, so that we can call back"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """A number that somebody can dial."""
        phone: str = self.cleaned_data["phone"]
        if phone and not is_phone(phone):
            raise forms.ValidationError(_("We cannot dial this number. Please look at it again, or leave it empty."))
        return phone

    @property
    def said(self) -> str:
        """The taps and the words as one text; the form is valid."""
        return "，".join(part for part in (*self.cleaned_data["what"], self.cleaned_data["text"].strip()) if part)


class RatingForm(forms.Form):
    """One to five stars and, if they like, a sentence."""

    stars = forms.IntegerField(
        min_value=1, max_value=5, error_messages={"required": gettext_lazy("Please tap one to five stars.")}
    )
    comment = forms.CharField(required=False, max_length=1000)


def checked(form: forms.Form) -> dict[str, Any]:
    """What was said, or `Invalid` with the first thing that cannot be used."""
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Invalid(str(errors[0]), field=field)
    return form.cleaned_data
