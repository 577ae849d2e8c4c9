"""How a day goes when its stops are visited one after the other. Times are minutes from now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Shift = tuple[float, float]
"""From when until when somebody works."""


class Visit(NamedTuple):
    """One stop of a day."""

    arrive: float
    finish: float
    overtime: float
    """Minutes of travel and work outside all shifts."""
    in_shift: bool
    """Whether the work begins within a shift."""


def visit(free: float, travel: float, minutes: float, shifts: Sequence[Shift]) -> Visit:
    """The next stop of somebody who is free from `free` on.

    They set out at once if they arrive before the shift ends, and then finish, in overtime if they must; otherwise
    they go in their next shift. When no shift is left they go at once, all in overtime.
    """
    for index, (start, end) in enumerate(shifts):
        if free >= end:
            continue
        leave = max(free, start)
        arrive = leave + travel
        if arrive >= end:
            continue
        finish = arrive + minutes
        if finish <= end:
            return Visit(arrive, finish, 0.0, True)
        again = shifts[index + 1][0] if index + 1 < len(shifts) else finish
        return Visit(arrive, finish, min(finish, again) - end, True)
    arrive = free + travel
    finish = arrive + minutes
    return Visit(arrive, finish, finish - max(free, shifts[-1][1]) if shifts else finish - free, False)


def carry_on(free: float, travel: float, minutes: float) -> Visit:
    """A stop that is begun or on the way: it goes on whatever the shift says, and costs no decision anything."""
    return Visit(free + travel, free + travel + minutes, 0.0, True)
