"""Verbs for people. Bulk by nature: a take-over brings a thousand residents, a plan a month of shifts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import Forbidden, Invalid, Refused
from linli.core.events import emit
from linli.core.models import Account, Grant, Role
from linli.core.private import blind_index, normal_phone
from linli.estates.models import Place
from linli.people import events, rules, terms
from linli.people.models import Person, ServedPlace, Shift, Staff, StaffSkill, Tenure

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


@dataclass(frozen=True)
class NewStaff:
    """A person to employ: the post, where they start from, levels 1 to 3 by trade, and what they serve."""

    person: Person
    post: terms.Post
    base: Place
    joined_on: date
    skills: Mapping[terms.Skill, int] = field(default_factory=dict)
    served: Sequence[Place] = ()


@dataclass(frozen=True)
class NewShift:
    """A member of staff to be on duty from a moment until (not including) another."""

    staff: Staff
    starts_at: datetime
    ends_at: datetime


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
    _demand(by, terms.CHANGE_PERSON, (new.home for new in wanted))
    tenures = [Tenure(company_id=scope.company_id(), **vars(new)) for new in wanted]
    try:
        with transaction.atomic():
            Tenure.objects.bulk_create(tenures, batch_size=BATCH)
            if tenures:
                emit(events.TenuresAdded(first_id=tenures[0].pk, count=len(tenures)), by=by, at=at)
    except IntegrityError as clash:
        raise _explained(clash, tenure_no_overlap=_("This person already belongs to the home at that time.")) from clash
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


def hire_staff(*, wanted: Sequence[NewStaff], by: Actor, at: datetime) -> list[Staff]:
    """Employ persons with their trades and the places they serve. Raises `Refused` for somebody employed already."""
    _demand(by, terms.CHANGE_STAFF, (new.base for new in wanted))
    company_id = scope.company_id()
    hired = [
        Staff(company_id=company_id, person=new.person, post=new.post, base=new.base, joined_on=new.joined_on)
        for new in wanted
    ]
    try:
        with transaction.atomic():
            Staff.objects.bulk_create(hired, batch_size=BATCH)
            pairs = list(zip(wanted, hired, strict=True))
            StaffSkill.objects.bulk_create(
                (
                    StaffSkill(company_id=company_id, staff=staff, skill=skill, level=level)
                    for new, staff in pairs
                    for skill, level in new.skills.items()
                ),
                batch_size=BATCH,
            )
            ServedPlace.objects.bulk_create(
                (
                    ServedPlace(company_id=company_id, staff=staff, place=place)
                    for new, staff in pairs
                    for place in new.served
                ),
                batch_size=BATCH,
            )
            if hired:
                emit(events.StaffHired(first_id=hired[0].pk, count=len(hired)), by=by, at=at)
    except IntegrityError as clash:
        raise _explained(clash, people_staff_person_id_key=_("This person is already a member of staff.")) from clash
    return hired


def plan_shifts(*, wanted: Sequence[NewShift], by: Actor, at: datetime) -> list[Shift]:
    """Plan who is on duty when, as one batch. Raises `Refused` when somebody would be on duty twice at once."""
    _demand(by, terms.CHANGE_STAFF, {new.staff.base_id: new.staff.base for new in wanted}.values())
    shifts = [Shift(company_id=scope.company_id(), **vars(new)) for new in wanted]
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(shifts, batch_size=BATCH)
            if shifts:
                emit(events.ShiftsPlanned(first_id=shifts[0].pk, count=len(shifts)), by=by, at=at)
    except IntegrityError as clash:
        raise _explained(
            clash,
            shift_no_overlap=_("Two shifts of one person would overlap."),
            shift_period=_("A shift must end after it starts."),
        ) from clash
    return shifts


def invite_account(*, person: Person, username: str, password: str | None, by: Actor, at: datetime) -> Account:
    """Give a person an account to sign in with; without a password they cannot use it until one is set.

    Raises `Refused` when they have one or the name is taken.
    """
    if not by.may_anywhere(terms.CHANGE_PERSON):
        raise Forbidden
    with transaction.atomic():
        invited = access.get(Person, person.pk, by=by, to=terms.CHANGE_PERSON, lock=True)
        if invited.account_id is not None:
            raise Refused(_("This person already has an account."))
        if Account.objects.filter(username=username).exists():
            raise Refused(_("This sign-in name is taken."), field="username")
        account = Account.objects.create_user(username, password, name=invited.name)
        invited.account = person.account = account
        invited.save(update_fields=["account"])
        emit(events.AccountInvited(person_id=invited.pk, account_id=account.pk), by=by, at=at)
    return account


def give_role(*, account: Account, role: Role, place: Place | None, by: Actor, at: datetime) -> Grant:
    """Let an account act in a role over a place and all below it, or over the whole company (`place` None).

    Nobody gives what they do not hold: every permission of the role must be the giver's own over that place.
    """
    path = place.path if place else "/"
    if not by.may(terms.GIVE_ROLE, path) or not all(by.may(permission, path) for permission in role.permissions):
        raise Forbidden
    with transaction.atomic():
        grant = Grant.objects.create(company_id=scope.company_id(), account=account, role=role, path=path, starts_at=at)
        emit(events.RoleGiven(account_id=account.pk, grant_id=grant.pk, role_id=role.pk), by=by, at=at)
    return grant


def _person(new: NewPerson) -> Person:
    if not new.name.strip():
        raise Invalid(_("Please give the name of the person."), field="name")
    if new.phone and not rules.is_phone(new.phone):
        raise Invalid(_("This is not a phone number one can dial: %(phone)s") % {"phone": new.phone}, field="phone")
    phone = normal_phone(new.phone)
    return Person(
        company_id=scope.company_id(),
        name=new.name.strip(),
        phone=phone,
        phone_index=blind_index(phone) if phone else "",
    )


def _demand(by: Actor, permission: str, places: Iterable[Place]) -> None:
    if not all(by.may(permission, path) for path in {place.path for place in places}):
        raise Forbidden


def _explained(clash: IntegrityError, **sentences: str) -> Exception:
    """The refusal for the constraint that was hurt; the error itself when it is none a person can cause."""
    text = str(clash)
    return next((Refused(sentence) for name, sentence in sentences.items() if name in text), clash)
