"""Which policy is in force."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.core.errors import Refused
from linli.work import terms
from linli.work.models import ServiceLevel


def level_in_force(urgency: terms.Urgency, *, at: datetime) -> ServiceLevel:
    """The service level promised for an urgency at a moment; raises `Refused` when the company promises nothing then."""
    rows = ServiceLevel.objects.filter(urgency=str(urgency), starts_at__lte=at)
    level = rows.filter(Q(ends_at=None) | Q(ends_at__gt=at)).first()
    if level is None:
        # History that begins before the company's first policy row is measured by that first row.
        level = ServiceLevel.objects.filter(urgency=str(urgency)).order_by("starts_at").first()
    if level is None:
        raise Refused(_("No service level is in force; please set one first."))
    return level
