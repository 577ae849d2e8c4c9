"""What the service desk fills in while somebody speaks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as _p

from linli.core import access
from linli.core.access import Actor
from linli.core.errors import Forbidden, NotFound
from linli.estates.models import Place
from linli.estates.terms import VIEW_PLACE
from linli.people.models import Person
from linli.people.rules import is_phone
from linli.people.terms import VIEW_PERSON
from linli.servicedesk.actions import LONGEST_TEXT
from linli.servicedesk.queries import Caller, caller_of, find_callers
from linli.servicedesk.terms import Channel
from linli.work.terms import Area, Category, Urgency

TAKEN_BY = (
    (str(Channel.PHONE), _p("channel", "Telephone")),
    (str(Channel.COUNTER), _p("channel", "At the counter")),
    (str(Channel.STAFF), _p("channel", "Seen by staff")),
)

LONGEST_CHOICE = 40


class TakeForm(forms.Form):
    """A report taken at the desk. What was typed comes back with every complaint."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How it reached us"), choices=TAKEN_BY, initial=str(Channel.PHONE), widget=forms.RadioSelect
    )
    q = forms.CharField(required=False, max_length=60)
    caller = forms.CharField(
        max_length=LONGEST_CHOICE, error_messages={"required": gettext_lazy("Please find and choose where it is.")}
    )
    name = forms.CharField(label=gettext_lazy("Name, if not on the list"), required=False, max_length=80)
    phone = forms.CharField(label=gettext_lazy("Number to call back"), required=False, max_length=30)
    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=LONGEST_TEXT,
        error_messages={"required": gettext_lazy("Please type in a few words what is wrong.")},
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, said: Mapping[str, Any] | None = None, *, by: Actor, at: datetime, key: str = "") -> None:
        super().__init__(said, initial={"key": key})
        self.by, self.at = by, at

    def clean_caller(self) -> Caller:
        """The place and person that were chosen, as far as the clerk may know of them."""
        chosen = _chosen(self.cleaned_data["caller"], by=self.by, at=self.at)
        if chosen is None:
            raise forms.ValidationError(_("This place cannot be found any more. Please choose again."))
        return chosen

    def clean_phone(self) -> str:
        """A number that somebody can dial."""
        phone: str = self.cleaned_data["phone"]
        if phone and not is_phone(phone):
            raise forms.ValidationError(_("This is not a number one can dial. Please ask again."))
        return phone

    @property
    def found(self) -> list[Caller]:
        """Whom the search finds, with the one chosen before on top."""
        return found_callers(self.data, by=self.by, at=self.at) if self.is_bound else []

    @property
    def chosen(self) -> str:
        """The value of the caller chosen before."""
        return str(self.data.get("caller", "")) if self.is_bound else ""


class DecisionForm(forms.Form):
    """What a report is about."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    area = forms.ChoiceField(label=gettext_lazy("Where?"), choices=Area.choices, widget=forms.RadioSelect)
    urgency = forms.ChoiceField(label=gettext_lazy("How urgent?"), choices=Urgency.choices, widget=forms.RadioSelect)

    def decided(self) -> tuple[Category, Area, Urgency]:
        """Category, area and urgency as the action wants them; the form is valid."""
        said: Mapping[str, Any] = self.cleaned_data
        return Category(said["category"]), Area(said["area"]), Urgency(said["urgency"])


def found_callers(said: Mapping[str, Any], *, by: Actor, at: datetime) -> list[Caller]:
    """Whom the text in `q` finds; whoever is chosen already in `caller` stays on the list."""
    found = find_callers(str(said.get("q", ""))[:60], by=by, at=at)
    chosen = _chosen(str(said.get("caller", "")), by=by, at=at)
    if chosen is None:
        return found
    return [chosen, *(each for each in found if each.value != chosen.value)]


def _chosen(value: str, *, by: Actor, at: datetime) -> Caller | None:
    place_id, _colon, person_id = value[:LONGEST_CHOICE].partition(":")
    if not place_id.isdecimal() or (person_id and not person_id.isdecimal()):
        return None
    try:
        place = access.get(Place, int(place_id), by=by, to=VIEW_PLACE)
        person = access.get(Person, int(person_id), by=by, to=VIEW_PERSON) if person_id else None
    except (NotFound, Forbidden):
        return None
    return caller_of(place, person, by=by, at=at)
