"""What people do next, from where an order stands."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.demo import behaviour
from linli.demo.behaviour import Move, Standing
from linli.work.terms import PauseReason, State, Urgency
from tests.world import MOMENT

STANDING = Standing(
    state=State.ASSIGNED,
    since=MOMENT,
    draw=12345,
    visit=2,
    urgency=Urgency.NORMAL,
    usual_minutes=45,
    response_late=False,
    resolution_late=False,
    is_busy=False,
    shift_starts_at=MOMENT - timedelta(hours=1),
    shift_ends_at=MOMENT + timedelta(hours=8),
    paused_for=None,
    was_paused=False,
    refused_before=False,
)


@given(state=st.sampled_from(list(State)), draw=st.integers(0, 10**9), visit=st.integers(1, 12))
def test_nobody_acts_before_they_know(state: State, draw: int, visit: int) -> None:
    paused_for = PauseReason.WAITING_PART if state is State.PAUSED else None
    coming = behaviour.next_move(replace(STANDING, state=state, draw=draw, visit=visit, paused_for=paused_for))
    assert coming is None or coming.at >= STANDING.since


def test_a_worker_off_duty_answers_when_the_shift_begins() -> None:
    later = MOMENT + timedelta(hours=9)
    for draw in range(50):
        coming = behaviour.next_move(replace(STANDING, draw=draw, shift_starts_at=later))
        assert coming is not None
        assert coming.at > later


def test_a_busy_worker_does_not_set_out() -> None:
    accepted = replace(STANDING, state=State.ACCEPTED, is_busy=True)
    moves = {coming.move for draw in range(200) if (coming := behaviour.next_move(replace(accepted, draw=draw)))}
    assert moves <= {Move.RETURN}


def test_most_people_accept_and_few_overlook_it() -> None:
    moves = [coming.move for draw in range(2000) if (coming := behaviour.next_move(replace(STANDING, draw=draw)))]
    assert moves.count(Move.RETURN) / len(moves) == pytest.approx(behaviour.FORGETS, abs=0.015)


def test_late_work_costs_stars() -> None:
    def average(order: Standing) -> float:
        return sum(behaviour.stars_for(replace(order, draw=draw)) for draw in range(500)) / 500

    assert average(replace(STANDING, resolution_late=True)) < average(STANDING) - 0.5


@pytest.mark.parametrize("state", [State.TRIAGED, State.CLOSED, State.CANCELLED])
def test_nobody_acts_on_what_waits_for_the_engine_or_is_over(state: State) -> None:
    assert behaviour.next_move(replace(STANDING, state=state)) is None
