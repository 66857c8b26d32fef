"""The list of the unrecorded as a file that says on every sheet who took it out and for what."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.utils.translation import gettext as _

from tuntas.residents.left import LeftRow

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Watermark:
    """Lines that stand above and below the names: office, day, person, purpose, warning."""

    title: str
    lines: tuple[str, ...]


def xlsx(rows: Sequence[LeftRow], headers: Sequence[str], mark: Watermark) -> bytes:
    """A workbook with one sheet of the unrecorded."""
    return workbook([list(cells(row)) for row in rows], headers, mark, name=_("Belum rekam"))


def workbook(
    rows: Sequence[Sequence[str]], headers: Sequence[str], mark: Watermark, *, name: str
) -> bytes:
    """A workbook with one sheet; all cells are text, so that no NIK turns into a number."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_string(0, 0, mark.title, book.add_format({"bold": True, "font_size": 14}))
    for n, line in enumerate(mark.lines, start=1):
        sheet.write_string(n, 0, line, book.add_format({"italic": True}))
    top = len(mark.lines) + 2
    for column, header in enumerate(headers):
        sheet.write_string(top, column, header, bold)
    for n, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(top + n, column, cell)
    _for_paper(sheet, top, mark)
    book.close()
    return made.getvalue()


def _for_paper(sheet: xlsxwriter.worksheet.Worksheet, top: int, mark: Watermark) -> None:
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 9, 16)
    # "&" starts a code in a footer; doubled it is a plain one.
    sheet.set_footer("&L" + " · ".join(mark.lines).replace("&", "&&")[:230] + "&R&P/&N")


def delimited(rows: Sequence[LeftRow], headers: Sequence[str], mark: Watermark) -> bytes:
    """The unrecorded, comma-separated."""
    return separated([list(cells(row)) for row in rows], headers, mark)


def separated(rows: Sequence[Sequence[str]], headers: Sequence[str], mark: Watermark) -> bytes:
    """Comma-separated, UTF-8 with a mark so that Excel reads it as such."""
    out = io.StringIO()
    writer = csv.writer(out)
    for line in (mark.title, *mark.lines):
        writer.writerow([f"# {line}"])
    writer.writerow(headers)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    writer.writerow([f"# {mark.lines[-1]}"])
    return ("\ufeff" + out.getvalue()).encode()


def cells(row: LeftRow) -> Iterator[str]:
    """One person as text, in the order of the headers."""
    yield row.name
    yield row.nik_masked
    yield row.sex
    yield row.birth_on.isoformat() if row.birth_on else ""
    yield "" if row.age is None else str(row.age)
    yield row.kecamatan_name
    yield row.village_name
    yield row.dusun
    yield f"{row.rt}/{row.rw}".strip("/")
    yield row.since.isoformat()


def _harmless(cell: str) -> str:
    """A name that begins like a formula must not become one.

    >>> _harmless("=HYPERLINK(1)"), _harmless("Rahma")
    ("'=HYPERLINK(1)", 'Rahma')
    """
    return "'" + cell if cell.startswith(FORMULA_STARTS) else cell
