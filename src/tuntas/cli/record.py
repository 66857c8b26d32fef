"""``tuntas record``: record one person from the terminal, like an operator at the counter."""

from __future__ import annotations

import secrets
from datetime import datetime

import click

from tuntas.cli.output import Answer, Refused, answering, bilingual, django_setup

AMBIGUOUS = Refused(
    "REKAM-20",
    id="Sebutkan tepat satu orang: --nik 16 angka, atau --ref dari halaman orangnya.",
    en="Name exactly one person: --nik with 16 digits, or --ref from the person's page.",
)


@click.command("record")
@click.option("--nik", help="NIK")
@click.option("--ref", help=bilingual("ref orang (32 heksadesimal)", "the person's ref"))
@click.option("--as", "username", required=True, help=bilingual("akun operator", "operator"))
@click.option("--place", default="Kantor", help=bilingual("tempat perekaman", "where"))
@click.option("--nonce", help=bilingual("nomor kiriman, untuk mengulang", "request number"))
@answering
def record(
    nik: str | None, ref: str | None, username: str, place: str, nonce: str | None
) -> Answer:
    """Record one person; the same nonce again changes nothing."""
    django_setup()
    from django.utils import timezone

    from tuntas.cli.acting import acting
    from tuntas.enrolment.actions import record_person
    from tuntas.ledger import clock
    from tuntas.residents.access import person_by_nik, person_for

    if (nik is None) == (ref is None):
        raise AMBIGUOUS
    actor = acting(username, "record")
    person = (
        person_by_nik(actor, nik, ability="record")
        if nik
        else person_for(actor, ref or "", ability="record")
    )
    now: datetime = timezone.now()
    receipt = record_person(
        actor=actor,
        person_ref=person.ref.hex,
        nonce=nonce or secrets.token_hex(16),
        on=clock.today(),
        place=place,
        now=now,
    )
    return Answer(
        {
            "outcome": receipt.outcome,
            "mode": receipt.mode,
            "on": receipt.on,
            "seq": receipt.seq,
            "ref": person.ref.hex,
        },
        bilingual(
            f"Tercatat pada {receipt.on.isoformat()} (nomor {receipt.seq}).",
            f"Recorded on {receipt.on.isoformat()} (number {receipt.seq}).",
        ),
    )
