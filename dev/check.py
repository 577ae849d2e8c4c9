"""Every gate of the house, one line each: `python -m dev.check`, or only those whose names are given.

No database is needed and nothing is written but the caches of the tools.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dev import messages
from dev.gates.tree import Tree

ROOT = Path(__file__).resolve().parents[1]
CHECKED = ("src", "tests", "dev", "bench", "run.py", "conftest.py")
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/none"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
HOUSE_TESTS = ("tests/test_house.py", "tests/test_requirements.py")

Run = Callable[[], tuple[bool, str]]


@dataclass(frozen=True)
class Gate:
    """A named question to the project; `run` answers whether it holds, and what to say when it does not."""

    name: str
    run: Run


def gates() -> list[Gate]:
    """All gates, the quick ones first."""
    code = [name for name in CHECKED if (ROOT / name).suffix == ".py" or any((ROOT / name).rglob("*.py"))]
    code = [name for name in code if (ROOT / name).exists()]
    migrations = _python("-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run")
    alone = ("--noconftest", "-p", "no:django", "--disable-warnings", "-m", "not shared_data", "--tb", "short")
    return [
        Gate("lint", _python("-m", "ruff", "check", "--output-format", "concise", *code)),
        Gate("format", _python("-m", "ruff", "format", "--check", "--output-format", "concise", *code)),
        Gate("imports", _python("-c", LINT_IMPORTS, "--no-logo")),
        Gate("house", _python("-m", "pytest", *alone, *HOUSE_TESTS)),
        Gate("messages", _messages),
        Gate("settings", _python("-m", "django", "check", "--fail-level", "WARNING")),
        Gate("migrations", migrations),
        Gate("types", _python("-m", "mypy", "--no-error-summary", *code)),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Run the gates; 0 when all hold."""
    known = gates()
    parser = argparse.ArgumentParser(prog="python -m dev.check", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"only these: {', '.join(gate.name for gate in known)}"
    )
    names = parser.parse_args(arguments).names
    unknown = set(names) - {gate.name for gate in known}
    if unknown:
        parser.error(f"no such gate: {', '.join(sorted(unknown))}")
    failed = [gate.name for gate in known if (not names or gate.name in names) and not _holds(gate)]
    print(f"failed: {', '.join(failed)}" if failed else "all gates hold")
    return 1 if failed else 0


def _holds(gate: Gate) -> bool:
    started = time.monotonic()
    holds, said = gate.run()
    print(f"  {gate.name:<12}{'ok' if holds else 'failed':<8}{time.monotonic() - started:5.1f} s", flush=True)
    if not holds:
        print("\n".join(f"      {line}" for line in said.strip().splitlines()), flush=True)
    return holds


def _python(*arguments: str) -> Run:
    def run() -> tuple[bool, str]:
        with TemporaryDirectory(prefix="linli-check-") as data:
            ended = subprocess.run(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=_environment(data),
                check=False,
                capture_output=True,
                text=True,
            )
        return ended.returncode == 0, ended.stdout + ended.stderr

    return run


def _environment(data: str) -> dict[str, str]:
    """The settings read their secret and their database from the environment; a check needs neither."""
    return os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "linli.site.settings",
        "DATABASE_URL": NO_DATABASE,
        "LINLI_DATA": data,
        "LINLI_SECRET_KEY": "only-for-checking-" * 4,
        "NO_COLOR": "1",
    }


def _messages() -> tuple[bool, str]:
    sins = messages.all_faults(Tree(ROOT))
    return not sins, "\n".join(map(str, sins))


if __name__ == "__main__":
    sys.exit(main())
