"""Who may sign in, and as what."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.core import access, scope
from linli.core.access import Actor
from linli.core.errors import Forbidden, Refused
from linli.core.events import emit
from linli.core.models import Account, Grant, Role
from linli.estates.models import Place
from linli.people import events, terms
from linli.people.models import Person


def invite_account(*, person: Person, username: str, password: str | None, by: Actor, at: datetime) -> Account:
    """Give a person an account to sign in with; without a password they cannot use it until one is set.

    Raises `Refused` when they have one or the name is taken.
    """
    if not by.may_anywhere(terms.CHANGE_PERSON):
        raise Forbidden
    with transaction.atomic():
        invited = access.get(Person, person.pk, by=by, to=terms.CHANGE_PERSON, lock=True)
        if invited.account_id is not None:
            raise Refused(_("This person already has an account."))
        if Account.objects.filter(username=username).exists():
            raise Refused(_("This sign-in name is taken."), field="username")
        account = Account.objects.create_user(username, password, name=invited.name)
        invited.account = person.account = account
        invited.save(update_fields=["account"])
        emit(events.AccountInvited(person_id=invited.pk, account_id=account.pk), by=by, at=at)
    return account


def give_role(*, account: Account, role: Role, place: Place | None, by: Actor, at: datetime) -> Grant:
    """Let an account act in a role over a place and all below it, or over the whole company (`place` None).

    Nobody gives what they do not hold: every permission of the role must be the giver's own over that place.
    """
    path = place.path if place else "/"
    if not by.may(terms.GIVE_ROLE, path) or not all(by.may(permission, path) for permission in role.permissions):
        raise Forbidden
    with transaction.atomic():
        grant = Grant.objects.create(company_id=scope.company_id(), account=account, role=role, path=path, starts_at=at)
        emit(events.RoleGiven(account_id=account.pk, grant_id=grant.pk, role_id=role.pk), by=by, at=at)
    return grant
