"""Who is on the telephone: found by any fragment of home, name or number while they still speak."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from linli.core.access import Actor
from linli.core.clock import local_day
from linli.core.private import blind_index, masked_phone, normal_phone
from linli.estates.models import Place
from linli.estates.terms import PlaceKind
from linli.people.models import Person, Tenure
from linli.work.models import Order

MOST = 8
MOST_PHONES = 12_000
"""Numbers are encrypted, so a fragment is sought by decrypting what the actor may see: about 0.4 s for so many. Beyond
that only whole numbers are found (by their blind index)."""

SHORTEST_FRAGMENT = 3
WHOLE_NUMBER = 11
HOME_WORDS = re.compile(r"[\s\-—–_/#.幢栋座号楼单元室层]+")
NUMBERS = re.compile(r"\d+")
COUNTRY = re.compile(r"\+86[\s-]*")
SEPARATORS = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True)
class Caller:
    """Somebody at a place, or only the place; with the orders on which work remains there."""

    place: Place
    person: Person | None
    kind: str
    orders: tuple[Order, ...]

    @property
    def value(self) -> str:
        """What the form sends when this one is chosen."""
        return f"{self.place.pk}:{self.person.pk if self.person else ''}"

    @property
    def phone(self) -> str:
        """The number, masked: enough to recognise it."""
        return masked_phone(self.person.phone) if self.person else ""


def find_callers(text: str, *, by: Actor, at: datetime) -> list[Caller]:
    """Who may be meant: people in their homes first, then homes and common places. Every piece of the text must fit.

    A piece fits a home (`1-101`, `1幢101`, `101`), a name, or three and more digits of a telephone number.
    """
    pieces = [piece for piece in SEPARATORS.split(COUNTRY.sub("", text.replace("\0", " "))) if piece][:6]
    if not pieces:
        return []
    tenures = current_tenures(by=by, day=local_day(at))
    people = tenures
    places = Place.objects.visible_to(by).exclude(kind=PlaceKind.REGION)
    for piece in pieces:
        at_home = _at_place(piece, "home__full_name")
        people = people.filter(at_home | Q(person__name__icontains=piece) | Q(person__in=_with_number(piece, tenures)))
        places = places.filter(_at_place(piece, "full_name"))
    found = list(people.select_related("home", "person").order_by("home_id", "id")[:MOST])
    left = MOST - len(found)
    bare = list(places.exclude(pk__in={each.home_id for each in found}).order_by("kind", "id")[:left]) if left else []
    named = [(tenure.home, tenure.person, tenure.get_kind_display()) for tenure in found]
    return _with_orders([*named, *((place, None, place.get_kind_display()) for place in bare)], by=by)


def caller_of(place: Place, person: Person | None, *, by: Actor, at: datetime) -> Caller:
    """The caller that was chosen before, as the list shows it."""
    tenures = current_tenures(by=by, day=local_day(at)).filter(home=place, person=person) if person else None
    tenure = tenures.first() if tenures is not None else None
    kind = tenure.get_kind_display() if tenure else place.get_kind_display()
    return _with_orders([(place, person if tenure else None, kind)], by=by)[0]


def current_tenures(*, by: Actor, day: date) -> "QuerySet[Tenure]":
    """Who belongs to which home on a day, as far as the actor may know."""
    rows: QuerySet[Tenure] = Tenure.objects.visible_to(by)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)


def _at_place(piece: str, field: str) -> Q:
    """The place's full name holds the numbers of the piece in their order (whole ones but for the last), or its words."""
    numbers = NUMBERS.findall(piece)
    if not numbers or HOME_WORDS.sub("", NUMBERS.sub("", piece)):
        return Q(**{f"{field}__icontains": piece})
    whole = "".join(f"{number}[^0-9](.*[^0-9])?" for number in numbers[:-1])
    return Q(**{f"{field}__regex": f"(^|[^0-9]){whole}{numbers[-1]}"})


def _with_number(piece: str, tenures: "QuerySet[Tenure]") -> list[int]:
    """The people whose number holds the digits of a piece."""
    digits = normal_phone(piece)
    if len(digits) < SHORTEST_FRAGMENT or not re.fullmatch(r"[\d+\-]+", piece):
        return []
    if len(digits) >= WHOLE_NUMBER:
        return list(tenures.filter(person__phone_index=blind_index(digits)).values_list("person_id", flat=True))
    numbers = tenures.exclude(person__phone_index="").order_by().values_list("person_id", "person__phone")
    known = list(numbers[: MOST_PHONES + 1])
    return [pk for pk, phone in known if digits in phone] if len(known) <= MOST_PHONES else []


def _with_orders(found: Iterable[tuple[Place, Person | None, str]], *, by: Actor) -> list[Caller]:
    listed = list(found)
    rows = Order.objects.visible_to(by).open().filter(place__in={place.pk for place, _person, _kind in listed})
    orders: dict[int, list[Order]] = defaultdict(list)
    for order in rows.order_by("-reported_at"):
        orders[order.place_id].append(order)
    return [Caller(place, person, kind, tuple(orders[place.pk][:3])) for place, person, kind in listed]
