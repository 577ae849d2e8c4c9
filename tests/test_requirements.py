"""docs/requirements.md is true: every requirement once and in order, and what it names is there."""

import ast
import itertools
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("LINLI_SHARED", ROOT.parent / "shared"))
REQUIREMENTS = 154
ROW = re.compile(r"^\| (?P<ref>R\d+\.\d+[a-z]) \|(?P<cells>.*)\|$", re.MULTILINE)
REF = re.compile(r"^\| (R\d+\.\d+[a-z]) \|", re.MULTILINE)
NOT_YET = "not yet"


@dataclass(frozen=True)
class Row:
    """One requirement as the page tells it."""

    ref: str
    system: str
    where: str
    seen: str
    test: str
    figure: str

    @property
    def paths(self) -> list[str]:
        """Files and folders named anywhere but in the test column."""
        named = re.findall(r"`([\w./-]+/[\w./-]*)`", f"{self.where} {self.seen} {self.figure}")
        return [name for name in named if not name.startswith("/")]

    @property
    def tests(self) -> list[str]:
        """Tests as `path::name`."""
        return re.findall(r"`([\w./-]+::\w+)`", self.test)


def rows() -> list[Row]:
    page = (ROOT / "docs/requirements.md").read_text(encoding="utf-8")
    return [Row(row["ref"], *(cell.strip() for cell in row["cells"].split("|"))) for row in ROW.finditer(page)]


def exists(name: str) -> bool:
    return (ROOT / name).exists() or (ROOT / "src/linli" / name).exists()


def holds_test(test: str) -> bool:
    path, name = test.split("::")
    file = next((file for file in (ROOT / path, ROOT / "src/linli" / path) if file.is_file()), None)
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file else ()
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in nodes)


def faults(row: Row) -> list[str]:
    """What the page says of a requirement and is not so."""
    told = [row.where, row.seen, row.test, row.figure]
    if row.where == NOT_YET:
        return [] if told[1:] == ["–"] * 3 else ["not yet, and yet it tells more"]
    wrong = [f"column {number} is empty" for number, cell in enumerate(told, 3) if not cell]
    wrong += [f"{name} does not exist" for name in row.paths if not exists(name)]
    wrong += [f"no test {test}" for test in row.tests if not holds_test(test)]
    return wrong + ([] if row.tests else ["names no test"])


def test_every_requirement_stands_once() -> None:
    refs = [row.ref for row in rows()]
    assert len(refs) == len(set(refs)) == REQUIREMENTS
    assert refs == sorted(refs, key=in_order)


def in_order(ref: str) -> tuple[int, int, str]:
    chapter, section, letter = re.fullmatch(r"R(\d+)\.(\d+)([a-z])", ref).groups()  # type: ignore[union-attr]  # ROW saw to it
    return int(chapter), int(section), letter


def test_letters_leave_no_gap() -> None:
    refs = [row.ref for row in rows()]
    for before, after in itertools.pairwise(refs):
        assert after[-1] == "a" or (after[:-1], ord(after[-1])) == (before[:-1], ord(before[-1]) + 1)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.ref)
def test_what_a_row_names_is_there(row: Row) -> None:
    if wrong := faults(row):
        pytest.fail(f"{row.ref}: {'; '.join(wrong)}", pytrace=False)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("`work/rules/`", "`/ui`", "`tests/test_requirements.py::exists`", "1"), None),
        (("`work/nowhere/`", "`/ui`", "`tests/test_requirements.py::exists`", "1"), "work/nowhere/ does not exist"),
        (("`work/rules/`", "`/ui`", "`tests/test_requirements.py::gone`", "1"), "no test"),
        (("`work/rules/`", "`/ui`", "by hand", "–"), "names no test"),
        (("`work/rules/`", "", "`tests/test_requirements.py::exists`", "1"), "column 4 is empty"),
        ((NOT_YET, "–", "soon", "–"), "tells more"),
    ],
)
def test_an_untrue_row_is_seen(cells: tuple[str, str, str, str], fault: str | None) -> None:
    found = "\n".join(faults(Row("R1.1a", "", *cells)))
    assert fault in found if fault else not found


@pytest.mark.shared_data
def test_requirements_are_those_of_the_scheme() -> None:
    scheme = (SHARED / "design/REQUIREMENTS.md").read_text(encoding="utf-8")
    assert [row.ref for row in rows()] == REF.findall(scheme)
