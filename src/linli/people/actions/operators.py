"""Which organisations are named as the managers of which estates."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.events import emit
from linli.estates.rules import Company as NamedCompany
from linli.people import events, terms
from linli.people.models import Mandate, Organisation

BATCH = 5000


@dataclass(frozen=True)
class OperatorsNamed:
    """What changed: organisations new to us, mandates new, mandates that are named no more."""

    organisations_added: int
    mandates_added: int
    mandates_ended: int


def name_operators(*, named: Mapping[int, Sequence[NamedCompany]], by: Actor, at: datetime) -> OperatorsNamed:
    """Say by which companies the estates (by place id) are managed; what was said of these estates before is replaced.

    Companies with one normal form are one organisation, written as it is written most often.
    """
    access.demand(by, terms.CHANGE_STAFF, paths=["/"])
    company_id = scope.company_id()
    with transaction.atomic():
        written: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for company in (company for companies in named.values() for company in companies):
            written[company.normal_name][company.name] += 1
        known = dict(Organisation.objects.filter(normal_name__in=written).values_list("normal_name", "id"))
        fresh = [
            Organisation(company_id=company_id, name=_usual(names), normal_name=normal)
            for normal, names in written.items()
            if normal not in known
        ]
        known |= {row.normal_name: row.pk for row in Organisation.objects.bulk_create(fresh, batch_size=BATCH)}
        wanted = {(known[one.normal_name], place_id) for place_id, companies in named.items() for one in companies}
        standing = {(row.organisation_id, row.place_id): row for row in Mandate.objects.filter(place__in=list(named))}
        ended = [row.pk for pair, row in standing.items() if pair not in wanted]
        Mandate.objects.filter(pk__in=ended).delete()
        added = Mandate.objects.bulk_create(
            (
                Mandate(company_id=company_id, organisation_id=organisation, place_id=place)
                for organisation, place in sorted(wanted - set(standing))
            ),
            batch_size=BATCH,
        )
        if fresh or added or ended:
            told = events.OperatorsNamed(company_id, organisations=len(fresh), mandates=len(added), ended=len(ended))
            emit(told, by=by, at=at)
    return OperatorsNamed(len(fresh), len(added), len(ended))


def _usual(names: Counter[str]) -> str:
    """The writing that occurs most; among equals the fullest."""
    return max(names, key=lambda name: (names[name], len(name), name))
