"""A matched list as its sender knows it: the same columns in the same order, the result beside.

The cells of the sender go back as they came. Nothing of the register goes with them but
what each row came to; a right NIK is never given away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter

from tuntas.residents import import_files
from tuntas.residents.left_file import FORMULA_STARTS, Watermark
from tuntas.residents.matching import columns
from tuntas.residents.models import PersonList
from tuntas.residents.register_file import OpenFile, open_file

Results = Mapping[int, Sequence[str]]
"""line → the cells that are put beside the sender's."""

_DELIMITERS: Final = {"tab": "\t"}
_ENCODINGS: Final = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """The bytes to hand back; *suffix* ``csv`` or ``xlsx`` as the list came."""

    content: bytes
    suffix: str


def returned(
    row: PersonList,
    headings: Sequence[str],
    results: Results,
    absent: Sequence[Sequence[str]],
    mark: Watermark,
) -> ReturnedFile:
    """The list in its sender's layout.

    Args:
        headings: of the cells in *results*.
        absent: lines about people whom the list does not have, below its own rows.
    """
    with import_files.work_dir() as folder:
        file = open_file(import_files.path_of(row.file_digest), folder, columns.likeness)
        try:
            lines = list(_lines(file, headings, results, absent, mark))
            form = file.form
        finally:
            file.close()
    if form.startswith("XLSX"):
        return ReturnedFile(_xlsx(lines), "xlsx")
    _csv, encoding, delimiter = form.split(" ", 2)
    return ReturnedFile(_delimited(lines, encoding, _DELIMITERS.get(delimiter, delimiter)), "csv")


def _lines(
    file: OpenFile,
    headings: Sequence[str],
    results: Results,
    absent: Sequence[Sequence[str]],
    mark: Watermark,
) -> Iterator[list[str]]:
    """Every line of the file, from its titles to our own below it."""
    rows = file.con.execute("SELECT * FROM raw_all ORDER BY line").fetchall()
    used = max(
        (at + 1 for _line, *cells in rows for at, cell in enumerate(cells) if cell), default=1
    )
    width = max(file.named_width, used)
    for line, *cells in rows:
        own = [cell or "" for cell in cells[:width]]
        if line == file.header_line:
            yield [*own, *headings]
        else:
            yield [*own, *results.get(line, ())]
    if absent:
        yield []
        yield from (list(cells) for cells in absent)
    yield []
    for text in (mark.title, *mark.lines):
        yield [f"# {text}"]


def _delimited(lines: Sequence[Sequence[str]], encoding: str, delimiter: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in line] for line in lines)
    # What the sender's encoding cannot write was never in the sender's cells.
    return out.getvalue().encode(_ENCODINGS.get(encoding, encoding), errors="replace")


def _xlsx(lines: Sequence[Sequence[str]]) -> bytes:
    """One sheet of text cells, so that no NIK turns into a number."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    for at, line in enumerate(lines):
        for column, cell in enumerate(line):
            if cell:
                sheet.write_string(at, column, cell)
    book.close()
    return made.getvalue()


def _harmless(cell: str) -> str:
    """A cell that would be a formula in a spreadsheet becomes text; signs and numbers stay.

    >>> _harmless("=HYPERLINK(1)"), _harmless("-"), _harmless("+62 811")
    ("'=HYPERLINK(1)", '-', '+62 811')
    """
    rest = cell[1:].replace(" ", "")
    is_number = cell[:1] in ("+", "-") and (not rest or rest.isdigit())
    return "'" + cell if cell.startswith(FORMULA_STARTS) and not is_number else cell
