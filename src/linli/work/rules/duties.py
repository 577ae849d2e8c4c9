"""What falls due by itself: the alarm for an order that nobody took, verification and closing by silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from linli.work.rules.states import UNTAKEN
from linli.work.terms import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linli.work.rules.clock import Stage
    from linli.work.rules.levels import Level


def untaken_since(stages: Sequence[Stage], *, reported_at: datetime) -> datetime | None:
    """Since when nobody has had the order in hand, assigned or not; None while somebody has it or it is resolved.

    Assigning, returning and assigning again without an acceptance does not begin anew; a refusal, a reopening, and a
    return or transfer after acceptance do.
    """
    since = reported_at
    untaken = True
    for stage in stages:
        if stage.state not in UNTAKEN:
            untaken = False
        elif not untaken:
            since, untaken = stage.starts_at, True
    return since if untaken else None


def needs_alarm(since: datetime | None, *, level: Level, now: datetime) -> bool:
    """Whether an order untaken `since` (see untaken_since) has waited for a taker as long as the level bears."""
    return since is not None and now - since >= timedelta(minutes=level.unaccepted_alarm_minutes)


def is_due_for_verification(state: State, since: datetime, *, level: Level, now: datetime) -> bool:
    """Whether work done `since`, neither verified nor refused, counts as verified."""
    return state is State.DONE and now - since >= timedelta(hours=level.auto_verify_hours)


def is_due_for_closing(state: State, since: datetime, *, level: Level, now: datetime) -> bool:
    """Whether an order that has been verified or rated `since` is closed."""
    return state in {State.VERIFIED, State.RATED} and now - since >= timedelta(days=level.auto_close_days)
