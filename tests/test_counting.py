"""What CI counts: every test once, and a skipped one as a failure."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev import tally
from dev.counting import COUNT_FILE

ROOT = Path(__file__).resolve().parents[1]
CASES = """
import pytest


@pytest.mark.parametrize("number", [1, 2])
def test_passes(number):
    assert number


@pytest.fixture
def broken():
    yield
    raise RuntimeError


def test_passes_but_breaks_afterwards(broken):
    pass
"""
SKIPPED = """
import pytest


@pytest.mark.skip(reason="today")
def test_skipped():
    pass
"""


def counted(folder: Path, cases: str, *, ci: bool) -> tuple[int, dict[str, int]]:
    """Exit code and count of a pytest run on `cases`."""
    (folder / "test_cases.py").write_text(cases, encoding="utf-8")
    env = os.environ | {COUNT_FILE: str(folder / "count"), "CI": "true" if ci else "", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "dev.counting", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, str(folder)], cwd=folder, env=env, capture_output=True, check=False)
    return done.returncode, json.loads((folder / "count").read_text(encoding="utf-8"))


def test_a_test_counts_once_and_as_failed_when_any_part_failed(tmp_path: Path) -> None:
    assert counted(tmp_path, CASES, ci=True) == (1, {"passed": 2, "failed": 1, "skipped": 0})


def test_skipped_test_fails_the_run_in_ci_only(tmp_path: Path) -> None:
    cases = SKIPPED + "\n\ndef test_passes():\n    pass\n"
    assert counted(tmp_path, cases, ci=False) == (0, {"passed": 1, "failed": 0, "skipped": 1})
    assert counted(tmp_path, cases, ci=True) == (1, {"passed": 1, "failed": 0, "skipped": 1})


def test_file_that_cannot_be_read_counts_as_failed(tmp_path: Path) -> None:
    code, count = counted(tmp_path, "import nothing_of_this_name\n", ci=False)
    assert code != 0
    assert count["failed"] == 1


def test_tally_sums_the_legs_and_misses_the_leg_that_broke_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text('{"passed": 7, "failed": 0, "skipped": 0}', encoding="utf-8")
    second.write_text('{"passed": 4, "failed": 0, "skipped": 0}', encoding="utf-8")
    assert tally.main([str(first), str(second)]) == 0
    assert tally.main([str(first), str(tmp_path / "missing")]) == 1
    assert capsys.readouterr().out == "11 passed, 0 failed\n7 passed, 1 failed\n"
