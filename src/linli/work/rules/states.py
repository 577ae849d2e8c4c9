"""The order's state machine, as one table. docs/rules/order-states.md shows it; a test holds the two together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linli.work.terms import State, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

UNTAKEN = frozenset({State.NEW, State.TRIAGED, State.ASSIGNED})
"""No worker has said "I do it": what alarms when it lasts."""

IN_HAND = frozenset({State.ACCEPTED, State.ON_THE_WAY, State.STARTED, State.PAUSED})
"""A named worker has it and has not finished."""

RESOLVED = frozenset({State.DONE, State.VERIFIED, State.RATED, State.CLOSED, State.CANCELLED})
"""Nothing is left to do unless somebody refuses or reopens."""

OPEN = UNTAKEN | IN_HAND
"""Work remains."""

_HELD = frozenset({State.ASSIGNED}) | IN_HAND


class NotAllowed(Exception):
    """The order does not take this verb in this state. The action layer says so to the person."""

    def __init__(self, verb: Verb, state: State) -> None:
        super().__init__(f"{verb} is not allowed while an order is {state}")
        self.verb = verb
        self.state = state


@dataclass(frozen=True, slots=True)
class Move:
    """A verb leads from any of its sources to its target."""

    sources: frozenset[State]
    target: State


MOVES: Mapping[Verb, Move] = {
    Verb.TRIAGE: Move(frozenset({State.NEW, State.TRIAGED}), State.TRIAGED),
    Verb.ASSIGN: Move(frozenset({State.TRIAGED}), State.ASSIGNED),
    Verb.ACCEPT: Move(frozenset({State.ASSIGNED}), State.ACCEPTED),
    Verb.DEPART: Move(frozenset({State.ACCEPTED}), State.ON_THE_WAY),
    Verb.START: Move(frozenset({State.ACCEPTED, State.ON_THE_WAY}), State.STARTED),
    Verb.PAUSE: Move(frozenset({State.STARTED}), State.PAUSED),
    Verb.RESUME: Move(frozenset({State.PAUSED}), State.STARTED),
    Verb.FINISH: Move(frozenset({State.STARTED}), State.DONE),
    Verb.VERIFY: Move(frozenset({State.DONE}), State.VERIFIED),
    # The same worker comes back, but must say so again: a promise is never assumed.
    Verb.REFUSE: Move(frozenset({State.DONE}), State.ASSIGNED),
    Verb.RATE: Move(frozenset({State.VERIFIED}), State.RATED),
    Verb.CLOSE: Move(frozenset({State.VERIFIED, State.RATED}), State.CLOSED),
    Verb.REOPEN: Move(frozenset({State.VERIFIED, State.RATED, State.CLOSED}), State.TRIAGED),
    Verb.TRANSFER: Move(_HELD, State.ASSIGNED),
    Verb.RETURN_: Move(_HELD, State.TRIAGED),
    Verb.CANCEL: Move(OPEN, State.CANCELLED),
}


def next_state(verb: Verb, state: State) -> State:
    """The state an order has after the verb.

    Raises NotAllowed if the state does not take the verb.
    """
    move = MOVES[verb]
    if state not in move.sources:
        raise NotAllowed(verb, state)
    return move.target


def allowed_verbs(state: State) -> tuple[Verb, ...]:
    """What can be done in this state, in the order of the table."""
    return tuple(verb for verb, move in MOVES.items() if state in move.sources)
