"""Verbs of people: the only writers of persons, tenures, staff, shifts and their accounts."""

from linli.people.actions.accounts import give_role, invite_account
from linli.people.actions.importing import ImportReport, import_estates
from linli.people.actions.operators import OperatorsNamed, name_operators
from linli.people.actions.persons import NewPerson, NewTenure, add_persons, add_tenures, end_tenure
from linli.people.actions.staff import NewShift, NewStaff, hire_staff, plan_shifts

__all__ = [
    "ImportReport",
    "NewPerson",
    "NewShift",
    "NewStaff",
    "NewTenure",
    "OperatorsNamed",
    "add_persons",
    "add_tenures",
    "end_tenure",
    "give_role",
    "hire_staff",
    "import_estates",
    "invite_account",
    "name_operators",
    "plan_shifts",
]
