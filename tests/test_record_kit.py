"""What the record kit promises: pages that lose no row, sentences instead of crashes, declarations that cannot rot."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.core.checks import run_checks
from django.db import connection

from linli.core import scope
from linli.core.access import SYSTEM
from linli.core.models import Account, Grant, LoggedEvent, Role
from linli.estates.actions import HomeFacts, NewPlace, add_places, rename_place
from linli.estates.models import Building, Home, Place
from linli.estates.terms import PlaceKind
from linli.people.models import Organisation, Person, Shift, Staff
from linli.records import record as registry
from linli.records.checks import faults
from linli.records.columns import Column
from linli.records.forms import FEW, picked
from linli.records.panels import Facts, Related, Slot
from linli.records.record import Field, Pick, Record, Section, all_records, permission_names, record
from linli.work.models import ServiceLevel
from tests.world import BEFORE, PASSWORD, World

ALL = {one.name: one for one in all_records()}
ClientOf = Callable[[Any], Any]


@pytest.fixture
def browser(world: World, client_of: ClientOf) -> Any:
    """Somebody who may keep every register."""
    role = Role.objects.create(
        company=world.company, code="keeper", name="keeper", permissions=list(permission_names())
    )
    account = Account.objects.create_user("keeper", PASSWORD, name="严管")
    Grant.objects.create(company=world.company, account=account, role=role, starts_at=BEFORE)
    return client_of(account)


def address(name: str, page: str = "list", **kwargs: Any) -> str:
    """An address of a record in 春和物业."""
    return ALL[name].url(page, "chunhe", **kwargs)


def shown(page: Any) -> list[str]:
    """The first cell of every row of a list."""
    return [str(cells[0].text) for _url, cells in page.context["listing"].rows]


# lists


@pytest.mark.parametrize("sort", ["", "area_m2", "-area_m2", "place__full_name", "-place__full_name", "place__floor"])
def test_turning_the_pages_forth_and_back_shows_every_row_once(world: World, browser: Any, sort: str) -> None:
    areas = [None, Decimal(50), Decimal(50), Decimal("70.5")]
    homes = [
        NewPlace(PlaceKind.HOME, f"8{n:03}", world.place("1-1"), facts=HomeFacts(areas[n % 4])) for n in range(120)
    ]
    add_places(wanted=homes, by=SYSTEM, at=world.at)
    forth, url = [], f"?sort={sort}"
    while url:
        page = browser.get(address("estates.home") + url)
        forth.append(shown(page))
        url, previous = page.context["listing"].next_url, page.context["listing"].previous_url
    assert [len(rows) for rows in forth] == [50, 50, 44]
    assert len({name for rows in forth for name in rows}) == 144 == page.context["listing"].count
    back = [forth[-1]]
    while previous:
        page = browser.get(address("estates.home") + previous)
        back.append(shown(page))
        previous = page.context["listing"].previous_url
    assert back[::-1] == forth


def test_sorting_puts_rows_in_order_and_those_without_a_value_last(world: World, browser: Any) -> None:
    Home.objects.filter(place=world.place("1-1-101")).update(area_m2=None)
    Home.objects.filter(place=world.place("2-2-302")).update(area_m2=20)
    up, down = (shown(browser.get(address("estates.home"), {"sort": sort})) for sort in ("area_m2", "-area_m2"))
    assert up[0] == down[-2] == "春和苑 2幢 2单元 302"
    assert up[-1] == down[-1] == "春和苑 1幢 1单元 101"


def test_filters_narrow_and_say_how_many(world: World, browser: Any) -> None:
    page = browser.get(address("people.staff"), {"post": "technician"})
    assert sorted(shown(page)) == ["李师傅", "赵师傅"]
    assert "2 条" in page.content.decode()
    by_estate = browser.get(address("estates.home"), {"estate": picked(world.estate.pk)})
    assert by_estate.context["listing"].count == 24
    with_lift = browser.get(address("estates.building"), {"has_lift": "no"})
    assert shown(with_lift) == []
    day = world.at.date().isoformat()
    of_the_day = browser.get(address("people.shift"), {"starts_at__from": day, "starts_at__until": day})
    assert of_the_day.context["listing"].count == Staff.objects.count()
    assert set(Shift.objects.filter(starts_at__date=day).values_list("staff__person__name", flat=True)) == set(
        shown(of_the_day)
    )


@pytest.mark.parametrize(
    "query",
    [
        "after=nonsense",
        "after=WyJ4IiwgMV0",
        "before=W251bGwsIDFd",
        "after=W251bGwsIHt9XQ",
        "sort=phone",
        "sort=person__account__password",
        "sort=-",
        "q=%00",
        "q=%25%27%22%5C",
        "post=king",
        "estate=~99999999999999999999",
        "estate=~999999999999999999",
        "estate=%00",
        "starts_at__from=2026-02-30",
    ],
)
def test_an_address_nobody_gave_out_still_answers(world: World, browser: Any, query: str) -> None:
    for name in ("people.staff", "people.shift", "people.person"):
        for sort in ("", "&sort=joined_on", "&sort=starts_at"):
            assert browser.get(f"{address(name)}?{query}{sort}").status_code == 200


# related rows


def test_a_related_row_is_typed_by_name_where_there_are_many(world: World, browser: Any) -> None:
    people = [Person(company=world.company, name=f"住户{n:03}") for n in range(FEW)]
    twins = [Person(company=world.company, name="同名", phone=phone) for phone in ("13800138101", "13800138102")]
    Person.objects.bulk_create([*people, *twins])
    new, rest = (
        address("people.staff", "new"),
        {"post": "guard", "base": picked(world.estate.pk), "joined_on": "2026-01-01"},
    )
    assert "datalist" in browser.get(new).content.decode()
    nobody = browser.post(new, rest | {"person": "查无此人"})
    assert nobody.status_code == 422
    assert "没有找到“查无此人”" in nobody.content.decode()
    several = browser.post(new, rest | {"person": "同名"})
    assert several.status_code == 422
    assert ">同名 · 138****8101</option>" in several.content.decode()
    assert ">同名 · 138****8102</option>" in several.content.decode()
    assert browser.post(new, rest | {"person": "住户007"}).status_code == 302
    assert Staff.objects.latest("pk").person.name == "住户007"


def test_typing_offers_what_fits_and_only_what_one_may_see(world: World, browser: Any) -> None:
    offered = browser.get(address("people.staff", "choices", field="base"), {"base": "秋实"})
    assert "option" not in offered.content.decode()
    offered = browser.get(address("people.staff", "choices", field="base"), {"base": "2幢"})
    assert 'value="春和苑 2幢"' in offered.content.decode()
    assert browser.get(address("people.staff", "choices", field="post")).status_code == 404
    with scope.company(world.other_company):
        foreign = Place.objects.get(kind=PlaceKind.ESTATE)
    told = {
        "person": picked(world.wang.person.pk),
        "post": "guard",
        "base": picked(foreign.pk),
        "joined_on": "2026-01-01",
    }
    assert browser.post(address("people.staff", "new"), told).status_code == 422
    assert not Staff.objects.filter(person=world.wang.person).exists()


# what the database refuses


def _refusals(world: World) -> Iterator[tuple[str, int | None, dict[str, Any], str, str]]:
    """Record, row, what is sent, the sentence, the field it stands at."""
    li, estate = picked(world.li.staff.pk), picked(world.estate.pk)
    shift = {"staff": li, "starts_at": "2027-01-01T08:00", "ends_at": "2027-01-01T07:00"}
    yield "people.shift", None, shift, "班次的结束时间必须晚于开始时间。", ""
    shift = {"staff": li, "starts_at": "2026-03-10T09:00", "ends_at": "2026-03-10T11:00"}
    yield "people.shift", None, shift, "同一人的两个班次时间重叠。", ""
    first = Shift.objects.filter(staff=world.li.staff).earliest("pk")
    moved = {"starts_at": "2026-03-10T09:00", "ends_at": "2026-03-10T11:00"}
    yield "people.shift", first.pk, moved, "同一人的两个班次时间重叠。", "starts_at"
    yield "people.staff-skill", None, {"staff": li, "skill": "plumbing", "level": 1}, "该工种已登记", "skill"
    yield "people.staff-skill", None, {"staff": li, "skill": "care", "level": 9}, "等级只能是 1、2 或 3。", "level"
    moved_out = {"person": picked(world.wang.person.pk), "home": picked(world.place("1-1-102").pk), "kind": "owner"}
    moved_out |= {"starts_on": "2026-03-01", "ends_on": "2026-02-01"}
    yield "people.tenure", None, moved_out, "晚于", "starts_on"
    hired = {"person": picked(world.li.person.pk), "post": "guard", "base": estate, "joined_on": "2026-01-01"}
    yield "people.staff", None, hired, "此人已是员工。", ""
    building = {"place__parent": estate, "place__name": "1幢", "floors": 3}
    yield "estates.building", None, building, "这里已有同名", "place__name"
    yield "estates.building", world.place("2").pk, {"place__name": "1幢", "floors": 3}, "这里已有同名", "place__name"
    yield "estates.building", None, building | {"place__name": "9幢", "floors": 99999}, "32767", "floors"
    fees = {"place__name": "贵园", "fee_min": "3", "fee_max": "2"}
    yield "estates.estate", None, fees, "最高物业费不能低于最低物业费", "fee_min"
    yield "estates.home", world.place("1-1-101").pk, {"place__name": "101", "area_m2": "0"}, "大于 0", "area_m2"
    yield "work.kind", None, {"category": "lift", "skill": "lift", "level": 2, "minutes": 60}, "该类别已有", "category"
    level = {"urgency": "normal", "response_minutes": 1, "resolution_minutes": 1, "unaccepted_alarm_minutes": 1}
    level |= {"auto_verify_hours": 1, "auto_close_days": 1}
    yield "work.service-level", None, level, "已有生效的承诺", "urgency"
    yield "work.service-level", None, level | {"response_minutes": 0}, "不小于 1", "response_minutes"
    yield "core.role", None, {"name": "又一个", "code": "manager", "permissions": ["work.view_order"]}, "编码", "code"
    yield "people.person", None, {"name": "空号", "phone": "12"}, "", "phone"
    yield "people.person", world.wang.person.pk, {"name": "空号", "phone": "12"}, "可以拨通", "phone"
    yield "people.organisation", None, {"name": "x" * 161}, "160", "name"
    yield "people.organisation", None, {}, "请填写这一项", "name"


def test_what_the_database_refuses_is_said_in_a_sentence_and_nothing_typed_is_lost(world: World, browser: Any) -> None:
    for name, pk, sent, sentence, field in _refusals(world):
        url = address(name, "new") if pk is None else address(name, "edit", pk=pk)
        page = browser.post(url, sent)
        assert page.status_code in {409, 422}, (name, sent)
        assert sentence in page.content.decode(), (name, sent, page.context["form"].errors)
        assert (not field) or field in page.context["form"].errors, (name, sent, page.context["form"].errors)
        assert {one: str(page.context["form"][one].value()) for one in sent} == {
            one: str(value) for one, value in sent.items()
        }


def test_a_constraint_without_a_sentence_still_gets_one(
    world: World, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ALL["work.kind"].spec, "explain", {})
    sent = {"category": "lift", "skill": "lift", "level": 9, "minutes": 60}
    assert "相互矛盾" in browser.post(address("work.kind", "new"), sent | {"category": "other"}).content.decode()
    twice = browser.post(address("work.kind", "new"), sent | {"level": 1})
    named = ALL["work.kind"].label("category")
    assert twice.context["form"].errors == {"category": [f"已有相同的记录，请核对：{named}。"]}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_organisation ALTER COLUMN name TYPE varchar(5)")
    page = browser.post(address("people.organisation", "new"), {"name": "一二三四五六"})
    assert page.status_code == 422
    assert "太大或太长" in page.content.decode()


def test_a_place_that_is_not_ones_own_to_change_is_refused_and_the_form_kept(world: World, client_of: ClientOf) -> None:
    role = Role.objects.create(company=world.company, code="half", name="half", permissions=list(permission_names()))
    seer = Role.objects.create(company=world.company, code="see", name="see", permissions=["people.view_staff"])
    account = Account.objects.create_user("half", PASSWORD)
    Grant.objects.create(
        company=world.company, account=account, role=role, path=world.place("1").path, starts_at=BEFORE
    )
    Grant.objects.create(company=world.company, account=account, role=seer, starts_at=BEFORE)
    sent = {"staff": picked(world.li.staff.pk), "skill": "care", "level": 1}
    page = client_of(account).post(address("people.staff-skill", "new"), sent)
    assert page.status_code == 403
    assert "您无权" in page.content.decode()
    assert 'value="1"' in page.content.decode()


# the registers' own rules


def test_a_phone_is_masked_kept_by_saying_nothing_and_found_in_any_writing(world: World, browser: Any) -> None:
    wang = world.wang.person
    pages = [address("people.person"), address("people.person", "detail", pk=wang.pk)]
    pages.append(address("people.person", "edit", pk=wang.pk))
    for url in pages:
        assert "13800138001" not in browser.get(url).content.decode()
        assert "138****8001" in browser.get(url).content.decode()
    browser.post(pages[2], {"name": "王秀英", "phone": ""})
    assert Person.objects.get(pk=wang.pk).phone == "13800138001"
    browser.post(pages[2], {"name": "王秀英", "phone": "+86 139-1111 2222"})
    assert Person.objects.get(pk=wang.pk).phone == "13911112222"
    assert shown(browser.get(pages[0], {"q": "139 1111 2222"})) == ["王秀英"]
    assert shown(browser.get(pages[0], {"q": "13800138001"})) == []
    facts = [event.facts for event in LoggedEvent.objects.filter(subject_kind="people.person", subject_id=wang.pk)]
    assert facts[-1]["fields"] == ["phone", "phone_index"]
    assert "1391" not in str(facts)


def test_renaming_a_building_renames_all_below_it_and_is_told(world: World, browser: Any) -> None:
    building = world.place("1")
    url = address("estates.building", "edit", pk=building.pk)
    browser.post(url, {"place__name": "甲幢", "floors": 4, "has_lift": "on"})
    assert Place.objects.get(pk=world.place("1-1-101").pk).full_name == "春和苑 甲幢 1单元 101"
    assert Place.objects.get(pk=world.place("2-1-101").pk).full_name == "春和苑 2幢 1单元 101"
    assert Building.objects.get(pk=building.pk).floors == 4
    page = browser.get(address("estates.building", "detail", pk=building.pk)).content.decode()
    assert "已改名" in page
    assert "修改了：层数" in page
    assert "严管" in page


def test_renaming_a_region_leaves_the_names_below_it(world: World) -> None:
    (region,) = add_places(wanted=[NewPlace(PlaceKind.REGION, "江南")], by=SYSTEM, at=world.at)
    (estate,) = add_places(wanted=[NewPlace(PlaceKind.ESTATE, "江南 里", region)], by=SYSTEM, at=world.at)
    rename_place(place_id=region.pk, name="江北", by=SYSTEM, at=world.at)
    estate.refresh_from_db()
    region.refresh_from_db()
    assert (region.full_name, estate.full_name) == ("江北", "江南 里")


def test_changing_a_promise_ends_it_and_begins_another(world: World, browser: Any) -> None:
    level = ServiceLevel.objects.get(urgency="normal", ends_at=None)
    sent = {"response_minutes": 45, "resolution_minutes": 600, "unaccepted_alarm_minutes": 9}
    sent |= {"auto_verify_hours": 24, "auto_close_days": 7}
    answer = browser.post(address("work.service-level", "edit", pk=level.pk), sent)
    old, new = ServiceLevel.objects.filter(urgency="normal").order_by("pk")
    assert (old.response_minutes, old.ends_at) == (level.response_minutes, world.at)
    assert (new.response_minutes, new.starts_at, new.ends_at) == (45, world.at, None)
    assert answer["Location"] == address("work.service-level", "detail", pk=new.pk)
    assert browser.post(address("work.service-level", "edit", pk=old.pk), sent).status_code == 409


def test_an_organisation_is_one_in_every_writing_of_its_name(world: World, browser: Any) -> None:
    browser.post(address("people.organisation", "new"), {"name": "上海春风物业管理有限公司"})
    twice = browser.post(address("people.organisation", "new"), {"name": "上海春风物业管理 有限责任公司"})
    assert twice.status_code == 422
    assert Organisation.objects.filter(name__startswith="上海春风").count() == 1


def test_a_page_leads_to_what_belongs_to_it_and_to_making_more(world: World, browser: Any) -> None:
    page = browser.get(address("people.staff", "detail", pk=world.li.staff.pk)).content.decode()
    prefilled = f"{address('people.shift', 'new')}?staff={picked(world.li.staff.pk)}"
    assert prefilled in page
    assert address("people.person", "detail", pk=world.li.person.pk) in page
    assert "selected>李师傅" in browser.get(prefilled).content.decode()
    for n in range(12):
        starts_at = world.at + timedelta(days=30 + n)
        Shift.objects.create(
            company=world.company, staff=world.li.staff, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
        )
    page = browser.get(address("people.staff", "detail", pk=world.li.staff.pk)).content.decode()
    every = f"{address('people.shift')}?staff={picked(world.li.staff.pk)}"
    assert every in page
    assert set(shown(browser.get(every))) == {"李师傅"}


def test_tenure_moves_in_and_out_by_the_form(world: World, browser: Any) -> None:
    sent = {"person": picked(world.tenant.person.pk), "home": picked(world.place("2-1-101").pk), "kind": "tenant"}
    made = browser.post(address("people.tenure", "new"), sent | {"starts_on": "2026-03-01"})
    assert made.status_code == 302
    again = browser.post(address("people.tenure", "new"), sent | {"starts_on": "2026-04-01"})
    assert again.status_code == 409
    edit = made["Location"] + "edit"
    backwards = browser.post(edit, {"kind": "tenant", "starts_on": "2026-03-01", "ends_on": "2026-02-01"})
    assert "结束日期必须晚于开始日期" in backwards.content.decode()
    assert browser.post(edit, {"kind": "tenant", "starts_on": "2026-03-01", "ends_on": "2026-09-01"}).status_code == 302
    tenure = world.tenant.person.tenures.latest("pk")
    assert tenure.ends_on == date(2026, 9, 1)


# declarations


@pytest.fixture
def declared() -> Iterator[None]:
    """Whatever a test declares is forgotten after it."""
    known = dict(registry._declared)
    registry._declared.pop("people.shift")
    yield
    registry._declared.clear()
    registry._declared.update(known)


GOOD: dict[str, Any] = {"title": "Shifts", "columns": ("staff__person__name", "starts_at")}
BAD: list[tuple[dict[str, Any], str]] = [
    ({"columns": ("staff", "stars_at")}, "has no field 'stars_at'"),
    ({"columns": ("staff__person__nam",)}, "people.Person has no field 'nam'"),
    ({"columns": ("starts_at__year",)}, "leads no further"),
    ({"columns": (Column("starts_at", to="satff"),)}, "'satff'"),
    ({"columns": (Column("starts_at", sort="begin"),)}, "'begin'"),
    ({"columns": ()}, "needs a title and columns"),
    ({"title": ""}, "needs a title and columns"),
    ({"filters": ("staf",)}, "filters: 'staf'"),
    ({"filters": (Pick("place", Place, by="staff__base__pat", search=("name",)),)}, "'pat'"),
    ({"filters": (Pick("place", Place, by="staff__base__path", search=("nam",)),)}, "'nam'"),
    ({"filters": (Field("staff", where={"pots": "guard"}),)}, "'pots'"),
    ({"search": ("person",)}, "search: 'person'"),
    ({"labels": {"person": "x"}}, "labels: 'person'"),
    ({"heading": ("person",)}, "heading: 'person'"),
    ({"sort": "-begin"}, "sort: 'begin'"),
    ({"form": (Section("x", "end_at"),)}, "form: 'end_at'"),
    ({"form": (Section("x", "company"),)}, "'company'"),
    ({"form": (Section("x", "staff__post"),)}, "needs a save of its own"),
    ({"explain": {"shift_overlaps": "x"}}, "no constraint 'shift_overlaps'"),
    ({"panels": (Facts("begin"),)}, "'begin'"),
    ({"panels": (Related("people.shfit", by="staff"),)}, "people.shfit"),
    ({"panels": (Related("people.staff-skill", by="skil"),)}, "'skil'"),
    ({"panels": (Related("people.staff-skill", by="staff"),)}, "does not point at Shift"),
    ({"panels": (Slot("shift.panels"),)}, "no slot 'shift.panels'"),
]


@pytest.mark.usefixtures("declared")
@pytest.mark.parametrize(("wrong", "complaint"), BAD)
def test_a_wrong_declaration_stops_the_start(wrong: dict[str, Any], complaint: str) -> None:
    record(Shift, permission="people.staff")(type("Wrong", (Record,), GOOD | wrong))
    told = [str(error) for error in run_checks() if error.id == "records.E001"]
    assert [one for one in told if complaint in one and "people.shift" in one], told


@pytest.mark.usefixtures("declared")
def test_a_right_declaration_is_fine_and_the_permission_must_be_the_models() -> None:
    record(Shift, permission="people.staff")(type("Right", (Record,), GOOD))
    assert faults(registry._declared["people.shift"]) == []
    with pytest.raises(LookupError, match="declared twice"):
        record(Shift, permission="people.staff")(type("Twice", (Record,), GOOD))
    del registry._declared["people.shift"]
    record(Shift, permission="people.shift")(type("Wrong", (Record,), GOOD))
    assert "people.view_shift" in " ".join(faults(registry._declared["people.shift"]))


@pytest.mark.usefixtures("declared")
def test_a_record_without_a_form_is_only_looked_at(world: World, browser: Any) -> None:
    class Seen(Record):
        title = "Shifts"
        columns: ClassVar[tuple[str | Column, ...]] = ("staff__person__name",)

    record(Shift, permission="people.staff")(Seen)
    pk = Shift.objects.earliest("pk").pk
    assert browser.get(address("people.shift")).status_code == 200
    assert address("people.shift", "new") not in browser.get(address("people.shift")).content.decode()
    assert browser.get(address("people.shift", "detail", pk=pk)).status_code == 200
    assert browser.get(address("people.shift", "new")).status_code == 404
    assert browser.get(address("people.shift", "edit", pk=pk)).status_code == 404
