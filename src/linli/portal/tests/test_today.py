"""The manager's morning: every number leads to a list that holds exactly what was counted."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.core.access import SYSTEM
from linli.core.models import Job
from linli.work import actions as work
from linli.work.terms import State
from tests.history import FORTNIGHT, Life, lived, told
from tests.orders import MINUTE, in_state, opened, triaged
from tests.world import World

ClientOf = Callable[[Any], Any]
TODAY = "/c/chunhe/today/"


@pytest.fixture
def fortnight(world: World) -> World:
    """Two weeks of history, and orders in hand of which some burn."""
    for life in FORTNIGHT:
        lived(world, life)
    in_state(world, State.STARTED, place="1-2-101")
    triaged(world, place="1-2-102")
    told(world, "车库有怪味", place="garage", at=world.at - MINUTE)
    lived(world, Life(timedelta(days=1), place="1-2-201"))
    stale = opened(world, place="garden", at=world.at - timedelta(days=2))
    nearly = opened(world, place="lobby", at=world.at - timedelta(hours=21))
    assert (stale.resolution_due_at or world.at) < world.at < (nearly.resolution_due_at or world.at)
    work.fall_due(by=SYSTEM, at=world.at)
    return world


def count_behind(browser: Any, url: str) -> int:
    """How many orders the list behind a number says it holds, and holds."""
    page = browser.get(url)
    assert page.status_code == 200
    found = re.search(r'data-count="(\d+)"', page.content.decode())
    count = int(found[1]) if found else 0
    assert len(page.context["orders"]) == count
    return count


def test_every_number_of_now_is_the_list_behind_it(fortnight: World, client_of: ClientOf) -> None:
    browser = client_of(fortnight.manager)
    *numbers, waiting = browser.get(TODAY).context["now"]
    assert {each.label: int(each.value) for each in numbers} == {
        each.label: count_behind(browser, each.url) for each in numbers
    }
    assert all(int(each.value) > 0 for each in numbers)
    desk = browser.get(waiting.url).context
    assert (int(waiting.value), urlsplit(waiting.url).fragment) == (desk["to_decide"].count, "desk-decide")
    assert int(waiting.value) > 0


def test_every_number_of_the_week_is_the_list_behind_it(fortnight: World, client_of: ClientOf) -> None:
    browser = client_of(fortnight.manager)
    received, answered, resolved, *medians, stars, unhappy = browser.get(TODAY).context["numbers"]
    assert count_behind(browser, received.url) == int(received.value) == 11
    assert count_behind(browser, unhappy.url) == int(unhappy.value) == 2
    for each in (answered, resolved, stars, *medians):
        assert count_behind(browser, each.url) == int(re.findall(r"\d+", each.hint)[0]), each.label
    assert (answered.value, resolved.value) == ("73%", "82%")
    assert stars.value == "3.5"


def test_every_number_beside_a_worker_and_a_category_is_the_list_behind_it(
    fortnight: World, client_of: ClientOf
) -> None:
    browser = client_of(fortnight.manager)
    context = browser.get(TODAY).context
    assert [line.load.staff.person.name for line in context["workers"]][:2] == ["李师傅", "赵师傅"]
    for line in context["workers"]:
        assert count_behind(browser, line.open_url) == line.load.open
        assert count_behind(browser, line.done_url) == line.load.done
    assert context["workers"][0].load.done == 1
    assert sum(line.received for line in context["categories"]) == 8
    for line in context["categories"]:
        assert count_behind(browser, line.received_url) == line.received
        assert count_behind(browser, line.late_url) == line.late


def test_the_list_behind_a_number_says_what_it_is_and_stays_so_while_one_searches(
    fortnight: World, client_of: ClientOf
) -> None:
    browser = client_of(fortnight.manager)
    late = browser.get(TODAY).context["numbers"][2]
    page = browser.get(late.url).content.decode()
    assert "完工超时" in page
    assert all(f'name="{name}"' in page for name in ("figure", "since", "until"))
    assert count_behind(browser, f"{late.url}&q=阳台门") == 1


def test_who_has_more_than_fits_in_a_shift_stands_first_and_is_marked(world: World, client_of: ClientOf) -> None:
    for place in ("1-1-101", "1-1-102", "1-1-201", "1-1-202", "1-1-301", "1-1-302", "1-2-101", "1-2-102", "1-2-201"):
        in_state(world, State.ACCEPTED, place=place)
    first, second, *_rest = client_of(world.manager).get(TODAY).context["workers"]
    assert (first.load.staff, first.tone, second.tone) == (world.li.staff, "over", "quiet")
    assert first.load.usual == timedelta(minutes=45 * 9)


def test_nobody_off_duty_without_work_takes_room(world: World, client_of: ClientOf, held: Any) -> None:
    with held(world.at.replace(hour=3)):
        context = client_of(world.manager).get(TODAY).context
    assert (context["workers"], context["others"]) == ([], 5)


def test_an_empty_company_is_told_what_will_be_here(world: World, client_of: ClientOf) -> None:
    page = client_of(world.manager).get(TODAY)
    assert page.context["slower"] is None
    assert "还没有完工记录" in page.content.decode()
    assert [each.value for each in page.context["numbers"]][1:6] == ["–"] * 5


def test_what_residents_are_unhappy_with_is_told_with_their_words(fortnight: World, client_of: ClientOf) -> None:
    unhappy = client_of(fortnight.manager).get(TODAY).context["unhappy"]
    assert [(each.stars, each.comment) for each in unhappy] == [(2, "等了很久才来"), (1, "第二天才修好")]


def test_the_figures_are_of_what_a_manager_of_one_building_may_see(
    fortnight: World, client_of: ClientOf, promoted: Any
) -> None:
    browser = client_of(promoted(fortnight.deputy, "2"))
    context = browser.get(TODAY).context
    assert int(context["numbers"][0].value) == 1 == count_behind(browser, context["numbers"][0].url)
    assert [int(each.value) for each in context["now"]] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("who", "status"), [("manager", 200), ("desk", 403), ("viewer", 403), ("li", 403), ("wang", 403), ("stranger", 404)]
)
def test_who_may_see_the_morning(world: World, client_of: ClientOf, who: str, status: int) -> None:
    assert client_of(getattr(world, who)).get(TODAY).status_code == status


def test_another_companys_orders_never_count(fortnight: World, client_of: ClientOf, promoted: Any) -> None:
    assert client_of(fortnight.other_desk).get(TODAY).status_code == 404
    with promoted.elsewhere(fortnight):
        browser = client_of(promoted(fortnight.other_desk, None))
        context = browser.get("/c/qiushi/today/").context
    assert [each.value for each in (*context["now"], context["numbers"][0])] == ["0"] * 5


def test_the_morning_costs_as_many_queries_with_ten_orders_as_with_one(world: World, client_of: ClientOf) -> None:
    browser = client_of(world.manager)
    lived(world, FORTNIGHT[1])

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(TODAY).status_code == 200
        return len(asked)

    cost()
    once = cost()
    for life in FORTNIGHT[2:]:
        lived(world, life)
    assert cost() == once <= 26


def test_long_work_shows_its_bar_to_whoever_may_see_jobs(world: World, client_of: ClientOf) -> None:
    job = Job.objects.create(
        company=world.company, name="demo.history", asked_at=world.at, state="running", done=12, total=60
    )
    page = client_of(world.manager).get(TODAY).content.decode()
    assert f"/c/chunhe/jobs/{job.pk}/" in page
    assert "12 / 60" in page
    bar = client_of(world.manager).get(f"/c/chunhe/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert bar.content.decode().lstrip().startswith('<div class="l-progress')
