"""Who looks after an estate: companies under one form, and everything that is none."""

import pytest

from linli.estates.rules import Company, is_evident, normal_name, operators_in
from linli.estates.terms import SelfManagement as Self


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", Self.NOT_STATED),
        ("暂无资料", Self.NOT_STATED),
        ("暂无信息", Self.NOT_STATED),
        ("待定", Self.NOT_STATED),
        ("尚未公开", Self.NOT_STATED),
        ("无", Self.NONE),
        ("无物业管理服务", Self.NONE),
        ("单体楼,没有物业管理", Self.NONE),
        ("单位自管物业", Self.WORK_UNIT),
        ("中国银行自己管理", Self.WORK_UNIT),
        ("街道办事处（委员会）代管物业", Self.SUBDISTRICT),
        (",街道管理处", Self.SUBDISTRICT),
        ("历下区文化东路街道办事处", Self.SUBDISTRICT),
        ("房管所代管物业", Self.HOUSING_OFFICE),
        ("尖草坪区房管局", Self.HOUSING_OFFICE),
        ("业主自筹物业", Self.OWNERS),
        ("业主委员会自管", Self.OWNERS),
        ("柳东社区居委会", Self.COMMITTEE),
        ("密云李各庄村委会", Self.VILLAGE),
        ("开发商暂时代理", Self.DEVELOPER),
        ("私人承办物业", Self.PRIVATE),
        ("fdsd", Self.NO_NAME),
        ("11111111111", Self.NO_NAME),
        ("搜房评估参考价：9242元/平方米", Self.NO_NAME),
        ("小区物业", Self.NO_NAME),
        ("物业管理有限公司", Self.NO_NAME),
    ],
)
def test_what_is_no_company(cell: str, kind: Self) -> None:
    assert operators_in(cell) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京万科物业管理有限公司", "北京市万科物业服务有限公司"),
        ("北京首欣物业管理有限责任公司", "北京首欣物业管理有限公司"),
        ("保利物业管理(北京)有限公司", "保利物业管理（北京）有限公司"),
        ("绿城物业", "绿城物业服务集团有限公司"),
        ("深圳长城物业集团股份有限公司北京分公司", "深圳长城物业集团股份有限公司"),
        ("杭州厦安物业管理有限公司近江家园六园管理处", "杭州厦安物业管理有限公司"),
        ("上海明君物业有限 公司", "上海明君物业有限公司"),
        ("-- 怡海物业", "怡海物业"),
        ("鑫苑物业（前期物管）", "鑫苑物业"),
        ("重庆华宇物业(集团)有限公司", "重庆华宇物业管理有限公司"),
    ],
)
def test_writings_of_one_company(one: str, other: str) -> None:
    (first,), (second,) = operators_in(one), operators_in(other)
    assert isinstance(first, Company)
    assert isinstance(second, Company)
    assert first.normal_name == second.normal_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京万科物业管理有限公司", "上海万科物业管理有限公司"),
        ("保利物业管理(北京)有限公司", "保利物业管理(上海)有限公司"),
        ("新城市物业管理有限公司", "新城物业管理有限公司"),
        ("北京海特物业管理中心", "北京海特物业管理有限公司"),
    ],
)
def test_different_companies_stay_apart(one: str, other: str) -> None:
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("旺角幸邸物业管理公司、中北物业管理公司", ["旺角幸邸物业管理公司", "中北物业管理公司"]),
        ("发展商自己管理,深圳市绿景物业管理有限公司", [Self.DEVELOPER, "深圳市绿景物业管理有限公司"]),
        ("天保物业、第一太平戴维斯", ["天保物业", "第一太平戴维斯"]),
        ("南天物业,南天物业", ["南天物业"]),
        ("科立 物业", ["科立物业"]),
        ("中铁六局集团北京铁路建设有限公司方大物业管理分公司", ["中铁六局集团北京铁路建设有限公司方大物业管理分公司"]),
    ],
)
def test_several_in_one_cell(cell: str, expected: list[str | Self]) -> None:
    assert [one.name if isinstance(one, Company) else one for one in operators_in(cell)] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("北京市朝阳区房屋管理公司", True),
        ("路程物管", True),
        ("广州港务局", False),
        ("苏州荣盛房地产开发有限公司", False),
        ("第一太平戴维斯", False),
    ],
)
def test_only_a_name_that_says_so_is_evident(name: str, expected: bool) -> None:
    (company,) = operators_in(name)
    assert isinstance(company, Company)
    assert is_evident(company.name) is expected
