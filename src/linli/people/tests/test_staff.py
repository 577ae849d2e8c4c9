"""Hiring and shifts: who is on duty where, and never twice at once."""

from datetime import date, timedelta

import pytest

from linli.core.access import SYSTEM
from linli.core.errors import Forbidden, Refused
from linli.core.models import LoggedEvent
from linli.people import actions, queries
from linli.people.actions import NewPerson, NewShift, NewStaff
from linli.people.models import Shift, Staff
from linli.people.terms import Post, Skill
from tests.world import World


def test_a_manager_hires_with_trades_and_served_places(world: World) -> None:
    manager = world.actor(world.manager)
    (person,) = actions.add_persons(wanted=[NewPerson("孟师傅")], by=manager, at=world.at)
    new = NewStaff(
        person, Post.TECHNICIAN, world.estate, date(2026, 3, 1), {Skill.LIFT: 3, Skill.FIRE: 1}, [world.place("2")]
    )
    (staff,) = actions.hire_staff(wanted=[new], by=manager, at=world.at)
    assert dict(staff.skills.values_list("skill", "level")) == {"lift": 3, "fire": 1}
    assert [served.place for served in staff.served_places.all()] == [world.place("2")]
    with pytest.raises(Refused):
        actions.hire_staff(wanted=[new], by=manager, at=world.at)


@pytest.mark.parametrize("who", ["desk", "viewer", "li", "stranger", "other_desk"])
def test_others_neither_hire_nor_plan(world: World, who: str) -> None:
    actor = world.actor(getattr(world, who))
    with pytest.raises(Forbidden):
        actions.hire_staff(
            wanted=[NewStaff(world.viewer.person, Post.GUARD, world.estate, date(2026, 3, 1))], by=actor, at=world.at
        )
    tomorrow = world.at + timedelta(days=30)
    with pytest.raises(Forbidden):
        actions.plan_shifts(
            wanted=[NewShift(world.li.staff, tomorrow, tomorrow + timedelta(hours=1))], by=actor, at=world.at
        )


def test_a_month_of_shifts_is_one_batch_and_one_event(world: World) -> None:
    last = LoggedEvent.objects.order_by("-id").values_list("id", flat=True)[0]
    start = world.at + timedelta(days=30)
    wanted = [
        NewShift(one.staff, start + timedelta(days=day), start + timedelta(days=day, hours=8))
        for day in range(30)
        for one in (world.li, world.zhao)
    ]
    shifts = actions.plan_shifts(wanted=wanted, by=world.actor(world.manager), at=world.at)
    (told,) = LoggedEvent.objects.filter(id__gt=last)
    assert (told.facts["count"], len(shifts)) == (60, 60)


def test_nobody_is_on_duty_twice_at_once_and_the_whole_batch_falls(world: World) -> None:
    count = Shift.objects.count()
    free, taken = world.at + timedelta(days=30), world.at + timedelta(hours=1)
    wanted = [NewShift(world.li.staff, moment, moment + timedelta(hours=1)) for moment in (free, taken)]
    with pytest.raises(Refused):
        actions.plan_shifts(wanted=wanted, by=SYSTEM, at=world.at)
    assert Shift.objects.count() == count


def test_a_shift_must_last(world: World) -> None:
    start = world.at + timedelta(days=30)
    with pytest.raises(Refused):
        actions.plan_shifts(wanted=[NewShift(world.li.staff, start, start)], by=SYSTEM, at=world.at)


def test_one_shift_may_begin_when_another_ends(world: World) -> None:
    start = world.at + timedelta(days=30)
    wanted = [NewShift(world.li.staff, start + timedelta(hours=h), start + timedelta(hours=h + 1)) for h in (0, 1)]
    assert len(actions.plan_shifts(wanted=wanted, by=SYSTEM, at=world.at)) == 2


def names(world: World, place: str, *, hours: float = 0) -> set[str]:
    staff = queries.staff_on_duty(at=world.at + timedelta(hours=hours), path=world.place(place).path)
    return {one.person.name for one in staff}


def test_those_on_duty_who_serve_the_place(world: World) -> None:
    assert names(world, "1-1-101") == {"李师傅", "赵师傅", "孙队", "吴阿姨", "林管家"}
    assert names(world, "2-1-101") == {"李师傅", "赵师傅", "孙队", "林管家"}, "the cleaner serves building 1"


def test_a_shift_is_half_open(world: World) -> None:
    assert names(world, "1-1-101", hours=-2) != set(), "08:00 is in"
    assert names(world, "1-1-101", hours=-2.01) == set()
    assert names(world, "1-1-101", hours=8) == set(), "18:00 is out"


def test_the_shift_one_is_in_and_the_next_one(world: World) -> None:
    today = queries.shift_of(world.li.staff, at=world.at)
    assert today is not None
    assert today.starts_at == world.at - timedelta(hours=2)
    tomorrow = queries.shift_of(world.li.staff, at=today.ends_at)
    assert tomorrow is not None
    assert tomorrow.starts_at == today.starts_at + timedelta(days=1)
    assert queries.shift_of(world.li.staff, at=world.at + timedelta(days=30)) is None


def test_everybody_on_duty_anywhere_in_the_company(world: World) -> None:
    ours = (world.li, world.zhao, world.guard, world.cleaner, world.butler, world.desk, world.manager)
    assert queries.staff_ids_on_duty(at=world.at) == {one.staff.pk for one in ours}
    assert queries.staff_ids_on_duty(at=world.at + timedelta(hours=8)) == set()


def test_who_left_is_on_duty_no_more(world: World) -> None:
    Staff.objects.filter(pk=world.li.staff.pk).update(left_on=date(2026, 3, 10))
    assert "李师傅" not in names(world, "1-1-101")
    assert queries.staff_of(world.actor(world.li), at=world.at) is None


def test_staff_on_duty_costs_three_queries_however_many(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]  # pytest-django's fixture has no type here
        for staff in queries.staff_on_duty(at=world.at, path=world.place("1-1-101").path):
            assert staff.person.name
            assert staff.base.path
            assert [skill.level for skill in staff.skills.all()]
            assert [served.place.path for served in staff.served_places.all()]
