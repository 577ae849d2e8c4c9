"""Adding places and making codes: as the manager, a colleague who may not, a deputy of one building, and the other company."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from linli.core import access, scope
from linli.core.access import SYSTEM
from linli.core.errors import Forbidden, NotFound
from linli.core.models import LoggedEvent
from linli.estates import actions, queries, terms
from linli.estates.actions import BuildingFacts, HomeFacts, NewPlace
from linli.estates.models import Building, Home, Place, PlaceCode
from linli.estates.terms import PlaceKind
from tests.world import World


def test_a_manager_adds_a_building_and_homes_with_their_facts(world: World) -> None:
    manager = world.actor(world.manager)
    (tower,) = actions.add_places(
        wanted=[
            NewPlace(PlaceKind.BUILDING, "3幢", parent=world.estate, facts=BuildingFacts(floors=11, has_lift=True))
        ],
        by=manager,
        at=world.at,
    )
    first, second = actions.add_places(
        wanted=[
            NewPlace(PlaceKind.HOME, "101", parent=tower, floor=1, facts=HomeFacts(Decimal("75.3"))),
            NewPlace(PlaceKind.SPACE, "天台", parent=tower, floor=12),
        ],
        by=manager,
        at=world.at,
    )
    assert tower.path == f"{world.estate.path}{tower.pk}/"
    assert first.full_name == "春和苑 3幢 101"
    assert (first.lng, first.lat) == (world.estate.lng, world.estate.lat)
    assert Building.objects.get(pk=tower.pk).floors == 11
    assert Home.objects.get(pk=first.pk).area_m2 == Decimal("75.3")
    assert not Home.objects.filter(pk=second.pk).exists()
    assert set(queries.below(tower)) == {first, second}


def test_one_event_tells_of_a_batch(world: World) -> None:
    last = LoggedEvent.objects.order_by("-id").values_list("id", flat=True)[0]
    places = actions.add_places(
        wanted=[NewPlace(PlaceKind.SPACE, f"车位 {n}", parent=world.estate) for n in range(300)], by=SYSTEM, at=world.at
    )
    (told,) = LoggedEvent.objects.filter(id__gt=last)
    assert (told.name, told.facts) == ("estates.places-added.v1", {"first_id": places[0].pk, "count": 300})
    assert [place.name for place in places] == [f"车位 {n}" for n in range(300)]


@pytest.mark.parametrize("who", ["viewer", "desk", "li", "wang", "other_desk", "stranger"])
def test_others_add_nothing(world: World, who: str) -> None:
    count = Place.objects.count()
    wanted = [NewPlace(PlaceKind.SPACE, "凉亭", parent=world.estate)]
    with pytest.raises(Forbidden):
        actions.add_places(wanted=wanted, by=world.actor(getattr(world, who)), at=world.at)
    with pytest.raises(Forbidden):
        actions.make_codes(places=[world.place("lobby")], by=world.actor(getattr(world, who)), at=world.at)
    assert Place.objects.count() == count


def test_a_second_home_of_one_name_is_refused_by_the_database(world: World) -> None:
    wanted = [NewPlace(PlaceKind.HOME, "101", parent=world.place("1-1"))]
    with pytest.raises(IntegrityError, match="place_name_once_under_parent"), transaction.atomic():
        actions.add_places(wanted=wanted, by=SYSTEM, at=world.at)


def test_a_new_code_retires_the_old_one(world: World) -> None:
    old = world.code("lobby")
    (fresh,) = actions.make_codes(places=[world.place("lobby")], by=world.actor(world.manager), at=world.at)
    assert queries.place_behind(old) is None
    assert queries.place_behind(fresh.code) == (world.company, world.place("lobby"))
    assert PlaceCode.objects.get(code=old).retired_at == world.at
    assert len(fresh.code) >= 16


def test_codes_come_in_the_order_of_the_tree_also_past_a_power_of_ten(world: World) -> None:
    tower = world.place("2")
    wanted = [NewPlace(PlaceKind.SPACE, f"车位 {n}", parent=tower) for n in range(2)]
    near = actions.add_places(wanted=wanted, by=SYSTEM, at=world.at)
    past = 10 ** len(str(near[-1].pk))
    far = Place.objects.create(
        id=past, company=world.company, parent=tower, kind=PlaceKind.SPACE, name="车位 远", path=f"{tower.path}{past}/"
    )
    made = actions.make_codes(places=[far, *near], by=SYSTEM, at=world.at)
    found = [code.place for code in queries.codes_below(tower, most=300) if code in made]
    assert found == [*near, far]
    assert len(queries.codes_below(tower, most=1)) == 1


def test_a_code_is_found_without_a_company_in_scope_and_says_it(world: World) -> None:
    other = next(iter(world.other_ground.codes.values()))
    found = queries.place_behind(other.code)
    assert found is not None
    assert found[0] == world.other_company
    assert queries.place_behind("no-such-code") is None


def test_a_deputy_sees_their_building_and_what_is_below_only(world: World) -> None:
    deputy = world.actor(world.deputy)
    seen = set(Place.objects.visible_to(deputy))
    assert world.place("2-1-101") in seen
    assert {place.path.startswith(world.place("2").path) for place in seen} == {True}
    with pytest.raises(NotFound):
        access.get(Place, world.place("1-1-101").pk, by=deputy, to=terms.VIEW_PLACE)


def test_the_other_companys_places_do_not_exist_here(world: World) -> None:
    theirs = world.other_ground.places["estate"]
    with pytest.raises(NotFound):
        access.get(Place, theirs.pk, by=world.actor(world.manager), to=terms.VIEW_PLACE)
    with scope.company(world.other_company):
        assert access.get(Place, theirs.pk, by=world.actor(world.other_desk), to=terms.VIEW_PLACE) == theirs
