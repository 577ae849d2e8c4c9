"""Reads of work."""

from linli.work.queries.evidence import evidence_seen
from linli.work.queries.policy import level_in_force
from linli.work.queries.stages import stages_of

__all__ = ["evidence_seen", "level_in_force", "stages_of"]
