"""Reads of the service desk."""

from linli.servicedesk.queries.requests import (
    policy_in_force,
    request_behind,
    request_of,
    resident_of,
    undecided,
)

__all__ = ["policy_in_force", "request_behind", "request_of", "resident_of", "undecided"]
