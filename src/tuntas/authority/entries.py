"""Entries of a seat: which form asks for each, and which action records it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.authority import actions, queries, wording
from tuntas.authority.chronicle import Chronicle
from tuntas.authority.forms import (
    AbsenceForm,
    AssignForm,
    CertificateForm,
    Choices,
    EndForm,
    EntryForm,
    MandateForm,
    MilestoneForm,
    SuspensionForm,
)
from tuntas.authority.models import Seat

Said = Mapping[str, Any]


def forms_of(
    held: Seat, told: Chronicle, *, data: Mapping[str, Any] | None = None
) -> dict[str, EntryForm]:
    """Every form of a seat's page; bound where *data* has something for it."""
    people = [(one.ref, one.full_name) for one in accounts.officers()]
    choices: dict[str, Choices] = {
        "pejabat": people,
        "pengisian": [
            (row.ref, f"{row.officer.full_name}, {wording.on(row.starts)}")
            for row in told.assignments
        ],
        "kepada": [
            (one.code, wording.title(one))
            for one in queries.office_seats()
            if one.code != held.code
        ],
        "dokumen": [
            (row.rule.code, wording.title(row))
            for row in queries.documents()
            if row.rule.seat == held.code.partition(":")[0] and row.rule.ends is None
        ],
        "catatan": [(f"{row.what} {row.ref}", row.told) for row in told.open],
    }
    needs = {"pengisian": "tanggal", "dokumen": "mandat", "catatan": "akhiri"}
    missing = {what for name, what in needs.items() if not choices[name]}
    entries: dict[str, EntryForm] = {}
    for what, (made, _write, _title) in FORMS.items():
        if what in missing and not data:
            continue
        offered = dict(choices)
        if what == "tutup":
            offered["pejabat"] = [("", _("seluruh kantor")), *people]
        bound = (data or {}).get(what)
        initial = {"pejabat": _holder(told)} if what in ("halangan", "tte") else {}
        entries[what] = made(bound, choices=offered, prefix=what, initial=initial)
    return entries


def _holder(told: Chronicle) -> str:
    return told.assignments[0].officer.ref if told.assignments else ""


def _assign(actor: Principal, held: Seat, said: Said, now: datetime) -> None:
    actions.assign(
        actor=actor,
        seat=held.code,
        officer_ref=said["pejabat"],
        capacity=said["sebagai"],
        starts=said["mulai"],
        ends=said["sampai"],
        decree=said["sk"],
        source=said["dasar"],
        now=now,
    )


def _milestone(actor: Principal, held: Seat, said: Said, now: datetime) -> None:
    actions.note_milestone(
        actor=actor,
        ref=said["pengisian"],
        kind=said["jenis"],
        on=said["tanggal"],
        source=said["dasar"],
        now=now,
    )


def _absence(actor: Principal, held: Seat, said: Said, now: datetime) -> None:
    actions.record_absence(actor=actor, officer_ref=said["pejabat"], now=now, **_days(said))


def _certificate(actor: Principal, held: Seat, said: Said, now: datetime) -> None:
    actions.record_certificate(actor=actor, officer_ref=said["pejabat"], now=now, **_days(said))


def _suspension(actor: Principal, held: Seat, said: Said, now: datetime) -> None:
    actions.record_suspension(actor=actor, officer_ref=said["pejabat"], now=now, **_days(said))


def _mandate(actor: Principal, held: Seat, said: Said, now: datetime) -> None:
    actions.record_mandate(
        actor=actor,
        seat=held.code,
        to_seat=said["kepada"],
        documents=said["dokumen"],
        kind=said["jenis"],
        now=now,
        **_days(said),
    )


def _end(actor: Principal, held: Seat, said: Said, now: datetime) -> None:
    what, ref = said["catatan"].split()
    if what == "assignment":
        actions.end_assignment(
            actor=actor, ref=ref, ends=said["mulai"], ended_by=said["dasar"], now=now
        )
    else:
        actions.end(
            actor=actor, what=what, ref=ref, ends=said["mulai"], source=said["dasar"], now=now
        )


def _days(said: Said) -> dict[str, Any]:
    return {"starts": said["mulai"], "ends": said["sampai"], "source": said["dasar"]}


Write = Callable[[Principal, Seat, Said, datetime], None]
FORMS: Final[dict[str, tuple[type[EntryForm], Write, Any]]] = {
    "isi": (AssignForm, _assign, gettext_lazy("Isi jabatan: definitif, Plt atau Plh")),
    "akhiri": (EndForm, _end, gettext_lazy("Akhiri catatan")),
    "tanggal": (
        MilestoneForm,
        _milestone,
        gettext_lazy("Catat hari yang tidak mengubah wewenang"),
    ),
    "halangan": (AbsenceForm, _absence, gettext_lazy("Catat pejabat berhalangan")),
    "tte": (CertificateForm, _certificate, gettext_lazy("Catat TTE")),
    "mandat": (MandateForm, _mandate, gettext_lazy("Catat mandat atau delegasi")),
    "tutup": (SuspensionForm, _suspension, gettext_lazy("Catat penutupan akses SIAK")),
}
