"""An office whose head may sign, and a letter of assignment for the tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from tuntas.accounts.models import Officer
from tuntas.accounts.principals import Principal, system
from tuntas.authority import actions as authority
from tuntas.letters import actions as letters
from tuntas.letters.actions.signing import Pen

DAY = date(2021, 10, 20)
NOW = datetime(2021, 10, 20, 3, tzinfo=UTC)
ADDRESS = "https://kantor.contoh/surat/"
CLERK = system("test")

ASSIGNMENT = {
    "bases": ["Rencana pelayanan bergerak"],
    "staff": [{"name": "Ani Contoh", "nip": "", "rank": "", "position": "Operator"}],
    "task": "Perekaman KTP-el",
    "place": "Desa Contoh",
    "first_day": "2021-10-21",
    "last_day": "2021-10-22",
}


@dataclass(frozen=True)
class Head:
    """Somebody in a seat, and the principal of that human being."""

    officer: Officer
    principal: Principal

    def sign(self, ref: str, folder: Path, *, on: date = DAY, pen: Pen | None = None) -> str:
        return letters.sign(
            actor=self.principal,
            ref=ref,
            on=on,
            now=NOW,
            folder=folder,
            address=ADDRESS,
            pen=pen,
        )


def head(
    *, seat: str = "head", capacity: str = "definitive", starts: date = date(2021, 1, 1)
) -> Head:
    officer = Officer.objects.create(full_name="Kepala Contoh", nip="")
    authority.assign(
        actor=CLERK,
        seat=seat,
        officer_ref=officer.ref,
        capacity=capacity,
        starts=starts,
        decree="821/1/2021",
        source="SK Bupati",
        now=NOW,
    )
    return Head(officer, replace(CLERK, kind="user", officer_ref=officer.ref))


def open_desk() -> None:
    authority.install_shipped()
    letters.install_shipped(
        on=date(2020, 1, 1), region="Kabupaten Contoh", office="Dinas Contoh", place="Kwandang"
    )


def waiting(kind: str = "assignment_letter", *, district: str = "") -> str:
    ref = letters.draft(actor=CLERK, kind=kind, said=ASSIGNMENT, on=DAY, now=NOW, district=district)
    letters.submit(actor=CLERK, ref=ref, now=NOW)
    return ref
