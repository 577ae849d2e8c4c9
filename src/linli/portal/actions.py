"""Verbs that need to know the whole house."""

from datetime import datetime

from django.db import transaction

from linli.core import scope
from linli.core.access import Actor
from linli.core.errors import Forbidden
from linli.core.models import Role
from linli.people.terms import GIVE_ROLE
from linli.portal.roles import ROLES


def seed_roles(*, by: Actor, at: datetime) -> dict[str, Role]:
    """Give the company in scope its first roles, by code; a role it already has keeps the permissions it was given."""
    if not by.may(GIVE_ROLE):
        raise Forbidden
    company_id = scope.company_id()
    with transaction.atomic():
        known = {role.code: role for role in Role.objects.filter(code__in=ROLES)}
        missing = [
            Role(company_id=company_id, code=code, name=str(role.name), permissions=sorted(role.permissions))
            for code, role in ROLES.items()
            if code not in known
        ]
        Role.objects.bulk_create(missing)
    return known | {role.code: role for role in missing}
