"""Random order histories for property tests: lawful walks through the state machine, in whole seconds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from linli.work.rules import Level, Stage, allowed_verbs, next_state
from linli.work.terms import PauseReason, State

REPORTED = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LEVEL = Level(response_minutes=2, resolution_minutes=5, unaccepted_alarm_minutes=1)
"""Short promises, so that short histories break them."""


def after(seconds: int) -> datetime:
    """So many seconds after the report."""
    return REPORTED + timedelta(seconds=seconds)


@st.composite
def histories(draw: st.DrawFn) -> list[Stage]:
    """Up to twelve stages of 0 to 200 seconds; the last one open or ended, with gaps now and then."""
    at, state = draw(st.integers(0, 30)), State.NEW
    stages: list[Stage] = []
    for _ in range(draw(st.integers(0, 12))):
        ends = at + draw(st.integers(0, 200))
        reason = draw(st.sampled_from([*PauseReason, None])) if state is State.PAUSED else None
        stages.append(Stage(state, after(at), after(ends), reason))
        verbs = allowed_verbs(state)
        if not verbs:
            break
        state = next_state(draw(st.sampled_from(verbs)), state)
        at = ends + draw(st.sampled_from([0, 0, 0, 7]))
    if draw(st.booleans()) and stages:
        stages[-1] = replace(stages[-1], ends_at=None)
    return stages


def contacts() -> st.SearchStrategy[list[datetime]]:
    """Up to two talks with the person."""
    return st.lists(st.integers(0, 1500).map(after), max_size=2)


def moments() -> st.SearchStrategy[datetime]:
    """When the clocks are read."""
    return st.integers(0, 2600).map(after)
