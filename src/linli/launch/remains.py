"""Processes that an earlier run left behind. They are known by pid and start time, so that a pid which
somebody else has got in the meantime is never touched."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

DATABASE = "database"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Mark:
    """One process that we started."""

    name: str
    pid: int
    started: str

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return start_of(self.pid) == self.started


def start_of(pid: int) -> str | None:
    """When process `pid` started, as a text that only this process on this boot has; None if there is none."""
    if not _BOOT.exists():
        return _start_told_by_ps(pid)
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name stands in brackets and may hold anything; the state follows it, the start tick is the 22nd field.
    fields = stat.rpartition(")")[2].split()
    if fields[0] in "ZX":
        return None
    return f"{_BOOT.read_text(encoding='ascii').strip()}:{fields[19]}"


def _start_told_by_ps(pid: int) -> str | None:
    told = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip() or None


def mark(name: str, pid: int) -> Mark:
    """The mark of a process that was just started."""
    return Mark(name, pid, start_of(pid) or "gone")


def record(path: Path, marks: Iterable[Mark]) -> None:
    """Write down what runs now, so that the next start can find it."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps([asdict(one) for one in marks]), encoding="utf-8")
    fresh.replace(path)


def recorded(path: Path) -> list[Mark]:
    """What an earlier run wrote down and is still alive."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        marks = [Mark(str(row["name"]), int(row["pid"]), str(row["started"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [one for one in marks if one.alive()]


def reap(path: Path) -> int:
    """End what an earlier run left behind, the database gently; how many processes there were."""
    found = recorded(path)
    for one in found:
        _signal(one, signal.SIGINT if one.name == DATABASE else signal.SIGKILL)
    for harder, seconds in ((signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        if _gone(found, seconds):
            break
        for one in found:
            _signal(one, harder)
    _gone(found, 5.0)
    path.unlink(missing_ok=True)
    return len(found)


def _signal(one: Mark, number: signal.Signals) -> None:
    """PostgreSQL hands its signals on by itself; of the others the whole session goes."""
    if not one.alive():
        return
    try:
        if one.name == DATABASE:
            os.kill(one.pid, number)
        else:
            os.killpg(one.pid, number)
        os.kill(one.pid, signal.SIGCONT)  # a suspended process hears nothing else
    except (ProcessLookupError, PermissionError):
        return


def _gone(marks: list[Mark], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while any(one.alive() for one in marks):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
