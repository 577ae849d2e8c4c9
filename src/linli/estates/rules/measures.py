"""Published sizes, counts, years and positions. Each reader gives None for a cell that says nothing."""

import re
from decimal import Decimal, InvalidOperation

from linli.estates.rules.words import Unreadable, even, says_nothing

LARGEST_COUNT = 1_000_000
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
LARGEST_AREA = Decimal(10) ** 10
PLAUSIBLE_AREA = (Decimal(100), Decimal(10_000_000))
"""An estate has at least one home and at most ten square kilometres of floors; beyond, a row is pointed out."""

AREA = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万)?(?:平方米|平米|m2)?")
COUNT = re.compile(r"(\d[\d,]*)(?:户|栋|幢|座|套)?")
YEAR = re.compile(r"(\d{4})(?:年)?(?:建成|竣工|建)?")


def read_area(text: str) -> Decimal | None:
    """A floor area in m²: `100000 平方米`, `1,340,000 平方米`, `12.5 万平方米`. Raises `Unreadable`, also for none or less."""
    said = even(text)
    if says_nothing(said):
        return None
    found = AREA.fullmatch(said)
    if found is None:
        raise Unreadable(text)
    area = Decimal(found[1].replace(",", "")) * (10_000 if found[2] else 1)
    if not 0 < area < LARGEST_AREA:
        raise Unreadable(text)
    return area


def is_plausible_area(area: Decimal) -> bool:
    """Whether the floors of one estate can have that size."""
    return PLAUSIBLE_AREA[0] <= area <= PLAUSIBLE_AREA[1]


def read_count(text: str) -> int | None:
    """How many homes or buildings: `7231`, `1,200户`. Raises `Unreadable`."""
    said = even(text)
    if says_nothing(said):
        return None
    found = COUNT.fullmatch(said)
    if found is None or int(found[1].replace(",", "")) > LARGEST_COUNT:
        raise Unreadable(text)
    return int(found[1].replace(",", ""))


def read_year(text: str) -> int | None:
    """The year of completion: `2006`, `2006年建成`. Raises `Unreadable`."""
    said = even(text)
    if says_nothing(said):
        return None
    found = YEAR.fullmatch(said)
    if found is None or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        raise Unreadable(text)
    return int(found[1])


def read_degrees(lng: str, lat: str) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; None when neither is given. Raises `Unreadable` for half a position or none on Earth."""
    east, north = even(lng), even(lat)
    if says_nothing(east) and says_nothing(north):
        return None
    try:
        position = (float(Decimal(east)), float(Decimal(north)))
    except InvalidOperation as error:
        raise Unreadable(f"{lng}, {lat}") from error
    if not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90) or position == (0.0, 0.0):
        raise Unreadable(f"{lng}, {lat}")
    return position
