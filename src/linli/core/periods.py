"""Half-open periods: from `starts_at` up to, not including, `ends_at`; an open end is None."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Period:
    """A stretch of time [starts_at, ends_at)."""

    starts_at: datetime
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise ValueError("a period cannot end before it starts")

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies inside."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def length(self, now: datetime) -> timedelta:
        """How long it has lasted, up to `now` when the end is open."""
        return max((self.ends_at or now) - self.starts_at, timedelta(0))
