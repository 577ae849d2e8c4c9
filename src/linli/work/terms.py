"""The vocabulary of work: what an order can be about, where it stands, what can be done with it, and by which right.

Values are stored and sent; labels are for people. Labels carry a context, because "New" or "Other" means something
else on another page.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

from django.utils.translation import pgettext_lazy as _p

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise


class Term(StrEnum):
    """A word with a stored value and a label in the reader's language."""

    label: StrPromise | str

    def __new__(cls, value: str, label: StrPromise | str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, StrPromise | str]]:
        """All words in their order, as (value, label)."""
        return [(str(word), word.label) for word in cls]


class Category(Term):
    """What a request or order is about (PEERS 5.6 and what residents also ask). Also the name of the skill it needs."""

    PLUMBING = "plumbing", _p("category", "Plumbing and leaks")
    ELECTRICAL = "electrical", _p("category", "Electrical and lighting")
    DOORS_WINDOWS = "doors_windows", _p("category", "Doors and windows")
    WALLS_FLOORS = "walls_floors", _p("category", "Walls and floors")
    DRAINS = "drains", _p("category", "Drains")
    LIFT = "lift", _p("category", "Lift")
    FIRE = "fire", _p("category", "Fire safety")
    SECURITY_LOWVOLTAGE = "security_lowvoltage", _p("category", "Security, access and low voltage")
    HEATING = "heating", _p("category", "Heating and air conditioning")
    APPLIANCES = "appliances", _p("category", "Appliances")
    PUBLIC_FACILITIES = "public_facilities", _p("category", "Public facilities")
    CLEANING_GREENING = "cleaning_greening", _p("category", "Cleaning and greening")
    PARKING = "parking", _p("category", "Parking and gates")
    NOISE_NEIGHBOURS = "noise_neighbours", _p("category", "Noise and neighbours")
    FEES = "fees", _p("category", "Fees")
    COMPLAINT = "complaint", _p("category", "Complaint or suggestion")
    OTHER = "other", _p("category", "Other")


class State(Term):
    """Where an order stands. rules.states says which verb leads where."""

    NEW = "new", _p("order state", "New")
    TRIAGED = "triaged", _p("order state", "Triaged")
    ASSIGNED = "assigned", _p("order state", "Assigned")
    ACCEPTED = "accepted", _p("order state", "Accepted")
    ON_THE_WAY = "on_the_way", _p("order state", "On the way")
    STARTED = "started", _p("order state", "Started")
    PAUSED = "paused", _p("order state", "Paused")
    DONE = "done", _p("order state", "Done")
    VERIFIED = "verified", _p("order state", "Verified")
    RATED = "rated", _p("order state", "Rated")
    CLOSED = "closed", _p("order state", "Closed")
    CANCELLED = "cancelled", _p("order state", "Cancelled")


class Verb(Term):
    """What can be done with an order."""

    TRIAGE = "triage", _p("order verb", "Triage")
    ASSIGN = "assign", _p("order verb", "Assign")
    ACCEPT = "accept", _p("order verb", "Accept")
    DEPART = "depart", _p("order verb", "Set out")
    START = "start", _p("order verb", "Start work")
    PAUSE = "pause", _p("order verb", "Pause")
    RESUME = "resume", _p("order verb", "Resume")
    FINISH = "finish", _p("order verb", "Finish")
    VERIFY = "verify", _p("order verb", "Verify")
    REFUSE = "refuse", _p("order verb", "Not in order, redo")
    RATE = "rate", _p("order verb", "Rate")
    CLOSE = "close", _p("order verb", "Close")
    REOPEN = "reopen", _p("order verb", "Reopen")
    TRANSFER = "transfer", _p("order verb", "Transfer")
    RETURN_ = "return", _p("order verb", "Return to the desk")
    CANCEL = "cancel", _p("order verb", "Cancel")


class Urgency(Term):
    """How fast a promise runs. An emergency (急修) goes before everything that has not begun."""

    EMERGENCY = "emergency", _p("urgency", "Emergency")
    NORMAL = "normal", _p("urgency", "Normal")


