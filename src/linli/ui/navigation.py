"""The menu: higher modules register their entries, each person sees those they may use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


class MayAnywhere(Protocol):
    """What the menu asks of whoever acts (see `core.access.Actor`)."""

    def may_anywhere(self, permission: str) -> bool: ...


@dataclass(frozen=True)
class NavItem:
    """An entry of the menu, for holders of `permission` or of one of several; empty means everybody.

    `layout` is `desk` or `phone`.
    """

    label: str | Promise
    url_name: str
    permission: str | tuple[str, ...]
    order: int = 100
    layout: str = "desk"
    icon: str = ""


@dataclass(frozen=True)
class NavLink:
    """An entry as one person sees it."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


_items: dict[tuple[str, str], NavItem] = {}


def register(item: NavItem) -> None:
    """Put an entry into the menu of a layout. Call it in `apps.ready()`; the same page again replaces the entry."""
    _items[item.layout, item.url_name] = item


def links(request: HttpRequest, layout: str) -> list[NavLink]:
    """The entries of a layout that whoever asks may use, in order; the page they are on is marked."""
    actor: MayAnywhere | None = getattr(request, "actor", None)
    shown = sorted((item for item in _items.values() if item.layout == layout), key=lambda item: item.order)
    found = [(item, _url(request, item)) for item in shown if _is_open_to(actor, item)]
    current = _longest(request.path, (url for _item, url in found))
    return [NavLink(item.label, url, item.icon, url == current) for item, url in found if url]


def _is_open_to(actor: MayAnywhere | None, item: NavItem) -> bool:
    wanted = (item.permission,) if isinstance(item.permission, str) else item.permission
    return not item.permission or (actor is not None and any(map(actor.may_anywhere, wanted)))


def _url(request: HttpRequest, item: NavItem) -> str:
    """The entry's address in the company of the request; empty when the page needs a company and there is none."""
    slug = getattr(getattr(request, "company", None), "slug", "")
    for kwargs in ({"slug": slug}, {}):
        try:
            return reverse(item.url_name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    return ""


def _longest(path: str, urls: Iterable[str]) -> str:
    return max((url for url in urls if url and path.startswith(url)), key=len, default="")
