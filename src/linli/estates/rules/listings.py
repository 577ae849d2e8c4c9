"""A published list of estates, as the two portals' scrape has it: bytes in, estates and faults out. Nothing is written."""

import csv
import hashlib
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from statistics import median

from linli.estates.rules.fees import Fee, is_plausible_fee, read_fee
from linli.estates.rules.measures import is_plausible_area, read_area, read_count, read_degrees, read_year
from linli.estates.rules.operators import Company, is_evident, operators_in
from linli.estates.rules.words import Unreadable, even, says_nothing
from linli.estates.terms import ListingFault, SelfManagement

COLUMNS = (
    "source", "city", "name", "address", "fee_text", "households", "buildings", "built_year",
    "property_company", "floor_area", "lng", "lat",
)  # fmt: skip
FEE_COLUMNS = ("fee_min_yuan_m2_month", "fee_max_yuan_m2_month")
LONGEST = {"source": 40, "city": 40, "name": 120, "address": 240, "fee_text": 80, "property_company": 160}
KEY_LENGTH = 200
FAR_KM = 150.0
ENOUGH_FOR_A_MEDIAN = 5
Cells = Mapping[str, str]


class NotAListing(Exception):
    """The file is no list of estates. `reason` is empty, binary, encoding, table, columns or rows; `detail` says where."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Fault:
    """Something about one line of the file: what, in which column, and what stands there."""

    line: int
    estate: str
    column: str
    value: str
    what: ListingFault


@dataclass
class Listed:
    """One estate of the list. `key` says which one it is, whatever else changes about it."""

    line: int
    key: str
    city: str
    name: str
    address: str
    fee_text: str
    fee: Fee | None = None
    households: int | None = None
    buildings: int | None = None
    built_year: int | None = None
    floor_area_m2: Decimal | None = None
    position: tuple[float, float] | None = None
    operators: list[Company | SelfManagement] = field(default_factory=list)


@dataclass
class Listing:
    """What the file holds: every estate once, every fault with its line; `fees_compared` had columns to compare with."""

    estates: list[Listed] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0
    fees_compared: int = 0

    def count(self, what: ListingFault) -> int:
        """How many faults of this kind there are."""
        return sum(fault.what == what for fault in self.faults)


def read_listing(content: bytes) -> Listing:
    """Read a list of estates: CSV with a heading, in UTF-8 (with or without BOM) or GB 18030.

    Raises `NotAListing` when the file as a whole cannot be trusted; a bad row is a fault and the others are read.
    """
    listing, seen = Listing(), set[str]()
    for line, estate, cells in _rows(_decoded(content), listing):
        listed = _listed(line, estate, cells, listing)
        if listed is None:
            continue
        if listed.key in seen:
            listing.faults.append(Fault(line, estate, "name", listed.name, ListingFault.TWICE))
            continue
        seen.add(listed.key)
        listing.estates.append(listed)
        _read_cells(listed, cells, listing)
    if not listing.rows:
        raise NotAListing("rows")
    listing.faults += _far_away(listing.estates)
    listing.faults.sort(key=lambda fault: fault.line)
    return listing


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise NotAListing("empty")
    if b"\0" in content or content.startswith((b"PK\x03\x04", b"%PDF")):
        raise NotAListing("binary")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Damaged UTF-8 often passes for GB 18030 and would be taken in as nonsense: see which of the two it mostly is.
        forgiving = content.decode("utf-8", errors="replace")
        if sum("一" <= sign <= "鿿" for sign in forgiving) > forgiving.count("\ufffd"):
            raise NotAListing("encoding", str(content.count(b"\n", 0, error.start) + 1)) from error
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        raise NotAListing("encoding", str(content.count(b"\n", 0, error.start) + 1)) from error


def _rows(text: str, listing: Listing) -> Iterator[tuple[int, str, Cells]]:
    """Every row with its line, the estate's name as it stands there, and its cells by column."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = [even(name) for name in next(reader)]
        if missing := [name for name in COLUMNS if name not in heading]:
            raise NotAListing("columns", ", ".join(missing))
        for row in reader:
            if not any(row):
                continue
            listing.rows += 1
            if len(row) == len(heading):
                cells = dict(zip(heading, (cell.strip() for cell in row), strict=True))
                yield reader.line_num, cells["name"], cells
            else:
                listing.faults.append(Fault(reader.line_num, "", "", ",".join(row)[:200], ListingFault.ROW_BROKEN))
    except csv.Error as error:
        raise NotAListing("table", str(reader.line_num)) from error


