"""The first of the two commands: real processes, started, felled and ended."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import unquote

import psutil
import psycopg
import pytest
from cryptography import x509

from linli.launch import certificate, environment, foreground, remains, vendor
from linli.launch.folder import DataFolder
from linli.launch.speech import Halt
from tests.launching import ROOT, Launched, bare_environment, eventually, free_port, refused

NOBODY = pwd.getpwnam("nobody").pw_uid
PACKAGES = Path(psycopg.__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_given_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test run is not the one that the launcher is to use."""
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that is closed to others, with the short path that folders of newcomers have."""
    folder = Path(mkdtemp(prefix="linli-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def migrated() -> Iterator[Path]:
    """A data folder that a first start has made and a SIGTERM has left."""
    home = Path(mkdtemp(prefix="linli-"))
    launched = Launched(home / "data", home).start()
    assert launched.end() == (0, []), launched.text()
    yield launched.data
    shutil.rmtree(home)


@pytest.fixture
def data(migrated: Path, closed: Path) -> Path:
    """A copy of that folder, with owners and modes."""
    return copied(migrated, closed)


def copied(data: Path, into: Path) -> Path:
    """A copy of a data folder."""
    subprocess.run(["cp", "-a", str(data), str(into / "data")], check=True)
    return into / "data"


@pytest.fixture
def running(data: Path, closed: Path) -> Iterator[Launched]:
    """Linli, started on that copy, to be felled and ended."""
    launched = Launched(data, closed).start()
    assert launched.process.poll() is None, launched.text()
    yield launched
    if launched.process.poll() is None:
        launched.end()


@pytest.fixture(scope="module")
def steady(migrated: Path) -> Iterator[Launched]:
    """Linli, started once for the tests that leave it alone."""
    home = Path(mkdtemp(prefix="linli-"))
    launched = Launched(copied(migrated, home), home).start()
    yield launched
    assert launched.end() == (0, []), launched.text()
    shutil.rmtree(home)


def test_start_in_a_closed_folder_answers_and_leaves_everything_closed(migrated: Path) -> None:
    assert [oct(folder.stat().st_mode)[-3:] for folder in (migrated, migrated.parent)] == ["700", "700"]
    assert oct((migrated / "postgres").stat().st_mode)[-3:] == "700"
    assert (migrated / "postgres").stat().st_uid != 0
    assert not (migrated / "processes.json").exists()


def test_what_falls_is_restarted_and_the_pages_answer_again(running: Launched) -> None:
    kinds: dict[str, Callable[[], psutil.Process]] = {
        "web": lambda: running.called("granian"),
        "web's own worker": lambda: running.called("granian").children()[0],
        "worker": lambda: running.called("django work"),
        "database": lambda: running.called("bin/postgres -D"),
    }
    for name, find in kinds.items():
        fallen = find()
        fallen.kill()
        assert eventually(partial(_is_another, find, fallen)), name
        assert eventually(running.answers), name


def _is_another(find: Callable[[], psutil.Process], than: psutil.Process) -> bool:
    return find() != than


def test_no_end_leaves_a_process_and_the_next_start_goes_on(running: Launched) -> None:
    for number, code in ((signal.SIGINT, 0), (signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
        assert running.end(number) == (code, []), running.text()
        assert running.start().answers(), running.text()


def ended(process: psutil.Process) -> bool:
    """Gone, or a mere entry that the machine's first process has not cleared away yet."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_next_start_clears_what_a_killed_run_left(running: Launched) -> None:
    """A stopped database cannot end with its parent: it is found by what the killed run wrote down."""
    left = running.called("bin/postgres -D")
    left.suspend()
    running.process.kill()
    running.process.wait()
    assert left.is_running()
    assert running.start().answers(), running.text()
    assert eventually(lambda: ended(left)), running.text()


def test_second_start_on_the_same_data_folder_says_where_the_first_is(steady: Launched) -> None:
    sentence = refused("--data", str(steady.data), "--port", str(free_port()))
    assert f"http://127.0.0.1:{steady.port}/" in sentence
    assert "already runs" in sentence


def test_taken_port_is_said_before_anything_is_done(closed: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = refused("--data", str(closed / "data"), "--port", str(port))
    assert f"Port {port} is taken" in sentence
    assert not (closed / "data").exists()


def test_data_folder_that_is_no_folder_is_refused(closed: Path) -> None:
    (closed / "file").write_text("", encoding="utf-8")
    assert "cannot be read and written" in refused("--data", str(closed / "file"), "--port", str(free_port()))


def test_database_of_another_postgresql_is_refused(data: Path) -> None:
    (data / "postgres" / "PG_VERSION").write_text("19\n", encoding="ascii")
    sentence = refused("--data", str(data), "--port", str(free_port()), "--empty")
    assert "made by PostgreSQL 19" in sentence


def test_database_of_a_newer_version_is_refused_untouched(data: Path) -> None:
    with database(DataFolder(data)) as url, psycopg.connect(url) as link:
        link.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', now())")
    sentence = refused("--data", str(data), "--port", str(free_port()), "--empty")
    assert "newer version of Linli" in sentence
    assert not (data / "processes.json").exists()


def test_database_url_is_used_instead_of_an_own_server(steady: Launched, closed: Path) -> None:
    url = steady.called("django work").environ()["DATABASE_URL"]
    other = Launched(closed / "other", closed, env={"DATABASE_URL": url}).start()
    assert other.answers(), other.text()
    assert not [one for one in other.below() if "postgres" in one.name()]
    assert other.end() == (0, [])
    assert not (closed / "other" / "postgres").exists()


def test_database_url_that_does_not_answer_is_said(closed: Path) -> None:
    nowhere = {"DATABASE_URL": f"postgresql://linli@127.0.0.1:{free_port()}/linli"}
    sentence = refused("--data", str(closed / "data"), "--port", str(free_port()), env=nowhere)
    assert "does not answer" in sentence


def test_tls_serves_with_an_own_certificate_of_the_local_addresses(data: Path, closed: Path) -> None:
    launched = Launched(data, closed, options=("--empty", "--tls")).start()
    assert launched.answers("https"), launched.text()
    assert launched.called("granian").environ()["LINLI_TLS"] == "1"
    assert launched.end() == (0, [])
    assert oct((data / "certificate" / "key.pem").stat().st_mode)[-3:] == "600"


def test_certificate_is_kept_while_it_serves(closed: Path) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    pem, key = certificate.ready(closed, ["127.0.0.1"], at)
    first = pem.read_bytes()
    assert certificate.ready(closed, ["127.0.0.1"], at + timedelta(days=300)) == (pem, key)
    assert pem.read_bytes() == first
    certificate.ready(closed, ["127.0.0.1", "192.0.2.7"], at)
    held = x509.load_pem_x509_certificate(pem.read_bytes()).extensions
    names = held.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "192.0.2.7"]
    second = pem.read_bytes()
    certificate.ready(closed, ["127.0.0.1"], at + timedelta(days=380))
    assert pem.read_bytes() != second


