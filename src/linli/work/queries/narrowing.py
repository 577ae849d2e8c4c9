"""What an address asks of a list of orders or of the board, and what else it could ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _p

from linli.core.access import Actor
from linli.core.periods import Period
from linli.estates.models import Place
from linli.estates.terms import PlaceKind
from linli.people.models import Staff
from linli.work import terms
from linli.work.queries.figures import Figure
from linli.work.queries.listing import Group, Wanted

MOST_CHOICES = 500
"""A longer list of estates or workers is cut: whoever has so many narrows by words."""

Option = tuple[str, str | Promise]


@dataclass(frozen=True)
class Select:
    """One thing to narrow by, with what can be chosen; an empty value is anything."""

    name: str
    label: Promise
    options: Sequence[Option]
    value: str


@dataclass(frozen=True)
class Narrowing:
    """What is asked for as far as it was understood, the order after which the page begins, and the choices."""

    wanted: Wanted
    last_seen: int | None
    selects: Sequence[Select]


def narrowing(asked: Mapping[str, str], *, by: Actor) -> Narrowing:
    """Read an address. What cannot be understood narrows nothing; a choice between one estate is not offered."""
    estates = list(Place.objects.visible_to(by).filter(kind=PlaceKind.ESTATE).order_by("name")[:MOST_CHOICES])
    workers = Staff.objects.visible_to(by).filter(left_on=None, skills__isnull=False).distinct()
    named = list(workers.order_by("person__name").values_list("pk", "person__name")[:MOST_CHOICES])
    selects = [
        Select("category", _p("filter", "Category"), terms.Category.choices(), asked.get("category", "")),
        Select(
            "estate", _p("filter", "Estate"), [(str(each.pk), each.name) for each in estates], asked.get("estate", "")
        ),
        Select("worker", _p("filter", "Worker"), [(str(pk), name) for pk, name in named], asked.get("worker", "")),
    ]
    known = {each.name: each.value for each in selects if each.value in dict(each.options)}
    groups = {str(group) for group in Group}
    after, group = asked.get("after", ""), asked.get("group", "")
    wanted = Wanted(
        group=Group(group) if group in groups else Group.OPEN,
        text=asked.get("q", "").replace("\0", "")[:80],
        category=known.get("category", ""),
        path=next((each.path for each in estates if str(each.pk) == known.get("estate")), ""),
        staff_id=int(known["worker"]) if "worker" in known else None,
        figure=Figure(asked["figure"]) if asked.get("figure") in set(Figure) else None,
        period=_period(asked),
    )
    last_seen = int(after) if after.isdecimal() and len(after) <= 18 else None
    return Narrowing(wanted, last_seen, [each for each in selects if len(each.options) > 1])


def _period(asked: Mapping[str, str]) -> Period | None:
    """The period `since` … `until` of an address, if it can be understood."""
    since, until = _moment(asked.get("since", "")), _moment(asked.get("until", ""))
    return Period(since, until) if since is not None and (until is None or until >= since) else None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        # In UTC, because not every zone and edge of time that can be written is one to a database.
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
