"""A published list of estates becomes places: found again by its key, so that a second import updates and never doubles."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.events import emit
from linli.core.models import Company
from linli.estates import events, rules, terms
from linli.estates.actions.places import EstateFacts, NewPlace, add_places
from linli.estates.models import Estate, Place

BATCH = 5000


@dataclass(frozen=True)
class TakenIn:
    """What a list changed: estates new to us, changed, and as they were; `places` has the place id of each row's key."""

    added: int
    updated: int
    unchanged: int
    places: Mapping[str, int]


def take_in_listing(*, listing: rules.Listing, by: Actor, at: datetime) -> TakenIn:
    """Make every estate of the list a place below its city; what we know already is brought up to date.

    Raises `Forbidden` for whoever may not change places in the whole company.
    """
    access.demand(by, terms.CHANGE_PLACE, paths=["/"])
    with transaction.atomic():
        # Two imports at once would each find the other's estates missing: they take turns. Other work goes on.
        Company.objects.select_for_update(no_key=True).get(pk=scope.company_id())
        known = {row.source_key: row for row in Estate.objects.exclude(source_key="").select_related("place")}
        fresh = [listed for listed in listing.estates if listed.key not in known]
        regions = _regions({listed.city for listed in fresh}, by=by, at=at)
        added = add_places(wanted=[_new(listed, regions[listed.city]) for listed in fresh], by=by, at=at)
        changed = [row for listed in listing.estates if (row := known.get(listed.key)) and _bring_up(row, listed)]
        _write(changed)
        places = {key: row.pk for key, row in known.items()}
        places |= {listed.key: place.pk for listed, place in zip(fresh, added, strict=True)}
        if added or changed:
            first = added[0].pk if added else changed[0].pk
            emit(events.EstatesImported(first_id=first, added=len(added), updated=len(changed)), by=by, at=at)
    unchanged = len(listing.estates) - len(added) - len(changed)
    return TakenIn(len(added), len(changed), unchanged, {listed.key: places[listed.key] for listed in listing.estates})


def _regions(cities: set[str], *, by: Actor, at: datetime) -> dict[str, Place]:
    rows = Place.objects.filter(kind=terms.PlaceKind.REGION, parent=None, name__in=cities)
    known = {place.name: place for place in rows}
    wanted = [NewPlace(terms.PlaceKind.REGION, city) for city in sorted(cities - set(known))]
    return known | {place.name: place for place in add_places(wanted=wanted, by=by, at=at)}


def _new(listed: rules.Listed, region: Place) -> NewPlace:
    lng, lat = listed.position or (None, None)
    return NewPlace(terms.PlaceKind.ESTATE, listed.name, parent=region, lng=lng, lat=lat, facts=_facts(listed))


def _facts(listed: rules.Listed) -> EstateFacts:
    return EstateFacts(
        city=listed.city,
        address=listed.address,
        built_year=listed.built_year,
        households=listed.households,
        buildings=listed.buildings,
        floor_area_m2=_kept(listed.floor_area_m2, places=2),
        fee_text=listed.fee_text,
        fee_min=_kept(listed.fee.lowest if listed.fee else None, places=4),
        fee_max=_kept(listed.fee.highest if listed.fee else None, places=4),
        source_key=listed.key,
    )


def _kept(value: Decimal | None, *, places: int) -> Decimal | None:
    """The value as its column keeps it, so that what was written compares equal with what the list says again."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-places))


def _bring_up(row: Estate, listed: rules.Listed) -> bool:
    """Set on the row what the list says now; whether that changed anything."""
    lng, lat = listed.position or (None, None)
    wanted = {row: asdict(_facts(listed)), row.place: {"name": listed.name, "lng": lng, "lat": lat}}
    differs = any(getattr(target, name) != value for target, values in wanted.items() for name, value in values.items())
    for target, values in wanted.items():
        for name, value in values.items():
            setattr(target, name, value)
    row.place.full_name = listed.name
    return differs


def _write(changed: Sequence[Estate]) -> None:
    Place.objects.bulk_create(
        [row.place for row in changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "full_name", "lng", "lat"],
        batch_size=BATCH,
    )
    Estate.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["place"],
        update_fields=list(asdict(EstateFacts())),
        batch_size=BATCH,
    )
