"""Whatever somebody types or puts into an address is answered with a page or a sentence, never with a crash."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from linli.core.errors import Invalid
from linli.people.models import Shift
from linli.work import actions
from linli.work.models import Order
from linli.work.terms import State
from tests.orders import in_state, resident_of
from tests.world import World

ClientOf = Callable[[Any], Any]
MANY_DIGITS = "9" * 5000
SHIFTS = "/c/chunhe/records/people/shift/"


def mark(written: str) -> str:
    """A mark for the next page of a register that nobody gave out."""
    return urlsafe_b64encode(written.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "path", ["/q/%00/", "/r/%00/", "/c/%00/", "/c/chunhe%00/desk/", "/%00", "/c/chunhe/orders/%00/"]
)
def test_an_address_that_no_database_can_hold_leads_nowhere(world: World, client_of: ClientOf, path: str) -> None:
    assert client_of(world.manager).get(path).status_code == 404
    assert client_of(None).get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "figure=received&group=all&since=9999-12-31T23:59:59-23:59",
        "figure=received&group=all&since=0001-01-01T00:00:00%2B23:59",
        "figure=received&group=all&since=2026-03-01T00:00:00%2B23:59&until=2026-03-20T00:00:00-23:59",
        f"after={MANY_DIGITS}&worker={MANY_DIGITS}&estate={MANY_DIGITS}",
        "after=-1&worker=²&estate=٣&q=%00",
    ],
)
def test_orders_are_listed_whatever_is_asked_for(world: World, client_of: ClientOf, query: str) -> None:
    assert client_of(world.manager).get(f"/c/chunhe/orders/?{query}").status_code == 200


@pytest.mark.parametrize(
    "asked",
    ["[" * 3000, "[null, Infinity]", '["x", Infinity]', '["x", -1e400]', '["2026-03-10T10:00", NaN]', "9" * 4500],
)
@pytest.mark.parametrize("sort", ["", "-starts_at"])
def test_a_register_is_listed_whatever_mark_is_asked_for(
    world: World, client_of: ClientOf, asked: str, sort: str
) -> None:
    answer = client_of(world.manager).get(SHIFTS, {"after": mark(asked), "sort": sort})
    assert answer.status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_register_is_narrowed_by_the_first_and_the_last_of_days(world: World, client_of: ClientOf, day: str) -> None:
    asked = {"starts_at__from": "0001-01-01", "starts_at__until": "9999-12-31"}
    everything = client_of(world.manager).get(SHIFTS, asked)
    assert everything.context["listing"].count == Shift.objects.count()
    answer = client_of(world.manager).get(SHIFTS, {"starts_at__from": day, "starts_at__until": day})
    assert answer.context["listing"].count == 0


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_out_of_all_reason_is_refused_and_breaks_no_list(
    world: World, client_of: ClientOf, moment: str
) -> None:
    browser = client_of(world.manager)
    shift = Shift.objects.filter(staff=world.li.staff).earliest("starts_at")
    address = f"{SHIFTS}{shift.pk}/edit"
    assert browser.get(address).status_code == 200
    shown = {"starts_at": "2026-03-09T08:00", "ends_at": "2026-03-09T18:00"}
    for field in shown:
        assert browser.post(address, {**shown, field: moment}).status_code == 422
    assert browser.get(SHIFTS).status_code == 200


def test_a_reason_of_nothing_a_database_can_keep_is_no_reason(world: World) -> None:
    order = in_state(world, State.DONE)
    by, at = resident_of(order), world.at + timedelta(hours=1)
    with pytest.raises(Invalid):
        actions.refuse_order(order_id=order.pk, reason="\0 \0", by=by, at=at)
    actions.refuse_order(order_id=order.pk, reason="还\0漏", by=by, at=at)
    assert Order.objects.get(pk=order.pk).stages.latest("id").note == "还漏"


def test_a_search_for_callers_bears_any_choice(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.desk)
    for caller in (f"{MANY_DIGITS}:", f"1:{MANY_DIGITS}", "²:", "99999999999999999999:1", "\0", ":"):
        assert browser.post("/c/chunhe/desk/callers", {"q": "101", "caller": caller}).status_code == 200


def test_a_bare_word_is_no_address_to_go_on_to(world: World, client_of: ClientOf) -> None:
    assert client_of(world.desk).get("/sign-in?next=abc").status_code == 302


def test_a_key_of_many_digits_names_no_report(world: World, client_of: ClientOf) -> None:
    assert client_of(world.desk).get(f"/c/chunhe/desk/?taken={'7' * 5000}").status_code == 200
