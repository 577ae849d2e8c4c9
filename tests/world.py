"""The named world that every test lives in: two companies, the people of one small estate, one fixed moment.

春和物业 runs 春和苑: two buildings of two entrances with six homes each. 秋实物业 is somebody else, and must never be seen.
It is Tuesday 2026-03-10, ten o'clock, and everybody at work is on duty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from linli.core import access, scope
from linli.core.access import SYSTEM, Actor
from linli.core.clock import LOCAL
from linli.core.models import Account, Company, Role
from linli.estates import actions as estates
from linli.estates.actions import BuildingFacts, EstateFacts, HomeFacts, NewPlace
from linli.estates.models import Place, PlaceCode
from linli.estates.terms import PlaceKind
from linli.people import actions as people
from linli.people.actions import NewPerson, NewShift, NewStaff, NewTenure
from linli.people.models import Person, Staff
from linli.people.terms import Post, Skill, TenureKind
from linli.portal.actions import seed_roles
from linli.work.actions.policy import seed_policy

MOMENT = datetime(2026, 3, 10, 10, 0, tzinfo=LOCAL)
BEFORE = datetime(2026, 3, 1, 9, 0, tzinfo=LOCAL)
MOVED_IN = date(2021, 6, 1)
HIRED = date(2024, 1, 1)
PASSWORD = "spring-and-autumn"


@dataclass
class Someone:
    """Somebody by name, with whatever they have: a person in the company, an account, a job."""

    account: Account
    known_as: Person | None = None
    works_as: Staff | None = None

    @property
    def person(self) -> Person:
        """The person; only a stranger has none."""
        assert self.known_as is not None, f"{self.account} is no person here"
        return self.known_as

    @property
    def staff(self) -> Staff:
        """The member of staff."""
        assert self.works_as is not None, f"{self.account} does not work here"
        return self.works_as


@dataclass
class Ground:
    """One company's estate: places by short name, `1-1-101` for homes, and their QR codes."""

    company: Company
    places: dict[str, Place] = field(default_factory=dict)
    codes: dict[int, PlaceCode] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)


@dataclass
class World:
    """Everybody and everything, by name. `at` is the moment it is."""

    ground: Ground
    other_ground: Ground
    wang: Someone  # 王秀英, owner of 1-1-101
    family: Someone  # 刘洋, her son in 1-1-101
    tenant: Someone  # 张伟, tenant of 1-1-102
    li: Someone  # 李师傅: plumbing 3, electrical 2
    zhao: Someone  # 赵师傅: electrical 3, low voltage 2
    guard: Someone
    cleaner: Someone  # serves building 1 only
    butler: Someone
    desk: Someone  # 陈静
    manager: Someone  # 周敏
    deputy: Someone  # a service desk for building 2 alone
    viewer: Someone  # sees everything, may do nothing
    stranger: Someone  # an account without a grant anywhere
    other_desk: Someone  # 秋实物业's own desk
    other_worker: Someone
    other_resident: Someone
    at: datetime = field(default=MOMENT, init=False)

    @property
    def company(self) -> Company:
        """春和物业."""
        return self.ground.company

    @property
    def other_company(self) -> Company:
        """秋实物业."""
        return self.other_ground.company

    @property
    def estate(self) -> Place:
        """春和苑."""
        return self.place("estate")

    def place(self, name: str) -> Place:
        """A place of 春和苑: `estate`, `1` (a building), `1-1` (an entrance), `1-1-101`, `lobby`, `lift`, `garage`, `garden`."""
        return self.ground.places[name]

    def code(self, name: str) -> str:
        """The secret behind the QR sticker at a place of 春和苑."""
        return self.ground.codes[self.place(name).pk].code

    def actor(self, who: Someone | Account) -> Actor:
        """Who they are in the company in scope, now."""
        return access.actor_for(who.account if isinstance(who, Someone) else who, at=self.at)


