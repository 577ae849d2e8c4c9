"""The inside of `run.py bench`: run the files of `bench/` on the database that the environment names."""

import argparse
import importlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import django

from dev.bench import ROOT, Row

HEADS = ("name", "value", "unit", "rival", "its value", "ratio", "bar", "holds")
WIDTHS = (44, 12, 10, 24, 12, 8, 20, 6)
RIGHT = {1, 4, 5}


def main(arguments: list[str]) -> int:
    """Print the table and write the rows where `--json` says; 1 if a bar was missed."""
    known = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if path.stem != "__init__")
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("name", nargs="?", metavar="NAME", help=f"one of: {', '.join(known)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to FILE")
    given = parser.parse_args(arguments)
    if given.name is not None and given.name not in known:
        parser.error(f"no such bench: {given.name}; there are: {', '.join(known)}")
    rows = []
    print(_line(HEADS))
    for row in measured([given.name] if given.name else known):
        rows.append(row)
        print(_line(_cells(row)), flush=True)
    if given.json is not None:
        given.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.holds is False for row in rows) else 0


def measured(names: Iterable[str]) -> Iterator[Row]:
    """The rows of each bench as they are found."""
    django.setup()
    for name in names:
        yield from importlib.import_module(f"bench.{name}").run()


def _cells(row: Row) -> list[str]:
    verdict = {True: "yes", False: "MISSED", None: ""}[row.holds]
    figures = [_figure(row.value), row.unit, row.rival, _figure(row.rival_value), _figure(row.ratio)]
    return [row.name, *figures, row.bar, verdict]


def _figure(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def _line(cells: Iterable[str]) -> str:
    columns = zip(cells, WIDTHS, strict=True)
    return " ".join(f"{c:>{w}}" if n in RIGHT else f"{c:<{w}}" for n, (c, w) in enumerate(columns)).rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
