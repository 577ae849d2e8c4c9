"""Who is sent where: pure functions over plain data. docs/rules/assignment.md says how it weighs."""

from linli.work.dispatch.decision import Cost, Decision, Offer, Refusal
from linli.work.dispatch.engine import Roster, decide
from linli.work.dispatch.problem import DEFAULT_WEIGHTS, Job, Point, QueuedJob, Span, Weights, Worker
from linli.work.dispatch.record import as_record
from linli.work.dispatch.travel import travel_minutes

__all__ = [
    "DEFAULT_WEIGHTS",
    "Cost",
    "Decision",
    "Job",
    "Offer",
    "Point",
    "QueuedJob",
    "Refusal",
    "Roster",
    "Span",
    "Weights",
    "Worker",
    "as_record",
    "decide",
    "travel_minutes",
]
