"""The registers of places: estates, buildings, homes. Each row stands beside its place in the tree."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import access
from linli.core.access import Actor
from linli.core.models import CompanyRow
from linli.estates import actions, events, terms
from linli.estates.actions import BuildingFacts, EstateFacts, HomeFacts, NewPlace
from linli.estates.models import Building, Estate, Home, Place
from linli.estates.terms import PlaceKind
from linli.records.columns import Column
from linli.records.panels import Facts, Related, Slot, Timeline
from linli.records.record import Field, Pick, Record, Section, Values, record
from linli.records.saving import save_row

PLACES = _("Places")
ESTATES = {"kind": PlaceKind.ESTATE}
TAKEN = {"place_name_once_under_parent": _("There is one with this name here already. Please choose another name.")}
HAPPENED = Timeline(
    also=("estates.place",),
    says={events.PlacesAdded.name: _("Recorded"), events.PlaceRenamed.name: _("Renamed")},
)


def save_estate(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """The place first, then what is known of the estate."""
    new = NewPlace(PlaceKind.ESTATE, values.get("place__name", ""), facts=EstateFacts())
    return _save_beside(Estate, new, row_id=row_id, values=values, by=by, at=at)


def save_building(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """The place first, then what is known of the building."""
    new = NewPlace(
        PlaceKind.BUILDING, values.get("place__name", ""), parent=values.get("place__parent"), facts=BuildingFacts()
    )
    return _save_beside(Building, new, row_id=row_id, values=values, by=by, at=at)


def save_home(*, row_id: int | None, values: Values, by: Actor, at: datetime) -> CompanyRow:
    """The place first, then what is known of the home."""
    new = NewPlace(
        PlaceKind.HOME,
        values.get("place__name", ""),
        parent=values.get("place__parent"),
        floor=values.get("place__floor"),
        facts=HomeFacts(),
    )
    return _save_beside(Home, new, row_id=row_id, values=values, by=by, at=at)


def _save_beside(
    model: type[CompanyRow], new: NewPlace, *, row_id: int | None, values: Values, by: Actor, at: datetime
) -> CompanyRow:
    with transaction.atomic():
        if row_id is None:
            access.demand(by, terms.ADD_PLACE, paths=[new.parent.path if new.parent else "/"])
            (place,) = actions.add_places(wanted=[new], by=by, at=at)
            row_id = place.pk
        elif new.name:
            actions.rename_place(place_id=row_id, name=new.name, by=by, at=at)
        details = {name: value for name, value in values.items() if "__" not in name}
        return save_row(model, row_id=row_id, values=details, by=by, at=at)


@record(Estate, menu=PLACES, permission="estates.place")
class EstateRecord(Record):
    title = _("Estates")
    columns = "place__name", "city", "address", "built_year", "households"
    search = "place__name", "address", "city"
    form = (
        Section(_("Estate"), "place__name", "city", "address", "built_year"),
        Section(_("Size and fee"), "households", "buildings", "floor_area_m2", "fee_text", "fee_min", "fee_max"),
    )
    panels = Facts(), Related("estates.building", by="place__parent"), Slot(), HAPPENED
    explain = TAKEN | {"estate_fee_range": _("The highest fee cannot lie below the lowest, and none below zero.")}
    save = save_estate


@record(Building, menu=PLACES, permission="estates.place")
class BuildingRecord(Record):
    title = _("Buildings")
    columns = "place__name", Column("place__parent__full_name", to="place__parent"), "floors", "has_lift"
    filters = Field("place__parent", search=("full_name",), where=ESTATES), "has_lift"
    search = ("place__full_name",)
    labels = {"place__parent": _("estate"), "place__parent__full_name": _("estate")}
    form = (
        Section(
            _("Building"),
            Field("place__parent", once=True, required=True, search=("full_name",), where=ESTATES),
            "place__name",
            "floors",
            "has_lift",
        ),
    )
    panels = Facts(), Slot(), HAPPENED
    explain = TAKEN
    save = save_building


@record(Home, menu=PLACES, permission="estates.place")
class HomeRecord(Record):
    title = _("Homes")
    columns = "place__full_name", "place__floor", "area_m2"
    filters = (Pick("estate", Place, by="place__path", search=("full_name",), where=ESTATES),)
    search = ("place__full_name",)
    labels = {
        "place__full_name": _("home"),
        "place__floor": _("floor"),
        "place__name": _("number"),
        "place__parent": _("entrance"),
        "estate": _("estate"),
    }
    form = (
        Section(
            _("Home"),
            Field(
                "place__parent",
                once=True,
                required=True,
                search=("full_name",),
                where={"kind__in": (PlaceKind.ENTRANCE, PlaceKind.BUILDING)},
            ),
            "place__name",
            Field("place__floor", once=True),
            "area_m2",
        ),
    )
    panels = Facts("place__full_name", "place__floor", "area_m2"), Slot(), HAPPENED
    explain = TAKEN | {"home_area_positive": _("The area of a home is more than 0 m².")}
    save = save_home
