"""A file of estates: good rows, bad rows, and files that are no list at all."""

import csv
import io

import pytest

from linli.estates.rules import Company, Listing, NotAListing, read_listing
from linli.estates.rules.listings import COLUMNS, FEE_COLUMNS
from linli.estates.terms import ListingFault as Fault

ROW = {
    "source": "链家",
    "city": "上海",
    "name": "春和苑",
    "address": "春风路 8 号",
    "fee_text": "1至2元/平米/月",
    "fee_min_yuan_m2_month": "1",
    "fee_max_yuan_m2_month": "2",
    "households": "24",
    "buildings": "2",
    "built_year": "2008",
    "property_company": "春和物业管理有限公司",
    "floor_area": "2400 平方米",
    "lng": "121.4737",
    "lat": "31.2304",
}


def written(*rows: dict[str, str], encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(ROW))
    writer.writeheader()
    writer.writerows([ROW | row for row in rows])
    return buffer.getvalue().encode(encoding)


def faults(listing: Listing) -> list[tuple[int, Fault]]:
    return [(fault.line, fault.what) for fault in listing.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_row_is_read_whole_in_every_encoding(encoding: str) -> None:
    listing = read_listing(written({}, encoding=encoding))
    (estate,) = listing.estates
    assert (estate.city, estate.name, estate.address) == ("上海", "春和苑", "春风路 8 号")
    assert (estate.households, estate.buildings, estate.built_year) == (24, 2, 2008)
    assert estate.fee is not None
    assert (str(estate.fee.lowest), str(estate.fee.highest), str(estate.floor_area_m2)) == ("1", "2", "2400")
    assert estate.position == (121.4737, 31.2304)
    assert estate.operators == [Company("春和物业管理有限公司", "春和物业")]
    assert listing.faults == []


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"fee_text": "100元/户/年"}, Fault.FEE_UNREADABLE),
        ({"fee_text": "1至3元/平米/月"}, Fault.FEE_DIFFERS),
        ({"fee_min_yuan_m2_month": "", "fee_max_yuan_m2_month": ""}, Fault.FEE_DIFFERS),
        ({"fee_text": "暂无信息"}, Fault.FEE_DIFFERS),
        ({"floor_area": "-1 平方米"}, Fault.AREA_UNREADABLE),
        ({"floor_area": "4 平方米"}, Fault.AREA_IMPLAUSIBLE),
        ({"households": "很多"}, Fault.NUMBER_UNREADABLE),
        ({"built_year": "98"}, Fault.NUMBER_UNREADABLE),
        ({"lng": "", "lat": ""}, Fault.NO_POSITION),
        ({"lng": "31.2", "lat": "121.4"}, Fault.POSITION_UNREADABLE),
        ({"property_company": "fdsd"}, Fault.NO_COMPANY_NAME),
        ({"property_company": "广州港务局"}, Fault.COMPANY_DOUBTFUL),
    ],
)
def test_a_bad_cell_is_reported_with_its_line_and_the_row_is_kept(cells: dict[str, str], what: Fault) -> None:
    listing = read_listing(written({"name": "前一个"}, cells))
    assert (3, what) in faults(listing)
    assert [estate.name for estate in listing.estates] == ["前一个", "春和苑"]


@pytest.mark.parametrize(
    ("cells", "what"),
    [({"name": " "}, Fault.INCOMPLETE), ({"city": ""}, Fault.INCOMPLETE), ({"name": "春" * 121}, Fault.TOO_LONG)],
)
def test_a_row_that_cannot_be_kept_is_left_out(cells: dict[str, str], what: Fault) -> None:
    listing = read_listing(written(cells, {"name": "后一个"}))
    assert faults(listing) == [(2, what)]
    assert [estate.name for estate in listing.estates] == ["后一个"]
    assert listing.rows == 2


def test_the_same_estate_twice_counts_once() -> None:
    listing = read_listing(written({}, {"name": " 春和苑 ", "households": "99"}, {"address": "别处"}))
    assert faults(listing) == [(3, Fault.TWICE)]
    assert [estate.households for estate in listing.estates] == [24, 24]


def test_a_row_with_a_column_too_many_is_left_out() -> None:
    listing = read_listing(written({}) + "链家,上海,多一列".encode() + b"," * 12 + b"\r\n")
    assert faults(listing) == [(3, Fault.ROW_BROKEN)]
    assert len(listing.estates) == 1


def test_far_from_its_city() -> None:
    near = [{"name": f"近 {number}", "lng": f"121.4{number}"} for number in range(5)]
    listing = read_listing(written(*near, {"name": "远", "lng": "116.4", "lat": "39.9"}))
    assert faults(listing) == [(7, Fault.POSITION_FAR)]


def test_long_keys_stay_distinct() -> None:
    long = "路" * 230
    listing = read_listing(written({"address": long + "1"}, {"address": long + "2"}))
    assert len({estate.key for estate in listing.estates}) == 2
    assert max(len(estate.key) for estate in listing.estates) <= 200


def test_the_columns_of_other_peoples_parsing_are_optional() -> None:
    content = written({}).decode().replace("fee_min_yuan_m2_month", "a").replace("fee_max_yuan_m2_month", "b")
    listing = read_listing(content.encode())
    assert listing.fees_compared == 0
    assert listing.faults == []
    assert not set(FEE_COLUMNS) & set(COLUMNS)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"PK\x03\x04rest of a spreadsheet", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"a,b\n\xff\xff\xff\n", "encoding"),
        (written({"name": "一" * 100})[:-41], "encoding"),
        ("name,city\n春和苑,上海\n".encode(), "columns"),
        (b"just a sentence", "columns"),
        (written(), "rows"),
        (written({}) + '链家,上海,"没有结束'.encode(), "table"),
        (written({}).replace("春和苑".encode(), '"春和"苑'.encode()), "table"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(NotAListing) as refused:
        read_listing(content)
    assert refused.value.reason == reason


def test_damaged_utf8_is_not_taken_for_gb18030() -> None:
    content = written(*({"name": f"小区{number}"} for number in range(50)))
    place = content.index("小区30".encode())
    with pytest.raises(NotAListing) as refused:
        read_listing(content[: place + 1] + b"\x41" + content[place + 2 :])
    assert (refused.value.reason, refused.value.detail) == ("encoding", "32")


def test_missing_columns_are_named() -> None:
    with pytest.raises(NotAListing) as refused:
        read_listing(written({}).replace(b"property_company", b"pc").replace(b",lat", b",latitude"))
    assert refused.value.detail == "property_company, lat"
