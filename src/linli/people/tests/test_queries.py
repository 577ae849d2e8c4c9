"""What others ask about people, and who reads a phone number."""

import pytest

from linli.core import scope
from linli.core.access import NOBODY, SYSTEM, holder_of_link
from linli.people import queries
from linli.people.terms import TenureKind
from tests.world import World


def test_the_person_and_the_job_behind_an_actor(world: World) -> None:
    assert queries.person_of(world.actor(world.wang)) == world.wang.person
    assert queries.staff_of(world.actor(world.li), at=world.at) == world.li.staff
    assert queries.staff_of(world.actor(world.wang), at=world.at) is None
    for nobody in (SYSTEM, NOBODY, holder_of_link("place:1"), world.actor(world.stranger)):
        assert queries.person_of(nobody) is None


def test_a_person_is_somebody_in_their_own_company_only(world: World) -> None:
    actor = world.actor(world.wang)
    with scope.company(world.other_company):
        assert queries.person_of(actor) is None


def test_residents_of_a_home_owners_first(world: World) -> None:
    tenures = queries.residents_of(world.place("1-1-101"), at=world.at)
    assert [(one.person.name, one.kind) for one in tenures] == [
        ("王秀英", TenureKind.OWNER),
        ("刘洋", TenureKind.FAMILY),
    ]
    assert queries.homes_of(world.wang.person, at=world.at) == [world.place("1-1-101")]


@pytest.mark.parametrize(
    "written", ["13800138001", "138 0013 8001", "+86-138-0013-8001", "8613800138001", "１３８００１３８００１"]
)
def test_a_number_is_found_in_every_writing(world: World, written: str) -> None:
    assert queries.find_by_phone(written, by=world.actor(world.desk)) == [world.wang.person]


@pytest.mark.parametrize("written", ["", "1380013800", "13800138009", "无"])
def test_part_of_a_number_an_unknown_one_and_the_other_companys_find_nobody(world: World, written: str) -> None:
    assert queries.find_by_phone(written, by=world.actor(world.desk)) == []


def test_who_may_not_know_of_persons_finds_nobody(world: World) -> None:
    for who in (world.li, world.wang, world.stranger):
        assert queries.find_by_phone("13800138001", by=world.actor(who)) == []


def test_a_phone_is_masked_but_for_the_desk_and_oneself(world: World) -> None:
    person = world.wang.person
    assert queries.phone_shown(person, by=world.actor(world.desk)) == "13800138001"
    assert queries.phone_shown(person, by=world.actor(world.wang)) == "13800138001"
    for other in (world.viewer, world.li, world.tenant, world.stranger):
        assert queries.phone_shown(person, by=world.actor(other)) == "138****8001"
    assert queries.phone_shown(world.li.person, by=world.actor(world.viewer)) == ""


def test_persons_behind_accounts(world: World) -> None:
    wanted = [world.wang.account.pk, world.stranger.account.pk]
    assert queries.persons_with_accounts(wanted) == {world.wang.account.pk: world.wang.person}
