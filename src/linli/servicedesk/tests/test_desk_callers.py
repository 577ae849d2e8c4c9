"""The caller is found by any fragment, and only by those who may know them."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from linli.core.access import SYSTEM
from linli.core.models import Account
from linli.people import actions as people
from linli.servicedesk.queries import find_callers
from linli.work.terms import State
from tests.orders import in_state
from tests.world import World


def found(world: World, text: str, by: Account | None = None) -> list[str]:
    actor = world.actor(by or world.desk.account)
    return [
        f"{caller.place.name} {caller.person.name if caller.person else '-'}"
        for caller in find_callers(text, by=actor, at=world.at)
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("王秀", "101 王秀英"),
        ("秀英", "101 王秀英"),
        ("1-1-101 王", "101 王秀英"),
        ("1幢1单元101 刘", "101 刘洋"),
        ("8001", "101 王秀英"),
        ("13800138003", "102 张伟"),
        ("138 0013 8003 伟", "102 张伟"),
        ("+86 13800138003", "102 张伟"),
        ("0138003", "102 张伟"),
        ("102 张", "102 张伟"),
        ("大堂", "大堂 -"),
        ("2-2-301", "301 -"),
        ("2幢 301", "301 -"),
        ("车库", "地下车库 -"),
    ],
)
def test_any_fragment_finds_the_caller(world: World, text: str, first: str) -> None:
    assert found(world, text)[0] == first


@pytest.mark.parametrize("text", ["", "   ", "，", "郑兰", "13800138009", "9-9-999", "王 8003", "\x00", "("])
def test_what_fits_nobody_finds_nobody(world: World, text: str) -> None:
    assert found(world, text) == []


def test_all_who_live_there_are_listed_with_what_is_open_there(world: World) -> None:
    order = in_state(world, State.ASSIGNED, place="1-1-101")
    callers = find_callers("1-1-101", by=world.actor(world.desk), at=world.at)
    assert [caller.person.name for caller in callers if caller.person] == ["王秀英", "刘洋"]
    assert callers[0].orders == (order,)
    assert callers[0].phone == "138****8001"


def test_whole_numbers_of_a_home_are_not_taken_for_others(world: World) -> None:
    assert all(name.startswith("101") for name in found(world, "1-1-101"))
    assert len(found(world, "1-101")) == 4  # 1幢1单元 (two who live there), 1幢2单元 101, and 2幢 1单元 101


def test_who_moved_out_is_not_offered_any_more(world: World) -> None:
    tenure = world.tenant.person.tenures.get()
    people.end_tenure(tenure_id=tenure.pk, on=world.at.date() - timedelta(days=1), by=SYSTEM, at=world.at)
    assert found(world, "张伟") == []
    assert found(world, "1-1-102") == ["102 -"]


def test_people_are_told_only_to_those_who_may_know_them(world: World) -> None:
    assert found(world, "王秀英", world.li.account) == []
    assert found(world, "1-1-101", world.li.account) == ["101 -"]
    assert found(world, "王秀英", world.stranger.account) == []


def test_the_search_costs_the_same_for_one_and_for_many(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by = world.actor(world.desk)
    for text in ("101", "王", "8001", "1"):
        with django_assert_max_num_queries(5):
            find_callers(text, by=by, at=world.at)
