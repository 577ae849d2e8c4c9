"""The look of the house: shells, components, charts, htmx answers. No word of the trade lives here."""

from linli.ui.answers import answer, etag

__all__ = ["answer", "etag"]
