"""The running children of one start: begun, watched, and brought to rest together."""

import os
import subprocess
import time
from contextlib import suppress

from linli.launch import remains
from linli.launch.folder import DataFolder
from linli.launch.interrupts import Interrupts
from linli.launch.processes import Child, Plan, end_session, has_ended, last_line, spawn, turn_logs
from linli.launch.speech import Halt, say

LOOK_SECONDS = 1.0
MENTIONED_FALLS = 3


class Household:
    """Starts children, restarts the fallen, runs errands to their end, and stops all in the right order."""

    def __init__(self, folder: DataFolder, interrupts: Interrupts) -> None:
        self.folder = folder
        self.interrupts = interrupts
        self.children: dict[str, Child] = {}
        self._errands: dict[int, str] = {}

    def start(self, plan: Plan) -> Child:
        """Start a child that is to run as long as we do."""
        log = self.folder.logs / f"{plan.name}.log"
        turn_logs(log)
        child = Child(plan, log)
        self.children[plan.name] = child
        child.start()
        self._record()
        return child

    def tend(self) -> None:
        """Restart what has fallen and whose pause is over."""
        for child in self.children.values():
            if child.fell() and child.falls <= MENTIONED_FALLS:
                name = child.plan.name
                say(f"{name} 意外停止，正在重启（日志 {child.log}）", f"{name} stopped; starting it again")
            if child.restart_at is not None and time.monotonic() >= child.restart_at:
                child.start()
                self._record()

    def watch(self) -> None:
        """Keep the children running until somebody asks to stop."""
        while True:
            self.tend()
            due = [child.restart_at for child in self.children.values() if child.restart_at is not None]
            self.interrupts.sleep(min([LOOK_SECONDS, *(max(0.0, at - time.monotonic()) for at in due)]))

    def begin(self, plan: Plan) -> subprocess.Popen[bytes]:
        """Start an errand: a child that ends by itself. Its output goes to its log, its last word to whom it concerns."""
        log = self.folder.logs / f"{plan.name}.log"
        turn_logs(log)
        with log.open("ab") as errors:
            process = spawn(plan, subprocess.PIPE, errors)
        self._errands[process.pid] = plan.name
        self._record()
        return process

    def finish(self, process: subprocess.Popen[bytes], seconds: float | None = None) -> tuple[int, str]:
        """Wait for an errand, tending the children meanwhile: its exit code and what it printed.

        After `seconds` it is ended; the code is then negative.
        """
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        until = None if seconds is None else time.monotonic() + seconds
        said = b""
        while not has_ended(process):
            said += process.stdout.read() or b""
            self.tend()
            self.interrupts.sleep(0.2)
            if until is not None and time.monotonic() > until:
                end_session(process.pid)
        said += process.stdout.read() or b""
        process.stdout.close()
        self._errands.pop(process.pid, None)
        self._record()
        return process.returncode, said.decode(errors="replace")

    def run(self, plan: Plan) -> str:
        """Run an errand that must succeed; what it printed. Halts with the last line of its log where it fails."""
        code, said = self.finish(self.begin(plan))
        if code != 0:
            raise self.failure(plan.name, code)
        return said

    def failure(self, name: str, code: int) -> Halt:
        """The sentence for an errand that failed: the last line of its log says why."""
        log = self.folder.logs / f"{name}.log"
        reason = last_line(log) or f"exit code {code}"
        return Halt(f"{name} 失败（日志 {log}）", f"{name} failed: {reason}")

    def stop(self) -> None:
        """Stop the errands and the children, the database last, so that nobody loses what it is writing."""
        self.interrupts.stopping = True
        for pid in self._errands:
            end_session(pid)
        self._errands.clear()
        self._rest([name for name in self.children if name != remains.DATABASE])
        self._rest(list(self.children))
        self._record()

    def _rest(self, names: list[str]) -> None:
        children = [self.children.pop(name) for name in names]
        for child in children:
            child.ask_to_stop()
        for child in children:
            if child.process is not None:
                self._wait(child, child.process)

    def _wait(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        """Wait for the end of a child; it is pressed when its patience is over, and at once when we are hurried."""
        for harder in child.plan.harder_signals:
            until = time.monotonic() + child.plan.patience
            while not has_ended(process) and time.monotonic() < until and not self._hurries(child):
                self.interrupts.sleep(0.1)
            if has_ended(process):
                return
            with suppress(ProcessLookupError):
                process.send_signal(harder)
        end_session(process.pid)
        process.wait()

    def _hurries(self, child: Child) -> bool:
        return self.interrupts.hurried and child.plan.name != remains.DATABASE

    def _record(self) -> None:
        running = [(name, child.process.pid) for name, child in self.children.items() if child.process is not None]
        marks = [remains.mark(name, pid) for name, pid in [*running, *((n, p) for p, n in self._errands.items())]]
        if marks:
            remains.record(self.folder.processes, marks)
        else:
            self.folder.processes.unlink(missing_ok=True)
