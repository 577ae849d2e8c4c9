"""The published list of estates, taken in whole: places, their facts, and the companies named there. All or nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.access import Actor
from linli.core.errors import Invalid
from linli.estates.actions import TakenIn, take_in_listing
from linli.estates.rules import Company, Listing, NotAListing, is_evident, read_listing
from linli.estates.terms import SelfManagement
from linli.people.actions.operators import OperatorsNamed, name_operators


@dataclass(frozen=True)
class ImportReport:
    """What an import found and did."""

    listing: Listing
    estates: TakenIn
    operators: OperatorsNamed

    @property
    def self_managed(self) -> Counter[SelfManagement]:
        """How many estates say so, by kind, where no company is named (an estate may say two things)."""
        said = (one for listed in self.listing.estates for one in listed.operators)
        return Counter(one for one in said if isinstance(one, SelfManagement))

    @property
    def companies(self) -> Counter[str]:
        """The companies named, by normal form, with how many estates name them."""
        said = (one for listed in self.listing.estates for one in listed.operators)
        return Counter(one.normal_name for one in said if isinstance(one, Company))

    @property
    def doubtful(self) -> Counter[str]:
        """The companies whose name does not say that they manage property, with how many estates name them."""
        said = (one for listed in self.listing.estates for one in listed.operators)
        return Counter(one.name for one in said if isinstance(one, Company) and not is_evident(one.name))

    @property
    def fees_read(self) -> int:
        """How many estates publish a fee that we could read."""
        return sum(listed.fee is not None for listed in self.listing.estates)


def import_estates(*, content: bytes, by: Actor, at: datetime) -> ImportReport:
    """Take in a published list of estates from a CSV file; doing it again updates and never doubles.

    Raises `Invalid` with a sentence when the file is no such list; nothing is changed then.
    """
    try:
        listing = read_listing(content)
    except NotAListing as broken:
        raise Invalid(_sentence(broken), field="file") from broken
    with transaction.atomic():
        estates = take_in_listing(listing=listing, by=by, at=at)
        named = {
            estates.places[listed.key]: [one for one in listed.operators if isinstance(one, Company)]
            for listed in listing.estates
        }
        operators = name_operators(named=named, by=by, at=at)
    return ImportReport(listing, estates, operators)


def _sentence(broken: NotAListing) -> str:
    detail = {"detail": broken.detail}
    match broken.reason:
        case "empty":
            return _("The file is empty.")
        case "binary":
            return _("This is no text file. Please save the table as CSV (UTF-8) and try again.")
        case "encoding":
            return _("Line %(detail)s is neither UTF-8 nor GB 18030. Please save the table as CSV (UTF-8).") % detail
        case "columns":
            return _("These columns are missing from the first line: %(detail)s.") % detail
        case "rows":
            return _("The file has a heading but no rows.")
        case _:
            return (
                _("The table breaks off near line %(detail)s: a quotation mark is not closed or stands wrong.") % detail
            )
