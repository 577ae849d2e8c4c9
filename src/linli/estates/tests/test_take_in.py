"""A list taken in: estates below their cities, brought up to date the second time, never doubled."""

from dataclasses import replace
from decimal import Decimal

import pytest

from linli.core import scope
from linli.core.access import SYSTEM
from linli.core.errors import Forbidden
from linli.core.models import LoggedEvent
from linli.estates.actions import take_in_listing
from linli.estates.models import Estate, Place
from linli.estates.rules import Fee, Listed, Listing
from linli.estates.terms import PlaceKind
from tests.world import World

FEE = Fee(Decimal("0.68"), Decimal("0.8625"))


def listed(name: str, *, city: str = "苏州", households: int | None = 300, **changes: object) -> Listed:
    estate = Listed(
        line=2, key=f"搜房|{city}|{name}", city=city, name=name, address="人民路", fee_text="0.68至0.8625元", fee=FEE,
        households=households, floor_area_m2=Decimal("12345.678"), position=(120.6, 31.3),
    )  # fmt: skip
    return replace(estate, **changes)  # type: ignore[arg-type]  # whatever a test wants to differ


def test_estates_lie_below_their_cities(world: World) -> None:
    listing = Listing(estates=[listed("甲"), listed("乙"), listed("丙", city="北京", position=None)])
    taken = take_in_listing(listing=listing, by=world.actor(world.manager), at=world.at)
    assert (taken.added, taken.updated, taken.unchanged) == (3, 0, 0)
    estate = Estate.objects.get(source_key="搜房|苏州|甲")
    assert estate.place.parent is not None
    assert (estate.place.parent.name, estate.place.parent.kind) == ("苏州", PlaceKind.REGION)
    assert estate.place.path == f"/{estate.place.parent_id}/{estate.pk}/"
    assert (estate.fee_min, estate.fee_max) == (Decimal("0.68"), Decimal("0.8625"))
    assert (estate.place.lng, estate.place.lat) == (120.6, 31.3)
    assert Estate.objects.get(source_key="搜房|北京|丙").place.lng is None
    assert Place.objects.filter(kind=PlaceKind.REGION, name="苏州").count() == 1
    assert taken.places["搜房|苏州|甲"] == estate.pk


def test_the_same_list_again_changes_and_tells_nothing(world: World) -> None:
    listing = Listing(estates=[listed("甲"), listed("乙", position=None, fee=None, floor_area_m2=None)])
    take_in_listing(listing=listing, by=SYSTEM, at=world.at)
    before = list(Estate.objects.order_by("pk").values()), LoggedEvent.objects.count()
    taken = take_in_listing(listing=listing, by=SYSTEM, at=world.at)
    assert (taken.added, taken.updated, taken.unchanged) == (0, 0, 2)
    assert (list(Estate.objects.order_by("pk").values()), LoggedEvent.objects.count()) == before


def test_a_later_list_updates_what_changed_and_adds_what_is_new(world: World) -> None:
    take_in_listing(listing=Listing(estates=[listed("甲"), listed("乙")]), by=SYSTEM, at=world.at)
    later = Listing(estates=[listed("甲", households=None, position=(120.7, 31.4)), listed("乙"), listed("丁")])
    taken = take_in_listing(listing=later, by=SYSTEM, at=world.at)
    assert (taken.added, taken.updated, taken.unchanged) == (1, 1, 1)
    changed = Estate.objects.get(source_key="搜房|苏州|甲")
    assert (changed.households, changed.place.lng, changed.place.lat) == (None, 120.7, 31.4)
    assert Estate.objects.exclude(source_key="").count() == 3


def test_another_company_takes_in_its_own(world: World) -> None:
    listing = Listing(estates=[listed("甲")])
    ours = take_in_listing(listing=listing, by=SYSTEM, at=world.at)
    with scope.company(world.other_company):
        theirs = take_in_listing(listing=listing, by=SYSTEM, at=world.at)
    assert (ours.added, theirs.added) == (1, 1)
    assert ours.places != theirs.places


@pytest.mark.parametrize("who", ["desk", "deputy", "viewer", "stranger"])
def test_others_take_in_nothing(world: World, who: str) -> None:
    with pytest.raises(Forbidden):
        take_in_listing(listing=Listing(estates=[listed("甲")]), by=world.actor(getattr(world, who)), at=world.at)
    assert not Estate.objects.exclude(source_key="").exists()
