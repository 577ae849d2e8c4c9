"""How often what happens at the demo estate, and how its people behave. Pure; docs/demo.md says where each figure is from.

All of it is assumption, stated so that a reader can change it: no measured residential request log of this grain is public.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from linli.core.clock import LOCAL
from linli.work.terms import Area, Category, Urgency

C = Category

REQUESTS_PER_HOME_AND_MONTH = 0.25
"""Requests of every kind, per home and 30 days."""

SHARES: dict[Category, float] = {
    C.PLUMBING: 0.15,
    C.ELECTRICAL: 0.12,
    C.DOORS_WINDOWS: 0.07,
    C.WALLS_FLOORS: 0.04,
    C.DRAINS: 0.08,
    C.LIFT: 0.07,
    C.FIRE: 0.02,
    C.SECURITY_LOWVOLTAGE: 0.09,
    C.HEATING: 0.03,
    C.APPLIANCES: 0.03,
    C.PUBLIC_FACILITIES: 0.05,
    C.CLEANING_GREENING: 0.08,
    C.PARKING: 0.05,
    C.NOISE_NEIGHBOURS: 0.05,
    C.FEES: 0.03,
    C.COMPLAINT: 0.03,
    C.OTHER: 0.01,
}

HOURS = (2, 1, 1, 1, 1, 2, 8, 22, 42, 52, 50, 38, 24, 28, 40, 42, 40, 44, 54, 58, 46, 26, 12, 5)
"""Relative number of requests by hour of the local day."""

WEEKEND = 1.15
"""How much busier a Saturday or Sunday is: people are at home."""

EMERGENCIES = 0.05
"""Share of requests that are urgent (急修)."""


@dataclass(frozen=True)
class Arrival:
    """Somebody notices something: when, about what, how urgent, and a number that decides the rest."""

    at: datetime
    category: Category
    urgency: Urgency
    draw: int


def arrivals(*, homes: int, start: datetime, end: datetime, seed: int) -> Iterator[Arrival]:
    """The requests of [start, end), in order: a Poisson process by hour. The same seed and span give the same requests."""
    hour = start.replace(minute=0, second=0, microsecond=0)
    while hour < end:
        yield from (each for each in _of_hour(homes, hour, seed) if start <= each.at < end)
        hour += timedelta(hours=1)


def rate_of_hour(*, homes: int, hour: datetime) -> float:
    """Requests expected in the hour that begins at `hour`."""
    local = hour.astimezone(LOCAL)
    per_day = homes * REQUESTS_PER_HOME_AND_MONTH / 30
    share = HOURS[local.hour] / sum(HOURS)
    return per_day * share * (WEEKEND if local.weekday() >= 5 else (7 - 2 * WEEKEND) / 5)


def _of_hour(homes: int, hour: datetime, seed: int) -> list[Arrival]:
    dice = random.Random(f"{seed}:{hour.timestamp():.0f}")
    count = _poisson(dice, rate_of_hour(homes=homes, hour=hour))
    categories = list(SHARES)
    drawn = [
        Arrival(
            at=hour + timedelta(seconds=dice.uniform(0, 3600)),
            category=dice.choices(categories, weights=list(SHARES.values()))[0],
            urgency=Urgency.EMERGENCY if dice.random() < EMERGENCIES else Urgency.NORMAL,
            draw=dice.getrandbits(48),
        )
        for _ in range(count)
    ]
    return sorted(drawn, key=lambda each: each.at)


def _poisson(dice: random.Random, mean: float) -> int:
    count, product, limit = 0, dice.random(), math.exp(-mean)
    while product > limit:
        count += 1
        product *= dice.random()
    return count


INDOOR: dict[Category, float] = {
    C.PLUMBING: 0.8,
    C.ELECTRICAL: 0.5,
    C.DOORS_WINDOWS: 0.7,
    C.WALLS_FLOORS: 0.7,
    C.DRAINS: 0.75,
    C.SECURITY_LOWVOLTAGE: 0.4,
    C.HEATING: 0.9,
    C.APPLIANCES: 1.0,
    C.NOISE_NEIGHBOURS: 1.0,
    C.FEES: 1.0,
}
"""Share of a category that lies inside a home; what is not named lies in the common parts."""


URGENT_INDOOR = {C.PLUMBING, C.ELECTRICAL, C.DRAINS, C.DOORS_WINDOWS, C.HEATING}
"""What is urgent lies inside a home for these, and in the common parts for all others."""


def area_of(category: Category, urgency: Urgency, draw: int) -> Area:
    """Whether this one is inside a home."""
    share = INDOOR.get(category, 0.0)
    if urgency == Urgency.EMERGENCY:
        share = float(category in URGENT_INDOOR)
    return Area.INDOOR if chance(draw, "indoor") < share else Area.COMMON


def chance(draw: int, what: str) -> float:
    """A number from 0 to 1 that is always the same for the same draw and question."""
    return random.Random(f"{draw}:{what}").random()


def minutes(draw: int, what: str, *, median: float, spread: float = 0.6) -> float:
    """A waiting time in minutes, log-normal around its median; always the same for the same draw and question."""
    return median * math.exp(spread * random.Random(f"{draw}:{what}").gauss(0.0, 1.0))
