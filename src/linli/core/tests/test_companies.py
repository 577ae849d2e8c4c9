"""A company joins the installation."""

import pytest

from linli.core import scope
from linli.core.access import SYSTEM
from linli.core.companies import open_company
from linli.core.errors import Forbidden, Invalid, Refused
from linli.core.models import Company, LoggedEvent
from tests.world import World


def test_a_company_is_opened_and_told_of(world: World) -> None:
    company = open_company(slug="north", name=" 北方物业 ", by=SYSTEM, at=world.at)
    assert (company.name, company.created_at, company.clock_rate) == ("北方物业", world.at, 1)
    told = LoggedEvent.objects.filter(company=company, name="core.company-opened.v1").get()
    assert told.facts == {"company_id": company.pk}
    assert scope.company_id() == world.company.pk


@pytest.mark.parametrize(
    ("slug", "name", "error", "field"),
    [
        ("北方", "北方物业", Invalid, "slug"),
        ("a b", "x", Invalid, "slug"),
        ("north", " ", Invalid, "name"),
        ("chunhe", "x", Refused, "slug"),
    ],
)
def test_what_cannot_be_a_company(world: World, slug: str, name: str, error: type[Refused], field: str) -> None:
    count = Company.objects.count()
    with pytest.raises(error) as refused:
        open_company(slug=slug, name=name, by=SYSTEM, at=world.at)
    assert refused.value.field == field
    assert Company.objects.count() == count


@pytest.mark.parametrize("who", ["manager", "stranger"])
def test_only_the_system_opens_companies(world: World, who: str) -> None:
    with pytest.raises(Forbidden):
        open_company(slug="north", name="北方物业", by=world.actor(getattr(world, who)), at=world.at)
