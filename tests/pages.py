"""What tests of pages share: a browser per person, and what a page says."""

from collections.abc import Callable
from typing import Protocol

from django.test import Client

from tests.world import Someone

ClientOf = Callable[[Someone | None], Client]


class Answered(Protocol):
    """An answer with a body."""

    @property
    def content(self) -> bytes: ...


def said(response: Answered) -> str:
    """The page as text."""
    return response.content.decode()