class PauseReason(Term):
    """Why work rests. Only what the resident causes stops the resolution clock; our own waiting does not."""

    WAITING_RESIDENT = "waiting_resident", _p("pause reason", "Waiting for the resident")
    WAITING_PART = "waiting_part", _p("pause reason", "Waiting for a part")
    NO_ACCESS = "no_access", _p("pause reason", "No access to the home")
    WAITING_THIRD_PARTY = "waiting_third_party", _p("pause reason", "Waiting for a third party")
    OTHER = "other", _p("pause reason", "Other reason")

    @property
    def stops_clock(self) -> bool:
        """Whether the resolution clock rests during a pause for this reason."""
        return self in {PauseReason.WAITING_RESIDENT, PauseReason.NO_ACCESS}


RECATEGORISED = "recategorised"
"""The reason of a stage in which an order went back because it is about something else."""


class Source(Term):
    """Which way an order came in."""

    QR = "qr", _p("order source", "QR code")
    RESIDENT = "resident", _p("order source", "Resident's page")
    DESK = "desk", _p("order source", "Service desk")
    STAFF = "staff", _p("order source", "Staff")
    IMPORT_ = "import", _p("order source", "Import")
    DEVICE = "device", _p("order source", "Device")


class Area(Term):
    """Inside a home (户内) or in the common parts (公共)."""

    INDOOR = "indoor", _p("area", "Inside the home")
    COMMON = "common", _p("area", "Common parts")


VIEW_ORDER = "work.view_order"
OPEN_ORDER = "work.open_order"
TRIAGE = "work.triage_order"
ASSIGN = "work.assign_order"
WORK_ORDER = "work.work_order"
VERIFY = "work.verify_order"
RATE = "work.rate_order"
CLOSE = "work.close_order"
CANCEL = "work.cancel_order"
NOTE_CONTACT = "work.note_contact"
ACKNOWLEDGE_ALARM = "work.acknowledge_alarm"
VIEW_POLICY = "work.view_policy"
ADD_POLICY = "work.add_policy"
CHANGE_POLICY = "work.change_policy"

PERMISSIONS: Mapping[str, StrPromise] = {
    VIEW_ORDER: _p("permission", "See orders"),
    OPEN_ORDER: _p("permission", "Open orders"),
    TRIAGE: _p("permission", "Triage orders"),
    ASSIGN: _p("permission", "Assign and transfer orders"),
    WORK_ORDER: _p("permission", "Accept and work on orders"),
    VERIFY: _p("permission", "Verify, refuse and reopen finished work"),
    RATE: _p("permission", "Rate finished work"),
    CLOSE: _p("permission", "Close orders"),
    CANCEL: _p("permission", "Cancel orders"),
    NOTE_CONTACT: _p("permission", "Note that the person was spoken with"),
    ACKNOWLEDGE_ALARM: _p("permission", "Acknowledge alarms"),
    VIEW_POLICY: _p("permission", "See service levels"),
    ADD_POLICY: _p("permission", "Add kinds of order and service levels"),
    CHANGE_POLICY: _p("permission", "Change service levels"),
}

PERMISSION_OF_VERB: Mapping[Verb, str] = {
    Verb.TRIAGE: TRIAGE,
    Verb.ASSIGN: ASSIGN,
    Verb.ACCEPT: WORK_ORDER,
    Verb.DEPART: WORK_ORDER,
    Verb.START: WORK_ORDER,
    Verb.PAUSE: WORK_ORDER,
    Verb.RESUME: WORK_ORDER,
    Verb.FINISH: WORK_ORDER,
    Verb.VERIFY: VERIFY,
    Verb.REFUSE: VERIFY,
    Verb.RATE: RATE,
    Verb.CLOSE: CLOSE,
    Verb.REOPEN: VERIFY,
    Verb.TRANSFER: ASSIGN,
    Verb.RETURN_: WORK_ORDER,
    Verb.CANCEL: CANCEL,
}

RESIDENT_PERMISSIONS = frozenset({VIEW_ORDER, VERIFY, RATE, CANCEL})
"""What the person who reported may do with their own order: see it, judge it, take it back."""
