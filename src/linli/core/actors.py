"""Who acts: an account with its grants, the holder of a secret link, or the system. Plain data."""

from dataclasses import dataclass, field


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
