"""Who may be sent at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linli.work.dispatch.decision import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from linli.work.dispatch.problem import Job, Worker


def refusal(job: Job, worker: Worker, *, now: datetime) -> Refusal | None:
    """The first reason why the worker cannot be sent, or None.

    Whether their shift has room is known only once their queue is walked: see insertion.
    """
    level = worker.skills.get(job.skill, 0)
    if worker.id in job.excluded:
        return Refusal.EXCLUDED
    if level < 1:
        return Refusal.SKILL_MISSING
    if level < job.level:
        return Refusal.SKILL_LEVEL_LOW
    if not any(serves(path, job.path) for path in worker.paths):
        return Refusal.PLACE_NOT_SERVED
    # An emergency nobody is on shift for stays open and alarms; a person decides whom to wake.
    if not any(
        shift.ends_at > now and (shift.starts_at <= now or shift.starts_at < job.due_at) for shift in worker.shifts
    ):
        return Refusal.NOT_ON_SHIFT
    return None


def serves(served: str, path: str) -> bool:
    """Whether a place is the served one or below it; "/3" serves "/3/17" but not "/31"."""
    return f"{path.rstrip('/')}/".startswith(f"{served.rstrip('/')}/")
