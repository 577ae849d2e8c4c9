"""404 for what one may not know of, 403 for what one sees but may not do; grants count where and when they hold."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.core import access, scope
from linli.core.access import NOBODY, SYSTEM, Actor, Held, holder_of_link
from linli.core.errors import Forbidden, NotFound
from linli.core.models import Grant, Role
from linli.estates.models import Place
from linli.estates.terms import CHANGE_PLACE, VIEW_PLACE
from tests.world import World


def test_the_owner_of_a_right_gets_the_row(world: World) -> None:
    home = world.place("1-1-101")
    assert access.get(Place, home.pk, by=world.actor(world.manager), to=CHANGE_PLACE) == home
    assert access.get(Place, home.pk, by=SYSTEM, to=CHANGE_PLACE) == home


def test_a_colleague_sees_but_may_not(world: World) -> None:
    home = world.place("1-1-101")
    assert access.get(Place, home.pk, by=world.actor(world.viewer), to=VIEW_PLACE) == home
    with pytest.raises(Forbidden):
        access.get(Place, home.pk, by=world.actor(world.viewer), to=CHANGE_PLACE)


def test_a_stranger_the_other_company_and_nobody_find_nothing(world: World) -> None:
    home = world.place("1-1-101")
    with scope.company(world.other_company):
        other = world.actor(world.other_desk)
        with pytest.raises(NotFound):
            access.get(Place, home.pk, by=other, to=VIEW_PLACE)
    for actor in (world.actor(world.stranger), world.actor(world.other_desk), NOBODY, holder_of_link("order:1")):
        with pytest.raises(NotFound):
            access.get(Place, home.pk, by=actor, to=VIEW_PLACE)


def test_not_there_and_not_yours_are_the_same_answer(world: World) -> None:
    answers = []
    for pk in (10**9, world.other_ground.places["estate"].pk):
        with pytest.raises(NotFound) as found:
            access.get(Place, pk, by=world.actor(world.manager), to=VIEW_PLACE)
        answers.append((type(found.value), str(found.value)))
    assert answers[0] == answers[1]


def test_a_grant_over_a_path_ends_at_the_slash() -> None:
    deputy = Actor(kind="account", held=(Held("/1/20/", frozenset({VIEW_PLACE})),))
    assert deputy.may(VIEW_PLACE, "/1/20/300/")
    assert deputy.may(VIEW_PLACE, "/1/20/")
    for outside in ("/1/201/", "/1/2/", "/1/", "/", "/21/20/"):
        assert not deputy.may(VIEW_PLACE, outside)
    assert not deputy.may(CHANGE_PLACE, "/1/20/")
    assert deputy.may_anywhere(VIEW_PLACE)


def test_a_demand_covers_every_path() -> None:
    deputy = Actor(kind="account", held=(Held("/1/20/", frozenset({VIEW_PLACE})),))
    access.demand(deputy, VIEW_PLACE, paths=["/1/20/300/", "/1/20/400/"])
    with pytest.raises(Forbidden):
        access.demand(deputy, VIEW_PLACE, paths=["/1/20/300/", "/1/21/"])


def test_two_grants_add_up(world: World) -> None:
    Grant.objects.create(
        company=world.company,
        account=world.deputy.account,
        role=world.ground.roles["desk"],
        path=world.place("1-1").path,
        starts_at=world.at,
    )
    seen = set(Place.objects.visible_to(world.actor(world.deputy)))
    assert {world.place("2"), world.place("1-1-101"), world.place("lobby")} <= seen
    assert not {world.place("1"), world.place("1-2-101"), world.place("garage")} & seen


@pytest.mark.parametrize(
    ("starts", "ends", "holds"), [(-1, None, True), (0, 1, True), (-2, 0, False), (1, None, False)]
)
def test_a_grant_holds_from_its_start_up_to_its_end(world: World, starts: int, ends: int | None, holds: bool) -> None:
    Grant.objects.create(
        company=world.company,
        account=world.stranger.account,
        role=world.ground.roles["viewer"],
        starts_at=world.at + timedelta(hours=starts),
        ends_at=None if ends is None else world.at + timedelta(hours=ends),
    )
    assert world.actor(world.stranger).may(VIEW_PLACE) is holds


def test_a_row_of_the_whole_company_is_seen_from_anywhere_and_changed_from_the_top(world: World) -> None:
    role = world.ground.roles["desk"]
    Grant.objects.create(
        company=world.company,
        account=world.stranger.account,
        role=world.ground.roles["manager"],
        path=world.place("2").path,
        starts_at=world.at,
    )
    local = world.actor(world.stranger)
    assert access.get(Role, role.pk, by=local, to=Role.view_permission) == role
    with pytest.raises(Forbidden):
        access.get(Role, role.pk, by=local, to=CHANGE_PLACE)


def test_a_locked_row_is_locked(world: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        access.get(Place, world.estate.pk, by=SYSTEM, to=VIEW_PLACE, lock=True)
    assert "FOR UPDATE" in asked.captured_queries[-1]["sql"]
