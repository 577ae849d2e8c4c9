"""The company in whose rows we work. Set at the edge; queries on company rows raise when it is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class ScopeUnset(RuntimeError):
    """A company row was touched without saying for which company: a bug, never a user's mistake."""


class ScopedCompany(Protocol):
    """What the scope needs to know of a company."""

    @property
    def pk(self) -> int: ...


_company: ContextVar[ScopedCompany | None] = ContextVar("linli_company", default=None)
_everywhere: ContextVar[str] = ContextVar("linli_everywhere", default="")


@contextmanager
def company(entered: ScopedCompany) -> Iterator[None]:
    """Work in the rows of one company until the block ends."""
    token = _company.set(entered)
    reason = _everywhere.set("")
    try:
        yield
    finally:
        _everywhere.reset(reason)
        _company.reset(token)


@contextmanager
def across_companies(*, reason: str) -> Iterator[None]:
    """See the rows of every company; `reason` says why, for whoever searches for this call."""
    if not reason.strip():
        raise ValueError("say why the company scope is left")
    token = _everywhere.set(reason)
    try:
        yield
    finally:
        _everywhere.reset(token)


def entered() -> ScopedCompany | None:
    """The company whose scope we are in, or None."""
    return _company.get()


def company_id() -> int:
    """The id of the company in scope; raises `ScopeUnset` when there is none."""
    current = _company.get()
    if current is None:
        raise ScopeUnset("no company in scope: enter core.scope.company(...) first")
    return current.pk


def is_everywhere() -> bool:
    """Whether the code runs across companies on purpose."""
    return bool(_everywhere.get())
