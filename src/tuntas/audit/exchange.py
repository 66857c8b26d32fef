"""The exported log: JSON lines that an outsider verifies without the database.

The first line is an anchor: both heads, signed. Then one line per row, chain by
chain, in order of ``n``. The signature says who vouches for the heads: compare the
public key with the one the office published.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from tuntas.audit import anchor
from tuntas.audit.anchor import Anchor
from tuntas.audit.chain import COLUMNS, Problem, canonical, check_rows
from tuntas.audit.errors import UnreadableFile


@dataclass
class Reading:
    """One pass over an exported file: walk :meth:`problems`, then ask the rest."""

    lines: Iterable[str]
    signed: Anchor | None = None
    rows: dict[str, int] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        """Everything that does not hold, from top to bottom.

        Raises:
            UnreadableFile: when the file is not an export.
        """
        records = _records(self.lines)
        self.signed = signed = _signed_heads(next(records, {}))
        if not anchor.is_genuine(signed):
            yield _not_genuine()
        for name, group in groupby(records, key=_chain_of):
            if name not in signed.heads:
                raise UnreadableFile
            yield from check_rows(name, self._counted(name, group), signed.heads[name])
        for name, head in signed.heads.items():
            if name not in self.rows:
                yield from check_rows(name, (), head)

    def _counted(self, name: str, group: Iterable[dict[str, Any]]) -> Iterator[Sequence[Any]]:
        columns = (*COLUMNS[name], "hash")
        for record in group:
            self.rows[name] = self.rows.get(name, 0) + 1
            yield tuple(record.get(column) for column in columns)


def row_line(chain: str, row: Sequence[Any]) -> str:
    """One row as a line; *row* holds the columns and then the hash.

    >>> row_line("views", (1, "", "", "", "[]", 0, "", "", "ab"))[:24]
    '{"actor_ref":"","at":"",'
    """
    names = (*COLUMNS[chain], "hash")
    return canonical({"chain": chain, **dict(zip(names, row, strict=True))}) + "\n"


def _records(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError as error:
            raise UnreadableFile from error
        if not isinstance(record, dict):
            raise UnreadableFile
        yield record


def _signed_heads(record: dict[str, Any]) -> Anchor:
    try:
        return anchor.from_fields(record)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableFile from error


def _chain_of(record: dict[str, Any]) -> str:
    return str(record.get("chain"))


def _not_genuine() -> Problem:
    return Problem(
        "signature",
        "Tanda tangan di baris pertama tidak sah: berkas ini bukan, atau bukan lagi, "
        "yang ditandatangani kantor.",
        "The signature in the first line is not genuine: this is not, or no longer, "
        "what the office signed.",
    )
