"""Tables of the rule documents, for tests that hold documents and code together."""

from pathlib import Path

_RULES = Path(__file__).resolve().parents[4] / "docs" / "rules"


def table(document: str, first_column: str) -> list[dict[str, str]]:
    """The rows of the table whose first column has this heading, by heading."""
    lines = [line.strip() for line in (_RULES / document).read_text(encoding="utf-8").splitlines()]
    start = next(index for index, line in enumerate(lines) if line.startswith(f"| {first_column} |"))
    heads = _cells(lines[start])
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(heads, _cells(line), strict=True)))
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
