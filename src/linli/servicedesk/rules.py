"""How messages that came from elsewhere are read: which column is what, and times in whatever form people wrote them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

FIELDS = ("text", "key", "reported_at", "answered_at", "name", "phone")
"""What a column can be mapped to. Only the text is needed; `text` may be several columns joined by +."""

NUMBERS = re.compile(
    r"(?P<year>\d{4})\D{1,2}(?P<month>\d{1,2})\D{1,2}(?P<day>\d{1,2})"
    r"(?:\D{1,3}(?P<hour>\d{1,2})\D{1,2}(?P<minute>\d{1,2})(?:\D{1,2}(?P<second>\d{1,2}))?)?"
)


@dataclass(frozen=True)
class Moment:
    """A moment as it was written: only the day, or with the time."""

    at: datetime
    is_day_only: bool


def columns_of(mapping: str) -> Mapping[str, tuple[str, ...]]:
    """Read `text=主题+详情,reported_at=时间` as field → columns.

    Raises ValueError, naming the part, for what is no such pair, an unknown field, or when `text` is missing.
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (each.strip() for each in mapping.split(","))):
        field, equals, columns = part.partition("=")
        if not equals or field not in FIELDS or not columns.strip("+"):
            raise ValueError(part)
        found[field] = tuple(filter(None, columns.split("+")))
    if "text" not in found:
        raise ValueError("text")
    return found


def read_moment(written: object, *, zone: tzinfo) -> Moment | None:
    """The moment in a cell: a date or time of the spreadsheet, or text such as 2018/9/12 7:22:18, 2019年1月9日, 2018-09-12T07:22.

    None when it cannot be understood or names no real day. Text without a zone is local.
    """
    if isinstance(written, datetime):
        return Moment(written if written.tzinfo else written.replace(tzinfo=zone), is_day_only=False)
    if isinstance(written, date):
        return Moment(datetime.combine(written, time.min, tzinfo=zone), is_day_only=True)
    match = NUMBERS.search(str(written))
    if match is None:
        return None
    parts = {name: int(value) for name, value in match.groupdict().items() if value is not None}
    try:
        return Moment(datetime(**parts, tzinfo=zone), is_day_only="hour" not in parts)
    except ValueError:
        return None


def plain_text(parts: tuple[str, ...]) -> str:
    """Several cells as one text, with runs of white space folded; a heading that the text repeats is said once."""
    folded = [re.sub(r"\s+", " ", part).strip() for part in parts]
    kept = [
        part for index, part in enumerate(folded) if part and not any(part in later for later in folded[index + 1 :])
    ]
    return "。".join(kept)
