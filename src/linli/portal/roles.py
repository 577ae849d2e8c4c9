"""The roles every company starts with: what each kind of person may do. The rows are the company's own to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy as _p

from linli.core.models import Job, Role
from linli.estates import terms as estates
from linli.people import terms as people
from linli.servicedesk import terms as servicedesk
from linli.work import terms as work

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class StartingRole:
    """A role to begin with: its name for people and its permissions."""

    name: "StrPromise"
    permissions: frozenset[str]


SEES = frozenset(
    {
        estates.VIEW_PLACE,
        people.VIEW_PERSON,
        people.VIEW_STAFF,
        work.VIEW_ORDER,
        work.VIEW_POLICY,
        servicedesk.VIEW_REQUEST,
    }
)
"""What a colleague may look at. Seeing is not doing."""

DESK = SEES | {
    people.ADD_PERSON,
    people.CHANGE_PERSON,
    work.OPEN_ORDER,
    work.TRIAGE,
    work.ASSIGN,
    work.VERIFY,
    work.CLOSE,
    work.CANCEL,
    work.NOTE_CONTACT,
    work.ACKNOWLEDGE_ALARM,
    servicedesk.TAKE_REPORT,
    servicedesk.DECIDE_TRIAGE,
}
"""What the service desk does all day; it neither does the work nor rates it."""

MANAGER = DESK | {
    estates.ADD_PLACE,
    estates.CHANGE_PLACE,
    people.ADD_STAFF,
    people.CHANGE_STAFF,
    people.GIVE_ROLE,
    work.ADD_POLICY,
    work.CHANGE_POLICY,
    servicedesk.CHANGE_TRIAGE_POLICY,
    Job.view_permission,
    Role.view_permission,
}
"""What a project manager answers for: the desk's work, the places, the staff and the promises."""

ROLES: Mapping[str, StartingRole] = {
    "manager": StartingRole(_p("role", "Project manager"), MANAGER),
    "desk": StartingRole(_p("role", "Service desk"), DESK),
    "worker": StartingRole(_p("role", "Field worker"), frozenset({estates.VIEW_PLACE})),
    "resident": StartingRole(_p("role", "Resident"), frozenset({estates.VIEW_PLACE})),
    "viewer": StartingRole(_p("role", "Viewer"), SEES),
}
"""By code. A worker works on the orders they were given and a resident judges what they reported: that follows from the
order itself, not from a grant."""
