"""`run.py bench [NAME] [--json FILE]`: each file of `bench/` is a NAME; its `run()` gives the rows of one table.

Runs on a migrated, empty database that is thrown away afterwards (`DATABASE_URL` names another). It is as careful
with its disk as in use: figures of a database that may forget are no figures.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from dev.tests import throwaway_database
from linli.launch import foreground, start
from linli.launch.speech import Halt, complain, speak_unicode

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure: what was measured, the rival measured in the same run, how they compare, and the bar it has to meet.

    `ratio` is ours to the rival's or the other way round, as `bar` says in words ("≥ 2 × rival"); `holds` is None
    where there is no bar.
    """

    name: str
    value: float
    unit: str
    rival: str = ""
    rival_value: float | None = None
    ratio: float | None = None
    bar: str = ""
    holds: bool | None = None


def names() -> list[str]:
    """What can be measured."""
    return sorted(path.stem for path in (ROOT / "bench").glob("*.py") if path.stem != "__init__")


def parse(arguments: list[str]) -> tuple[list[str], Path | None]:
    """The names to measure and the file for the rows; a mistake ends the program before anything is started."""
    parser = argparse.ArgumentParser(prog="run.py bench", description="Measure, against a rival in the same run.")
    parser.add_argument("name", nargs="?", choices=names(), metavar="NAME", help=f"one of: {', '.join(names())}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to FILE")
    given = parser.parse_args(arguments)
    return [given.name] if given.name else names(), given.json


def main(arguments: list[str]) -> int:
    """Measure what is named, or everything; 1 if a bar was missed."""
    speak_unicode()
    parse(arguments)
    try:
        with throwaway_database(()) as (household, program):
            start.prepare(household, program, demo=False)
            command = [sys.executable, "-m", "dev.measure", *arguments]
            return foreground.run(household, command, program.environment(), Path.cwd())
    except Halt as halt:
        return complain(halt)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
