"""The demo estate on paper: buildings, people, posts and rosters. Names are made up from common characters."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from linli.core.clock import LOCAL
from linli.people.terms import Post, Skill

SEED = 20260310
ESTATE = "邻里花园"
COMPANY = "邻里物业"
SLUG = "linli"
LNG, LAT = 120.6196, 31.3045
"""Somewhere in Suzhou: the estate is invented, the geography is real."""


@dataclass(frozen=True)
class BuildingPlan:
    """A building: its number, where it stands on the plan (metres), and how many homes on how many floors."""

    number: int
    x: float
    y: float
    entrances: int
    floors: int
    homes_per_floor: int


BUILDINGS = tuple(
    BuildingPlan(
        number=row * 4 + column + 1,
        x=60.0 + 95 * column,
        y=50.0 + 80 * row,
        entrances=2,
        floors=18 if row == 0 else 11,
        homes_per_floor=4,
    )
    for row in range(3)
    for column in range(4)
)
"""4 buildings of 2 x 18 x 4 and 8 of 2 x 11 x 4 homes; the last two have three homes a floor."""

SPACES = (
    ("南门", 200.0, 0.0, 1),
    ("北门", 200.0, 290.0, 1),
    ("中心花园", 205.0, 130.0, 1),
    ("地下车库A区", 120.0, 130.0, -1),
    ("地下车库B区", 290.0, 130.0, -1),
    ("儿童乐园", 245.0, 170.0, 1),
    ("健身广场", 160.0, 170.0, 1),
    ("垃圾分类站", 380.0, 250.0, 1),
    ("物业服务中心", 205.0, 20.0, 1),
    ("消防控制室", 190.0, 22.0, 1),
    ("配电房", 30.0, 140.0, -1),
    ("水泵房", 35.0, 145.0, -1),
)
"""Common places of the whole estate: name, metres on the plan, floor."""


@dataclass(frozen=True)
class Hand:
    """A member of staff on paper: sign-in name, name, post, trades, and which roster."""

    username: str
    name: str
    post: Post
    skills: dict[Skill, int]
    roster: str


S = Skill
STAFF = (
    Hand("li", "李建国", Post.TECHNICIAN, {S.PLUMBING: 3, S.ELECTRICAL: 2, S.CARPENTRY: 1, S.HEATING: 2}, "day"),
    Hand("zhao", "赵志强", Post.TECHNICIAN, {S.ELECTRICAL: 3, S.LOW_VOLTAGE: 2, S.PLUMBING: 1, S.LIFT: 2}, "day"),
    Hand("qian", "钱海涛", Post.TECHNICIAN, {S.CARPENTRY: 3, S.MASONRY: 3, S.PLUMBING: 2}, "day"),
    Hand("sun", "孙明", Post.TECHNICIAN, {S.LOW_VOLTAGE: 3, S.FIRE: 3, S.ELECTRICAL: 2, S.LIFT: 2}, "late"),
    Hand(
        "zhou",
        "周大勇",
        Post.TECHNICIAN,
        {S.PLUMBING: 2, S.ELECTRICAL: 2, S.CARPENTRY: 2, S.MASONRY: 1, S.FIRE: 2, S.HEATING: 1},
        "late",
    ),
    Hand(
        "wu",
        "吴刚",
        Post.TECHNICIAN,
        {S.PLUMBING: 2, S.ELECTRICAL: 2, S.LIFT: 2, S.FIRE: 2, S.CARPENTRY: 1},
        "night-even",
    ),
    Hand(
        "zheng",
        "郑涛",
        Post.TECHNICIAN,
        {S.PLUMBING: 2, S.ELECTRICAL: 2, S.LIFT: 2, S.FIRE: 2, S.LOW_VOLTAGE: 1},
        "night-odd",
    ),
    Hand("feng", "冯军", Post.GUARD, {S.SECURITY: 2}, "day"),
    Hand("chen", "陈勇", Post.GUARD, {S.SECURITY: 2}, "late"),
    Hand("chu", "褚亮", Post.GUARD, {S.SECURITY: 2}, "night-even"),
    Hand("wei", "卫东", Post.GUARD, {S.SECURITY: 2}, "night-odd"),
    Hand("jiang", "蒋桂兰", Post.CLEANER, {S.CLEANING: 2}, "early"),
    Hand("shen", "沈秀珍", Post.CLEANER, {S.CLEANING: 2}, "early"),
    Hand("han", "韩玉梅", Post.CLEANER, {S.CLEANING: 1}, "late"),
    Hand("yang", "杨柳", Post.BUTLER, {S.CARE: 3, S.SECURITY: 1}, "day"),
    Hand("zhu", "朱敏", Post.BUTLER, {S.CARE: 2, S.SECURITY: 1}, "late"),
    Hand("desk", "陈静", Post.DESK, {}, "day"),
    Hand("manager", "周敏", Post.MANAGER, {}, "day"),
)
"""18 people for about 1,200 homes; every trade that orders ask for has at least two who can do it."""

ROSTERS: dict[str, tuple[time, int]] = {
    "early": (time(6, 30), 9),
    "day": (time(8, 0), 10),
    "late": (time(12, 0), 10),
    "night-even": (time(21, 30), 11),
    "night-odd": (time(21, 30), 11),
}
"""Start and length in hours. Everybody has one day a week off; the two night shifts take turns."""


def shifts_of(hand: Hand, *, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
    """The shifts of a member of staff from a day on."""
    start, hours = ROSTERS[hand.roster]
    index = STAFF.index(hand)
    for offset in range(days):
        day = first + timedelta(days=offset)
        ordinal = day.toordinal()
        if hand.roster.startswith("night"):
            if ordinal % 2 != (hand.roster == "night-odd"):
                continue
        elif (ordinal + index * 2) % 7 == 0:
            continue
        begins = datetime.combine(day, start, tzinfo=LOCAL)
        yield begins, begins + timedelta(hours=hours)


def homes_of(building: BuildingPlan) -> Iterator[tuple[int, int, int]]:
    """Entrance, floor and number of each home of a building."""
    for entrance in range(1, building.entrances + 1):
        for floor in range(1, building.floors + 1):
            for number in range(1, building.homes_per_floor + 1):
                if building.number < 11 or number <= 3:
                    yield entrance, floor, number


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌海燕春雷鹏宇欣怡晨佳慧颖雪琳浩然子涵思远"


def made_up_name(dice: random.Random) -> str:
    """A name that nobody in particular has."""
    return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2))))


def made_up_phone(dice: random.Random) -> str:
    """A number from a range that is not given to subscribers (199 0000 …)."""
    return f"1990000{dice.randrange(10_000):04d}"
