"""The registers of people: persons and where they belong, organisations, staff with skills, places and shifts."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from linli.core import access
from linli.core.access import Actor
from linli.core.errors import Forbidden, Invalid
from linli.core.models import CompanyRow
from linli.core.private import blind_index, normal_phone
from linli.estates.models import Place
from linli.estates.rules import normal_name
from linli.estates.terms import PlaceKind
from linli.people import actions, events, rules, terms
from linli.people.actions import NewPerson, NewShift, NewStaff, NewTenure
from linli.people.models import Organisation, Person, ServedPlace, Shift, Staff, StaffSkill, Tenure
from linli.records.columns import Column
from linli.records.panels import Facts, Related, Slot, Timeline
from linli.records.record import Field, Pick, Record, Section, Values, record
from linli.records.saving import save_row

PEOPLE, STAFF = _("People"), _("Staff")
HOME = Field("home", once=True, search=("full_name",), where={"kind": PlaceKind.HOME})
PLACE = Field("place", once=True, search=("full_name",))
BASE = Field(
    "base", search=("full_name",), where={"kind__in": (PlaceKind.REGION, PlaceKind.ESTATE, PlaceKind.BUILDING)}
)
WHO = {"staff__person__name": _("member of staff")}
OF_PERSON = _p("person", "name")


def with_phone(text: str) -> Q:
    """Persons with exactly this phone number, in whatever writing."""
    number = normal_phone(text)
    return Q(phone_index=blind_index(number)) if rules.can_be_dialled(number) else Q(pk__in=[])


def save_person(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """A person by name and phone; the phone is kept in one writing, so that it is found in any."""
    if row_id is None:
        if not by.may_anywhere(terms.ADD_PERSON):
            raise Forbidden
        (person,) = actions.add_persons(wanted=[NewPerson(values["name"], values.get("phone", ""))], by=by, at=at)
        return person
    number = normal_phone(values.get("phone", ""))
    if number and not rules.can_be_dialled(number):
        raise Invalid(_now("Please give a phone number that can be dialled."), field="phone")
    phone = {"phone": number, "phone_index": blind_index(number)} if number else {}
    return save_row(Person, row_id=row_id, values=values | phone, by=by, at=at)


def save_tenure(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """Who belongs to a home: a new row by the verb of moving in, later corrections as they are written."""
    if row_id is not None:
        return save_row(Tenure, row_id=row_id, values=values, by=by, at=at)
    access.demand(by, terms.ADD_PERSON, paths=[values["home"].path])
    (tenure,) = actions.add_tenures(wanted=[NewTenure(**values)], by=by, at=at)
    return tenure


def save_organisation(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """An organisation by name; its name without legal trimmings is kept beside it."""
    named = {"normal_name": normal_name(values["name"])} if "name" in values else {}
    return save_row(Organisation, row_id=row_id, values=values | named, by=by, at=at)


def save_staff(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """A member of staff: a new one by the verb of hiring, later corrections as they are written."""
    if row_id is not None:
        return save_row(Staff, row_id=row_id, values=values, by=by, at=at)
    access.demand(by, terms.ADD_STAFF, paths=[values["base"].path])
    left_on = values.pop("left_on", None)
    (staff,) = actions.hire_staff(wanted=[NewStaff(**values)], by=by, at=at)
    return save_row(Staff, row_id=staff.pk, values={"left_on": left_on}, by=by, at=at) if left_on else staff


def save_shift(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """A shift: a new one by the verb of planning, later corrections as they are written."""
    if row_id is not None:
        return save_row(Shift, row_id=row_id, values=values, by=by, at=at)
    access.demand(by, terms.ADD_STAFF, paths=[values["staff"].base.path])
    (shift,) = actions.plan_shifts(wanted=[NewShift(**values)], by=by, at=at)
    return shift


@record(Person, menu=PEOPLE, permission="people.person")
class PersonRecord(Record):
    title = _("Persons")
    columns = "name", "phone"
    search = "name", with_phone
    labels = {"name": OF_PERSON}
    form = (Section(_("Person"), "name", Field("phone", help=_("Kept encrypted; others see only its ends."))),)
    panels = (
        Facts(),
        Related("people.tenure", by="person"),
        Slot(),
        Timeline(says={events.PersonsAdded.name: _("Recorded"), events.AccountInvited.name: _("Given an account")}),
    )
    save = save_person


@record(Tenure, menu=PEOPLE, permission="people.person")
class TenureRecord(Record):
    title = _("Who belongs where")
    columns = (
        Column("person__name", to="person"),
        Column("home__full_name", to="home"),
        "kind",
        "starts_on",
        "ends_on",
    )
    filters = (
        "person",
        Pick("estate", Place, by="home__path", search=("full_name",), where={"kind": PlaceKind.ESTATE}),
        "kind",
    )
    search = "person__name", "home__full_name"
    labels = {"person__name": _("person"), "home": _("home"), "home__full_name": _("home"), "estate": _("estate")}
    form = (Section(_("Tenure"), Field("person", once=True), HOME, "kind", "starts_on", "ends_on"),)
    explain = {
        "tenure_period": _("The day it ends must lie after the day it starts."),
        "tenure_no_overlap": _("This person already belongs to the home at that time."),
    }
    heading = "person", "home"
    save = save_tenure


@record(Organisation, menu=PEOPLE, permission="people.staff")
class OrganisationRecord(Record):
    title = _("Organisations")
    columns = ("name",)
    search = ("name",)
    form = (Section(_("Organisation"), "name"),)
    explain = {"organisation_once": _("This organisation is recorded already.")}
    save = save_organisation


@record(Staff, menu=STAFF, permission="people.staff")
class StaffRecord(Record):
    title = _("Members of staff")
    columns = Column("person__name", to="person"), "post", "base", "joined_on", "left_on"
    filters = (
        "post",
        Pick("estate", Place, by="base__path", search=("full_name",), where={"kind": PlaceKind.ESTATE}),
    )
    search = ("person__name",)
    labels = {"person__name": OF_PERSON, "estate": _("estate")}
    form = (Section(_("Post"), Field("person", once=True), "post", BASE, "joined_on", "left_on"),)
    panels = (
        Facts(),
        Related("people.staff-skill", by="staff"),
        Related("people.served-place", by="staff"),
        Related("people.shift", by="staff"),
        Slot(),
        Timeline(says={events.StaffHired.name: _("Hired")}),
    )
    save = save_staff


@record(StaffSkill, menu=STAFF, permission="people.staff")
class StaffSkillRecord(Record):
    title = _("Skills of staff")
    singular = _("skill of a member of staff")
    columns = Column("staff__person__name", to="staff"), "skill", "level"
    filters = "skill", "staff"
    search = ("staff__person__name",)
    labels = WHO
    form = (
        Section(_("Skill"), Field("staff", once=True), "skill", Field("level", help=_("1 can do it, 3 is a master."))),
    )
    explain = {
        "staff_skill_once": _("This skill is recorded already; change its level there."),
        "staff_skill_level": _("A level is 1, 2 or 3."),
    }
    heading = "staff", "skill"


@record(ServedPlace, menu=STAFF, permission="people.staff")
class ServedPlaceRecord(Record):
    title = _("Places served")
    singular = _("place served by a member of staff")
    columns = Column("staff__person__name", to="staff"), "place"
    filters = ("staff",)
    search = "staff__person__name", "place__full_name"
    labels = WHO
    form = (Section(_("Place served"), Field("staff", once=True), PLACE),)
    explain = {"served_place_once": _("This member of staff serves the place already.")}
    heading = "staff", "place"


@record(Shift, menu=STAFF, permission="people.staff")
class ShiftRecord(Record):
    title = _("Shifts")
    columns = Column("staff__person__name", to="staff"), "starts_at", "ends_at"
    filters = "staff", "starts_at"
    search = ("staff__person__name",)
    sort = "-starts_at"
    labels = WHO | {"starts_at": _("on duty from"), "ends_at": _("on duty until")}
    form = (Section(_("Shift"), Field("staff", once=True), "starts_at", "ends_at"),)
    explain = {
        "shift_period": _("A shift must end after it starts."),
        "shift_no_overlap": _("Two shifts of one person would overlap."),
    }
    heading = "staff", "starts_at"
    save = save_shift
