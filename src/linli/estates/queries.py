"""What others may ask about places."""

from linli.core import scope
from linli.core.models import Company
from linli.estates.models import Place, PlaceCode


def place_behind(code: str) -> tuple[Company, Place] | None:
    """The company and place behind a QR code in use; None for an unknown or retired one."""
    with scope.across_companies(reason="the code says the company"):
        found = PlaceCode.objects.select_related("company", "place").filter(code=code, retired_at=None).first()
    return (found.company, found.place) if found else None


def below(place: Place) -> "list[Place]":
    """The places right below a place, by name."""
    return list(Place.objects.filter(parent=place).order_by("id"))


def codes_below(place: Place, *, most: int) -> list[PlaceCode]:
    """The codes in use at a place and everywhere below it, in the order of the tree, at most so many."""
    codes = PlaceCode.objects.filter(retired_at=None, place__path__startswith=place.path)
    # A path as text puts /9/ behind /10/; whoever sticks the codes on walks by number.
    paths = codes.order_by("id").values_list("id", "place__path")
    first = sorted(paths, key=lambda each: [int(step) for step in each[1].strip("/").split("/")])[:most]
    found = codes.select_related("place").in_bulk([code_id for code_id, _path in first])
    return [found[code_id] for code_id, _path in first]
