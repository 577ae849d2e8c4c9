"""The embedded PostgreSQL server: made once in the data folder, run as our own child, reached by socket only."""

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg

from linli.launch import binaries, servant
from linli.launch.folder import DataFolder
from linli.launch.household import Household
from linli.launch.processes import Plan, last_line
from linli.launch.remains import DATABASE
from linli.launch.speech import Halt, say

NAME = "linli"
OLDEST_VERSION = 150000
LONGEST_SOCKET_PATH = 99
START_SECONDS = 300.0
# The sessions of a killed server may hold its memory for some seconds, and keep the next one from starting.
HOPELESS_FALLS = 6
SETTINGS = ("max_connections=60", "log_timezone=UTC", "timezone=UTC", "logging_collector=off")
# For tests only: a crash may eat the data.
THROWAWAY_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8")


def given_database() -> str:
    """The server that `DATABASE_URL` names, once it answers; halts where it does not, or is too old."""
    url = os.environ["DATABASE_URL"]
    try:
        with psycopg.connect(url, connect_timeout=10) as link:
            version = link.info.server_version
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        raise Halt(
            "DATABASE_URL 指定的数据库没有应答", f"The database of DATABASE_URL does not answer: {reason}"
        ) from error
    if version < OLDEST_VERSION:
        raise Halt("需要 PostgreSQL 15 或更新版本", f"PostgreSQL 15 or newer is needed; this is {version // 10000}")
    return url


