"""Persons and tenures: made known in bulk, by those who may, and never twice in one home."""

from datetime import date

import pytest
from django.db import connection

from linli.core.access import SYSTEM
from linli.core.errors import Forbidden, Invalid, NotFound, Refused
from linli.core.models import LoggedEvent
from linli.people import actions, queries
from linli.people.actions import NewPerson, NewTenure
from linli.people.models import Person, Tenure
from linli.people.terms import TenureKind
from tests.world import MOVED_IN, World


def test_the_desk_makes_persons_known_with_one_event(world: World) -> None:
    last = LoggedEvent.objects.order_by("-id").values_list("id", flat=True)[0]
    persons = actions.add_persons(
        wanted=[NewPerson(" 朱丽 ", "+86 139-0013-9001"), NewPerson("无电话")], by=world.actor(world.desk), at=world.at
    )
    assert [(person.name, person.phone) for person in persons] == [("朱丽", "13900139001"), ("无电话", "")]
    (told,) = LoggedEvent.objects.filter(id__gt=last)
    assert (told.name, told.facts) == ("people.persons-added.v1", {"first_id": persons[0].pk, "count": 2})
    assert told.by_account == world.desk.account


def test_a_phone_is_not_readable_in_the_database_nor_in_the_log(world: World) -> None:
    (person,) = actions.add_persons(wanted=[NewPerson("朱丽", "13900139001")], by=SYSTEM, at=world.at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM people_person WHERE id = %s", [person.pk])
        stored, index = cursor.fetchone()
        cursor.execute("SELECT string_agg(facts::text, '') FROM core_loggedevent")
        (facts,) = cursor.fetchone()
    assert "13900139001" not in stored + index + facts
    assert "朱丽" not in facts
    assert Person.objects.get(pk=person.pk).phone == "13900139001"


@pytest.mark.parametrize(
    ("new", "field"),
    [(NewPerson(" "), "name"), (NewPerson("朱丽", "12345"), "phone"), (NewPerson("朱丽", "无"), "phone")],
)
def test_what_is_no_person_is_refused_and_nobody_is_added(world: World, new: NewPerson, field: str) -> None:
    count = Person.objects.count()
    with pytest.raises(Invalid) as refused:
        actions.add_persons(wanted=[NewPerson("好的"), new], by=SYSTEM, at=world.at)
    assert refused.value.field == field
    assert Person.objects.count() == count


@pytest.mark.parametrize("who", ["viewer", "li", "wang", "stranger", "other_desk"])
def test_others_make_nobody_known(world: World, who: str) -> None:
    actor = world.actor(getattr(world, who))
    with pytest.raises(Forbidden):
        actions.add_persons(wanted=[NewPerson("朱丽")], by=actor, at=world.at)
    with pytest.raises(Forbidden):
        actions.add_tenures(
            wanted=[NewTenure(world.tenant.person, world.place("1-1-101"), TenureKind.TENANT, MOVED_IN)],
            by=actor,
            at=world.at,
        )


def test_a_deputy_moves_people_into_their_own_building_only(world: World) -> None:
    deputy = world.actor(world.deputy)
    inside = NewTenure(world.tenant.person, world.place("2-1-101"), TenureKind.TENANT, date(2026, 3, 1))
    outside = NewTenure(world.tenant.person, world.place("1-2-101"), TenureKind.TENANT, date(2026, 3, 1))
    assert len(actions.add_tenures(wanted=[inside], by=deputy, at=world.at)) == 1
    with pytest.raises(Forbidden):
        actions.add_tenures(wanted=[inside, outside], by=deputy, at=world.at)


def test_one_person_owns_a_home_once_at_a_time(world: World) -> None:
    again = NewTenure(world.wang.person, world.place("1-1-101"), TenureKind.OWNER, date(2025, 1, 1))
    count = Tenure.objects.count()
    with pytest.raises(Refused):
        actions.add_tenures(wanted=[again], by=SYSTEM, at=world.at)
    assert Tenure.objects.count() == count


def test_who_moved_out_belongs_to_the_home_no_more_from_that_day(world: World) -> None:
    home = world.place("1-1-102")
    (tenure,) = queries.residents_of(home, at=world.at)
    actions.end_tenure(tenure_id=tenure.pk, on=date(2026, 3, 10), by=world.actor(world.desk), at=world.at)
    assert queries.residents_of(home, at=world.at) == []
    assert queries.homes_of(world.tenant.person, at=world.at) == []
    back = NewTenure(world.tenant.person, home, TenureKind.TENANT, date(2026, 3, 10))
    actions.add_tenures(wanted=[back], by=SYSTEM, at=world.at)
    assert [one.person for one in queries.residents_of(home, at=world.at)] == [world.tenant.person]


def test_a_tenure_cannot_end_before_it_began_nor_be_ended_by_others(world: World) -> None:
    (tenure,) = queries.residents_of(world.place("1-1-102"), at=world.at)
    with pytest.raises(Invalid):
        actions.end_tenure(tenure_id=tenure.pk, on=MOVED_IN, by=world.actor(world.desk), at=world.at)
    with pytest.raises(Forbidden):
        actions.end_tenure(tenure_id=tenure.pk, on=date(2026, 3, 1), by=world.actor(world.viewer), at=world.at)
    for nobody in (world.deputy, world.stranger, world.other_desk):
        with pytest.raises(NotFound):
            actions.end_tenure(tenure_id=tenure.pk, on=date(2026, 3, 1), by=world.actor(nobody), at=world.at)
