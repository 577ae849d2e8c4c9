#!/usr/bin/env python3
"""Linli's two commands: `python3 run.py` starts it, `python3 run.py test` proves it. `--help` names the rest.

Needs nothing but Python 3.11 or newer: it builds `.venv` beside itself and goes on inside it.
"""

import os
import sys
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("邻里需要 Python 3.11 或更新版本 · Linli needs Python 3.11 or newer")
if os.name != "posix":
    sys.exit("邻里运行于 Linux 和 macOS；Windows 请用 WSL · Linli runs on Linux and macOS; on Windows use WSL")

ROOT = Path(__file__).resolve().parent
SOURCE = ROOT / "src"
sys.path.insert(0, str(SOURCE))

from linli.launch import environment, options, preflight, speech  # noqa: E402  (the checks above come first)

BASE = ("requirements.lock",)
DEVELOPER = ("requirements.lock", "requirements-dev.lock")
ROOMS = {
    "test": ("dev.tests", DEVELOPER),
    "check": ("dev.check", DEVELOPER),
    "bench": ("dev.bench", DEVELOPER),
    "linli": ("linli.launch.line", BASE),
}


def main(arguments: list[str]) -> int:
    """Make the environment and hand this process over to what was asked for."""
    speech.speak_unicode()
    word = arguments[0] if arguments else ""
    module, locks = ROOMS.get(word, ("linli.launch", BASE))
    rest = arguments[1:] if word in ROOMS else arguments
    try:
        if word not in ROOMS:
            preflight.look(options.parse(rest)).unlock()
        python = environment.ready(ROOT, locks)
    except speech.Halt as halt:
        return speech.complain(halt)
    except KeyboardInterrupt:
        return 130
    sys.stdout.flush()
    os.execve(python, [str(python), "-m", module, *rest], child_environment())


def child_environment() -> dict[str, str]:
    """This environment without what would mix another Python's packages into ours."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONDONTWRITEBYTECODE"}}
    return env | {"PYTHONPATH": os.pathsep.join([str(SOURCE), str(ROOT)]), "PYTHONNOUSERSITE": "1"}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
