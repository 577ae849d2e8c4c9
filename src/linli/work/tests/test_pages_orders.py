"""The list of orders: narrowed, turned page by page, shown to those who may look."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.work import actions
from linli.work.queries.listing import PAGE
from linli.work.terms import Category, State
from tests.orders import MINUTE, in_state, opened, triaged
from tests.pages import ClientOf, said
from tests.world import World

URL = reverse("work:orders", args=["chunhe"])


def test_the_list_is_narrowed_by_each_thing_asked_for(world: World, client_of: ClientOf) -> None:
    leak = in_state(world, State.ASSIGNED)
    lift = triaged(world, place="lift", category=Category.LIFT)
    done = in_state(world, State.DONE, place="1-1-102")
    desk = client_of(world.desk)
    wanted = {
        "": {leak, lift},
        "group=all": {leak, lift, done},
        "group=done": {done},
        "group=waiting": {lift},
        "group=settled": set(),
        "category=lift": {lift},
        f"worker={world.li.staff.pk}&group=all": {leak, done},
        "q=电梯": {lift},
        f"q={leak.number}": {leak},
        "q=101 水管": {leak},
        "category=magic&worker=x&group=y&after=z&estate=-1": {leak, lift},
    }
    for asked, expected in wanted.items():
        page = said(desk.get(f"{URL}?{asked}"))
        assert {order for order in (leak, lift, done) if order.number in page} == expected, asked


def test_late_is_what_broke_a_promise_that_still_runs(world: World, client_of: ClientOf) -> None:
    late, spoken = in_state(world, State.ASSIGNED), in_state(world, State.ASSIGNED, place="lobby")
    actions.note_contact(order_id=spoken.pk, by=world.actor(world.desk), at=world.at + 3 * MINUTE)
    late.response_due_at = world.at - MINUTE
    late.save(update_fields=["response_due_at"])
    page = said(client_of(world.desk).get(f"{URL}?group=late"))
    assert late.number in page
    assert spoken.number not in page


def test_every_order_stands_on_exactly_one_page(world: World, client_of: ClientOf) -> None:
    numbers = {opened(world, at=world.at - (n // 3) * MINUTE).number for n in range(PAGE * 2 + 7)}
    desk, url, seen = client_of(world.desk), URL, []
    while url:
        page = desk.get(url)
        seen += [order.number for order in page.context["orders"]]
        url = f"{URL}{page.context['next_url']}" if page.context["next_url"] else ""
    assert len(seen) == len(numbers)
    assert set(seen) == numbers


def test_the_list_costs_the_same_for_one_order_and_for_fifty(world: World, client_of: ClientOf) -> None:
    desk, counts = client_of(world.desk), []
    for more in (1, PAGE - 1):
        for _ in range(more):
            in_state(world, State.ASSIGNED)
        with CaptureQueriesContext(connection) as queries:
            desk.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_htmx_gets_the_rows_only(world: World, client_of: ClientOf) -> None:
    fragment = said(client_of(world.desk).get(URL, headers={"HX-Request": "true"}))
    assert fragment.lstrip().startswith('<div class="l-stack" id="orders"')


@pytest.mark.parametrize(
    ("who", "status"), [("desk", 200), ("viewer", 200), ("manager", 200), ("li", 403), ("wang", 403), ("stranger", 404)]
)
def test_who_may_look(world: World, client_of: ClientOf, who: str, status: int) -> None:
    assert client_of(getattr(world, who)).get(URL).status_code == status


def test_another_companys_orders_are_not_here(world: World, client_of: ClientOf) -> None:
    order = opened(world)
    theirs = reverse("work:orders", args=["qiushi"])
    page = said(client_of(world.other_desk).get(f"{theirs}?group=all"))
    assert order.number not in page
