"""Reads of work."""

from linli.work.queries.evidence import evidence_seen
from linli.work.queries.policy import level_in_force

__all__ = ["evidence_seen", "level_in_force"]
