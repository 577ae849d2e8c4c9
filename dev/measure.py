"""The inside of `run.py bench`: run the files of `bench/` on the database that the environment names."""

import importlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict

import django

from dev.bench import Row, parse

HEADS = ("name", "value", "unit", "rival", "its value", "ratio", "bar", "holds")
WIDTHS = (44, 12, 10, 24, 12, 8, 20, 6)
RIGHT = {1, 4, 5}


def main(arguments: list[str]) -> int:
    """Print the table and write the rows where `--json` says; 1 if a bar was missed."""
    names, file = parse(arguments)
    rows = []
    print(_line(HEADS))
    for row in measured(names):
        rows.append(row)
        print(_line(_cells(row)), flush=True)
    if file is not None:
        text = json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")
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