def test_socket_of_a_deep_data_folder_lies_elsewhere_closed(closed: Path) -> None:
    folder = DataFolder(closed / ("d" * 60) / ("e" * 60))
    folder.make()
    with database(folder) as url:
        elsewhere = Path((folder.path / "socket-place").read_text(encoding="utf-8"))
        assert str(elsewhere) in unquote(url)
        assert oct(elsewhere.stat().st_mode)[-3:] == "700"
        with psycopg.connect(url) as link:
            assert link.execute("SELECT lower('ÄÉ'), to_tsvector('simple', '漏水') @@ '漏水'").fetchone() == (
                "äé",
                True,
            )
    assert not elsewhere.exists()


def test_command_line_works_beside_the_running_program_and_alone(steady: Launched, data: Path) -> None:
    for folder in (steady.data, data):
        command = ["run.py", "linli", "--data", str(folder), "prepare", "database", "--help"]
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=bare_environment(folder),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "newer version has migrated" in done.stdout


def test_pid_that_somebody_else_has_got_is_left_alone(closed: Path) -> None:
    mine = remains.mark("web", os.getpid())
    assert mine.alive()
    remains.record(closed / "processes.json", [replace(mine, started="an earlier one")])
    assert remains.reap(closed / "processes.json") == 0


def test_missing_ensurepip_is_said_with_the_line_that_helps(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (closed / "requirements.lock").write_text("", encoding="utf-8")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Halt, match=r"apt install python3\.\d+-venv"):
        environment.ready(closed, ["requirements.lock"])
    assert not (closed / ".venv").exists()


def test_front_end_files_are_taken_only_as_recorded(closed: Path) -> None:
    digests = closed / "digests"
    digest = hashlib.sha256(b"body{}").hexdigest()
    digests.write_text(f"{digest}  some/dist/some.css\n", encoding="utf-8")
    source = closed / "node_modules" / "some" / "dist" / "some.css"
    source.parent.mkdir(parents=True)
    source.write_bytes(b"body{color:red}")
    assert "not the file that was recorded" in vendor.take(closed / "node_modules", closed / "vendor", digests)
    assert not vendor.are_here(closed / "vendor", digests)
    source.write_bytes(b"body{}")
    assert vendor.take(closed / "node_modules", closed / "vendor", digests) == ""
    assert vendor.are_here(closed / "vendor", digests)


@contextmanager
def database(folder: DataFolder) -> Iterator[str]:
    """The address of the server in a data folder, while it runs."""
    folder.require_alone()
    with foreground.database(folder) as (_, url):
        yield url
    folder.unlock()


def _python_for_nobody() -> str:
    """An interpreter like ours that another user can run, if this project lies where another user can read it.

    Empty if there is none, or if we are not root and can become nobody else.
    """
    if os.geteuid() != 0:
        return ""
    env = bare_environment(Path("/"), **_packages_for_nobody())
    probe = "import linli.launch, psycopg, granian"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            done = subprocess.run(
                [python, "-c", probe],
                env=env,
                cwd="/",
                user=NOBODY,
                group=NOBODY,
                extra_groups=[],
                capture_output=True,
                check=False,
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return ""


def _packages_for_nobody() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(PACKAGES)])}


# Only root can become another user, and only where the project lies open to others.
if other_python := _python_for_nobody():

    def test_another_user_starts_it_too(closed: Path) -> None:
        os.chown(closed, NOBODY, NOBODY)
        launched = Launched(
            closed / "数据, '一'", closed, user=NOBODY, python=other_python, env=_packages_for_nobody()
        ).start()
        assert launched.answers(), launched.text()
        assert {one.uids().real for one in launched.below()} == {NOBODY}
        assert launched.end() == (0, [])

    def test_another_users_data_folder_is_refused(data: Path, closed: Path) -> None:
        closed.chmod(0o755)
        done = subprocess.run(
            [other_python, "-m", "linli.launch", "--data", str(data), "--port", str(free_port())],
            env=bare_environment(closed, **_packages_for_nobody()),
            cwd="/",
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "cannot be read and written" in done.stderr
