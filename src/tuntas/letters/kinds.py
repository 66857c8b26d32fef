"""The kinds of letter and what each must say: typed data, never a text somebody pastes together.

>>> KINDS["assignment_letter"].competence
'assignment_letter'
>>> read(KINDS["assignment_letter"], {"task": "x"})
Traceback (most recent call last):
tuntas.letters.errors.Incomplete: Isi surat belum lengkap. Lengkapi bagian yang ditandai.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from tuntas.letters.errors import Incomplete

LONGEST: Final = 2_000
MOST_ROWS: Final = 2_000


class Shape(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LINES = "lines"
    """A list of texts: bases, items."""
    DATE = "date"
    """A day as ISO text."""
    WHOLE = "whole"
    ROWS = "rows"
    """A table: list of objects with the field's columns."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a letter says, with the words of the form."""

    name: str
    shape: Shape
    label_id: str
    label_en: str
    required: bool = True
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """*competence*: the rule that says who signs; *series*: letters numbered together;
    *classification*: the archive's code; *names*: lists people of the register; *by_hand*: may
    be drafted on the letters' own pages, else only where what it says is checked."""

    code: str
    competence: str
    series: str
    classification: str
    title_id: str
    title_en: str
    fields: tuple[Field, ...]
    names: bool = False
    version: int = 1
    by_hand: bool = True


def _text(name: str, label_id: str, label_en: str, *, required: bool = True) -> Field:
    return Field(name, Shape.TEXT, label_id, label_en, required)


def _day(name: str, label_id: str, label_en: str) -> Field:
    return Field(name, Shape.DATE, label_id, label_en)


def _lines(name: str, label_id: str, label_en: str, *, required: bool = True) -> Field:
    return Field(name, Shape.LINES, label_id, label_en, required)


def _rows(name: str, label_id: str, label_en: str, *columns: str, required: bool = True) -> Field:
    return Field(name, Shape.ROWS, label_id, label_en, required, columns)


_STAFF = _rows(
    "staff", "Pegawai yang ditugaskan", "Staff assigned", "name", "nip", "rank", "position"
)

_HOLDER = (
    _text("name", "Nama", "Name"),
    _text("nik", "NIK", "NIK"),
    _text("birth", "Tempat dan tanggal lahir", "Place and date of birth"),
    _text("sex", "Jenis kelamin", "Sex"),
    _text("religion", "Agama", "Religion", required=False),
    _text("marital", "Status perkawinan", "Marital status", required=False),
    _text("occupation", "Pekerjaan", "Occupation", required=False),
    _text("citizenship", "Kewarganegaraan", "Citizenship"),
    _text("address", "Alamat", "Address"),
)

