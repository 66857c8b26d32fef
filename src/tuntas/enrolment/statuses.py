"""The statuses of the national system: their order, who is waited for, what to do, what may follow.

One table (``residents/data/ktp_statuses.csv``), also the vocabulary by which snapshots are read.
It is open: a status nobody knows has no row here, is kept verbatim and shown as such.

>>> status("SENT_FOR_ENROLLMENT").step, status("PACKET_RETRY") is None
(<Step.WAIT: 'wait'>, True)
>>> regressed("PRINT_READY_RECORD", "BIO_CAPTURED"), regressed("DUPLICATE_RECORD", "BIO_CAPTURED")
(True, False)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from tuntas.ledger.tracks import Card, Enrol
from tuntas.residents.vocabulary import ktp_status_rows


class Step(StrEnum):
    """What the office does next about somebody who stays in a status."""

    NONE = "none"
    RECORD = "record"
    RESEND = "resend"
    RERECORD = "rerecord"
    CHOOSE = "choose"
    WAIT = "wait"
    PRINT = "print"
    HAND_OVER = "hand_over"


ABILITY: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.RECORD: "record",
        Step.RESEND: "record",
        Step.RERECORD: "adjudicate",
        Step.CHOOSE: "adjudicate",
        Step.WAIT: "record",
        Step.PRINT: "print_cards",
        Step.HAND_OVER: "hand_over",
    }
)
"""Who may take the step; nobody needs to where there is none."""


@dataclass(frozen=True, slots=True)
class Status:
    """order: along a recording's life; statuses of one order are ways out of the same step.

    waits_for: ``office``, ``centre`` or empty when nobody. patience_days: how long it may last
    before it is looked into, until the office's own history is long enough. next: what may follow
    without being odd.
    """

    code: str
    order: int
    enrol: Enrol
    card: Card
    id: str
    en: str
    waits_for: str
    step: Step
    patience_days: int
    next: frozenset[str]

    @property
    def watched(self) -> bool:
        """Whether a recording in it is on its way and may get stuck."""
        return self.enrol is Enrol.CAPTURED


def status(code: str) -> Status | None:
    """The row of *code*; None for a status that is not in the table."""
    return table().get(code)


@cache
def table() -> Mapping[str, Status]:
    """Every known status by its code, in the order of a recording's life."""
    return MappingProxyType(
        {
            row["code"]: Status(
                code=row["code"],
                order=int(row["order"]),
                enrol=Enrol(int(row["enrol"])),
                card=Card(int(row["card"])),
                id=row["id"],
                en=row["en"],
                waits_for=row["waits_for"],
                step=Step(row["step"]),
                patience_days=int(row["patience_days"]),
                next=frozenset(row["next"].split()),
            )
            for row in ktp_status_rows()
        }
    )


def regressed(before: str, after: str) -> bool:
    """Whether *after* lies before *before* and is none of the ways back that there are.

    Snapshots skip steps, so going forward is never odd; unknown statuses have no place.
    """
    one, other = status(before), status(after)
    if one is None or other is None:
        return False
    return other.order < one.order and after not in one.next