def built() -> World:
    """Write the world into an empty database."""
    spring = Company.objects.create(slug="chunhe", name="春和物业", created_at=BEFORE)
    autumn = Company.objects.create(slug="qiushi", name="秋实物业", created_at=BEFORE)
    with scope.company(autumn):
        other_ground = _ground(autumn, "秋实里", buildings=1, entrances=1, floors=1)
        others = _others(other_ground)
    with scope.company(spring):
        ground = _ground(spring, "春和苑", buildings=2, entrances=2, floors=3)
        ours = {**_staff(ground), **_residents(ground)}
    ours["stranger"] = Someone(Account.objects.create_user("stranger", PASSWORD, name="路人"))
    return World(ground=ground, other_ground=other_ground, **ours, **others)


def _ground(company: Company, name: str, *, buildings: int, entrances: int, floors: int) -> Ground:
    ground = Ground(company, roles=seed_roles(by=SYSTEM, at=BEFORE))
    seed_policy(by=SYSTEM, at=BEFORE)
    facts = EstateFacts(
        city="上海", address="春风路 8 号", built_year=2008, households=buildings * entrances * floors * 2
    )
    _add(ground, {"estate": NewPlace(PlaceKind.ESTATE, name, lng=121.4737, lat=31.2304, facts=facts)})
    estate = ground.places["estate"]
    _add(ground, {f"{b}": _building(estate, b, floors) for b in range(1, buildings + 1)})
    _add(
        ground, {f"{b}-{e}": _entrance(ground, b, e) for b in range(1, buildings + 1) for e in range(1, entrances + 1)}
    )
    _add(ground, {n: home for n in list(ground.places) if n.count("-") == 1 for n, home in _homes(ground, n, floors)})
    lobby = ground.places["1-1"]
    _add(
        ground,
        {
            "lobby": NewPlace(PlaceKind.SPACE, "大堂", parent=lobby, x=40, y=22, floor=1),
            "lift": NewPlace(PlaceKind.SPACE, "电梯", parent=lobby, x=42, y=24, floor=1),
            "garage": NewPlace(PlaceKind.SPACE, "地下车库", parent=estate, x=90, y=60, floor=-1),
            "garden": NewPlace(PlaceKind.SPACE, "中心花园", parent=estate, x=80, y=80, floor=1),
        },
    )
    codes = estates.make_codes(places=list(ground.places.values()), by=SYSTEM, at=BEFORE)
    ground.codes = {code.place_id: code for code in codes}
    return ground


def _building(estate: Place, number: int, floors: int) -> NewPlace:
    facts = BuildingFacts(floors=floors, has_lift=True)
    return NewPlace(PlaceKind.BUILDING, f"{number}幢", parent=estate, x=40.0 * number, y=20, facts=facts)


def _entrance(ground: Ground, building: int, number: int) -> NewPlace:
    parent = ground.places[str(building)]
    return NewPlace(PlaceKind.ENTRANCE, f"{number}单元", parent=parent, x=40.0 * building, y=20.0 * number)


def _homes(ground: Ground, entrance: str, floors: int) -> list[tuple[str, NewPlace]]:
    parent = ground.places[entrance]
    facts = HomeFacts(area_m2=Decimal("89.5"))
    numbers = [(floor, f"{floor}0{door}") for floor in range(1, floors + 1) for door in (1, 2)]
    return [
        (
            f"{entrance}-{n}",
            NewPlace(PlaceKind.HOME, n, parent=parent, x=parent.x, y=parent.y, floor=floor, facts=facts),
        )
        for floor, n in numbers
    ]


def _add(ground: Ground, wanted: Mapping[str, NewPlace]) -> None:
    added = estates.add_places(wanted=list(wanted.values()), by=SYSTEM, at=BEFORE)
    ground.places |= dict(zip(wanted, added, strict=True))


