"""Who acts, and what they may see and do. `get` is the only way to fetch a row on behalf of somebody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar, cast

from django.db.models import Q

from linli.core.errors import Forbidden, NotFound
from linli.core.models import Account, CompanyRow, CompanyRows, Grant

Row = TypeVar("Row", bound=CompanyRow)


@dataclass(frozen=True)
class Held:
    """Permissions held over one path of the place tree."""

    path: str
    permissions: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in account with its grants, the holder of a link (`link` names what it opens), or the system."""

    kind: str
    account_id: int | None = None
    name: str = ""
    link: str = ""
    held: tuple[Held, ...] = field(default=())

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    def may(self, permission: str, path: str = "/") -> bool:
        """Whether the actor holds the permission over the place with this path."""
        return self.is_system or any(
            permission in held.permissions and path.startswith(held.path) for held in self.held
        )

    def may_anywhere(self, permission: str) -> bool:
        """Whether the actor holds the permission over some part of the company."""
        return self.is_system or any(permission in held.permissions for held in self.held)

    def paths_with(self, permission: str) -> tuple[str, ...]:
        """The paths over which the actor holds the permission."""
        return tuple(sorted({held.path for held in self.held if permission in held.permissions}))


SYSTEM = Actor(kind="system")
NOBODY = Actor(kind="nobody")


def holder_of_link(link: str) -> Actor:
    """Somebody who was given a secret link, known by nothing else; `link` is what it opens, e.g. `request:12`."""
    return Actor(kind="link", link=link)


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
