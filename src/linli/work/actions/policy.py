"""Dated policy: what we promise, and what each category needs."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import Forbidden, Refused
from linli.people.terms import Skill
from linli.work import rules, terms
from linli.work.models import Kind, ServiceLevel

C = terms.Category

NEEDS: dict[terms.Category, tuple[Skill, int, int]] = {
    C.PLUMBING: (Skill.PLUMBING, 2, 45),
    C.ELECTRICAL: (Skill.ELECTRICAL, 2, 40),
    C.DOORS_WINDOWS: (Skill.CARPENTRY, 1, 40),
    C.WALLS_FLOORS: (Skill.MASONRY, 1, 90),
    C.DRAINS: (Skill.PLUMBING, 1, 50),
    C.LIFT: (Skill.LIFT, 2, 60),
    C.FIRE: (Skill.FIRE, 2, 45),
    C.SECURITY_LOWVOLTAGE: (Skill.LOW_VOLTAGE, 1, 40),
    C.HEATING: (Skill.HEATING, 1, 60),
    C.APPLIANCES: (Skill.ELECTRICAL, 1, 50),
    C.PUBLIC_FACILITIES: (Skill.CARPENTRY, 1, 60),
    C.CLEANING_GREENING: (Skill.CLEANING, 1, 30),
    C.PARKING: (Skill.SECURITY, 1, 20),
    C.NOISE_NEIGHBOURS: (Skill.SECURITY, 1, 20),
    C.FEES: (Skill.CARE, 1, 15),
    C.COMPLAINT: (Skill.CARE, 1, 25),
    C.OTHER: (Skill.CARE, 1, 20),
}
"""A new company's first kinds: trade, least level, usual minutes. Estimates to start from; the rows are the company's own."""


def seed_policy(*, by: Actor, at: datetime) -> None:
    """Give a company its first kinds of order and service levels; what it already has is left alone."""
    if not by.may(terms.CHANGE_POLICY):
        raise Forbidden
    company_id = scope.company_id()
    with transaction.atomic():
        for category, (skill, level, minutes) in NEEDS.items():
            Kind.objects.get_or_create(
                company_id=company_id,
                category=str(category),
                defaults={"skill": skill, "level": level, "minutes": minutes},
            )
        for urgency, promise in rules.DEFAULT_LEVELS.items():
            if not ServiceLevel.objects.filter(urgency=str(urgency)).exists():
                ServiceLevel.objects.create(
                    company_id=company_id,
                    urgency=str(urgency),
                    response_minutes=promise.response_minutes,
                    resolution_minutes=promise.resolution_minutes,
                    unaccepted_alarm_minutes=promise.unaccepted_alarm_minutes,
                    auto_verify_hours=promise.auto_verify_hours,
                    auto_close_days=promise.auto_close_days,
                    starts_at=at,
                )


def succeed_service_level(*, level_id: int, promise: rules.Level, by: Actor, at: datetime) -> ServiceLevel:
    """Promise something else from now on: the row in force ends, a new one begins. Orders keep what they were promised."""
    with transaction.atomic():
        level = access.get(ServiceLevel, level_id, by=by, to=terms.CHANGE_POLICY, lock=True)
        if level.ends_at is not None:
            raise Refused(_("This service level has ended; change the one in force."))
        level.ends_at = at
        level.save(update_fields=["ends_at"])
        return ServiceLevel.objects.create(
            company_id=scope.company_id(),
            urgency=level.urgency,
            response_minutes=promise.response_minutes,
            resolution_minutes=promise.resolution_minutes,
            unaccepted_alarm_minutes=promise.unaccepted_alarm_minutes,
            auto_verify_hours=promise.auto_verify_hours,
            auto_close_days=promise.auto_close_days,
            starts_at=at,
        )
