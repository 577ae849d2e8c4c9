"""Every way in which fees are published, and what must not pass for one."""

from decimal import Decimal

import pytest

from linli.estates.rules import Fee, Unreadable, is_plausible_fee, read_fee


def fee(lowest: str, highest: str) -> Fee:
    return Fee(Decimal(lowest), Decimal(highest))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1至2元/平米/月", fee("1", "2")),
        ("1.2元/平米/月", fee("1.2", "1.2")),
        ("2.6 元/㎡·月", fee("2.6", "2.6")),
        ("1~2 元/㎡·月", fee("1", "2")),
        ("１．５～２．８元／平方米／月", fee("1.5", "2.8")),
        ("0.68至0.8625元/平米/月", fee("0.68", "0.8625")),
        ("1.5元-2元/㎡/月", fee("1.5", "2")),
        ("2.5元/月/平米", fee("2.5", "2.5")),
        ("2.5元/m²·月", fee("2.5", "2.5")),
        ("约1.8元/平米/月", fee("1.8", "1.8")),
        ("高层：2.8元/㎡·月，多层：1.5元/㎡·月", fee("1.5", "2.8")),
        ("1.8", fee("1.8", "1.8")),
        ("0.00 元/㎡·月", fee("0", "0")),
    ],
)
def test_a_published_fee_is_read(text: str, expected: Fee) -> None:
    assert read_fee(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "暂无信息", "暂无资料", "暂无信息 元/㎡·月", "待定", "-", "面议"])
def test_saying_nothing_is_no_fee(text: str) -> None:
    assert read_fee(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "200元/户/年",
        "30元/户",
        "3元/平米/年",
        "3元/平米/天",
        "2至1元/平米/月",
        "一块五",
        "1.2.3元",
        "99999元/平米/月",
        "-1元/平米/月",
    ],
)
def test_what_is_no_monthly_fee_per_area_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read_fee(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("0.3", True), ("30", True), ("0", False), ("31", False), ("1.9至60", False)]
)
def test_what_a_home_could_cost(text: str, expected: bool) -> None:
    read = read_fee(f"{text}元/平米/月")
    assert read is not None
    assert is_plausible_fee(read) is expected
