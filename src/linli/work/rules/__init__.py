"""Pure decisions about orders: which verb leads where, how the promises stand, what falls due. No clock, no rows."""

from linli.work.rules.clock import Clock, Reading, Stage, read_clocks
from linli.work.rules.duties import is_due_for_closing, is_due_for_verification, needs_alarm, untaken_since
from linli.work.rules.levels import DEFAULT_LEVELS, Level
from linli.work.rules.states import (
    IN_HAND,
    MOVES,
    OPEN,
    RESOLVED,
    UNTAKEN,
    Move,
    NotAllowed,
    allowed_verbs,
    next_state,
)

__all__ = [
    "DEFAULT_LEVELS",
    "IN_HAND",
    "MOVES",
    "OPEN",
    "RESOLVED",
    "UNTAKEN",
    "Clock",
    "Level",
    "Move",
    "NotAllowed",
    "Reading",
    "Stage",
    "allowed_verbs",
    "is_due_for_closing",
    "is_due_for_verification",
    "needs_alarm",
    "next_state",
    "read_clocks",
    "untaken_since",
]