KINDS: Final[dict[str, Kind]] = {
    kind.code: kind
    for kind in (
        Kind(
            "suket",
            "suket",
            "suket",
            "400.12.2.4",
            "Surat Keterangan Pengganti KTP-el",
            "Certificate in Place of a KTP-el",
            (
                *_HOLDER,
                _text("status", "Keadaan perekaman", "State of the recording"),
                _text("reason", "Sebab diterbitkan", "Why it is issued"),
                _day("valid_until", "Berlaku sampai", "Valid until"),
            ),
            names=True,
            by_hand=False,
        ),
        Kind(
            "biodata",
            "biodata",
            "biodata",
            "400.12.2.5",
            "Biodata Penduduk",
            "Biodata of a Resident",
            (
                *_HOLDER,
                _text("kk", "Nomor Kartu Keluarga", "Number of the family card", required=False),
                _text("reason", "Sebab diterbitkan", "Why it is issued"),
                _day("valid_until", "Berlaku sampai", "Valid until"),
            ),
            names=True,
            by_hand=False,
        ),
        Kind(
            "assignment_letter",
            "assignment_letter",
            "keluar",
            "800.1.11.1",
            "Surat Tugas",
            "Letter of Assignment",
            (
                _lines("bases", "Dasar", "Basis"),
                _STAFF,
                _text("task", "Untuk", "Task"),
                _text("place", "Tempat", "Place"),
                _day("first_day", "Mulai tanggal", "First day"),
                _day("last_day", "Sampai tanggal", "Last day"),
                _text("charged_to", "Beban anggaran", "Charged to", required=False),
            ),
        ),
        Kind(
            "travel_order",
            "travel_order",
            "spd",
            "000.1.2.3",
            "Surat Perjalanan Dinas",
            "Travel Order",
            (
                _STAFF,
                _text("purpose", "Maksud perjalanan", "Purpose"),
                _text("transport", "Alat angkut", "Transport"),
                _text("origin", "Tempat berangkat", "From"),
                _text("destination", "Tempat tujuan", "To"),
                _day("first_day", "Tanggal berangkat", "Day of departure"),
                _day("last_day", "Tanggal kembali", "Day of return"),
                _text("charged_to", "Beban anggaran", "Charged to"),
                _text("assignment", "Surat tugas", "Letter of assignment", required=False),
            ),
        ),
        Kind(
            "call_letter",
            "call_letter",
            "panggilan",
            "400.12.2.1",
            "Panggilan Perekaman KTP-el",
            "Call to be Recorded",
            (
                _text("village", "Desa", "Village"),
                _text("place", "Tempat", "Place"),
                _day("on", "Tanggal", "Day"),
                _text("hours", "Pukul", "Hours"),
                _lines("bring", "Yang dibawa", "What to bring"),
                _rows(
                    "people", "Nama yang dipanggil", "People called", "name", "birth_year", "hamlet"
                ),
            ),
            names=True,
        ),
        Kind(
            "invitation",
            "invitation",
            "undangan",
            "000.1.5",
            "Undangan Perekaman",
            "Invitation to be Recorded",
            (
                _text("to", "Kepada", "To"),
                _text("occasion", "Acara", "Occasion"),
                _text("place", "Tempat", "Place"),
                _day("on", "Tanggal", "Day"),
                _text("hours", "Pukul", "Hours"),
                _lines("bring", "Yang dibawa", "What to bring", required=False),
            ),
            names=True,
        ),
        Kind(
            "minutes",
            "minutes",
            "ba",
            "000.2.3.2",
            "Berita Acara",
            "Minutes",
            (
                _text("about", "Tentang", "About"),
                _text("place", "Tempat", "Place"),
                _day("on", "Tanggal", "Day"),
                _rows("parties", "Yang hadir", "Present", "name", "position"),
                _lines("findings", "Isi", "Contents"),
                _rows("items", "Rincian", "Items", "what", "count", "note", required=False),
            ),
        ),
        Kind(
            "ministry_statement",
            "ministry_proposal",
            "keluar",
            "400.12.3.1",
            "Usulan dan Pernyataan",
            "Proposal and Statement",
            (
                _text("to", "Kepada", "To"),
                _text("about", "Hal", "About"),
                _lines("grounds", "Alasan", "Grounds"),
                _rows("people", "Daftar", "List", "ref", "birth_year", "village", "evidence"),
                _text("statement", "Pernyataan", "Statement"),
            ),
            names=True,
        ),
        Kind(
            "governor_report",
            "governor_report",
            "keluar",
            "400.12.4.4",
            "Laporan Perekaman KTP-el",
            "Report on KTP-el Recording",
            (
                _day("as_of", "Keadaan tanggal", "As of"),
                Field("obliged", Shape.WHOLE, "Wajib KTP", "Obliged"),
                Field("captured", Shape.WHOLE, "Sudah rekam", "Recorded"),
                Field("left", Shape.WHOLE, "Belum rekam", "Unrecorded"),
                Field(
                    "target",
                    Shape.WHOLE,
                    "Target dalam perseratus persen (9940 berarti 99,40)",
                    "Target in hundredths of a percent (9940 is 99.40)",
                ),
                _rows(
                    "districts",
                    "Per kecamatan",
                    "By district",
                    "name",
                    "obliged",
                    "captured",
                    "left",
                ),
                _lines("notes", "Catatan", "Notes", required=False),
                _text("snapshot", "Tanda keadaan buku besar", "Ledger mark"),
            ),
        ),
        Kind(
            "stock_handover",
            "minutes",
            "ba",
            "000.2.3.2",
            "Berita Acara Serah Terima Blangko",
            "Minutes of the Hand-over of Blanks",
            (
                _text("about", "Tentang", "About"),
                _text("place", "Tempat", "Place"),
                _day("on", "Tanggal", "Day"),
                _text("giver", "Yang menyerahkan", "Handing over", required=False),
                _text("giver_position", "Jabatan yang menyerahkan", "Position", required=False),
                _text("receiver", "Yang menerima", "Receiving", required=False),
                _text("receiver_position", "Jabatan yang menerima", "Position", required=False),
                _text("document", "Dasar", "Basis", required=False),
                _rows("items", "Yang diserahkan", "Handed over", "what", "serials", "count"),
                _rows("witnesses", "Saksi", "Witnesses", "name", "position", required=False),
            ),
        ),
        Kind(
            "destruction_minutes",
            "minutes",
            "ba",
            "000.2.3.2",
            "Berita Acara Pemusnahan KTP-el",
            "Minutes of the Destruction of Cards",
            (
                _text("place", "Tempat", "Place"),
                _day("on", "Tanggal", "Day"),
                _text("method", "Cara", "Method"),
                _rows("causes", "Menurut sebab", "By cause", "cause", "count"),
                _rows("items", "Rincian", "Items", "what", "serials", "count"),
                Field("total", Shape.WHOLE, "Jumlah kartu", "Cards in all"),
                _rows("officers", "Petugas", "Officers", "name", "position"),
                _rows("witnesses", "Saksi", "Witnesses", "name", "position"),
            ),
        ),
        Kind(
            "stock_day",
            "minutes",
            "ba",
            "000.2.3.2",
            "Penutupan Harian Stok Blangko",
            "Daily Closing of the Stock of Blanks",
            (
                _day("on", "Tanggal", "Day"),
                _rows("people", "Yang menghitung", "Counted by", "name", "position"),
                _rows("balances", "Saldo", "Balance", "what", "place", "count"),
                _rows("flows", "Mutasi", "Movements", "move", "what", "count", required=False),
                _rows("differences", "Selisih", "Differences", "place", "what", required=False),
                _text("lasting", "Cukup untuk", "Lasts for"),
                _text("log", "Catatan tindakan", "Log of acts"),
            ),
        ),
        Kind(
            "card_monthly_report",
            "card_report",
            "keluar",
            "400.12.4.4",
            "Laporan Bulanan Blangko dan KTP-el Invalid",
            "Monthly Report on Blanks and Invalid Cards",
            (
                _text("to", "Kepada", "To"),
                _day("first_day", "Sejak", "From"),
                _day("last_day", "Sampai", "To day"),
                _rows("stock", "Blangko", "Blanks", "what", "count"),
                _rows(
                    "invalid",
                    "Kartu invalid menurut sebab",
                    "Invalid cards by cause",
                    "cause",
                    "opening",
                    "entered",
                    "destroyed",
                    "left",
                ),
                _rows(
                    "supplies",
                    "Bahan",
                    "Supplies",
                    "what",
                    "opening",
                    "received",
                    "used",
                    "left",
                ),
                _lines("notes", "Catatan", "Notes", required=False),
            ),
        ),
    )
}


