"""Published property fees: `1至2元/平米/月`, `2.6 元/㎡·月`, `1~2 元/㎡·月` become a range in yuan per m² and month."""

import re
from dataclasses import dataclass
from decimal import Decimal

from linli.estates.rules.words import Unreadable, even, says_nothing

HIGHEST_PLAUSIBLE = Decimal(30)
"""Above this a fee was most likely published for a year, a home or an office; ours to judge, so it is only pointed out."""

LARGEST = Decimal(9_999)
"""What the column can hold, yuan/m²/month."""

NUMBER = r"\d+(?:\.\d+)?"
UNIT = (
    r"(?:(?:元|块)?(?:(?:[/每]?(?:平方米|平米|平方|平|m2))?[/·.•每]?月?|[/每]?月[/·.•每]?(?:平方米|平米|平方|平|m2)))"
)
RANGE = re.compile(rf"(?:约|大约)?({NUMBER}){UNIT}(?:(?:至|到|~|-|–|—)({NUMBER}){UNIT})?(?:左右)?")
KIND_OF_HOUSE = re.compile(
    r"(?:小高层|超高层|高层|多层|叠加|联排|洋房|别墅|普通住宅|住宅|公寓|商铺|商业|办公|写字楼|有电梯|无电梯|电梯房)[:为]?"
)


@dataclass(frozen=True)
class Fee:
    """A fee from `lowest` to `highest`, yuan per m² of gross floor area and month."""

    lowest: Decimal
    highest: Decimal


def read_fee(text: str) -> Fee | None:
    """The fee a cell publishes; None when it says that none is known.

    Several fees (by kind of house) become one range. Raises `Unreadable` for another unit (a year, a home), a range that
    runs backwards, or anything else.
    """
    said = even(text)
    if says_nothing(said):
        return None
    parts = [_range(part) for part in re.split(r"[,;、]", KIND_OF_HOUSE.sub("", said)) if part]
    if not parts:
        raise Unreadable(text)
    return Fee(min(fee.lowest for fee in parts), max(fee.highest for fee in parts))


def is_plausible_fee(fee: Fee) -> bool:
    """Whether a home could cost that: more than nothing, not more than the dearest we know of."""
    return 0 < fee.highest <= HIGHEST_PLAUSIBLE


def _range(part: str) -> Fee:
    found = RANGE.fullmatch(part)
    if found is None:
        raise Unreadable(part)
    fee = Fee(Decimal(found[1]), Decimal(found[2] or found[1]))
    if fee.lowest > fee.highest or fee.highest >= LARGEST:
        raise Unreadable(part)
    return fee
