"""`linli import estates`: the whole command, from a file on disk to rows and a report, or to one clear sentence."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from linli.core import scope
from linli.core.models import Company, LoggedEvent
from linli.estates.models import Estate, Place
from linli.people.models import Mandate, Organisation

HEADING = (
    "source,city,name,address,fee_text,fee_min_yuan_m2_month,fee_max_yuan_m2_month,"
    "households,buildings,built_year,property_company,floor_area,lng,lat\n"
)
LIST = HEADING + (
    "链家,北京,甲苑,甲路,1至2元/平米/月,1,2,100,2,2001,北京万科物业管理有限公司,,116.40,39.90\n"
    "链家,北京,乙苑,乙路,1.5元/平米/月,1.5,1.5,200,3,2002,北京市万科物业服务有限公司,,116.41,39.91\n"
    "链家,北京,丙苑,丙路,暂无信息,,,300,4,2003,单位自管物业,,,\n"
    "搜房,苏州,丁苑,暂无资料,年付800元,,,400,,,广州港务局,-1 平方米,120.60,31.30\n"
)
pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("import_estates", str(path), "--company", "north", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "estates.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_a_list_becomes_estates_of_a_new_company(listed: Path) -> None:
    said = run(listed, "--name", "北方物业")
    assert "小区：新增 4，更新 0，未变 0" in said
    assert "涉及公司：2 家（新增 2 家），其中 1 家看不出是物业公司" in said
    assert "物业费：识别 2，未公布 1，无法识别 1" in said
    assert "单位自管: 1" in said
    company = Company.objects.get(slug="north")
    with scope.company(company):
        assert Estate.objects.count() == 4
        vanke = Organisation.objects.get(normal_name="北京万科物业")
        assert {mandate.place.name for mandate in vanke.mandates.select_related("place")} == {"甲苑", "乙苑"}
        assert not Mandate.objects.filter(place__name="丙苑").exists()
        assert Estate.objects.get(place__name="丁苑").address == ""
        names = set(LoggedEvent.objects.filter(company=company).values_list("name", flat=True))
    assert {"core.company-opened.v1", "estates.estates-imported.v1", "people.operators-named.v1"} <= names


def test_again_it_changes_nothing_and_a_newer_list_updates(listed: Path) -> None:
    run(listed, "--name", "北方物业")
    assert "小区：新增 0，更新 0，未变 4" in run(listed)
    changed = LIST.replace("200,3,2002,北京市万科物业服务有限公司", "222,3,2002,乙物业、甲物业").replace(
        "甲苑,甲路", "新苑,新路"
    )
    listed.write_text(changed, encoding="gb18030")
    said = run(listed)
    assert "小区：新增 1，更新 1，未变 2" in said
    assert "小区与公司的关联：新增 3，解除 1" in said
    with scope.company(Company.objects.get(slug="north")):
        assert Estate.objects.count() == 5
        assert Estate.objects.get(place__name="乙苑").households == 222
        named = Mandate.objects.filter(place__name="乙苑").values_list("organisation__name", flat=True)
        assert set(named) == {"乙物业", "甲物业"}


def test_a_rehearsal_says_the_same_and_leaves_nothing(listed: Path) -> None:
    said = run(listed, "--name", "北方物业", "--dry-run")
    assert "小区：新增 4，更新 0，未变 0" in said
    assert "试运行" in said
    assert not Company.objects.filter(slug="north").exists()
    with scope.across_companies(reason="nothing may be left anywhere"):
        assert not Place.objects.filter(name="甲苑").exists()


def test_the_report_lists_every_remark_with_its_line(listed: Path, tmp_path: Path) -> None:
    run(listed, "--name", "北方物业", "--report", str(tmp_path / "report.csv"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "report.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["行"], row["小区"], row["说明"]) for row in rows] == [
        ("4", "丙苑", "没有坐标"),
        ("5", "丁苑", "物业费无法识别"),
        ("5", "丁苑", "建筑面积无法识别"),
        ("5", "丁苑", "看不出是物业公司"),
    ]
    assert rows[1]["内容"] == "年付800元"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的。"),
        (b"PK\x03\x04 a spreadsheet", "这不是文本文件"),
        (LIST.encode().replace("丁苑".encode(), b"\xe4\xb8,"), "第 5 行既不是 UTF-8 也不是 GB 18030"),
        (LIST.replace("property_company", "pc").encode(), "首行缺少这些列：property_company。"),
        (HEADING.encode(), "文件只有表头，没有数据。"),
        ((LIST + '链家,"北京').encode(), "引号没有成对"),
    ],
)
def test_a_broken_file_gives_one_sentence_and_changes_nothing(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        run(path, "--name", "北方物业")
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Company.objects.filter(slug="north").exists()


def test_no_file_no_company_no_place_for_the_report(listed: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="无法读取。"):
        run(tmp_path / "nowhere.csv", "--name", "北方物业")
    with pytest.raises(CommandError, match="无法读取。"):
        run(tmp_path, "--name", "北方物业")
    with pytest.raises(CommandError, match="没有 north 这家公司"):
        run(listed)
    with pytest.raises(CommandError, match="简称只能用"):
        call_command("import_estates", str(listed), "--company", "北方", "--name", "北方物业")


def test_a_failure_in_the_middle_undoes_everything(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_given: object) -> None:
        raise RuntimeError("the machine stopped")

    monkeypatch.setattr("linli.people.actions.importing.name_operators", fail)
    with pytest.raises(RuntimeError):
        run(listed, "--name", "北方物业")
    with scope.across_companies(reason="nothing may be left anywhere"):
        assert not Estate.objects.filter(city="苏州").exists()
    assert not Company.objects.filter(slug="north").exists()
