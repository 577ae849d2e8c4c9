"""Pure decisions about people: which phone numbers can be dialled, how the days of a tenure lie."""

from datetime import date

from linli.core.private import normal_phone

SHORTEST_PHONE, LONGEST_PHONE = 7, 15


def is_phone(text: str) -> bool:
    """Whether the text holds a number one can dial: 7 to 15 digits (a local line to the longest of ITU-T E.164)."""
    return SHORTEST_PHONE <= len(normal_phone(text)) <= LONGEST_PHONE


def is_current(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether the half-open stretch of days [starts_on, ends_on) holds the day."""
    return starts_on <= day and (ends_on is None or day < ends_on)
