"""Every record, walked: its pages for whoever may and whoever may not, its queries, its words when something is wrong."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.core import scope
from linli.core.access import SYSTEM
from linli.core.clock import LOCAL
from linli.core.models import Account, Company, CompanyRow, Grant, LoggedEvent, Role
from linli.records import saving
from linli.records.forms import picked
from linli.records.record import Declared, all_records, permission_names
from tests.record_samples import SAMPLES, Values
from tests.world import BEFORE, PASSWORD, World

ALL = {one.name: one for one in all_records()}
HTMX = {"HX-Request": "true"}
ClientOf = Callable[[Any], Any]

every_record = pytest.mark.parametrize("name", ALL)


@pytest.fixture
def keeper(world: World) -> Account:
    """May see, add and change every record of the company."""
    return _account(world.company, "keeper", set(permission_names()))


@pytest.fixture
def watcher(world: World) -> Account:
    """May see every record, and do nothing."""
    return _account(world.company, "watcher", {one.view for one in ALL.values()})


@pytest.fixture
def outsider(world: World) -> Account:
    """Works here, but with no register at all."""
    return _account(world.company, "outsider", {"work.work_order"})


@pytest.fixture
def neighbour(world: World) -> Account:
    """May do everything, in the other company."""
    return _account(world.other_company, "neighbour", set(permission_names()))


def _account(company: Company, name: str, permissions: set[str], *, path: str = "/") -> Account:
    with scope.company(company):
        role = Role.objects.create(company=company, code=name, name=name, permissions=sorted(permissions))
        account = Account.objects.create_user(name, PASSWORD, name=name)
        Grant.objects.create(company=company, account=account, role=role, path=path, starts_at=BEFORE)
    return account


def _written(world: World, record: Declared, n: int) -> CompanyRow:
    values = SAMPLES[record.name].values(world, n)
    return saving.save(record, row_id=None, values=values, by=SYSTEM, at=world.at)


def _prepared(world: World, name: str) -> Declared:
    if prepare := SAMPLES[name].prepare:
        prepare()
    return ALL[name]


def _posted(values: Values) -> dict[str, Any]:
    """Values as a browser sends them."""
    return {name: _typed(value) for name, value in values.items() if value is not None and value is not False}


def _typed(value: object) -> object:
    if isinstance(value, models.Model):
        return picked(value.pk)
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")
    return "on" if value is True else value if isinstance(value, list) else str(value)


def _filled(browser: Any, url: str) -> dict[str, Any]:
    """What the form at this address would send as it stands."""
    form = browser.get(url).context["form"]
    asked = [form[name] for name in form.fields if not form.fields[name].disabled]
    sent = {bound.html_name: bound.field.widget.format_value(bound.value()) for bound in asked}
    return {name: value for name, value in sent.items() if value}


def test_every_record_has_a_sample() -> None:
    assert set(SAMPLES) == set(ALL)


@every_record
def test_a_record_is_listed_found_shown_and_made_and_changed(
    world: World, client_of: ClientOf, keeper: Account, name: str
) -> None:
    record, sample, browser = _prepared(world, name), SAMPLES[name], client_of(keeper)
    made = browser.post(record.url("new", "chunhe"), _posted(sample.values(world, 1)))
    assert made.status_code == 302, made.context and made.context["form"].errors
    row = record.model.objects.latest("pk")
    page = browser.get(made["Location"])
    assert page.status_code == 200
    assert record.heading(row) in page.content.decode()
    listed = browser.get(record.url("list", "chunhe"))
    assert made["Location"] in listed.content.decode()
    if sample.found_by:
        found = browser.get(record.url("list", "chunhe"), {"q": sample.found_by.format(n=1)})
        assert made["Location"] in found.content.decode()
    nothing = browser.get(record.url("list", "chunhe"), {"q": "绝无此名"})
    assert nothing.status_code == 200
    assert bool(record.spec.search) == (made["Location"] not in nothing.content.decode())
    edit = record.url("edit", "chunhe", pk=row.pk)
    changed = browser.post(edit, _filled(browser, edit) | _posted(sample.change))
    assert changed.status_code == 302, changed.context and changed.context["form"].errors
    shown = record.model.objects.latest("pk")
    for field, value in sample.change.items():
        assert str(record.reach(field).value(shown)) == str(value)


@every_record
def test_writing_is_told_and_never_with_what_was_written(world: World, name: str) -> None:
    record, newest = _prepared(world, name), LoggedEvent.objects.latest("pk").pk
    row = _written(world, record, 2)
    told = LoggedEvent.objects.filter(pk__gt=newest)
    assert told.exists()
    assert {event.company_id for event in told} == {world.company.pk}
    newest = told.latest("pk").pk
    change = SAMPLES[name].change
    if change:
        values = {field: record.reach(field).value(row) for field in record.fields} | change
        saving.save(record, row_id=row.pk, values=values, by=SYSTEM, at=world.at)
        event = LoggedEvent.objects.filter(pk__gt=newest, subject_kind=name).get()
        assert set(event.facts) == {"record", "record_id", "is_new", "fields"}
        assert set(change) <= set(event.facts["fields"])


@every_record
def test_htmx_gets_the_results_alone_from_the_same_address(
    world: World, client_of: ClientOf, watcher: Account, name: str
) -> None:
    url = ALL[name].url("list", "chunhe")
    whole, part = client_of(watcher).get(url), client_of(watcher).get(url, headers=HTMX)
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert part.content.decode().strip() in whole.content.decode()


@every_record
def test_strangers_and_other_companies_find_nothing(
    world: World, client_of: ClientOf, keeper: Account, neighbour: Account, name: str
) -> None:
    record = _prepared(world, name)
    row = _written(world, record, 4)
    for page, key in (("list", {}), ("new", {}), ("detail", {"pk": row.pk}), ("edit", {"pk": row.pk})):
        url = record.url(page, "chunhe", **key)
        assert client_of(world.stranger).get(url).status_code == 404
        assert client_of(neighbour).get(url).status_code == 404
        assert client_of(neighbour).post(url).status_code == 404
        if key:
            assert client_of(neighbour).get(record.url(page, "qiushi", **key)).status_code == 404
            assert client_of(keeper).get(record.url(page, "chunhe", pk=row.pk + 9999)).status_code == 404


@every_record
def test_colleagues_without_the_right_are_refused(
    world: World, client_of: ClientOf, watcher: Account, outsider: Account, name: str
) -> None:
    record = _prepared(world, name)
    row = _written(world, record, 5)
    count = record.model.objects.count()
    values = _posted(SAMPLES[name].values(world, 6))
    for page, key in (("list", {}), ("new", {}), ("detail", {"pk": row.pk}), ("edit", {"pk": row.pk})):
        url = record.url(page, "chunhe", **key)
        assert client_of(outsider).get(url).status_code == 403
        seen = client_of(watcher).get(url)
        assert seen.status_code == (200 if page in {"list", "detail"} else 403)
        if page in {"new", "edit"}:
            assert client_of(watcher).post(url, values).status_code == 403
        elif seen.status_code == 200:
            assert record.url("new", "chunhe") not in seen.content.decode()
            assert record.url("edit", "chunhe", pk=row.pk) not in seen.content.decode()
    assert record.model.objects.count() == count


@every_record
def test_a_grant_over_a_part_opens_only_that_part(world: World, client_of: ClientOf, name: str) -> None:
    record = _prepared(world, name)
    row = _written(world, record, 7)
    elsewhere = world.place("2-2-302").path
    browser = client_of(_account(world.company, "part", set(permission_names()), path=elsewhere))
    detail, edit = record.url("detail", "chunhe", pk=row.pk), record.url("edit", "chunhe", pk=row.pk)
    is_everywhere = not record.model.path_lookup
    assert browser.get(detail).status_code == (200 if is_everywhere else 404)
    assert browser.get(edit).status_code == (403 if is_everywhere else 404)
    assert (detail in browser.get(record.url("list", "chunhe")).content.decode()) == is_everywhere


@every_record
def test_the_number_of_queries_does_not_grow_with_the_rows(
    world: World, client_of: ClientOf, keeper: Account, name: str
) -> None:
    record, browser = _prepared(world, name), client_of(keeper)
    most, counted = SAMPLES[name].most, []
    for few, many in ((0, min(3, most - 1)), (min(3, most - 1), most)):
        for n in range(few, many):
            _written(world, record, n)
        browser.get(record.url("list", "chunhe"))
        with CaptureQueriesContext(connection) as queries:
            page = browser.get(record.url("list", "chunhe"))
        counted.append((len(queries), len(page.context["listing"].rows)))
    (queries_of_few, few_rows), (queries_of_many, many_rows) = counted
    assert many_rows > few_rows
    assert queries_of_few == queries_of_many


def test_the_index_lists_the_registers_one_may_see(
    world: World, client_of: ClientOf, watcher: Account, outsider: Account
) -> None:
    page = client_of(watcher).get(reverse("records:index", args=["chunhe"]))
    assert [one.name for one in ALL.values() if one.url("list", "chunhe") not in page.content.decode()] == []
    index = reverse("records:index", args=["chunhe"])
    refused = client_of(outsider).get(index)
    assert refused.status_code == 403
    assert f'href="{index}"' not in refused.content.decode()
    assert f'href="{index}" aria-current' in page.content.decode()
