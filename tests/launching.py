"""Starting the launcher as a process, watching what runs below it, and ending it in every way it can end."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
READY = "Ctrl-C stops it"
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bare_environment(home: Path, **more: str) -> dict[str, str]:
    """What a newcomer's shell has: a home, a path, a language; no database."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return kept | {"HOME": str(home), "PYTHONPATH": str(ROOT / "src")} | more


@dataclass
class Launched:
    """One run of the launcher."""

    data: Path
    home: Path
    options: tuple[str, ...] = ("--empty",)
    port: int = field(default_factory=free_port)
    user: int | None = None
    python: str = sys.executable
    env: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> "Launched":
        """Start it and wait until it says that it is ready."""
        self.said = self.home / f"said-{self.port}"
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [self.python, "-m", "linli.launch", "--data", str(self.data), "--port", str(self.port), *self.options],
                env=bare_environment(self.home, **self.env),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while READY not in self.text() and self.process.poll() is None:
            if time.monotonic() > until:
                self.process.kill()
                raise TimeoutError(self.text())
            time.sleep(0.02)
        return self

    def text(self) -> str:
        """What it has said so far."""
        return self.said.read_text(encoding="utf-8")

    def below(self) -> list[psutil.Process]:
        """Every process below it."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def called(self, part: str) -> psutil.Process:
        """The first process below it whose command line has `part`; without one, StopIteration."""
        return next(one for one in self.below() if part in _command_of(one))

    def answers(self, scheme: str = "http") -> bool:
        """Whether the pages answer a request, whatever they answer."""
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        try:
            urllib.request.urlopen(f"{scheme}://127.0.0.1:{self.port}/", timeout=10, context=trusting).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def end(self, number: int = signal.SIGTERM) -> tuple[int, list[psutil.Process]]:
        """Send it a signal; its exit code, and what is still alive of what ran below it a little later."""
        ran = self.below()
        self.process.send_signal(number)
        code = self.process.wait(timeout=PATIENCE)
        return code, psutil.wait_procs(ran, timeout=10)[1]


def _command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def eventually(holds: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether `holds()` becomes true within `seconds`; what is not there yet does not hold."""
    until = time.monotonic() + seconds
    while True:
        with suppress(StopIteration, IndexError, psutil.Error):
            if holds():
                return True
        if time.monotonic() > until:
            return False
        time.sleep(0.05)


def refused(*options: str, env: Mapping[str, str] | None = None, command: tuple[str, ...] = ("run.py",)) -> str:
    """The one line with which a start ends that cannot be had."""
    done = subprocess.run(
        [sys.executable, *command, *options],
        env=bare_environment(Path.home(), **(env or {})),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    return sentence