def _listed(line: int, estate: str, cells: Cells, listing: Listing) -> Listed | None:
    for column in ("source", "city", "name"):
        if says_nothing(even(cells[column])):
            listing.faults.append(Fault(line, estate, column, cells[column], ListingFault.INCOMPLETE))
            return None
    for column, longest in LONGEST.items():
        if len(cells[column]) > longest:
            listing.faults.append(Fault(line, estate[:80], column, cells[column][:200], ListingFault.TOO_LONG))
            return None
    return Listed(
        line=line,
        key=_key(cells["source"], cells["city"], cells["name"], cells["address"]),
        city=cells["city"],
        name=cells["name"],
        address="" if says_nothing(even(cells["address"])) else cells["address"],
        fee_text="" if says_nothing(even(cells["fee_text"])) else cells["fee_text"],
    )


def _key(*parts: str) -> str:
    key = "|".join(even(part) for part in parts)
    return (
        key if len(key) <= KEY_LENGTH else key[: KEY_LENGTH - 33] + "|" + hashlib.sha256(key.encode()).hexdigest()[:32]
    )


def _read_cells(listed: Listed, cells: Cells, listing: Listing) -> None:
    def fault(what: ListingFault, *columns: str) -> None:
        value = ", ".join(cells[column] for column in columns)
        listing.faults.append(Fault(listed.line, listed.name, columns[0], value, what))

    try:
        listed.fee = read_fee(cells["fee_text"])
        if listed.fee and not is_plausible_fee(listed.fee):
            fault(ListingFault.FEE_IMPLAUSIBLE, "fee_text")
    except Unreadable:
        fault(ListingFault.FEE_UNREADABLE, "fee_text")
    if all(column in cells for column in FEE_COLUMNS):
        listing.fees_compared += 1
        if not _agrees(listed.fee, cells):
            fault(ListingFault.FEE_DIFFERS, "fee_text", *FEE_COLUMNS)
    try:
        listed.floor_area_m2 = read_area(cells["floor_area"])
        if listed.floor_area_m2 and not is_plausible_area(listed.floor_area_m2):
            fault(ListingFault.AREA_IMPLAUSIBLE, "floor_area")
    except Unreadable:
        fault(ListingFault.AREA_UNREADABLE, "floor_area")
    for column, reader in (("households", read_count), ("buildings", read_count), ("built_year", read_year)):
        try:
            setattr(listed, column, reader(cells[column]))
        except Unreadable:
            fault(ListingFault.NUMBER_UNREADABLE, column)
    try:
        listed.position = read_degrees(cells["lng"], cells["lat"])
        if listed.position is None:
            fault(ListingFault.NO_POSITION, "lng", "lat")
    except Unreadable:
        fault(ListingFault.POSITION_UNREADABLE, "lng", "lat")
    listed.operators = operators_in(cells["property_company"])
    if SelfManagement.NO_NAME in listed.operators:
        fault(ListingFault.NO_COMPANY_NAME, "property_company")
    if any(isinstance(one, Company) and not is_evident(one.name) for one in listed.operators):
        fault(ListingFault.COMPANY_DOUBTFUL, "property_company")


def _agrees(fee: Fee | None, cells: Cells) -> bool:
    """Whether the columns beside the text, where somebody else parsed it, hold the same range."""
    said = [cells[column] for column in FEE_COLUMNS]
    if fee is None:
        return not any(said)
    try:
        return [Decimal(value) for value in said] == [fee.lowest, fee.highest]
    except InvalidOperation:
        return False


def _far_away(estates: Iterable[Listed]) -> list[Fault]:
    """Estates whose position lies far from the middle of their city: a search that found a namesake elsewhere."""
    by_city: dict[str, list[Listed]] = {}
    for listed in estates:
        if listed.position:
            by_city.setdefault(listed.city, []).append(listed)
    faults = []
    for located in by_city.values():
        if len(located) < ENOUGH_FOR_A_MEDIAN:
            continue
        positions = [listed.position for listed in located if listed.position]
        middle = (median(lng for lng, _lat in positions), median(lat for _lng, lat in positions))
        for listed, position in zip(located, positions, strict=True):
            if _km(middle, position) > FAR_KM:
                where = f"{position[0]}, {position[1]}"
                faults.append(Fault(listed.line, listed.name, "lng", where, ListingFault.POSITION_FAR))
    return faults


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance (haversine, mean Earth radius 6371 km)."""
    lng1, lat1, lng2, lat2 = (math.radians(angle) for angle in (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lng2 - lng1) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(half))
