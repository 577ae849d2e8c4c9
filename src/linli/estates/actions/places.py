"""Verbs of the place tree. Bulk by nature: an import brings ten thousand places, a form brings one."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Left, Substr

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.events import emit
from linli.estates import events, terms
from linli.estates.models import Building, Estate, Home, Place, PlaceCode

FULL_NAME = 240


@dataclass(frozen=True)
class EstateFacts:
    """What to say of an estate beyond its place: area in m², fees in yuan per m² and month.

    `source_key` says which row of a published list it is.
    """

    city: str = ""
    address: str = ""
    built_year: int | None = None
    households: int | None = None
    buildings: int | None = None
    floor_area_m2: Decimal | None = None
    fee_text: str = ""
    fee_min: Decimal | None = None
    fee_max: Decimal | None = None
    source_key: str = ""


@dataclass(frozen=True)
class BuildingFacts:
    """What to say of a building beyond its place."""

    floors: int = 1
    has_lift: bool = False


@dataclass(frozen=True)
class HomeFacts:
    """What to say of a home beyond its place; the gross floor area is in m²."""

    area_m2: Decimal | None = None


@dataclass(frozen=True)
class NewPlace:
    """A place to add: under `parent` (None at the top), with its position and its facts where known.

    `x`, `y` are metres on the estate's plan, `lng`, `lat` degrees; without them the parent's degrees are taken over.
    """

    kind: terms.PlaceKind
    name: str
    parent: Place | None = None
    x: float | None = None
    y: float | None = None
    floor: int | None = None
    lng: float | None = None
    lat: float | None = None
    facts: EstateFacts | BuildingFacts | HomeFacts | None = None


def add_places(*, wanted: Sequence[NewPlace], by: Actor, at: datetime) -> list[Place]:
    """Add places below existing ones, in the order given, with a detail row for estates, buildings and homes.

    One event for the batch. Raises `Forbidden` when the actor may not change the places they hang below.
    """
    access.demand(by, terms.CHANGE_PLACE, paths=(new.parent.path if new.parent else "/" for new in wanted))
    with transaction.atomic():
        ids = Place.draw_ids(len(wanted))
        places = [_placed(new, pk) for new, pk in zip(wanted, ids, strict=True)]
        Place.objects.bulk_create(places, batch_size=5000)
        _add_details(list(zip(wanted, places, strict=True)))
        if places:
            emit(events.PlacesAdded(first_id=places[0].pk, count=len(places)), by=by, at=at)
    return places


def rename_place(*, place_id: int, name: str, by: Actor, at: datetime) -> Place:
    """Call a place by another name; it and all below it carry the new name in their full names."""
    with transaction.atomic():
        place = access.get(Place, place_id, by=by, to=terms.CHANGE_PLACE, lock=True)
        if name == place.name:
            return place
        old, place.name = place.full_name, name
        place.full_name = _full_name(name, place.parent)
        place.save(update_fields=["name", "full_name"])
        if place.kind != terms.PlaceKind.REGION:  # a region's name is not part of the names below it
            below = Place.objects.filter(path__startswith=place.path, full_name__startswith=f"{old} ")
            named = Concat(Value(place.full_name), Substr("full_name", len(old) + 1))
            below.exclude(pk=place.pk).update(full_name=Left(named, FULL_NAME))
        emit(events.PlaceRenamed(place_id=place.pk), by=by, at=at)
    return place


def make_codes(*, places: Sequence[Place], by: Actor, at: datetime) -> list[PlaceCode]:
    """Give each place a secret code for a QR sticker; a code already in use is retired."""
    access.demand(by, terms.CHANGE_PLACE, paths=(place.path for place in places))
    with transaction.atomic():
        PlaceCode.objects.filter(place__in=places, retired_at=None).update(retired_at=at)
        codes = PlaceCode.objects.bulk_create(
            [
                PlaceCode(company_id=scope.company_id(), place=place, code=secrets.token_urlsafe(12), made_at=at)
                for place in places
            ],
            batch_size=5000,
        )
        if codes:
            emit(events.CodesMade(first_id=codes[0].pk, count=len(codes)), by=by, at=at)
    return codes


def _placed(new: NewPlace, pk: int) -> Place:
    parent = new.parent
    return Place(
        id=pk,
        company_id=scope.company_id(),
        kind=new.kind,
        parent=parent,
        path=f"{parent.path if parent else '/'}{pk}/",
        name=new.name,
        full_name=_full_name(new.name, parent),
        x=new.x,
        y=new.y,
        floor=new.floor,
        lng=new.lng if new.lng is not None or parent is None else parent.lng,
        lat=new.lat if new.lat is not None or parent is None else parent.lat,
    )


def _full_name(name: str, parent: Place | None) -> str:
    above = "" if parent is None or parent.kind == terms.PlaceKind.REGION else f"{parent.full_name} "
    return f"{above}{name}"[:FULL_NAME]


def _add_details(pairs: Sequence[tuple[NewPlace, Place]]) -> None:
    estates, buildings, homes = [], [], []
    for new, place in pairs:
        match new.facts:
            case EstateFacts() as facts:
                estates.append(Estate(company_id=place.company_id, place=place, **vars(facts)))
            case BuildingFacts() as facts:
                buildings.append(Building(company_id=place.company_id, place=place, **vars(facts)))
            case HomeFacts() as facts:
                homes.append(Home(company_id=place.company_id, place=place, **vars(facts)))
    Estate.objects.bulk_create(estates, batch_size=5000)
    Building.objects.bulk_create(buildings, batch_size=5000)
    Home.objects.bulk_create(homes, batch_size=5000)
