"""What people's rows tell. A batch tells once: ids and counts, never a name or a phone number."""

from dataclasses import dataclass
from typing import ClassVar

from linli.core.events import Event


@dataclass(frozen=True)
class PersonsAdded(Event):
    """A batch of persons became known to the company."""

    name: ClassVar[str] = "people.persons-added.v1"
    subject: ClassVar[str] = "first_id"
    subject_kind: ClassVar[str] = "people.person"

    first_id: int
    count: int


@dataclass(frozen=True)
class TenuresAdded(Event):
    """A batch of persons moved in or took over homes."""

    name: ClassVar[str] = "people.tenures-added.v1"
    subject: ClassVar[str] = "first_id"
    subject_kind: ClassVar[str] = "people.tenure"

    first_id: int
    count: int


@dataclass(frozen=True)
class TenureEnded(Event):
    """A person no longer belongs to a home."""

    name: ClassVar[str] = "people.tenure-ended.v1"
    subject: ClassVar[str] = "tenure_id"
    subject_kind: ClassVar[str] = "people.tenure"

    tenure_id: int
    person_id: int
    home_id: int


@dataclass(frozen=True)
class StaffHired(Event):
    """A batch of persons became members of staff."""

    name: ClassVar[str] = "people.staff-hired.v1"
    subject: ClassVar[str] = "first_id"
    subject_kind: ClassVar[str] = "people.staff"

    first_id: int
    count: int


@dataclass(frozen=True)
class ShiftsPlanned(Event):
    """A batch of shifts was planned."""

    name: ClassVar[str] = "people.shifts-planned.v1"
    subject: ClassVar[str] = "first_id"
    subject_kind: ClassVar[str] = "people.shift"

    first_id: int
    count: int


@dataclass(frozen=True)
class AccountInvited(Event):
    """A person got an account to sign in with."""

    name: ClassVar[str] = "people.account-invited.v1"
    subject: ClassVar[str] = "person_id"
    subject_kind: ClassVar[str] = "people.person"

    person_id: int
    account_id: int


@dataclass(frozen=True)
class RoleGiven(Event):
    """An account got a role over a part of the place tree."""

    name: ClassVar[str] = "people.role-given.v1"
    subject: ClassVar[str] = "account_id"
    subject_kind: ClassVar[str] = "core.account"

    account_id: int
    grant_id: int
    role_id: int


@dataclass(frozen=True)
class OperatorsNamed(Event):
    """Organisations were named as managers of estates, or are named no more."""

    name: ClassVar[str] = "people.operators-named.v1"
    subject: ClassVar[str] = "company_id"
    subject_kind: ClassVar[str] = "core.company"

    company_id: int
    organisations: int
    mandates: int
    ended: int
