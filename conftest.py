"""What every test may ask for: the named world, clients of its people, and the shared real data where it is."""

import contextvars
import os
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker

from linli.core import clock, scope
from linli.core.models import Account
from linli.launch.catalogues import compile_stale
from tests import snapshot
from tests.world import MOMENT, Someone, World, built

# A busy machine is not a failure; in CI the same examples every time, so that red means changed.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=os.environ.get("CI") == "true"
)
hypothesis_settings.load_profile("house")

ROOT = Path(__file__).parent
USES_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
COMMITS = {"transactional_db", "live_server"}
Who = Someone | Account | None

_kept = pytest.StashKey[tuple[DjangoDbBlocker, snapshot.Snapshot]]()
_left_out = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Chinese words as they are in the catalogues now, and passwords that cost no time."""
    if compile_stale():
        # Django has read the older words while it set itself up.
        translation_file_changed(sender=None, file_path=Path("django.mo"))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs PostgreSQL; leave out, and count, what needs the shared data where it is not."""
    for item in items:
        if USES_DATABASE & set(_fixtures(item)) or item.get_closest_marker("django_db"):
            item.add_marker("database")
    if _shared_data() is None:
        left_out = [item for item in items if item.get_closest_marker("shared_data")]
        items[:] = [item for item in items if item not in left_out]
        config.stash[_left_out] = len(left_out)
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what was left out, so that nobody takes silence for success."""
    if count := config.stash.get(_left_out, 0):
        terminalreporter.write_line(f"left out: {count} tests of the shared data, which is not here (LINLI_SHARED)")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that committed for real leaves an empty database; the next one finds the world again."""
    yield
    if nextitem is not None and _kept in item.config.stash and _commits(item):
        blocker, content = item.config.stash[_kept]
        with blocker.unblock():
            snapshot.restore(content)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest) -> bytes:
    """The test database with the world in it, built once; gives the world's names, to be unpacked for each test."""
    with django_db_blocker.unblock():
        names = pickle.dumps(built())
        request.config.stash[_kept] = (django_db_blocker, snapshot.taken())
    return names


@pytest.fixture(autouse=True, scope="session")
def _files_aside(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.FILES_DIR = tmp_path_factory.mktemp("files")


@pytest.fixture
def world(django_db_setup: bytes, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The named world, at its moment, with 春和物业 in scope. What a test changes is gone after it."""
    names: World = pickle.loads(django_db_setup)  # noqa: S301  # our own bytes of a minute ago
    # A context variable is not seen by the threads of a live server, its default is.
    monkeypatch.setattr(clock, "_held", contextvars.ContextVar("linli_clock", default=MOMENT))
    with scope.company(names.company):
        yield names


class BlankClient(Client):
    """A browser: its requests know no company and no language but what they carry, so a leak of the test's scope fails."""

    def request(self, **request: Any) -> Any:
        held = clock._held.get()
        return contextvars.Context().run(self._asked, held, request)

    def _asked(self, held: Any, request: dict[str, Any]) -> Any:
        if held is None:
            return super().request(**request)
        with clock.held_at(held):
            return super().request(**request)


@pytest.fixture
def client(db: None) -> BlankClient:
    """A browser in which nobody has signed in."""
    return BlankClient()


@pytest.fixture
def client_of(world: World) -> Callable[[Who], BlankClient]:
    """`client_of(world.desk)` is a browser in which they have signed in; `client_of(None)` one in which nobody has."""

    def signed_in(who: Who) -> BlankClient:
        browser = BlankClient()
        if who is not None:
            browser.force_login(who.account if isinstance(who, Someone) else who)
        return browser

    return signed_in


@pytest.fixture
def shared_data() -> Path:
    """The folder of the shared real data; only for tests marked `shared_data`."""
    folder = _shared_data()
    assert folder is not None, "a test that reads the shared data needs the marker shared_data"
    return folder


def _shared_data() -> Path | None:
    shared = Path(os.environ.get("LINLI_SHARED") or ROOT.parent / "shared")
    folders = [folder for folder in (shared / "data", shared) if (folder / "MANIFEST.tsv").is_file()]
    return folders[0] if folders else None


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(COMMITS & set(_fixtures(item))) or bool(marker and marker.kwargs.get("transaction"))
