"""The register of roles: what whoever holds a role may do. It stands here because only here all permissions are known."""

from collections.abc import Iterable, Iterator

from django.utils.html import format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from linli.core.models import Job, Role
from linli.people import terms as people
from linli.portal.roles import ROLES
from linli.records.columns import Column, Text
from linli.records.panels import Facts, Slot, Timeline
from linli.records.record import Field, Record, Section, permission_names, record
from linli.servicedesk import terms as servicedesk
from linli.work.terms import PERMISSIONS

OWN_WORDS: dict[str, Text] = {
    **PERMISSIONS,
    servicedesk.VIEW_REQUEST: _p("permission", "See what residents report"),
    servicedesk.TAKE_REPORT: _p("permission", "Take reports"),
    servicedesk.DECIDE_TRIAGE: _p("permission", "Decide what a report is about"),
    servicedesk.CHANGE_TRIAGE_POLICY: _p("permission", "Change when triage asks a person"),
    people.GIVE_ROLE: _p("permission", "Give roles"),
    Job.view_permission: _p("permission", "See background jobs"),
}
VERBS: dict[str, Text] = {
    "view": _("See: %(records)s"),
    "add": _("Add: %(records)s"),
    "change": _("Change: %(records)s"),
}


def known_permissions() -> Iterator[tuple[str, str]]:
    """Every permission of the house with its words: first those of the registers, then those of the verbs."""
    of_records = permission_names()
    for name, (verb, titles) in of_records.items():
        yield name, str(VERBS[verb]) % {"records": _now(", ").join(map(str, titles))}
    for name in sorted({*OWN_WORDS, *(name for role in ROLES.values() for name in role.permissions)} - set(of_records)):
        yield name, str(OWN_WORDS.get(name, name))


def said(names: Iterable[str]) -> str:
    """Permissions in words, one a line."""
    words = dict(known_permissions())
    return format_html_join("", "<div>{}</div>", ((words.get(name, name),) for name in names))


@record(Role, menu=_("Rights"), permission="core.role")
class RoleRecord(Record):
    title = _("Roles")
    columns = "name", "code", Column("permissions", show=len)
    search = "name", "code"
    labels = {"name": _("name"), "code": _("code"), "permissions": _("rights")}
    form = (
        Section(_("Role"), "name", Field("code", once=True, help=_("Short, in Latin letters; it never changes."))),
        Section(_("What one may do in this role"), Field("permissions", choices=known_permissions)),
    )
    panels = Facts("name", "code", Column("permissions", show=said)), Slot(), Timeline()
    explain = {"role_code_once": _("There is a role with this code already.")}
