"""Verbs of work: the only writers of orders."""

from linli.work.actions.assigning import assign_automatically, assign_order, assign_waiting, return_order
from linli.work.actions.judging import cancel_order, close_order, rate_order, refuse_order, reopen_order, verify_order
from linli.work.actions.opening import correct_triage, open_order, triage_order
from linli.work.actions.policy import seed_policy, succeed_service_level
from linli.work.actions.promises import acknowledge_alarm, acknowledge_alarms, fall_due, note_contact
from linli.work.actions.working import (
    accept_order,
    depart_for_order,
    finish_order,
    pause_order,
    resume_order,
    start_order,
)

__all__ = [
    "accept_order",
    "acknowledge_alarm",
    "acknowledge_alarms",
    "assign_automatically",
    "assign_order",
    "assign_waiting",
    "cancel_order",
    "close_order",
    "correct_triage",
    "depart_for_order",
    "fall_due",
    "finish_order",
    "note_contact",
    "open_order",
    "pause_order",
    "rate_order",
    "refuse_order",
    "reopen_order",
    "resume_order",
    "return_order",
    "seed_policy",
    "start_order",
    "succeed_service_level",
    "triage_order",
    "verify_order",
]
