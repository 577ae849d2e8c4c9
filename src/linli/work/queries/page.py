"""What the page of one order shows, read in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime

from linli.core.events import happened
from linli.people.models import Staff
from linli.work import rules
from linli.work.events import NobodyFound
from linli.work.models import Alarm, Assignment, Contact, Evidence, Order, Rating, Stage
from linli.work.queries.stages import stages_of


@dataclass(frozen=True)
class History:
    """Everything that happened to an order, each kind oldest first."""

    stages: list[Stage]
    contacts: list[Contact]
    alarms: list[Alarm]
    ratings: list[Rating]
    evidence: list[Evidence]
    assignments: list[Assignment]

    @property
    def assignment(self) -> Assignment | None:
        """Who is asked now, and why."""
        return next((each for each in reversed(self.assignments) if each.ended_at is None), None)


def history_of(order: Order) -> History:
    """What happened to an order. The order itself was fetched for somebody who may see it."""
    return History(
        stages=list(order.stages.select_related("by_account", "staff__person").order_by("starts_at", "id")),
        contacts=list(order.contacts.select_related("by_account").order_by("at", "id")),
        alarms=list(order.alarms.select_related("acknowledged_by").order_by("raised_at", "id")),
        ratings=list(order.ratings.order_by("at", "id")),
        evidence=list(order.evidence.order_by("at", "id")),
        assignments=list(order.assignments.select_related("staff__person", "by_account").order_by("at", "id")),
    )


def clocks_of(order: Order, *, at: datetime) -> rules.Reading:
    """How both promises of an order stand."""
    contacts = [order.responded_at] if order.responded_at else []
    return rules.read_clocks(
        stages_of(order),
        contacts,
        reported_at=order.reported_at,
        level=order.service_level.promise(),
        now=max(at, order.state_since),
    )


def why_nobody(order: Order) -> dict[str, int]:
    """Why the last automatic assignment found nobody: reason codes with how many they kept away; empty if it did not fail."""
    failed = [event for event in happened(kind="work.order", subject_id=order.pk) if event.name == NobodyFound.name]
    return dict(failed[-1].facts["reasons"]) if failed else {}


def names_of(staff_ids: set[int]) -> dict[int, str]:
    """Names of members of staff by id, also of those who have left."""
    rows = Staff.objects.filter(pk__in=staff_ids).values_list("id", "person__name")
    return dict(rows)
