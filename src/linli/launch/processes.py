"""Child processes: each in a session of its own, ended with us, restarted when it falls."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from linli.core.lifeline import die_with_parent

STEADY_SECONDS = 20.0
LONGEST_PAUSE = 10.0
LONGEST_PAUSE_WHEN_KILLED = 1.0
KEPT_LOGS = 5


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How one child is started, stopped and, when we die ourselves, ended by the system."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    folder: Path
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    harder_signals: tuple[signal.Signals, ...] = (signal.SIGKILL,)
    patience: float = 7.0
    user: int | None = None
    descriptors: tuple[int, ...] = ()


def spawn(plan: Plan, output: int | IO[bytes], errors: int | IO[bytes] | None = None) -> subprocess.Popen[bytes]:
    """Start the child. An own session keeps the terminal's Ctrl-C away from it: stopping is our task."""
    return subprocess.Popen(
        plan.command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output if errors is None else errors,
        env=dict(plan.env),
        cwd=plan.folder,
        start_new_session=True,
        user=plan.user,
        group=plan.user,
        extra_groups=None if plan.user is None else [],
        pass_fds=plan.descriptors,
        # Runs after the change of user, which would clear it; safe because the launcher has one thread only.
        preexec_fn=partial(die_with_parent, os.getpid(), plan.orphan_signal),
    )


def has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the child has ended. What is left of its session goes with it, while its pid is still surely its own."""
    if process.returncode is not None:
        return True
    if hasattr(os, "waitid"):
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return False
    elif process.poll() is None:  # macOS before Python 3.13
        return False
    end_session(process.pid)
    process.wait()
    return True


def end_session(leader: int) -> None:
    """Kill every process of a child's session."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def turn_logs(path: Path) -> None:
    """Begin a fresh log and keep the last few."""
    if not path.exists() or path.stat().st_size == 0:
        return
    for number in range(KEPT_LOGS - 1, 0, -1):
        older = path.with_suffix(f".{number}.log")
        if older.exists():
            older.replace(path.with_suffix(f".{number + 1}.log"))
    path.replace(path.with_suffix(".1.log"))


def last_line(path: Path) -> str:
    """The last line that a child wrote into its log, for the sentence that says why it will not run."""
    with suppress(OSError):
        lines = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else ""
    return ""


@dataclass
class Child:
    """One process that is kept running."""

    plan: Plan
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    restart_at: float | None = field(default=None)

    def start(self) -> None:
        """Start it, with its output appended to its log."""
        with self.log.open("ab") as log:
            self.process = spawn(self.plan, log)
        self.started_at = time.monotonic()
        self.restart_at = None

    def fell(self) -> bool:
        """Whether it has ended since we last looked.

        The pause before its next start grows with each early fall: a program that cannot start will not start the
        sooner for being tried more often. One that somebody killed is not to blame, and is soon back.
        """
        if self.process is None or not has_ended(self.process):
            return False
        now = time.monotonic()
        killed = self.process.returncode == -signal.SIGKILL
        self.falls = 1 if now - self.started_at > STEADY_SECONDS else self.falls + 1
        self.restart_at = now + min(0.1 * 2**self.falls, LONGEST_PAUSE_WHEN_KILLED if killed else LONGEST_PAUSE)
        self.process = None
        return True

    def ask_to_stop(self) -> None:
        """Send its stop signal."""
        if self.process is not None and not has_ended(self.process):
            self.process.send_signal(self.plan.stop_signal)
