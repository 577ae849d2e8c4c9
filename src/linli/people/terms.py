"""Words for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

VIEW_PERSON = "people.view_person"
ADD_PERSON = "people.add_person"
CHANGE_PERSON = "people.change_person"
VIEW_STAFF = "people.view_staff"
ADD_STAFF = "people.add_staff"
CHANGE_STAFF = "people.change_staff"
GIVE_ROLE = "people.give_role"


class TenureKind(TextChoices):
    """How a person belongs to a home."""

    OWNER = "owner", _("owner")
    TENANT = "tenant", _("tenant")
    FAMILY = "family", _("family member")


class Post(TextChoices):
    """What a member of staff is employed as."""

    TECHNICIAN = "technician", _("technician")
    CLEANER = "cleaner", _("cleaner")
    GUARD = "guard", _("security guard")
    BUTLER = "butler", _("housekeeper")
    DESK = "desk", _("service desk")
    MANAGER = "manager", _("project manager")


class Skill(TextChoices):
    """Trades that work asks for; a member of staff has a level from 1 (can) to 3 (master) in each."""

    PLUMBING = "plumbing", _("plumbing")
    ELECTRICAL = "electrical", _("electrical")
    CARPENTRY = "carpentry", _("carpentry")
    MASONRY = "masonry", _("masonry and paint")
    LIFT = "lift", _("lifts")
    FIRE = "fire", _("fire systems")
    LOW_VOLTAGE = "low_voltage", _("low voltage")
    HEATING = "heating", _("heating and air conditioning")
    CLEANING = "cleaning", _("cleaning and greening")
    SECURITY = "security", _("security and order")
    CARE = "care", _("resident care")
