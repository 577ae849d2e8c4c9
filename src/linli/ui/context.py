"""What every page's frame needs: the company, the menu, the language, the look and the clock."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from linli.core import clock
from linli.ui import colour
from linli.ui.navigation import NavLink, links

THEMES = ("auto", "light", "dark")
TYPES = ("normal", "large")
THEME_COOKIE, TYPE_COOKIE = "linli_theme", "linli_type"


@dataclass
class Shell:
    """The frame of one request. Everything is worked out when the template asks, and once."""

    request: HttpRequest

    @property
    def company(self) -> Any:
        """The company of the request, or None."""
        return getattr(self.request, "company", None)

    @property
    def actor(self) -> Any:
        """Who acts, or None."""
        return getattr(self.request, "actor", None)

    @cached_property
    def desk_links(self) -> list[NavLink]:
        """The menu for a desktop."""
        return links(self.request, "desk")

    @cached_property
    def phone_links(self) -> list[NavLink]:
        """The menu for a phone."""
        return links(self.request, "phone")

    @property
    def language(self) -> str:
        """The page's language."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """Code and own name of the languages one may switch to."""
        return [(code, str(name)) for code, name in settings.LANGUAGES if code != self.language]

    @property
    def theme(self) -> str:
        """`auto` (the device decides), `light` or `dark`."""
        return _chosen(self.request.COOKIES.get(THEME_COOKIE), THEMES)

    @property
    def type(self) -> str:
        """`normal` or `large` type."""
        return _chosen(self.request.COOKIES.get(TYPE_COOKIE), TYPES)

    @property
    def accent(self) -> str:
        """The company's colour as six hexadecimal digits, empty when it has none that can be read."""
        chosen = str(getattr(self.company, "accent", ""))
        return chosen[1:].lower() if colour.HEX.fullmatch(chosen) else ""

    @cached_property
    def now(self) -> datetime:
        """The moment it is in the company: the same for everything on the page."""
        return clock.now()

    @property
    def clock_rate(self) -> int:
        """How many times faster than ours the company's clock runs."""
        return int(getattr(self.company, "clock_rate", 1) or 1)


def _chosen(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]


def shell(request: HttpRequest) -> dict[str, object]:
    """The context processor: `shell`, and `company` as a short name for its company."""
    frame = Shell(request)
    return {"shell": frame, "company": frame.company}
