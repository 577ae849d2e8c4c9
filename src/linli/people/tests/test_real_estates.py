"""The real list of 6,950 communities, as it is. The figures are counted here another way, straight from its columns."""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from linli.core.access import SYSTEM
from linli.estates.models import Estate, Place
from linli.estates.terms import ListingFault, PlaceKind, SelfManagement
from linli.people.actions import import_estates
from linli.people.models import Mandate, Organisation
from tests.world import World

pytestmark = pytest.mark.shared_data

NOT_COMPANIES = {
    "暂无资料", "暂无信息", "无", "无物业管理服务", "单位自管物业", "街道办事处（委员会）代管物业", "房管所代管物业",
    "业主自筹物业", "业主委员会自管",
}  # fmt: skip


@pytest.fixture
def path(shared_data: Path) -> Path:
    return shared_data / "communities" / "communities_dev.csv"


@pytest.fixture
def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_community_is_taken_in_once(world: World, path: Path, rows: list[dict[str, str]]) -> None:
    report = import_estates(content=path.read_bytes(), by=SYSTEM, at=world.at)
    assert len(rows) == report.listing.rows == report.estates.added == 6950
    for city, count in Counter(row["city"] for row in rows).items():
        region = Place.objects.get(kind=PlaceKind.REGION, name=city)
        assert Place.objects.filter(parent=region, kind=PlaceKind.ESTATE).count() == count
    households = {estate.source_key: estate.households for estate in Estate.objects.exclude(source_key="")}
    assert sum(value or 0 for value in households.values()) == sum(int(row["households"] or 0) for row in rows)
    no_position = Place.objects.filter(parent__kind=PlaceKind.REGION, lng=None).count()
    assert no_position == sum(not row["lng"] for row in rows) == report.listing.count(ListingFault.NO_POSITION)
    again = import_estates(content=path.read_bytes(), by=SYSTEM, at=world.at)
    assert (again.estates.added, again.estates.updated, again.estates.unchanged) == (0, 0, 6950)
    assert (again.operators.organisations_added, again.operators.mandates_added, again.operators.mandates_ended) == (
        0,
        0,
        0,
    )


def test_every_fee_is_read_as_its_columns_say(world: World, path: Path, rows: list[dict[str, str]]) -> None:
    report = import_estates(content=path.read_bytes(), by=SYSTEM, at=world.at)
    by_columns = {
        (row["source"], row["city"], re.sub(r"\s", "", row["name"]), re.sub(r"\s", "", row["address"])): (
            Decimal(row["fee_min_yuan_m2_month"]),
            Decimal(row["fee_max_yuan_m2_month"]),
        )
        for row in rows
        if row["fee_min_yuan_m2_month"]
    }
    stored = Estate.objects.exclude(fee_min=None).values_list("fee_min", "fee_max")
    assert report.fees_read == len(by_columns) == len(stored) == 4858
    assert Counter(stored) == Counter(by_columns.values())
    assert report.listing.count(ListingFault.FEE_UNREADABLE) == 0
    assert (report.listing.fees_compared, report.listing.count(ListingFault.FEE_DIFFERS)) == (6950, 0)


def test_placeholders_are_no_companies_and_every_other_cell_names_one(
    world: World, path: Path, rows: list[dict[str, str]]
) -> None:
    report = import_estates(content=path.read_bytes(), by=SYSTEM, at=world.at)
    cells = Counter(row["property_company"] for row in rows)
    managed = report.self_managed
    assert managed[SelfManagement.WORK_UNIT] >= cells["单位自管物业"] == 169
    assert managed[SelfManagement.SUBDISTRICT] >= cells["街道办事处（委员会）代管物业"] == 77
    assert managed[SelfManagement.HOUSING_OFFICE] >= cells["房管所代管物业"] == 28
    assert managed[SelfManagement.NOT_STATED] >= cells["暂无资料"] + cells["暂无信息"] == 2057
    assert managed[SelfManagement.NONE] >= cells["无物业管理服务"] + cells["无"]
    names = set(Organisation.objects.values_list("name", flat=True))
    assert not names & NOT_COMPANIES
    assert not [name for name in names if re.search(r"代管物业|自管物业|居委会|暂无|评估参考价|^\d+$", name)]
    formal = re.compile(r"^[一-鿿]+物业(?:管理|服务)?有限(?:责任)?公司$")
    evident = sum(count for cell, count in cells.items() if formal.match(cell))
    others = sum(count for cell, count in cells.items() if cell not in NOT_COMPANIES)
    managed_by_company = Mandate.objects.values("place").distinct().count()
    assert (evident, others) == (2386, 4422)
    assert others - 100 < managed_by_company < others, (
        "besides the common placeholders fewer than 100 cells name nobody"
    )
    assert "广州港务局" in report.doubtful


def test_spellings_of_one_company_meet(world: World, path: Path) -> None:
    import_estates(content=path.read_bytes(), by=SYSTEM, at=world.at)
    distinct = Organisation.objects.count()
    assert 2000 < distinct < 2300
    vanke = Organisation.objects.get(normal_name="北京万科物业")
    assert vanke.mandates.count() == 35
    assert vanke.name == "北京万科物业管理有限公司"
    assert not Organisation.objects.filter(name__endswith="北京分公司").exists()
