"""Persons and how they belong to homes. Bulk by nature: a take-over brings a thousand residents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import Forbidden, Invalid, explained
from linli.core.events import emit
from linli.core.private import blind_index, normal_phone
from linli.estates.models import Place
from linli.people import events, rules, terms
from linli.people.models import Person, Tenure

BATCH = 5000


@dataclass(frozen=True)
class NewPerson:
    """A person to make known; the phone as it was told, in any writing."""

    name: str
    phone: str = ""


@dataclass(frozen=True)
class NewTenure:
    """A person belongs to a home from a day on, until (not including) another, or for good."""

    person: Person
    home: Place
    kind: terms.TenureKind
    starts_on: date
    ends_on: date | None = None


def add_persons(*, wanted: Sequence[NewPerson], by: Actor, at: datetime) -> list[Person]:
    """Make persons known to the company, in the order given.

    Raises `Invalid` for a person without a name or with a phone nobody can dial.
    """
    if not by.may_anywhere(terms.CHANGE_PERSON):
        raise Forbidden
    persons = [_person(new) for new in wanted]
    with transaction.atomic():
        Person.objects.bulk_create(persons, batch_size=BATCH)
        if persons:
            emit(events.PersonsAdded(first_id=persons[0].pk, count=len(persons)), by=by, at=at)
    return persons


def add_tenures(*, wanted: Sequence[NewTenure], by: Actor, at: datetime) -> list[Tenure]:
    """Say who belongs to which homes. Raises `Refused` when somebody already belongs to a home in that way and time."""
    access.demand(by, terms.CHANGE_PERSON, paths=(new.home.path for new in wanted))
    tenures = [Tenure(company_id=scope.company_id(), **vars(new)) for new in wanted]
    try:
        with transaction.atomic():
            Tenure.objects.bulk_create(tenures, batch_size=BATCH)
            if tenures:
                emit(events.TenuresAdded(first_id=tenures[0].pk, count=len(tenures)), by=by, at=at)
    except IntegrityError as clash:
        raise explained(clash, tenure_no_overlap=_("This person already belongs to the home at that time.")) from clash
    return tenures


def end_tenure(*, tenure_id: int, on: date, by: Actor, at: datetime) -> Tenure:
    """Somebody moves out or sells: from the day `on` they no longer belong to the home."""
    with transaction.atomic():
        tenure = access.get(Tenure, tenure_id, by=by, to=terms.CHANGE_PERSON, lock=True)
        if on <= tenure.starts_on:
            raise Invalid(_("The last day cannot lie before the first."), field="ends_on")
        tenure.ends_on = on
        tenure.save(update_fields=["ends_on"])
        ended = events.TenureEnded(tenure_id=tenure.pk, person_id=tenure.person_id, home_id=tenure.home_id)
        emit(ended, by=by, at=at)
    return tenure


def _person(new: NewPerson) -> Person:
    if not new.name.strip():
        raise Invalid(_("Please give the name of the person."), field="name")
    phone = normal_phone(new.phone)
    if new.phone.strip() and not rules.can_be_dialled(phone):
        raise Invalid(_("This is not a phone number one can dial: %(phone)s") % {"phone": new.phone}, field="phone")
    return Person(
        company_id=scope.company_id(),
        name=new.name.strip(),
        phone=phone,
        phone_index=blind_index(phone),
    )
