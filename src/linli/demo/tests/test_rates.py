"""How often what happens: pure, the same for the same seed."""

from datetime import timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.clock import LOCAL, day_start
from linli.demo import plan, rates, texts
from linli.work.terms import Area, Category, Urgency
from tests.world import MOMENT

MONDAY = day_start(MOMENT.astimezone(LOCAL).date() - timedelta(days=MOMENT.astimezone(LOCAL).weekday()))


def test_the_shares_are_shares() -> None:
    assert sum(rates.SHARES.values()) == pytest.approx(1.0)
    assert set(rates.SHARES) == set(Category)


def test_a_week_has_the_stated_number_of_requests() -> None:
    expected = sum(rates.rate_of_hour(homes=1236, hour=MONDAY + timedelta(hours=each)) for each in range(7 * 24))
    assert expected == pytest.approx(1236 * rates.REQUESTS_PER_HOME_AND_MONTH / 30 * 7)


def test_requests_come_as_often_as_the_rate_says() -> None:
    end = MONDAY + timedelta(days=70)
    found = len(list(rates.arrivals(homes=1236, start=MONDAY, end=end, seed=1)))
    expected = 1236 * rates.REQUESTS_PER_HOME_AND_MONTH / 30 * 70
    assert abs(found - expected) < 4 * expected**0.5


@given(cut=st.floats(min_value=0, max_value=48), seed=st.integers(0, 5))
def test_requests_do_not_depend_on_where_the_story_is_cut(cut: float, seed: int) -> None:
    end, middle = MONDAY + timedelta(hours=48), MONDAY + timedelta(hours=cut)
    whole = list(rates.arrivals(homes=1236, start=MONDAY, end=end, seed=seed))
    first = list(rates.arrivals(homes=1236, start=MONDAY, end=middle, seed=seed))
    second = list(rates.arrivals(homes=1236, start=middle, end=end, seed=seed))
    assert first + second == whole


def test_waiting_times_lie_around_their_median() -> None:
    drawn = sorted(rates.minutes(draw, "x", median=6) for draw in range(2001))
    assert drawn[1000] == pytest.approx(6, rel=0.1)
    assert mean(drawn) > 6


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("area", list(Area))
@pytest.mark.parametrize("urgency", list(Urgency))
def test_there_are_words_for_everything(category: Category, area: Area, urgency: Urgency) -> None:
    assert len(texts.report_text(category, area, urgency, draw=7)) > 3


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize("urgency", list(Urgency))
def test_what_lies_in_the_common_parts_lies_at_a_place_of_the_plan(category: Category, urgency: Urgency) -> None:
    known = {name for name, *_where in plan.SPACES} | {"大堂", "电梯"}
    for draw in range(40):
        text = texts.report_text(category, Area.COMMON, urgency, draw=draw)
        assert texts.common_place_in(text) in known


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("你好，地库排水沟堵了，积水到脚踝", "地下车库B区"),
        ("喂，单元门口地砖碎了，下雨天积水", "大堂"),
        ("电梯厅灯坏了两个", "大堂"),
        ("师傅你好，电梯按钮按了没反应", "电梯"),
        ("门岗的态度很不好，问路爱理不理", "南门"),
        ("捡到一串钥匙，放在哪里好", "物业服务中心"),
    ],
)
def test_a_report_is_made_where_its_words_are(text: str, place: str) -> None:
    assert texts.common_place_in(text) == place


def test_what_is_urgent_at_home_is_at_home() -> None:
    for draw in range(20):
        assert rates.area_of(Category.DRAINS, Urgency.EMERGENCY, draw) == Area.INDOOR
        assert rates.area_of(Category.LIFT, Urgency.EMERGENCY, draw) == Area.COMMON


def test_a_worker_notes_what_fits_the_trade() -> None:
    lift = {texts.done_note(Category.LIFT, draw=draw) for draw in range(20)}
    assert lift == set(texts.DONE[Category.LIFT])
    assert texts.done_note(Category.DOORS_WINDOWS, draw=1) in texts.REPAIRED
