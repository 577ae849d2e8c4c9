"""Reads of work."""

from linli.work.queries.policy import level_in_force

__all__ = ["level_in_force"]
