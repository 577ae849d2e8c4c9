"""A pytest plugin: counts tests for CI, and lets nothing be skipped there (`pytest -p dev.counting`)."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

COUNT_FILE = "LINLI_TEST_COUNT"  # the variable that names the file to write the count to


@dataclass
class Count:
    """How many tests ended how. A test counts once, and as failed when any part of it failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


class Counter:
    """Listens to one pytest run."""

    def __init__(self) -> None:
        self._passed: set[str] = set()
        self._failed: set[str] = set()
        self._skipped: set[str] = set()
        self._reasons: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one part (set-up, call, tear-down) of one test."""
        if report.failed:
            self._failed.add(report.nodeid)
        elif report.skipped:
            self._skipped.add(report.nodeid)
            self._reasons[report.nodeid] = str(report.longrepr)
        elif report.when == "call":
            self._passed.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that cannot be collected is a failed test; a whole file skipped is a skipped one."""
        if report.failed:
            self._failed.add(report.nodeid)
        elif report.skipped:
            self._skipped.add(report.nodeid)
            self._reasons[report.nodeid] = str(report.longrepr)

    @property
    def count(self) -> Count:
        """The count so far."""
        failed, skipped = self._failed, self._skipped - self._failed
        return Count(len(self._passed - failed - skipped), len(failed), len(skipped))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the count. In CI a skipped test fails the run: what cannot run there is left out by its marker, or not at all."""
        count = self.count
        if os.environ.get("CI") == "true" and count.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        path = os.environ.get(COUNT_FILE)
        if path:
            Path(path).write_text(json.dumps(asdict(count)), encoding="utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what was skipped where nothing may be."""
        if os.environ.get("CI") == "true":
            for nodeid in sorted(self._skipped):
                terminalreporter.write_line(f"skipped, which CI counts as failed: {nodeid}: {self._reasons[nodeid]}")


def pytest_configure(config: pytest.Config) -> None:
    """Start counting."""
    config.pluginmanager.register(Counter(), "linli-counter")
