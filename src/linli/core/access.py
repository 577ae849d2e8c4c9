"""Who acts, and what they may see and do. `get` is the only way to fetch a row on behalf of somebody."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar, cast

from django.db.models import Q

from linli.core.actors import NOBODY, SYSTEM, Actor, Held, holder_of_link
from linli.core.errors import Forbidden, NotFound
from linli.core.models import Account, CompanyRow, CompanyRows, Grant

Row = TypeVar("Row", bound=CompanyRow)

__all__ = ["NOBODY", "SYSTEM", "Actor", "Held", "actor_for", "demand", "get", "holder_of_link"]


def actor_for(account: Account, *, at: datetime) -> Actor:
    """The account as an actor in the company in scope, with the grants valid at that moment."""
    grants = Grant.objects.filter(account=account, starts_at__lte=at).filter(Q(ends_at=None) | Q(ends_at__gt=at))
    held = tuple(Held(grant.path, frozenset(grant.role.permissions)) for grant in grants.select_related("role"))
    return Actor(kind="account", account_id=account.pk, name=str(account), held=held)


def demand(by: Actor, permission: str, *, paths: Iterable[str]) -> None:
    """Raise `Forbidden` unless the actor holds the permission over every one of the paths."""
    if not all(by.may(permission, path) for path in set(paths)):
        raise Forbidden


def get(model: type[Row], pk: int, *, by: Actor, to: str, lock: bool = False) -> Row:
    """The row with this key, for somebody who wants to do something with it.

    Raises `NotFound` when the actor may not know of it, `Forbidden` when they see it but may not do this.
    With `lock` the row stays locked until the transaction ends.
    """
    rows = cast("CompanyRows[Row]", model.objects.visible_to(by))
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    if not row.permits(by, to):
        raise Forbidden
    return row
