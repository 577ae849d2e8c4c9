"""The forms in which residents say something."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.servicedesk.actions import LONGEST_TEXT, MOST_PHOTOS
from linli.ui.forms import PhotosField


class ReportForm(forms.Form):
    """What is wrong: a tap, a few words or a photo; name and phone only if they like."""

    what = forms.CharField(required=False, max_length=60)
    text = forms.CharField(
        label=_("In your words (optional)"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = PhotosField(label=_("Photo"), required=False, most=MOST_PHOTOS)
    name = forms.CharField(
        label=_("How may we call you? (optional)"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone, so that we can call back (optional)"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RatingForm(forms.Form):
    """One to five stars and, if they like, a sentence."""

    stars = forms.IntegerField(min_value=1, max_value=5)
    comment = forms.CharField(required=False, max_length=1000)


def checked(form: forms.Form) -> dict[str, Any]:
    """What was said, or `Invalid` with the first thing that cannot be used."""
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise Invalid(str(errors[0]), field=field)
    return form.cleaned_data