class EmbeddedServer:
    """One PostgreSQL cluster in a data folder that this run has locked."""

    def __init__(self, folder: DataFolder, settings: tuple[str, ...] = ()) -> None:
        self.folder = folder
        self.settings = (*SETTINGS, *settings)
        self.sockets = folder.path / "socket"
        self._uid = servant.database_uid(folder.postgres)
        self._programs = Path()
        self._descriptors: list[int] = []

    def start(self, household: Household) -> None:
        """Make the cluster if there is none, start the server, wait until it answers, make role and database."""
        self._require_our_version()
        self._programs = binaries.programs(self._uid)
        if not self.folder.postgres.exists():
            say("建立数据库", "Making the database")
            self._make(household)
        self._forget_strange_pid()
        self._open_socket_folder()
        household.start(self._plan())
        self._wait(household)
        self._furnish()

    def url(self, name: str = NAME, role: str = NAME) -> str:
        """The address of a database in this server, in the form that `DATABASE_URL` has."""
        return f"postgresql://{role}@/{name}?host={quote(str(self.sockets))}"

    def close(self) -> None:
        """Let go of folders after the server has stopped."""
        for descriptor in self._descriptors:
            os.close(descriptor)
        self._descriptors.clear()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _require_our_version(self) -> None:
        if not self.folder.postgres.exists():
            return
        try:
            found = (self.folder.postgres / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError as error:
            raise Halt(
                f"不能读取数据库目录 {self.folder.postgres}",
                f"The database folder {self.folder.postgres} cannot be read: {error.strerror}",
            ) from error
        if found != binaries.MAJOR:
            raise Halt(
                f"数据库由 PostgreSQL {found} 建立，本程序使用 {binaries.MAJOR}",
                f"The database was made by PostgreSQL {found}; this program brings {binaries.MAJOR}",
            )

    def _make(self, household: Household) -> None:
        """initdb beside the final place, then rename: a killed start leaves nothing half-made."""
        fresh = self.folder.path / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        uid = servant.named_uid()
        if uid is not None:
            os.chown(fresh, uid, uid)
        descriptor = os.open(fresh, os.O_RDONLY | os.O_DIRECTORY)
        target = ("-D", self._path_for_server(fresh, descriptor))
        try:
            household.run(
                Plan(
                    name="initdb",
                    command=[str(self._programs / "initdb"), *target, "-U", "postgres", "--auth=trust", *LOCALE],
                    env=_environment(),
                    folder=Path("/"),
                    user=uid,
                    descriptors=(descriptor,),
                )
            )
        except Halt:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        finally:
            os.close(descriptor)
        if self._uid is not None:
            servant.give(fresh, self._uid)
        fresh.rename(self.folder.postgres)

    def _path_for_server(self, path: Path, descriptor: int) -> str:
        return str(path) if self._uid is None or sys.platform != "linux" else f"/proc/self/fd/{descriptor}"

    def _forget_strange_pid(self) -> None:
        """Remove the lock of a server that is no more and whose pid some other program has got since.

        We hold the data folder's lock and have cleared our remains, so a server there could only be one that was
        started by hand: that one is called postgres, and the lock stays.
        """
        lock = self.folder.postgres / "postmaster.pid"
        try:
            pid = int(lock.read_text(encoding="utf-8").split()[0])
            name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
        except (OSError, ValueError, IndexError):
            return
        if name != "postgres":
            lock.unlink()

    def _open_socket_folder(self) -> None:
        """A folder for the socket, closed to others; where the data folder is not fit for one it lies elsewhere, and
        its place is written down, so that the next start can clear it."""
        elsewhere = self.folder.path / "socket-place"
        if elsewhere.exists():
            shutil.rmtree(elsewhere.read_text(encoding="utf-8"), ignore_errors=True)
            elsewhere.unlink()
        if not _is_fit_for_socket(self.sockets):
            self.sockets = Path(tempfile.mkdtemp(prefix="linli-socket-"))
            elsewhere.write_text(str(self.sockets), encoding="utf-8")
        else:
            shutil.rmtree(self.sockets, ignore_errors=True)
            self.sockets.mkdir(mode=0o700)
        if self._uid is not None:
            os.chown(self.sockets, self._uid, self._uid)

    def _plan(self) -> Plan:
        folders = (self.folder.postgres, self.sockets)
        self._descriptors = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in folders]
        data, sockets = (self._path_for_server(*pair) for pair in zip(folders, self._descriptors, strict=True))
        fixed = ("listen_addresses=", f"unix_socket_directories={sockets}", "unix_socket_permissions=0700")
        return Plan(
            name=DATABASE,
            command=[
                str(self._programs / "postgres"),
                *("-D", data),
                *(part for setting in (*self.settings, *fixed) for part in ("-c", setting)),
            ],
            env=_environment(),
            folder=Path("/"),
            # PostgreSQL's "fast" shutdown: it ends the sessions, writes all down and goes; then the "immediate" one.
            stop_signal=signal.SIGINT,
            harder_signals=(signal.SIGQUIT, signal.SIGKILL),
            orphan_signal=signal.SIGINT,
            patience=20.0,
            user=self._uid,
            descriptors=tuple(self._descriptors),
        )

    def _wait(self, household: Household) -> None:
        child = household.children[DATABASE]
        for _ in range(int(START_SECONDS / 0.02)):
            household.tend()
            if child.falls >= HOPELESS_FALLS:
                raise Halt("数据库不能启动", f"The database does not start: {last_line(child.log)}")
            try:
                psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                household.interrupts.sleep(0.02)
            else:
                return
        raise Halt("数据库没有应答", f"The database does not answer: {last_line(child.log)}")

    def _furnish(self) -> None:
        """Make our role and database. The role may make databases (tests do) and is no superuser."""
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as link:
            if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = 'linli'").fetchone():
                link.execute("CREATE ROLE linli LOGIN CREATEDB")
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = 'linli'").fetchone():
                link.execute("CREATE DATABASE linli OWNER linli")


def _is_fit_for_socket(folder: Path) -> bool:
    """The path of a socket is short by nature, and for PostgreSQL and its clients a comma separates two of them."""
    path = os.fsencode(folder / ".s.PGSQL.5432")
    return len(path) <= LONGEST_SOCKET_PATH and not set(b',"@') & set(path)


def _environment() -> dict[str, str]:
    """What the server sees: nothing of our own environment, whose PG… names could lead it astray."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
