"""One command in front of the terminal, with a database under it for as long as it takes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from linli.core.lifeline import die_with_parent
from linli.launch.folder import DataFolder
from linli.launch.household import Household
from linli.launch.interrupts import Interrupts, StopAsked
from linli.launch.postgres import EmbeddedServer, given_database


@contextmanager
def database(folder: DataFolder, settings: tuple[str, ...] = ()) -> Iterator[tuple[Household, str]]:
    """The server of `DATABASE_URL`, or else one in `folder` (which this run has locked) that stops afterwards."""
    with Interrupts() as interrupts:
        household = Household(folder, interrupts)
        server = None if os.environ.get("DATABASE_URL") else EmbeddedServer(folder, settings)
        try:
            if server is not None:
                server.start(household)
            yield household, given_database() if server is None else server.url()
        finally:
            household.stop()
            if server is not None:
                server.close()


def run(household: Household, command: Sequence[str], env: Mapping[str, str], folder: Path) -> int:
    """Run a command that shares our terminal, keeping the database up meanwhile; its exit code."""
    process = subprocess.Popen(
        command, env=dict(env), cwd=folder, preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGTERM)
    )
    while process.poll() is None:
        try:
            household.tend()
            household.interrupts.sleep(0.5)
        except StopAsked:
            wish = household.interrupts.take()
            # Ctrl-C reaches the command by itself: it is in the terminal's foreground like us.
            if wish != signal.SIGINT or not sys.stdin.isatty():
                process.send_signal(wish)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode
