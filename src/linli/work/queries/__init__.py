"""Reads of work."""

from linli.work.queries.beside import assignments_beside, photos_beside, ratings_beside
from linli.work.queries.evidence import evidence_seen
from linli.work.queries.figures import (
    Figure,
    Figures,
    Load,
    by_category,
    figures_of,
    loads_of,
    of_figure,
    resolution_by_day,
)
from linli.work.queries.listing import Group, Lane, Wanted, counted, most_urgent, narrowed, page_after
from linli.work.queries.narrowing import Narrowing, narrowing
from linli.work.queries.page import History, clocks_of, history_of, names_of, why_nobody
from linli.work.queries.policy import level_in_force
from linli.work.queries.ranking import Candidate, ranked
from linli.work.queries.reasons import REFUSALS, KeptAway, kept_away
from linli.work.queries.stages import stages_of
from linli.work.queries.worker import finished_by, queue_of

__all__ = [
    "REFUSALS",
    "Candidate",
    "Figure",
    "Figures",
    "Group",
    "History",
    "KeptAway",
    "Lane",
    "Load",
    "Narrowing",
    "Wanted",
    "assignments_beside",
    "by_category",
    "clocks_of",
    "counted",
    "evidence_seen",
    "figures_of",
    "finished_by",
    "history_of",
    "kept_away",
    "level_in_force",
    "loads_of",
    "most_urgent",
    "names_of",
    "narrowed",
    "narrowing",
    "of_figure",
    "page_after",
    "photos_beside",
    "queue_of",
    "ranked",
    "ratings_beside",
    "resolution_by_day",
    "stages_of",
    "why_nobody",
]
