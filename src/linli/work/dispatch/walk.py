"""How a day goes when its stops are visited one after the other. Times are minutes from now."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Shift = tuple[float, float]
"""From when until when somebody works."""

Visit = tuple[float, float, float, bool]
"""One stop of a day: arrival, finish, minutes of travel and work outside all shifts, whether work begins in a shift.

A plain tuple, because an assignment looks at thousands of them."""


def visit(free: float, travel: float, minutes: float, shifts: Sequence[Shift]) -> Visit:
    """The next stop of somebody who is free from `free` on.

    They set out at once if they arrive before the shift ends, and then finish, in overtime if they must; otherwise
    they go in their next shift. When no shift is left they go at once, all in overtime.
    shifts: in order, at least one.
    """
    for start, end in shifts:
        leave = free if free > start else start
        arrive = leave + travel
        if arrive < end:
            finish = arrive + minutes
            return arrive, finish, 0.0 if finish <= end else _outside(leave, finish, shifts), True
    finish = free + travel + minutes
    return free + travel, finish, _outside(free, finish, shifts), False


def _outside(leave: float, finish: float, shifts: Sequence[Shift]) -> float:
    return finish - leave - sum([max(0.0, min(finish, end) - max(leave, start)) for start, end in shifts])


def carry_on(free: float, travel: float, minutes: float) -> Visit:
    """A stop that is begun or on the way: it goes on whatever the shift says, and costs no decision anything."""
    return free + travel, free + travel + minutes, 0.0, True
