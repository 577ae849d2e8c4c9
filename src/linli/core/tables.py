"""Tables that people bring: .csv in UTF-8 or GB 18030, .xlsx; read as they are, the first row is the heading."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from linli.core.errors import Invalid

Cell = object


@dataclass(frozen=True)
class Table:
    """Column names and rows; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    def index(self, column: str) -> int:
        """Where a column stands; raises `Invalid` and says which columns there are."""
        if column not in self.columns:
            raise Invalid(
                _("There is no column “%(column)s”. The file has: %(columns)s.")
                % {"column": column, "columns": ", ".join(self.columns)}
            )
        return self.columns.index(column)


def read_table(path: Path) -> Table:
    """The table in a file. Raises `Invalid` with a sentence when it cannot be read as one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Invalid(_("The file %(file)s cannot be read.") % {"file": path}) from error
    rows = _sheet(content) if path.suffix.lower() in {".xlsx", ".xls", ".ods"} else _comma_separated(content)
    rows = [row for row in rows if any(cell not in {"", None} for cell in row)]
    if not rows:
        raise Invalid(_("The file %(file)s is empty.") % {"file": path})
    columns = tuple(str(cell).strip() for cell in rows[0])
    width = len(columns)
    return Table(columns, [tuple(row[:width]) + ("",) * (width - len(row)) for row in rows[1:]])


def _sheet(content: bytes) -> list[tuple[Cell, ...]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [tuple(row) for row in book.get_sheet_by_index(0).to_python()]
    except (CalamineError, OSError, ValueError) as error:
        raise Invalid(_("This file is not a spreadsheet we can read.")) from error


def _comma_separated(content: bytes) -> list[tuple[Cell, ...]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
        except csv.Error as error:
            raise Invalid(_("This file is not a table with commas.")) from error
    raise Invalid(_("This file is neither UTF-8 nor GB 18030 text."))
