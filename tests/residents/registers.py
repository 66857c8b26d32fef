"""Small register files for tests: invented people of a small office, NIKs under province 99."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from tuntas.accounts.principals import Area, Principal
from tuntas.residents.actions.import_apply import apply_import
from tuntas.residents.actions.import_foresee import Declaration, Foresight
from tuntas.residents.actions.import_queue import queue_import
from tuntas.residents.actions.import_receive import preview, receive_file
from tuntas.residents.models import RegisterImport
from tuntas.residents.register_check import FileKind

CUT_OFF = date(2023, 6, 14)
TODAY = date(2023, 6, 20)
NOW = datetime(2023, 6, 20, 9, tzinfo=timezone.get_default_timezone())

HEADER = (
    "NIK",
    "NO_KK",
    "NAMA_LGKP",
    "JENIS_KLMIN",
    "TMPT_LHR",
    "TGL_LHR",
    "STAT_KWN",
    "ALAMAT",
    "DESA",
    "KECAMATAN",
    "STATUS_KTP_EL",
)
OFFICER = Principal(
    "user",
    "a" * 32,
    "b" * 32,
    "Operator",
    frozenset({"import_register"}),
    areas=(Area("adb", None),),
)


def nik(
    serial: int, *, born: str = "170890", female: bool = False, district: str = "990501"
) -> str:
    day = int(born[:2]) + 40 * female
    return f"{district}{day:02}{born[2:]}{serial:04}"


def person(serial: int, **said: str) -> dict[str, str]:
    """Somebody with everything in order, but for what is said otherwise."""
    return {
        "NIK": nik(serial),
        "NO_KK": "9905010101100001",
        "NAMA_LGKP": f"ORANG {_word(serial)}",
        "JENIS_KLMIN": "L",
        "TMPT_LHR": "KWANDANG",
        "TGL_LHR": "17-08-1990",
        "STAT_KWN": "BELUM KAWIN",
        "ALAMAT": "JL CONTOH 1",
        "DESA": "Sini Satu",
        "KECAMATAN": "Sini",
        "STATUS_KTP_EL": "BELUM REKAM",
        **said,
    }


def _word(serial: int) -> str:
    """A word of letters only, another for each number."""
    letters = ""
    serial += 26
    while serial:
        serial, rest = divmod(serial, 26)
        letters = chr(65 + rest) + letters
    return letters


def csv_text(rows: Iterable[Mapping[str, str]], header: Sequence[str] | None = None) -> str:
    found = list(rows)
    names = list(header or dict.fromkeys([*HEADER, *(name for row in found for name in row)]))
    lines = [";".join(names)]
    lines += [";".join(row.get(name, "") for name in names) for row in found]
    return "\n".join(lines) + "\n"


@dataclass
class Sent:
    """An import that a test has sent, looked at and let run."""

    ref: str
    seen: Foresight | None
    row: RegisterImport

    @property
    def codes(self) -> dict[int, str]:
        """Line → why it was rejected."""
        return dict(self.row.rejects.values_list("line", "code"))


def send(
    content: str | bytes | Iterable[Mapping[str, str]],
    *,
    actor: Principal = OFFICER,
    kind: FileKind = FileKind.REGISTER,
    cut_off: date = CUT_OFF,
    today: date = TODAY,
    name: str = "register.csv",
    **declared: Any,
) -> Sent:
    """Receive, look at, queue and apply a file; what every import test begins with."""
    ref = receive(
        content, actor=actor, kind=kind, cut_off=cut_off, today=today, name=name, **declared
    )
    seen = preview(actor=actor, ref=ref, today=today, now=NOW)
    queue_import(actor=actor, ref=ref, now=NOW, ring=False)
    return Sent(ref, seen, apply_import(ref=ref, today=today, clock=lambda: NOW))


def receive(
    content: str | bytes | Iterable[Mapping[str, str]],
    *,
    actor: Principal = OFFICER,
    kind: FileKind = FileKind.REGISTER,
    cut_off: date = CUT_OFF,
    today: date = TODAY,
    name: str = "register.csv",
    **declared: Any,
) -> str:
    return receive_file(
        actor=actor,
        stream=io.BytesIO(as_bytes(content)),
        file_name=name,
        told=Declaration(kind, cut_off, **declared),
        today=today,
        now=NOW,
    ).ref


def as_bytes(content: str | bytes | Iterable[Mapping[str, str]]) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else csv_text(content)).encode()


def write(path: Path, content: str | bytes | Iterable[Mapping[str, str]]) -> Path:
    path.write_bytes(as_bytes(content))
    return path