def _staff(ground: Ground) -> dict[str, Someone]:
    estate, first = ground.places["estate"], ground.places["1"]
    return {
        "li": _hired(ground, "li", "李师傅", Post.TECHNICIAN, {Skill.PLUMBING: 3, Skill.ELECTRICAL: 2}, [estate]),
        "zhao": _hired(
            ground, "zhao", "赵师傅", Post.TECHNICIAN, {Skill.ELECTRICAL: 3, Skill.LOW_VOLTAGE: 2}, [estate]
        ),
        "guard": _hired(ground, "guard", "孙队", Post.GUARD, {Skill.SECURITY: 2}, [estate]),
        "cleaner": _hired(ground, "cleaner", "吴阿姨", Post.CLEANER, {Skill.CLEANING: 2}, [first]),
        "butler": _hired(ground, "butler", "林管家", Post.BUTLER, {Skill.CARE: 2}, [estate]),
        "desk": _hired(ground, "desk", "陈静", Post.DESK, {}, []),
        "manager": _hired(ground, "manager", "周敏", Post.MANAGER, {}, []),
        "deputy": _given(ground, "deputy", "方丽", role="desk", place=ground.places["2"]),
        "viewer": _given(ground, "viewer", "何看", role="viewer", place=None),
    }


def _residents(ground: Ground) -> dict[str, Someone]:
    return {
        "wang": _moved_in(ground, "wang", "王秀英", "1-1-101", TenureKind.OWNER, phone="138 0013 8001"),
        "family": _moved_in(ground, "family", "刘洋", "1-1-101", TenureKind.FAMILY, phone="13800138002"),
        "tenant": _moved_in(ground, "tenant", "张伟", "1-1-102", TenureKind.TENANT, phone="+86 138-0013-8003"),
    }


def _others(ground: Ground) -> dict[str, Someone]:
    skills, served = {Skill.PLUMBING: 3, Skill.ELECTRICAL: 3}, [ground.places["estate"]]
    return {
        "other_desk": _hired(ground, "qiushi-desk", "何琳", Post.DESK, {}, []),
        "other_worker": _hired(ground, "qiushi-worker", "钱师傅", Post.TECHNICIAN, skills, served),
        "other_resident": _moved_in(ground, "qiushi-owner", "郑兰", "1-1-101", TenureKind.OWNER, phone="13800138009"),
    }


ROLE_OF_POST = {Post.DESK: "desk", Post.MANAGER: "manager"}
"""Who acts for the whole company; everybody else works in the estate."""


def _hired(
    ground: Ground, username: str, name: str, post: Post, skills: Mapping[Skill, int], served: Sequence[Place]
) -> Someone:
    estate = ground.places["estate"]
    role = ROLE_OF_POST.get(post)
    someone = _given(ground, username, name, role=role or "worker", place=None if role else estate)
    (staff,) = people.hire_staff(
        wanted=[NewStaff(someone.person, post, base=estate, joined_on=HIRED, skills=skills, served=served)],
        by=SYSTEM,
        at=BEFORE,
    )
    week = [MOMENT.replace(hour=8) + timedelta(days=day) for day in range(-1, 6)]
    people.plan_shifts(
        wanted=[NewShift(staff, starts_at=start, ends_at=start + timedelta(hours=10)) for start in week],
        by=SYSTEM,
        at=BEFORE,
    )
    someone.works_as = staff
    return someone


def _moved_in(ground: Ground, username: str, name: str, home: str, kind: TenureKind, *, phone: str) -> Someone:
    place = ground.places[home]
    someone = _given(ground, username, name, role="resident", place=place, phone=phone)
    people.add_tenures(wanted=[NewTenure(someone.person, place, kind, MOVED_IN)], by=SYSTEM, at=BEFORE)
    return someone


def _given(ground: Ground, username: str, name: str, *, role: str, place: Place | None, phone: str = "") -> Someone:
    (person,) = people.add_persons(wanted=[NewPerson(name, phone)], by=SYSTEM, at=BEFORE)
    account = people.invite_account(person=person, username=username, password=PASSWORD, by=SYSTEM, at=BEFORE)
    people.give_role(account=account, role=ground.roles[role], place=place, by=SYSTEM, at=BEFORE)
    return Someone(account, known_as=person)
