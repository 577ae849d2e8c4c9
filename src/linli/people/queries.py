"""What others may ask about people."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, Q

from linli.core.access import Actor
from linli.core.clock import local_day
from linli.core.private import blind_index, masked_phone, normal_phone
from linli.estates.models import Place
from linli.people import terms
from linli.people.models import Person, ServedPlace, Shift, Staff, Tenure


def person_of(actor: Actor) -> Person | None:
    """The person who signed in, in the company in scope; None for links, the system and accounts without a person."""
    if actor.account_id is None:
        return None
    return Person.objects.filter(account_id=actor.account_id).first()


def staff_of(actor: Actor, *, at: datetime) -> Staff | None:
    """The member of staff who signed in, while employed."""
    if actor.account_id is None:
        return None
    rows = Staff.objects.select_related("person", "base").filter(person__account_id=actor.account_id)
    return rows.filter(not_left(at=at)).first()


def not_left(*, at: datetime) -> Q:
    """Staff who have not left: whoever has given notice works until the day they leave."""
    return Q(left_on=None) | Q(left_on__gt=local_day(at))


def staff_on_duty(*, at: datetime, path: str) -> list[Staff]:
    """Who is on duty at the moment and serves the place with this path, with person, base, skills and served places.

    One serves a place through a served place on its path (the place itself or any above it).
    """
    present = Shift.objects.filter(starts_at__lte=at, ends_at__gt=at)
    serving = ServedPlace.objects.filter(place__path__in=_paths_above(path))
    return list(
        Staff.objects.filter(pk__in=present.values("staff"))
        .filter(pk__in=serving.values("staff"))
        .filter(not_left(at=at), joined_on__lte=local_day(at))
        .select_related("person", "base")
        .prefetch_related("skills", Prefetch("served_places", ServedPlace.objects.select_related("place")))
        .order_by("id")
    )


def shift_of(staff: Staff, *, at: datetime) -> Shift | None:
    """The shift the member of staff is in, or else the next one."""
    return Shift.objects.filter(staff=staff, ends_at__gt=at).order_by("starts_at").first()


def staff_ids_on_duty(*, at: datetime) -> set[int]:
    """Who is on duty at the moment, anywhere in the company."""
    return set(Shift.objects.filter(starts_at__lte=at, ends_at__gt=at).values_list("staff_id", flat=True))


def residents_of(home: Place, *, at: datetime) -> list[Tenure]:
    """Who belongs to the home that day, owners first, with their persons."""
    day = local_day(at)
    tenures = Tenure.objects.filter(home=home, starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))
    order = list(terms.TenureKind)
    return sorted(
        tenures.select_related("person"), key=lambda tenure: (order.index(terms.TenureKind(tenure.kind)), tenure.pk)
    )


def homes_of(person: Person, *, at: datetime) -> list[Place]:
    """The homes the person belongs to that day."""
    day = local_day(at)
    tenures = Tenure.objects.filter(person=person, starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))
    return list(Place.objects.filter(pk__in=tenures.values("home")).order_by("id"))


def find_by_phone(phone: str, *, by: Actor) -> list[Person]:
    """The persons with exactly this number, in whatever writing, that the actor may know of."""
    number = normal_phone(phone)
    if not number:
        return []
    return list(Person.objects.visible_to(by).filter(phone_index=blind_index(number)).order_by("id"))


def phone_shown(person: Person, *, by: Actor) -> str:
    """The person's phone as the actor may read it: whole for whoever may change persons, for themselves; else masked."""
    phone = str(person.phone)
    is_own = person.account_id is not None and person.account_id == by.account_id
    return phone if is_own or by.may_anywhere(terms.CHANGE_PERSON) else masked_phone(phone)


def persons_with_accounts(account_ids: Iterable[int]) -> dict[int, Person]:
    """The persons behind accounts, by account id."""
    rows = Person.objects.filter(account_id__in=list(account_ids))
    return {person.account_id: person for person in rows if person.account_id is not None}


def _paths_above(path: str) -> list[str]:
    """The path and all above it: /1/, /1/5/, /1/5/9/ for /1/5/9/."""
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]
