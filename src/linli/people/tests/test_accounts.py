"""Who may sign in as what: nobody gives more than they hold."""

import pytest
from django.contrib.auth import authenticate

from linli.core.access import SYSTEM
from linli.core.errors import Forbidden, NotFound, Refused
from linli.core.models import Grant
from linli.people import actions
from linli.people.actions import NewPerson
from linli.people.models import Person
from tests.world import World


def newcomer(world: World) -> Person:
    (person,) = actions.add_persons(wanted=[NewPerson("新人")], by=SYSTEM, at=world.at)
    return person


def test_an_invited_person_signs_in(world: World) -> None:
    person = newcomer(world)
    account = actions.invite_account(
        person=person, username="newcomer", password="spring-8-road", by=world.actor(world.manager), at=world.at
    )
    assert authenticate(username="newcomer", password="spring-8-road") == account
    assert authenticate(username="newcomer", password="wrong") is None
    assert str(account) == "新人"
    with pytest.raises(Refused):
        actions.invite_account(person=person, username="again", password=None, by=SYSTEM, at=world.at)


def test_a_sign_in_name_is_taken_in_all_companies(world: World) -> None:
    with pytest.raises(Refused) as refused:
        actions.invite_account(person=newcomer(world), username="qiushi-desk", password=None, by=SYSTEM, at=world.at)
    assert refused.value.field == "username"


def test_without_a_password_nobody_signs_in(world: World) -> None:
    actions.invite_account(person=newcomer(world), username="newcomer", password=None, by=SYSTEM, at=world.at)
    assert authenticate(username="newcomer", password="") is None


@pytest.mark.parametrize(("who", "error"), [("viewer", Forbidden), ("stranger", Forbidden), ("li", Forbidden)])
def test_others_invite_nobody(world: World, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.invite_account(
            person=newcomer(world), username="newcomer", password=None, by=world.actor(getattr(world, who)), at=world.at
        )


def test_a_person_of_the_other_company_cannot_be_invited(world: World) -> None:
    with pytest.raises(NotFound):
        actions.invite_account(
            person=world.other_resident.person,
            username="newcomer",
            password=None,
            by=world.actor(world.manager),
            at=world.at,
        )


def test_a_manager_gives_the_roles_below_and_their_own(world: World) -> None:
    for code in ("worker", "desk", "viewer", "manager"):
        actions.give_role(
            account=world.stranger.account,
            role=world.ground.roles[code],
            place=world.estate,
            by=world.actor(world.manager),
            at=world.at,
        )
    held = world.actor(world.stranger)
    assert held.may("work.assign_order", world.place("1-1-101").path)
    assert not held.may("work.assign_order", "/")


def test_nobody_gives_what_they_do_not_hold(world: World) -> None:
    role = world.ground.roles["manager"]
    role.permissions = [*role.permissions, "people.rule_the_world"]
    role.save()
    count = Grant.objects.count()
    with pytest.raises(Forbidden):
        actions.give_role(account=world.desk.account, role=role, place=None, by=world.actor(world.desk), at=world.at)
    stronger = world.ground.roles["desk"]
    stronger.permissions = [*stronger.permissions, "people.rule_the_sea"]
    with pytest.raises(Forbidden):
        actions.give_role(
            account=world.desk.account, role=stronger, place=None, by=world.actor(world.manager), at=world.at
        )
    assert Grant.objects.count() == count


def test_a_manager_of_one_building_gives_nothing_beyond_it(world: World) -> None:
    actions.give_role(
        account=world.deputy.account,
        role=world.ground.roles["manager"],
        place=world.place("2"),
        by=SYSTEM,
        at=world.at,
    )
    local = world.actor(world.deputy)
    worker = world.ground.roles["worker"]
    actions.give_role(account=world.li.account, role=worker, place=world.place("2-1"), by=local, at=world.at)
    for place in (world.place("1"), world.estate, None):
        with pytest.raises(Forbidden):
            actions.give_role(account=world.li.account, role=worker, place=place, by=local, at=world.at)
