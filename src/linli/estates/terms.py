"""Words of the place tree."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

VIEW_PLACE = "estates.view_place"
CHANGE_PLACE = "estates.change_place"


class PlaceKind(TextChoices):
    """What a place is; `space` is a common place such as a lobby, a garage or a lift."""

    REGION = "region", _("region")
    ESTATE = "estate", _("estate")
    BUILDING = "building", _("building")
    ENTRANCE = "entrance", _("entrance")
    HOME = "home", _("home")
    SPACE = "space", _("common place")
