"""Ctrl-C, SIGTERM and a closed terminal become one wish to stop; a child's end wakes the sleeper."""

import os
import select
import signal
import time
from types import FrameType, TracebackType


class StopAsked(Exception):
    """Somebody asked this run to stop."""


class Interrupts:
    """While entered, signals do nothing but wake `sleep`, which raises `StopAsked` once there was one.

    A wish that comes while we are `stopping` already makes us `hurried`.
    """

    WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.asked: signal.Signals | None = None
        self.stopping = False
        self.hurried = False
        self._read, self._write = os.pipe()
        self._before: dict[int, object] = {}

    def __enter__(self) -> "Interrupts":
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in self.WISHES:
            # Under nohup the end of the terminal is not meant.
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._wish)
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, self._wake)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal gave us
        signal.set_wakeup_fd(-1)
        os.close(self._read)
        os.close(self._write)

    def sleep(self, seconds: float) -> None:
        """Wait up to `seconds`, less if a child ends; raises `StopAsked` unless we are stopping already."""
        if self.asked is not None and not self.stopping:
            raise StopAsked
        until = time.monotonic() + seconds
        if select.select([self._read], [], [], max(0.0, until - time.monotonic()))[0]:
            os.read(self._read, 512)
        if self.asked is not None and not self.stopping:
            raise StopAsked

    def take(self) -> signal.Signals:
        """The wish, taken off the list: whoever takes it sees to it."""
        wish, self.asked = self.asked, None
        assert wish is not None
        return wish

    def _wish(self, number: int, frame: FrameType | None) -> None:
        self.hurried = self.stopping
        self.asked = signal.Signals(number)

    def _wake(self, number: int, frame: FrameType | None) -> None:
        """The wake-up descriptor has done it; a handler must exist for the system to send the signal at all."""
