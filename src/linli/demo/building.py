"""Builds the demo estate through the same actions that a company uses."""

import random
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from linli.core import scope
from linli.core.access import SYSTEM
from linli.core.clock import local_day
from linli.core.models import Company, Role
from linli.demo import plan
from linli.demo.models import DemoRun
from linli.estates.actions import BuildingFacts, EstateFacts, HomeFacts, NewPlace, add_places, make_codes
from linli.estates.models import Place
from linli.estates.terms import PlaceKind
from linli.people.actions import (
    NewPerson,
    NewShift,
    NewStaff,
    NewTenure,
    add_persons,
    add_tenures,
    give_role,
    hire_staff,
    invite_account,
    plan_shifts,
)
from linli.people.models import Shift, Staff
from linli.people.terms import Post, TenureKind
from linli.portal.actions import seed_roles
from linli.work.actions import seed_policy

HISTORY = timedelta(days=60)
AHEAD_DAYS = 30
RATE = 12
"""How much faster the demo lives than we do: five of our minutes are one of its hours."""
ROLE_OF_POST = {Post.DESK: "desk", Post.MANAGER: "manager"}


def build_demo(*, at: datetime, prefix: str = "") -> DemoRun:
    """Build company, estate, people and roster as they stood 60 days ago; its history is then lived through by a job.

    `prefix` goes before the sign-in names where others have taken them.
    """
    start = at.replace(minute=0, second=0, microsecond=0) - HISTORY
    with transaction.atomic():
        company = Company.objects.create(
            slug=plan.SLUG,
            name=plan.COMPANY,
            created_at=start,
            clock_rate=RATE,
            clock_started_at=at,
            clock_base=start,
        )
        with scope.company(company):
            seed_roles(by=SYSTEM, at=start)
            seed_policy(by=SYSTEM, at=start)
            estate, homes = _places(at=start)
            staff = _staff(estate, at=start)
            plan_shifts(wanted=_roster(staff.values(), first=local_day(start) - timedelta(days=1)), by=SYSTEM, at=start)
            logins = _logins(estate, staff, _residents(homes, at=start), prefix, at=start)
            return DemoRun.objects.create(
                company=company,
                seed=plan.SEED,
                homes=len(homes),
                starts_at=start,
                history_ends_at=at,
                simulated_until=start,
                logins=logins,
            )


def set_off(run: DemoRun, *, at: datetime) -> None:
    """Let the demo's clock run on, faster than ours, from where its life stands. `at` is the machine's time."""
    with scope.across_companies(reason="the demo run says its company"):
        company = Company.objects.get(pk=run.company_id)
    company.clock_base, company.clock_started_at, company.clock_rate = run.simulated_until, at, RATE
    company.save(update_fields=["clock_base", "clock_started_at", "clock_rate"])


def extend_roster(run: DemoRun, *, at: datetime) -> None:
    """Plan further shifts before the roster runs out."""
    newest = Shift.objects.order_by("-starts_at").values_list("starts_at", flat=True).first() or run.starts_at
    if newest < at + timedelta(days=AHEAD_DAYS / 2):
        first = local_day(newest) + timedelta(days=1)
        employed = Staff.objects.select_related("person", "base")
        plan_shifts(wanted=_roster(employed, first=first, days=AHEAD_DAYS), by=SYSTEM, at=at)


