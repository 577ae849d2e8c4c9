"""Pure decisions about places: what a published list of estates says, cell by cell, and what in it cannot be so."""

from linli.estates.rules.fees import Fee, is_plausible_fee, read_fee
from linli.estates.rules.listings import Fault, Listed, Listing, NotAListing, read_listing
from linli.estates.rules.measures import read_area, read_count, read_degrees, read_year
from linli.estates.rules.operators import Company, is_evident, normal_name, operators_in
from linli.estates.rules.words import Unreadable

__all__ = [
    "Company",
    "Fault",
    "Fee",
    "Listed",
    "Listing",
    "NotAListing",
    "Unreadable",
    "is_evident",
    "is_plausible_fee",
    "normal_name",
    "operators_in",
    "read_area",
    "read_count",
    "read_degrees",
    "read_fee",
    "read_listing",
    "read_year",
]
