"""Words of the service desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

VIEW_REQUEST = "servicedesk.view_request"
TAKE_REPORT = "servicedesk.take_report"
DECIDE_TRIAGE = "servicedesk.decide_triage"
CHANGE_TRIAGE_POLICY = "servicedesk.change_triage_policy"


class Channel(TextChoices):
    """How a report reached us."""

    QR = "qr", _("QR code")
    RESIDENT = "resident", _("resident's page")
    PHONE = "phone", _("telephone")
    COUNTER = "counter", _("at the counter")
    STAFF = "staff", _("seen by staff")
    IMPORT = "import", _("imported")
