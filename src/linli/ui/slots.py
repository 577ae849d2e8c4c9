"""Places on lower pages where higher modules put panels. All slots of the house are listed here, 15 at most."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Slot:
    """A named place on a page, and the facts it tells whoever fills it."""

    name: str
    facts: str


SLOTS = {
    slot.name: slot
    for slot in (
        Slot(
            "frame.account",
            "In the menu of every frame, for whoever signed in: who they are, and the way out. No facts.",
        ),
        Slot("home.panels", "On the page a signed-in person lands on. No facts."),
        Slot("order.reporter", "On an order's page, under what was reported: `order`."),
        Slot("order.triage", "On an order's page, beside it: `order`. What it is about and how that was found out."),
        Slot("record.panels", "On the page of a record: `record`, its name as `app.model`, and `pk`."),
    )
}

Renderer = Callable[..., str]
"""Called with the request and the slot's facts as keywords; answers safe HTML, or an empty string to stay away."""

_registered: dict[str, list[tuple[int, str, Renderer]]] = {}


def register(slot: str, renderer: Renderer, *, order: int = 100) -> None:
    """Show what the renderer makes in this slot, low orders first. Call it in `apps.ready()`; twice is once."""
    _require(slot)
    name = f"{renderer.__module__}.{renderer.__qualname__}"
    entries = [entry for entry in _registered.get(slot, []) if entry[1] != name]
    _registered[slot] = sorted([*entries, (order, name, renderer)], key=lambda entry: entry[:2])


def render(slot: str, request: HttpRequest | None, **facts: object) -> SafeString:
    """All panels of a slot, in order; text that is not marked safe is escaped."""
    _require(slot)
    panels = (renderer(request, **facts) for _order, _name, renderer in _registered.get(slot, []))
    return mark_safe("".join(conditional_escape(panel) for panel in panels if panel))  # noqa: S308 - escaped or marked


def _require(slot: str) -> None:
    if slot not in SLOTS:
        raise LookupError(f"no slot {slot!r}: declare it in linli.ui.slots.SLOTS")
