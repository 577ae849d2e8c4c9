"""Members of staff and their shifts. Bulk by nature: a plan brings a month of shifts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import explained
from linli.core.events import emit
from linli.estates.models import Place
from linli.people import events, terms
from linli.people.models import Person, ServedPlace, Shift, Staff, StaffSkill

BATCH = 5000


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


def hire_staff(*, wanted: Sequence[NewStaff], by: Actor, at: datetime) -> list[Staff]:
    """Employ persons with their trades and the places they serve. Raises `Refused` for somebody employed already."""
    access.demand(by, terms.CHANGE_STAFF, paths=(new.base.path for new in wanted))
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
        raise explained(clash, people_staff_person_id_key=_("This person is already a member of staff.")) from clash
    return hired


def plan_shifts(*, wanted: Sequence[NewShift], by: Actor, at: datetime) -> list[Shift]:
    """Plan who is on duty when, as one batch. Raises `Refused` when somebody would be on duty twice at once."""
    access.demand(by, terms.CHANGE_STAFF, paths={staff.base.path for staff in {new.staff for new in wanted}})
    shifts = [Shift(company_id=scope.company_id(), **vars(new)) for new in wanted]
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(shifts, batch_size=BATCH)
            if shifts:
                emit(events.ShiftsPlanned(first_id=shifts[0].pk, count=len(shifts)), by=by, at=at)
    except IntegrityError as clash:
        raise explained(
            clash,
            shift_no_overlap=_("Two shifts of one person would overlap."),
            shift_period=_("A shift must end after it starts."),
        ) from clash
    return shifts
