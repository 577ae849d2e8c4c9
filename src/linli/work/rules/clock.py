"""The SLA clocks: how long a person has waited for an answer and for the work, and when a promise breaks.

Pure over what happened; `now` may lie before the last happening and then gives the reading of that moment. All
results are in UTC. docs/rules/sla.md says the rules in words, with worked examples that the tests read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from linli.work.rules.states import RESOLVED, UNTAKEN
from linli.work.terms import PauseReason, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linli.work.rules.levels import Level

Run = tuple[datetime, datetime | None]
"""A half-open time span in which a clock runs; the last one may have no end: it runs at the moment asked about."""


@dataclass(frozen=True, slots=True)
class Stage:
    """An order was in a state from starts_at until ends_at (None: still is). Pauses carry their reason."""

    state: State
    starts_at: datetime
    ends_at: datetime | None = None
    reason: PauseReason | None = None

    @property
    def resolution_runs(self) -> bool:
        """Whether the person is waiting for work in this stage."""
        if self.state is State.PAUSED:
            return self.reason is None or not self.reason.stops_clock
        return self.state not in RESOLVED


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise at one moment. A promise is broken when elapsed is more than target; exactly on time is on time."""

    target: timedelta
    elapsed: timedelta
    due_at: datetime | None
    """When it would break (or broke) if it runs on; None while it is stopped."""
    stopped_at: datetime | None
    """Since when it has been stopped; None while it runs."""
    breached: bool
    breached_at: datetime | None
    left: timedelta
    """target - elapsed; negative once broken."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Both clocks of an order at one moment."""

    response: Clock
    resolution: Clock


def read_clocks(
    stages: Sequence[Stage],
    contacts: Iterable[datetime],
    *,
    reported_at: datetime,
    level: Level,
    now: datetime,
) -> Reading:
    """How both promises stand at `now`.

    stages: in order of time, not overlapping, only the last one open; time that no stage covers counts as waiting.
    contacts: moments when the desk spoke with the person. What lies after `now` has not happened yet.
    Raises ValueError, with a sentence, if times contradict each other or have no time zone.
    """
    reported_at, now = _utc(reported_at), _utc(now)
    known = _known(stages, reported_at, now)
    spoken = [moment for moment in map(_utc, contacts) if moment <= now]
    if any(moment < reported_at for moment in spoken):
        raise ValueError("A contact lies before the report.")
    return Reading(
        response=_clock(_response_runs(known, spoken, reported_at), level.response, now),
        resolution=_clock(_resolution_runs(known, reported_at), level.resolution, now),
    )


def _utc(moment: datetime) -> datetime:
    """Subtraction of two local times ignores a change of summer time, so everything is counted in UTC."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone.")
    return moment.astimezone(UTC)


def _known(stages: Sequence[Stage], reported_at: datetime, now: datetime) -> list[Stage]:
    """The stages that have begun by now, cut at now, after checking that time only goes forward."""
    if now < reported_at:
        raise ValueError("Now lies before the report.")
    known: list[Stage] = []
    free_from: datetime | None = reported_at
    for stage in stages:
        if free_from is None:
            raise ValueError(f"A stage is still open but {stage.state} follows it.")
        start = _utc(stage.starts_at)
        end = None if stage.ends_at is None else _utc(stage.ends_at)
        if start < free_from:
            raise ValueError(f"The stage {stage.state} begins before the report or before an earlier stage ended.")
        if end is not None and end < start:
            raise ValueError(f"The stage {stage.state} ends before it begins.")
        if start <= now:
            known.append(Stage(stage.state, start, end if end is not None and end <= now else None, stage.reason))
        free_from = end
    return known


def _response_runs(known: list[Stage], spoken: list[datetime], reported_at: datetime) -> list[Run]:
    """From the report until somebody took it, spoke about it or called it off; nothing starts it again."""
    answers = [*spoken, *(stage.starts_at for stage in known if stage.state not in UNTAKEN)]
    return [(reported_at, min(answers, default=None))]


def _resolution_runs(known: list[Stage], reported_at: datetime) -> list[Run]:
    """From the report on, without the stages in which nothing is owed; stages that follow each other are one run."""
    runs: list[Run] = []
    since: datetime | None = reported_at
    for stage in known:
        if stage.resolution_runs:
            since = since or stage.starts_at
            continue
        if since is not None and since < stage.starts_at:
            runs.append((since, stage.starts_at))
        since = stage.ends_at
    if since is not None:
        runs.append((since, None))
    return runs or [(reported_at, reported_at)]


def _clock(runs: list[Run], target: timedelta, now: datetime) -> Clock:
    elapsed = timedelta(0)
    breached_at: datetime | None = None
    for start, end in runs:
        span = (end or now) - start
        if breached_at is None and elapsed + span > target:
            breached_at = start + (target - elapsed)
        elapsed += span
    stopped_at = runs[-1][1]
    left = target - elapsed
    return Clock(
        target=target,
        elapsed=elapsed,
        due_at=(breached_at or now + left) if stopped_at is None else None,
        stopped_at=stopped_at,
        breached=breached_at is not None,
        breached_at=breached_at,
        left=left,
    )
