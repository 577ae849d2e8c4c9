"""The registers of policy: what each kind of order needs, and what we promise."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linli.core.access import Actor
from linli.core.errors import Invalid
from linli.core.events import emit
from linli.core.models import CompanyRow
from linli.records.record import Field, Record, Section, Values, record
from linli.records.saving import RecordSaved, save_row
from linli.work import actions, rules
from linli.work.models import Kind, ServiceLevel

POLICY = _("Policy")
FIGURES = "response_minutes", "resolution_minutes", "unaccepted_alarm_minutes", "auto_verify_hours", "auto_close_days"


def save_service_level(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """Promise something from now on. A level in force is never overwritten: it ends, and a new one begins."""
    for name in FIGURES:
        if values[name] < 1:
            raise Invalid(_now("Please give a number of 1 or more."), field=name)
    with transaction.atomic():
        if row_id is None:
            return save_row(ServiceLevel, row_id=None, values=values | {"starts_at": at}, by=by, at=at)
        promise = rules.Level(**{name: values[name] for name in FIGURES})
        level = actions.succeed_service_level(level_id=row_id, promise=promise, by=by, at=at)
        emit(RecordSaved("work.service-level", level.pk, True, list(FIGURES)), by=by, at=at)
    return level


@record(Kind, menu=POLICY, permission="work.policy")
class KindRecord(Record):
    title = _("Kinds of order")
    columns = "category", "skill", "level", "minutes"
    filters = "category", "skill"
    form = (
        Section(
            _("What an order of this kind needs"),
            Field("category", once=True),
            "skill",
            Field("level", help=_("The least level of skill: 1 can do it, 3 is a master.")),
            Field("minutes", help=_("Plans count with this until real times are known.")),
        ),
    )
    explain = {
        "kind_once": _("This category has its kind already; change that one."),
        "kind_is_possible": _("A level is 1, 2 or 3, and work takes at least a minute."),
    }


@record(ServiceLevel, menu=POLICY, permission="work.policy")
class ServiceLevelRecord(Record):
    title = _("Service levels")
    columns = "urgency", "response_minutes", "resolution_minutes", "auto_close_days", "starts_at", "ends_at"
    filters = ("urgency",)
    sort = "-starts_at"
    form = (
        Section(_("What we promise"), Field("urgency", once=True), *FIGURES[:3]),
        Section(_("When silence counts as consent"), *FIGURES[3:]),
    )
    explain = {"service_level_no_overlap": _("There is a promise in force for this urgency; change that one.")}
    save = save_service_level