def _places(*, at: datetime) -> tuple[Place, list[Place]]:
    facts = EstateFacts(city="苏州", address="示范路 1 号", built_year=2012, households=1200)
    (estate,) = add_places(
        wanted=[NewPlace(PlaceKind.ESTATE, plan.ESTATE, lng=plan.LNG, lat=plan.LAT, facts=facts)], by=SYSTEM, at=at
    )
    spaces = [NewPlace(PlaceKind.SPACE, name, estate, x, y, floor) for name, x, y, floor in plan.SPACES]
    common = add_places(wanted=spaces, by=SYSTEM, at=at)
    buildings = add_places(
        wanted=[
            NewPlace(
                PlaceKind.BUILDING,
                f"{each.number}栋",
                estate,
                each.x,
                each.y,
                1,
                facts=BuildingFacts(floors=each.floors, has_lift=True),
            )
            for each in plan.BUILDINGS
        ],
        by=SYSTEM,
        at=at,
    )
    homes, codes = [], list(common)
    for paper, building in zip(plan.BUILDINGS, buildings, strict=True):
        entrances = add_places(
            wanted=[
                NewPlace(PlaceKind.ENTRANCE, f"{number}单元", building, paper.x - 15 + 30 * (number - 1), paper.y, 1)
                for number in range(1, paper.entrances + 1)
            ],
            by=SYSTEM,
            at=at,
        )
        lobbies = [
            NewPlace(PlaceKind.SPACE, name, entrance, entrance.x, entrance.y, 1)
            for entrance in entrances
            for name in ("大堂", "电梯")
        ]
        codes += add_places(wanted=lobbies, by=SYSTEM, at=at)
        homes += add_places(
            wanted=[
                NewPlace(
                    PlaceKind.HOME,
                    f"{floor}{number:02d}",
                    entrances[entrance - 1],
                    paper.x - 15 + 30 * (entrance - 1) + 4 * number,
                    paper.y,
                    floor,
                    facts=HomeFacts(area_m2=Decimal(78 + 11 * (number % 4))),
                )
                for entrance, floor, number in plan.homes_of(paper)
            ],
            by=SYSTEM,
            at=at,
        )
    make_codes(places=[*codes, *homes], by=SYSTEM, at=at)
    return estate, homes


def _staff(estate: Place, *, at: datetime) -> dict[str, Staff]:
    dice = random.Random(plan.SEED)
    persons = add_persons(
        wanted=[NewPerson(hand.name, plan.made_up_phone(dice)) for hand in plan.STAFF], by=SYSTEM, at=at
    )
    base = Place.objects.filter(name="物业服务中心").get()
    hired = hire_staff(
        wanted=[
            NewStaff(person, hand.post, base, date(2024, 3, 1), hand.skills, [estate])
            for hand, person in zip(plan.STAFF, persons, strict=True)
        ],
        by=SYSTEM,
        at=at,
    )
    return {hand.username: one for hand, one in zip(plan.STAFF, hired, strict=True)}


def _roster(staff: Iterable[Staff], *, first: date, days: int = 61 + AHEAD_DAYS) -> list[NewShift]:
    hands = {hand.name: hand for hand in plan.STAFF}
    return [
        NewShift(one, starts_at, ends_at)
        for one in staff
        if one.person.name in hands
        for starts_at, ends_at in plan.shifts_of(hands[one.person.name], first=first, days=days)
    ]


def _residents(homes: list[Place], *, at: datetime) -> list[NewTenure]:
    """One to three people in each home: owners and their families, one home in six let."""
    dice = random.Random(plan.SEED + 1)
    wanted: list[tuple[NewPerson, Place, TenureKind]] = []
    for home in homes:
        wanted.append((NewPerson(plan.made_up_name(dice), plan.made_up_phone(dice)), home, TenureKind.OWNER))
        others = TenureKind.TENANT if dice.random() < 1 / 6 else TenureKind.FAMILY
        wanted += [
            (NewPerson(plan.made_up_name(dice), plan.made_up_phone(dice)), home, others)
            for _ in range(dice.choice((0, 1, 1, 2)))
        ]
    persons = add_persons(wanted=[new for new, _home, _kind in wanted], by=SYSTEM, at=at)
    tenures = [
        NewTenure(person, home, kind, date(2014 + dice.randrange(10), 1 + dice.randrange(12), 1))
        for person, (_new, home, kind) in zip(persons, wanted, strict=True)
    ]
    add_tenures(wanted=tenures, by=SYSTEM, at=at)
    return tenures


def _logins(
    estate: Place, staff: dict[str, Staff], residents: list[NewTenure], prefix: str, *, at: datetime
) -> list[dict[str, str]]:
    """Accounts for everybody on the staff and one resident; passwords are drawn anew for every installation."""
    roles = {role.code: role for role in Role.objects.all()}
    first = residents[0]
    people = [(one.person, username, ROLE_OF_POST.get(Post(one.post), "worker")) for username, one in staff.items()]
    logins = []
    for person, username, code in [*people, (first.person, "wang", "resident")]:
        password = secrets.token_urlsafe(6)
        name = f"{prefix}{username}"
        account = invite_account(person=person, username=name, password=password, by=SYSTEM, at=at)
        place = first.home if code == "resident" else None if code == "manager" else estate
        give_role(account=account, role=roles[code], place=place, by=SYSTEM, at=at)
        logins.append({"role": code, "username": name, "password": password, "name": person.name})
    return logins
