"""Reads of the service desk."""

from linli.servicedesk.queries.callers import Caller, caller_of, find_callers
from linli.servicedesk.queries.inbox import (
    Burning,
    Part,
    Unassigned,
    Undecided,
    arrival_expected,
    burning,
    to_call_back,
    to_decide,
    without_worker,
)
from linli.servicedesk.queries.requests import (
    policy_in_force,
    request_behind,
    request_of,
    requests_of,
    resident_of,
    unfinished,
)
from linli.servicedesk.queries.understanding import Guess, Score, danger_in, grams_of, guess, scores_of

__all__ = [
    "Burning",
    "Caller",
    "Guess",
    "Part",
    "Score",
    "Unassigned",
    "Undecided",
    "arrival_expected",
    "burning",
    "caller_of",
    "danger_in",
    "find_callers",
    "grams_of",
    "guess",
    "policy_in_force",
    "request_behind",
    "request_of",
    "requests_of",
    "resident_of",
    "scores_of",
    "to_call_back",
    "to_decide",
    "unfinished",
    "without_worker",
]
