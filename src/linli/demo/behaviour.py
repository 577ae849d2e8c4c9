"""What the demo's people do next, decided from where an order stands. Pure: the same order and draw give the same answer.

Nothing is remembered between steps, so the simulation can be stopped and killed at any moment and goes on from the rows.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linli.demo.rates import chance, minutes
from linli.work.terms import PauseReason, State, Urgency


class Move(StrEnum):
    """Something that a simulated person does."""

    DECIDE = "decide"
    ACCEPT = "accept"
    RETURN = "return"
    DEPART = "depart"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    REFUSE = "refuse"
    RATE = "rate"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Standing:
    """An order as the simulation sees it.

    `draw` is the order's own number; `visit` counts its stages, so that each stage draws anew; `free_at` is when the
    worker's earlier order ends (None: busy for now); `shift` is the worker's shift that covers or follows the stage.
    """

    state: State
    since: datetime
    draw: int
    visit: int
    urgency: Urgency
    usual_minutes: int
    response_late: bool
    resolution_late: bool
    is_busy: bool
    shift_starts_at: datetime | None
    shift_ends_at: datetime | None
    paused_for: PauseReason | None
    was_paused: bool
    refused_before: bool


@dataclass(frozen=True)
class Next:
    """The next move and when it is made."""

    move: Move
    at: datetime


FORGETS = 0.03
"""Share of assignments that the worker does not notice until the alarm rings at the desk."""
GIVES_BACK = 0.03
"""Share of accepted orders that the worker gives back: wrong trade, no tool."""
PAUSES = 0.07
"""Share of visits that are interrupted."""
RATES = 0.42
"""Share of residents who rate; the others are silent and the order is verified by time."""
REFUSES = 0.03
"""Share of finished orders that the resident does not accept."""
REOPENS = 0.015
"""Share of verified or rated orders that come back within a few days."""


def next_move(order: Standing) -> Next | None:
    """What happens next to this order by a person's hand, or None when nobody will do anything."""
    asked = f"{order.visit}"
    match order.state:
        case State.NEW:
            return Next(Move.DECIDE, order.since + _minutes(order, f"decide{asked}", 7))
        case State.ASSIGNED:
            return _answer(order)
        case State.ACCEPTED | State.ON_THE_WAY | State.PAUSED | State.STARTED:
            return _work(order)
        case State.DONE:
            return _verdict(order)
        case State.VERIFIED | State.RATED:
            if chance(order.draw, f"reopen{asked}") < REOPENS:
                return Next(Move.REOPEN, order.since + timedelta(hours=4 + 60 * chance(order.draw, f"when{asked}")))
    return None


def stars_for(order: Standing) -> int:
    """How many stars the resident gives: late answers and late work cost stars."""
    mood = chance(order.draw, f"mood{order.visit}")
    mood -= 0.18 * order.response_late + 0.34 * order.resolution_late + 0.2 * order.refused_before
    return 5 if mood > 0.33 else 4 if mood > 0.1 else 3 if mood > -0.05 else 2 if mood > -0.25 else 1


def pause_reason(order: Standing) -> PauseReason:
    """Why the work is interrupted."""
    which = chance(order.draw, f"why{order.visit}")
    if which < 0.45:
        return PauseReason.WAITING_PART
    return PauseReason.NO_ACCESS if which < 0.7 else PauseReason.WAITING_RESIDENT


def _answer(order: Standing) -> Next | None:
    begins = max(order.since, order.shift_starts_at or order.since)
    if chance(order.draw, f"forget{order.visit}") < FORGETS and order.urgency == Urgency.NORMAL:
        return Next(Move.RETURN, begins + _minutes(order, f"noticed{order.visit}", 75))
    median = 2.0 if order.urgency == Urgency.EMERGENCY else 6.0
    return Next(Move.ACCEPT, begins + _minutes(order, f"accept{order.visit}", median))


def _work(order: Standing) -> Next | None:
    asked = f"{order.visit}"
    if order.state == State.PAUSED:
        median = 14 * 60 if order.paused_for == PauseReason.WAITING_PART else 90
        back_at = order.since + _minutes(order, f"resume{asked}", median)
        return None if order.is_busy else Next(Move.RESUME, max(back_at, order.shift_starts_at or back_at))
    if order.state == State.STARTED:
        whole = _minutes(order, f"work{asked}", order.usual_minutes)
        if not order.was_paused and chance(order.draw, f"pause{asked}") < PAUSES:
            return Next(Move.PAUSE, order.since + whole / 3)
        return Next(Move.FINISH, order.since + whole)
    if order.state == State.ON_THE_WAY:
        return Next(Move.START, order.since + _minutes(order, f"walk{asked}", 6))
    if chance(order.draw, f"giveback{asked}") < GIVES_BACK:
        return Next(Move.RETURN, order.since + _minutes(order, f"back{asked}", 10))
    if order.is_busy:
        return None
    leaves_at = order.since + _minutes(order, f"leave{asked}", 4)
    if order.shift_starts_at is not None:
        leaves_at = max(leaves_at, order.shift_starts_at)
    return Next(Move.DEPART, leaves_at)


def _verdict(order: Standing) -> Next | None:
    asked = f"{order.visit}"
    if not order.refused_before and chance(order.draw, f"refuse{asked}") < REFUSES:
        return Next(Move.REFUSE, order.since + _minutes(order, f"refused{asked}", 120))
    if chance(order.draw, f"rate{asked}") < RATES:
        return Next(Move.RATE, order.since + _minutes(order, f"rated{asked}", 180, spread=1.0))
    return None


def _minutes(order: Standing, what: str, median: float, *, spread: float = 0.6) -> timedelta:
    return timedelta(minutes=minutes(order.draw, what, median=median, spread=spread))
