"""Reading a file against the store without changing anything: the dry run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from tuntas.ledger.models import Head
from tuntas.residents import import_files, register_check, register_mapping
from tuntas.residents.actions import import_lists
from tuntas.residents.actions.import_absent import absent_people, withdrawable
from tuntas.residents.actions.import_plan import Job, Plan, plan
from tuntas.residents.errors import FileNotAccepted
from tuntas.residents.models import ImportMapping, Person
from tuntas.residents.register_check import FileKind, Row, Rules
from tuntas.residents.register_file import FileRefused, OpenFile, open_file
from tuntas.residents.register_mapping import ColumnMapping
from tuntas.residents.vocabulary import Column
from tuntas.wilayah import codes
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.resolve import Unresolved

CHUNK_ROWS: Final = 5_000
FIRST_LOAD_CHUNKS: Final = 4
"""While nobody else is in the store a chunk is this many times longer: every transaction
writes the same pages of the indexes again, and nobody waits for the lock yet."""
FIRST_REJECTS: Final = 100


def first_load_rows() -> int:
    """Rows of one transaction while nobody else is in the store."""
    return CHUNK_ROWS * FIRST_LOAD_CHUNKS


_WHY_NO_PLACE: Final = {
    "not_given": "village_missing",
    "unknown_code": "village_code_unknown",
    "not_a_village": "village_code_unknown",
    "unknown_name": "village_unknown",
    "ambiguous_name": "village_ambiguous",
    "unknown_district": "district_unknown",
    "name_against_code": "village_contradicts",
}


@dataclass(frozen=True)
class Declaration:
    """What the office says about a file: see ``RegisterImport``.

    Attributes:
        only: villages that whoever gives the file may speak about, None for the whole office.
    """

    kind: FileKind
    cut_off: date
    complete_for: str = ""
    village_code: str = ""
    only: frozenset[int] | None = None


@dataclass
class Foresight:
    """What an import would do. ``first_rejects``: (line, column, code)."""

    form: str
    headers: tuple[str, ...]
    titles: tuple[str, ...]
    mapping: ColumnMapping
    remembered: bool
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    exits: int = 0
    absent: int = 0
    withdrawn: int = 0
    warned: int = 0
    from_totals: int = 0
    has_status: bool = True
    by_code: dict[str, int] = field(default_factory=dict)
    by_warning: dict[str, int] = field(default_factory=dict)
    first_rejects: list[tuple[int, str, str]] = field(default_factory=list)
    sample: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


@contextmanager
def checked(
    path: Path, told: Declaration, mapping: ColumnMapping | None = None
) -> Iterator[tuple[OpenFile, ColumnMapping, register_check.Counts]]:
    """The file, opened and every row judged; without a *mapping* the remembered or detected one.

    Raises:
        FileNotAccepted
    """
    with import_files.work_dir() as work:
        try:
            file = open_file(path, work)
        except FileRefused as refusal:
            raise FileNotAccepted(refusal.code) from refusal
        try:
            chosen = mapping or remembered(file.headers) or file.detected()
            counts = register_check.check(file, chosen, rules(told))
            yield file, chosen, counts
        except FileRefused as refusal:
            raise FileNotAccepted(refusal.code) from refusal
        finally:
            file.close()


@dataclass(frozen=True)
class Look:
    """The head of a file, before anybody judges its rows.

    ``is_spoilt``: NIK stood in number cells, so no row of it can be trusted.
    """

    form: str
    headers: tuple[str, ...]
    titles: tuple[str, ...]
    mapping: ColumnMapping
    remembered: bool
    is_spoilt: bool
    sample: list[tuple[int, tuple[str, ...]]]


def look(path: Path) -> Look:
    """Headers, first rows and the mapping that is remembered or detected.

    Raises:
        FileNotAccepted
    """
    with import_files.work_dir() as work:
        try:
            file = open_file(path, work)
        except FileRefused as refusal:
            raise FileNotAccepted(refusal.code) from refusal
        try:
            known = remembered(file.headers)
            chosen = known or file.detected()
            return Look(
                file.form,
                file.headers,
                file.titles,
                chosen,
                known is not None,
                Column.NIK in file.spoilt,
                file.first_rows(),
            )
        finally:
            file.close()


def remembered(headers: Sequence[str]) -> ColumnMapping | None:
    """The mapping that a person once confirmed for these headers."""
    signature = register_mapping.signature(headers)
    text = ImportMapping.objects.filter(signature=signature).values_list("mapping", flat=True)
    return register_mapping.load(text[0]) if text else None


def foresee(
    path: Path,
    told: Declaration,
    *,
    today: date,
    mapping: ColumnMapping | None = None,
    warnings_to: Path | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Foresight:
    """Everything an import of this file would do, without doing it.

    Of an events file whose rows build on each other, later rows are judged as if the
    earlier ones had not happened yet.

    Args:
        warnings_to: where the rows that carry a warning are listed.
        advance: told how many rows of how many have been looked at.
    Raises:
        FileNotAccepted
    """
    with checked(path, told, mapping) as (file, chosen, counts):
        seen = Foresight(
            form=file.form,
            headers=file.headers,
            titles=file.titles,
            mapping=chosen,
            remembered=remembered(file.headers) is not None,
            read=counts.read,
            has_status=chosen.position(Column.STATUS_KTP) is not None,
            sample=file.first_rows(),
            by_warning=register_check.warnings(file),
        )
        _add_plans(seen, file, told, today, advance)
        if warnings_to is not None:
            import_lists.write_warnings(warnings_to, file)
    return seen


def _add_plans(
    seen: Foresight,
    file: OpenFile,
    told: Declaration,
    today: date,
    advance: Callable[[int, int], None],
) -> None:
    job = Job(0, "", told.kind, told.cut_off, "", "", today, told.only)
    opening_on = Head.objects.values_list("opening_on", flat=True).first()
    nobody = not Person.objects.exists() and told.kind is not FileKind.EVENTS
    codes_seen: Counter[str] = Counter()
    done = 0
    advance(done, seen.read)
    for rows in chunks(file, told.kind, after_line=0):
        made = plan(rows, job, opening_on=opening_on, nobody=nobody)
        _add(seen, made, codes_seen)
        seen.withdrawn += len(withdrawable(made.listed, told.cut_off))
        done += len(rows)
        advance(done, seen.read)
    seen.by_code = dict(codes_seen.most_common())
    if told.complete_for and opening_on is not None:
        seen.absent = len(absent_people(file, told.complete_for, max(told.cut_off, opening_on)))


def _add(seen: Foresight, made: Plan, codes_seen: Counter[str]) -> None:
    seen.accepted += made.accepted
    seen.rejected += len(made.rejected)
    seen.new += len(made.new)
    seen.changed += len(made.changed)
    seen.same += made.same
    seen.exits += len(made.exits)
    seen.warned += made.warned
    seen.from_totals += sum(made.from_totals.values())
    codes_seen.update(code for _, _, code in made.rejected)
    seen.first_rejects += made.rejected[: FIRST_REJECTS - len(seen.first_rejects)]


def chunks(file: OpenFile, kind: FileKind, *, after_line: int) -> Iterator[list[Row]]:
    """Rows in pieces that one transaction takes.

    In an events file a person's second event builds on the first: it starts a new piece.
    """
    for rows in register_check.rows(file, after_line=after_line, size=CHUNK_ROWS):
        if kind is not FileKind.EVENTS:
            yield rows
            continue
        piece: list[Row] = []
        met: set[str] = set()
        for row in rows:
            if row.nik in met:
                yield piece
                piece, met = [], set()
            piece.append(row)
            if row.nik and not row.code and not row.twin:
                met.add(row.nik)
        if piece:
            yield piece


# --- rules of this office -----------------------------------------------------------------


def rules(told: Declaration) -> Rules:
    """The check's rules with this office's villages and the known NIK prefixes."""
    village = wilayah.region_by_code(told.village_code) if told.village_code else None
    return Rules(
        kind=told.kind,
        cut_off=told.cut_off,
        place=Places(told.cut_off, told.only),
        nik_prefixes=wilayah.known_nik_prefixes(),
        default_village=village.id if village else 0,
    )


class Places:
    """Villages as a file writes them, for one cut-off; never guessed.

    *only*: the villages that whoever gives the file may speak about, None for all.
    """

    def __init__(self, on: date, only: frozenset[int] | None = None) -> None:
        self.on = on
        self.only = only
        self.office = wilayah.office_region()
        self.inside = wilayah.subtree_village_ids(self.office.id)

    def __call__(self, desa: str, kecamatan: str, kode_desa: str, kode_kecamatan: str) -> int | str:
        code = self._whole_code(kode_desa, kode_kecamatan)
        # A local number alone names nothing; the name beside it may.
        district = kecamatan or self._district_code(kode_kecamatan)
        found = wilayah.resolve_village(village=desa, district=district, code=code, on=self.on)
        if isinstance(found, Unresolved):
            return _WHY_NO_PLACE.get(found.code, "village_unknown")
        if found.id not in self.inside:
            return "village_outside"
        return found.id if self.only is None or found.id in self.only else "village_not_yours"

    def _whole_code(self, kode_desa: str, kode_kecamatan: str) -> str:
        """The ten digits; SIAK has the last four in one column, the kecamatan's in another."""
        digits = "".join(filter(str.isdigit, kode_desa))
        if len(digits) == 10:
            return digits
        district = codes.digits(self._district_code(kode_kecamatan))
        return district + digits if len(digits) == 4 and len(district) == 6 else ""

    def _district_code(self, kode_kecamatan: str) -> str:
        digits = "".join(filter(str.isdigit, kode_kecamatan))
        if 1 <= len(digits) <= 2:
            digits = codes.digits(self.office.code) + digits.zfill(2)
        return codes.dotted(digits) if len(digits) == 6 else ""
