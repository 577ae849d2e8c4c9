"""For every record: a row to write, what to change in it, and what finds it. A new record adds its line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from linli.core import scope
from linli.estates.models import Place
from linli.people.models import Person, ServedPlace, Shift, Staff, StaffSkill
from linli.people.terms import Post, Skill, TenureKind
from linli.work.models import Kind, ServiceLevel
from linli.work.terms import Category, Urgency
from tests.world import World

Values = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """`values` of the n-th row to write, `change` for one that is there, `found_by` the words that find the n-th.

    `prepare` makes room where the world's own rows leave none.
    """

    values: Callable[[World, int], Values]
    change: Values
    found_by: str = ""
    prepare: Callable[[], object] | None = None
    most: int = 60


def _home(world: World, n: int) -> Values:
    return {"place__parent": world.place("1-1"), "place__name": f"9{n:03}", "place__floor": 9, "area_m2": "88.8"}


def _person(n: int) -> Person:
    return Person.objects.create(company_id=scope.company_id(), name=f"新人{n:03}")


def _tenure(world: World, n: int) -> Values:
    day = date(1900 + n, 1, 1)
    person, home = world.tenant.person, world.place("1-1-102")
    ends_on = day + timedelta(days=90)
    return {"person": person, "home": home, "kind": TenureKind.FAMILY, "starts_on": day, "ends_on": ends_on}


def _shift(world: World, n: int) -> Values:
    starts_at = world.at + timedelta(days=400 + n)
    return {"staff": world.li.staff, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=8)}


def _skill(world: World, n: int) -> Values:
    known = set(StaffSkill.objects.values_list("staff_id", "skill"))
    staff, skill = next((one, skill) for one, skill in product(_staff(), Skill) if (one.pk, skill) not in known)
    return {"staff": staff, "skill": skill, "level": 2}


def _served(world: World, n: int) -> Values:
    known = set(ServedPlace.objects.values_list("staff_id", "place_id"))
    places = Place.objects.order_by("pk")
    staff, place = next((one, place) for one, place in product(_staff(), places) if (one.pk, place.pk) not in known)
    return {"staff": staff, "place": place}


def _staff() -> list[Staff]:
    return list(Staff.objects.order_by("pk"))


def _level(world: World, n: int) -> Values:
    figures = {"response_minutes": 20, "resolution_minutes": 90, "unaccepted_alarm_minutes": 7}
    return {"urgency": list(Urgency)[n % 2], **figures, "auto_verify_hours": 24, "auto_close_days": 7}


SAMPLES = {
    "estates.estate": Sample(
        lambda world, n: {"place__name": f"夏荷苑{n:03}", "city": "杭州"}, {"city": "宁波"}, "夏荷苑{n:03}"
    ),
    "estates.building": Sample(
        lambda world, n: {"place__parent": world.estate, "place__name": f"{n:03}号楼", "floors": 18},
        {"has_lift": True},
        "{n:03}号楼",
    ),
    "estates.home": Sample(_home, {"area_m2": "101.25"}, "9{n:03}"),
    "people.person": Sample(
        lambda world, n: {"name": f"赵{n:03}", "phone": f"139001{n:05}"}, {"name": "赵改名"}, "赵{n:03}"
    ),
    "people.tenure": Sample(_tenure, {"kind": TenureKind.TENANT}, "张伟"),
    "people.organisation": Sample(lambda world, n: {"name": f"第{n:03}保洁公司"}, {"name": "改名公司"}, "第{n:03}保洁"),
    "people.staff": Sample(
        lambda world, n: {
            "person": _person(n),
            "post": Post.GUARD,
            "base": world.estate,
            "joined_on": date(2025, 1, 1),
        },
        {"post": Post.CLEANER},
        "新人{n:03}",
    ),
    "people.staff-skill": Sample(_skill, {"level": 3}, "李师傅", lambda: StaffSkill.objects.all().delete()),
    "people.served-place": Sample(_served, {}, "李师傅"),
    "people.shift": Sample(_shift, {}, "李师傅", lambda: Shift.objects.all().delete()),
    "work.kind": Sample(
        lambda world, n: {"category": list(Category)[n], "skill": Skill.CARE, "level": 1, "minutes": 15},
        {"minutes": 25},
        prepare=lambda: Kind.objects.all().delete(),
        most=len(Category),
    ),
    "work.service-level": Sample(
        _level, {"response_minutes": 10}, prepare=lambda: ServiceLevel.objects.all().delete(), most=len(Urgency)
    ),
    "core.role": Sample(
        lambda world, n: {"name": f"角色{n:03}", "code": f"role-{n:03}", "permissions": ["work.view_order"]},
        {"permissions": ["work.view_order", "people.view_staff"]},
        "角色{n:03}",
    ),
}
