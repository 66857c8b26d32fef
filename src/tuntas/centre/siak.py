"""Lists out for the ministry's centre: who was recorded and sealed here, for SIAK.

What comes back is a snapshot of statuses (`tuntas register import`, `enrolment.observing`). The
list holds NIKs, so it leaves with a purpose and a line in the log of views; the log holds refs.
"""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.enrolment.models import CaptureSession

HEADERS: Final = ("NIK", "NAMA", "TANGGAL_REKAM", "TEMPAT", "STATUS", "PAKET")
SENT: Final = "BIO_CAPTURED"
"""Taken, still in the regional server: what SIAK calls a recording that has not been sent."""


@dataclass(frozen=True, slots=True)
class Row:
    nik: str
    name: str
    recorded_on: date
    place: str
    status: str
    packet: str


def sealed(*, actor: Principal, since: date, purpose: str, now: datetime) -> list[Row]:
    """Sessions sealed for people of *actor*'s area that began on or after *since*; noted as seen.

    Raises:
        tuntas.audit.errors.PersonalNumber: *purpose* holds a number of a person.
    """
    found = CaptureSession.objects.filter(
        state=CaptureSession.State.SEALED, began_on__gte=since
    ).select_related("person")
    own = [
        one
        for one in found.order_by("began_on", "id")
        if actor.covers(one.person.village_id, "export_names")
    ]
    with transaction.atomic():
        write_view(
            actor=actor.ref,
            verb="centre.list_sealed",
            subjects=[],
            count=len(own),
            purpose=purpose,
            at=now,
        )
    return [
        Row(one.person.nik or "", one.person.name, one.began_on, one.place, SENT, one.packet)
        for one in own
    ]


def as_csv(rows: list[Row]) -> str:
    """*rows* as SIAK's operators open them: semicolons, one line a person.

    >>> as_csv([Row("9905014107990001", "SITI", date(2023, 6, 20), "=1+1", SENT, "ab")])
    "NIK;NAMA;TANGGAL_REKAM;TEMPAT;STATUS;PAKET\\r\\n9905014107990001;SITI;2023-06-20;'=1+1;\
BIO_CAPTURED;ab\\r\\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADERS)
    writer.writerows([_inert(str(cell)) for cell in astuple(row)] for row in rows)
    return out.getvalue()


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
