"""Reads of work."""

from linli.work.queries.evidence import evidence_seen
from linli.work.queries.listing import Group, Lane, Wanted, counted, most_urgent, narrowed, page_after
from linli.work.queries.page import History, clocks_of, history_of, names_of, why_nobody
from linli.work.queries.policy import level_in_force
from linli.work.queries.ranking import Candidate, ranked
from linli.work.queries.stages import stages_of

__all__ = [
    "Candidate",
    "Group",
    "History",
    "Lane",
    "Wanted",
    "clocks_of",
    "counted",
    "evidence_seen",
    "history_of",
    "level_in_force",
    "most_urgent",
    "names_of",
    "narrowed",
    "page_after",
    "ranked",
    "stages_of",
    "why_nobody",
]
