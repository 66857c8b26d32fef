"""Worksheets: the one that holds the register, and whether its numbers can be trusted.

A number cell keeps fifteen digits. A NIK typed into one has lost its last digit, and
nothing in the file says so; only the kind of the cell does. fastexcel reads the cells,
the kind is asked from it first and, where it doubts, from the sheet's own XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

import fastexcel

from tuntas.residents.vocabulary import match_headers

SEARCHED_ROWS: Final = 40
"""How far down a header is looked for."""

SPOILT_FROM: Final = 1e12
"""From thirteen digits on, a number in a number cell is no count but a spoilt identity."""

_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class SheetUnreadable(Exception):
    """No spreadsheet, or one whose insides are broken."""


@dataclass(frozen=True)
class Workbook:
    """An opened workbook; *reader* is fastexcel's."""

    path: Path
    reader: Any

    @classmethod
    def open(cls, path: Path) -> Workbook:
        try:
            return cls(path, fastexcel.read_excel(path))
        except fastexcel.FastExcelError as error:
            raise SheetUnreadable from error

    def register_sheet(self) -> str:
        """The sheet whose first rows look most like the header of a register."""
        sure = [(self._likeness(name), -place, name) for place, name in enumerate(self.names)]
        return max(sure)[2]

    @property
    def names(self) -> list[str]:
        return list(self.reader.sheet_names)

    def _likeness(self, name: str) -> int:
        rows = self.first_rows(name)
        return max((len(match_headers(row)) for row in rows), default=0)

    def first_rows(self, name: str) -> list[list[str]]:
        """The first rows as text; empty for an empty sheet."""
        import duckdb

        cells = self.load(name, n_rows=SEARCHED_ROWS)
        if cells is None:
            return []
        with duckdb.connect() as con:
            con.register("cells", cells)
            rows = con.execute("SELECT * FROM cells").fetchall()
        return [["" if cell is None else str(cell) for cell in row] for row in rows]

    def load(self, name: str, n_rows: int | None = None) -> Any | None:
        """The whole sheet with every cell as text, in a form that DuckDB reads; None when empty."""
        try:
            sheet = self.reader.load_sheet(
                name, header_row=None, skip_rows=0, n_rows=n_rows, dtypes="string"
            )
        except fastexcel.FastExcelError as error:
            raise SheetUnreadable from error
        return sheet if sheet.width and sheet.height else None

    def spoilt_columns(self, name: str, columns: Sequence[int], first_row: int) -> list[int]:
        """Which of *columns* (from 0) hold long numbers in number cells.

        Args:
            first_row: where the data begins, counted from 1.
        """
        return [at for at in columns if self._is_spoilt(name, at, first_row)]

    def _is_spoilt(self, name: str, column: int, first_row: int) -> bool:
        try:
            sheet = self.reader.load_sheet(
                name,
                header_row=None,
                skip_rows=first_row - 1,
                use_columns=[column],
                schema_sample_rows=None,
                dtype_coercion="strict",
            )
            chosen = sheet.selected_columns[0]
        except fastexcel.FastExcelError:
            # Text and numbers in one column: look whether the numbers are long.
            return self._has_long_numbers(name, letters(column), first_row)
        if chosen.dtype in ("string", "null"):
            return False
        return self._has_long_numbers(name, letters(chosen.absolute_index), first_row)

    def _has_long_numbers(self, name: str, letter: str, first_row: int) -> bool:
        xml = self._sheet_xml(name)
        if xml is None:
            return True
        cell = rb'<c r="%s(\d+)"((?:\s[a-z]+="[^"]*")*)\s*>\s*<v>([^<]*)</v>' % letter.encode()
        for row, attributes, value in re.findall(cell, xml):
            is_number = b' t="' not in attributes or b' t="n"' in attributes
            if is_number and int(row) >= first_row and _is_long(value.decode()):
                return True
        # Cells that do not say where they stand cannot be looked up: then nothing is sure.
        return not re.search(rb'<c r="', xml)

    def _sheet_xml(self, name: str) -> bytes | None:
        try:
            with zipfile.ZipFile(self.path) as parts:
                book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
                links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
                target = {link.get("Id"): link.get("Target", "") for link in links}
                for sheet in book.iter():
                    if sheet.tag.endswith("}sheet") and sheet.get("name") == name:
                        part = target[sheet.get(_RELATION)].lstrip("/").removeprefix("xl/")
                        return parts.read(f"xl/{part}")
        except (KeyError, zipfile.BadZipFile, ElementTree.ParseError):
            return None
        return None


def _is_long(value: str) -> bool:
    try:
        return abs(float(value)) >= SPOILT_FROM
    except ValueError:
        return False


def letters(column: int) -> str:
    """The name of a column as a spreadsheet shows it.

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
