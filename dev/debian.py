"""What comes by Debian's packages: the browser of the tests, and the second PostgreSQL of CI.

`python -m dev.debian` prints the `DATABASE_URL` of an own, empty database on the latter.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from glob import glob

import psycopg

HOST, PORT = "127.0.0.1", 5432
NAME = "linli_ci"
START_SECONDS = 60.0
LOCALE = "C.UTF-8"


def may_install() -> bool:
    """Whether we are root on a system with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> None:
    """Install packages. Errors: CalledProcessError with apt's own words on the error output."""
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *command], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        if done.returncode != 0:
            sys.stderr.write(done.stdout.decode(errors="replace")[-2000:])
            raise subprocess.CalledProcessError(done.returncode, done.args)


def postgres_url() -> str:
    """An own, empty database on the PostgreSQL at 127.0.0.1:5432, which is installed and started where none answers."""
    if not _answers():
        _start()
    password = secrets.token_urlsafe(18)
    _administer(
        f"DROP DATABASE IF EXISTS test_{NAME}",
        f"DROP DATABASE IF EXISTS {NAME}",
        f"DROP ROLE IF EXISTS {NAME}",
        f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}'",
        f"CREATE DATABASE {NAME} OWNER {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE '{LOCALE}'",
    )
    return f"postgresql://{NAME}:{password}@{HOST}:{PORT}/{NAME}"


def _answers() -> bool:
    try:
        socket.create_connection((HOST, PORT), timeout=2).close()
    except OSError:
        return False
    return True


def _start() -> None:
    if not glob("/usr/lib/postgresql/*/bin/postgres"):
        install(["postgresql"])
    if not _answers():
        subprocess.run(["service", "postgresql", "start"], check=True, stdout=subprocess.DEVNULL)
    until = time.monotonic() + START_SECONDS
    while not _answers():
        if time.monotonic() > until:
            raise TimeoutError(f"no PostgreSQL at {HOST}:{PORT}")
        time.sleep(0.2)


def _administer(*statements: str) -> None:
    """Run statements as the server's superuser: over the socket as the system's user postgres, else where it trusts us."""
    if os.geteuid() == 0 and shutil.which("psql") is not None:
        command = ["runuser", "-u", "postgres", "--", "psql", "-q", "-v", "ON_ERROR_STOP=1", "-p", str(PORT)]
        commands = [part for statement in statements for part in ("-c", statement)]
        if subprocess.run([*command, *commands], cwd="/", check=False, stderr=subprocess.PIPE).returncode == 0:
            return
    with psycopg.connect(f"postgresql://postgres@{HOST}:{PORT}/postgres", autocommit=True) as link:
        for statement in statements:
            link.execute(statement.encode())


if __name__ == "__main__":
    print(postgres_url())
