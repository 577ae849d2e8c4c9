"""Words of the place tree."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

VIEW_PLACE = "estates.view_place"
ADD_PLACE = "estates.add_place"
CHANGE_PLACE = "estates.change_place"


class PlaceKind(TextChoices):
    """What a place is; `space` is a common place such as a lobby, a garage or a lift."""

    REGION = "region", _("region")
    ESTATE = "estate", _("estate")
    BUILDING = "building", _("building")
    ENTRANCE = "entrance", _("entrance")
    HOME = "home", _("home")
    SPACE = "space", _("common place")


class SelfManagement(TextChoices):
    """Who looks after an estate when no company does, as published lists say it."""

    NOT_STATED = "not_stated", _p("self-management", "Not stated")
    NONE = "none", _p("self-management", "No property management")
    WORK_UNIT = "work_unit", _p("self-management", "The work unit itself")
    SUBDISTRICT = "subdistrict", _p("self-management", "Street office")
    HOUSING_OFFICE = "housing_office", _p("self-management", "Housing office")
    OWNERS = "owners", _p("self-management", "Owners themselves")
    COMMITTEE = "committee", _p("self-management", "Residents' committee")
    VILLAGE = "village", _p("self-management", "Village committee")
    DEVELOPER = "developer", _p("self-management", "Developer")
    PRIVATE = "private", _p("self-management", "Private person")
    NO_NAME = "no_name", _p("self-management", "Not a name")


class ListingFault(TextChoices):
    """What is wrong with a row of a published list."""

    ROW_BROKEN = "row_broken", _p("listing fault", "The row has more or fewer columns than the heading; left out")
    INCOMPLETE = "incomplete", _p("listing fault", "Source, city or name is missing; left out")
    TOO_LONG = "too_long", _p("listing fault", "A text is longer than we can keep; left out")
    TWICE = "twice", _p("listing fault", "The same estate stood further up; left out")
    FEE_UNREADABLE = "fee_unreadable", _p("listing fault", "The fee cannot be read")
    FEE_DIFFERS = "fee_differs", _p("listing fault", "The fee we read differs from the columns of the file")
    FEE_IMPLAUSIBLE = "fee_implausible", _p("listing fault", "The fee is nothing, or too high for homes")
    AREA_UNREADABLE = "area_unreadable", _p("listing fault", "The floor area cannot be read")
    AREA_IMPLAUSIBLE = "area_implausible", _p("listing fault", "The floor area is not that of an estate")
    NUMBER_UNREADABLE = "number_unreadable", _p("listing fault", "The number cannot be read")
    NO_POSITION = "no_position", _p("listing fault", "No coordinates")
    POSITION_UNREADABLE = "position_unreadable", _p("listing fault", "The coordinates cannot be read")
    POSITION_FAR = "position_far", _p("listing fault", "More than 150 km from the rest of its city")
    NO_COMPANY_NAME = "no_company_name", _p("listing fault", "What stands for the company is no name")
    COMPANY_DOUBTFUL = "company_doubtful", _p("listing fault", "Not evidently a property company")

    @property
    def leaves_out(self) -> bool:
        """Whether the row is not taken in because of it."""
        return self in {ListingFault.ROW_BROKEN, ListingFault.INCOMPLETE, ListingFault.TOO_LONG, ListingFault.TWICE}
