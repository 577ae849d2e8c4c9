"""Verbs of the place tree: the only writers of places, their details and their codes."""

from linli.estates.actions.listings import TakenIn, take_in_listing
from linli.estates.actions.places import (
    BuildingFacts,
    EstateFacts,
    HomeFacts,
    NewPlace,
    add_places,
    make_codes,
    rename_place,
)

__all__ = [
    "BuildingFacts",
    "EstateFacts",
    "HomeFacts",
    "NewPlace",
    "TakenIn",
    "add_places",
    "make_codes",
    "rename_place",
    "take_in_listing",
]
