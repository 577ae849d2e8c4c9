"""What is promised: minutes to respond and resolve, and when silence counts. Seeds of policy rows, not settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from linli.work.terms import Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Level:
    """A service level: promises in minutes and the hours and days after which silence is consent.

    Raises ValueError if a figure is not positive.
    """

    response_minutes: int
    resolution_minutes: int
    unaccepted_alarm_minutes: int
    auto_verify_hours: int = 24
    auto_close_days: int = 7

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) <= 0:
                raise ValueError(f"A service level needs a positive {name}, not {getattr(self, name)}.")

    @property
    def response(self) -> timedelta:
        """Time promised until a named worker has accepted or the desk has spoken with the person."""
        return timedelta(minutes=self.response_minutes)

    @property
    def resolution(self) -> timedelta:
        """Time promised until the work is done."""
        return timedelta(minutes=self.resolution_minutes)


DEFAULT_LEVELS: Mapping[Urgency, Level] = {
    Urgency.EMERGENCY: Level(response_minutes=15, resolution_minutes=30, unaccepted_alarm_minutes=5),
    Urgency.NORMAL: Level(response_minutes=60, resolution_minutes=24 * 60, unaccepted_alarm_minutes=15),
}
"""A new company's first policy rows (sources: docs/rules/sla.md)."""