def read(kind: Kind, said: Mapping[str, Any]) -> dict[str, Any]:
    """What *kind* needs out of *said*, and nothing else; texts stripped.

    Raises:
        Incomplete: with the names of the fields that are missing or of another shape.
    """
    data: dict[str, Any] = {}
    wrong: list[str] = []
    for field in kind.fields:
        value = _read(field, said.get(field.name))
        if value is None or (field.required and value in ("", [])):
            wrong.append(field.name)
        else:
            data[field.name] = value
    if wrong:
        raise Incomplete(tuple(wrong))
    return data


def _read(field: Field, value: Any) -> Any:
    match field.shape:
        case Shape.TEXT:
            return _clean(value if value is not None else "")
        case Shape.LINES:
            lines = value if value is not None else []
            return _all([_clean(line) for line in lines]) if isinstance(lines, list) else None
        case Shape.DATE:
            return _iso(value)
        case Shape.WHOLE:
            return value if isinstance(value, int) and value >= 0 else None
        case Shape.ROWS:
            rows = value if value is not None else []
            if not isinstance(rows, list) or len(rows) > MOST_ROWS:
                return None
            return _all([_row(field.columns, row) for row in rows])


def _row(columns: tuple[str, ...], row: Any) -> dict[str, str] | None:
    if not isinstance(row, Mapping):
        return None
    cells = {name: _clean(str(row.get(name, ""))) for name in columns}
    return None if None in cells.values() else {k: v or "" for k, v in cells.items()}


def _clean(value: Any) -> str | None:
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    return " ".join(value.split())


def _iso(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None


def _all(values: list[Any]) -> list[Any] | None:
    return None if None in values else [value for value in values if value != ""]
