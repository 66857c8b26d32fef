"""The letter that asks the ministry to deactivate whom two persons set aside."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.letters import actions as letters
from tuntas.letters.kinds import MOST_ROWS
from tuntas.outreach.errors import NothingToWrite
from tuntas.outreach.models import AsideProposal
from tuntas.outreach.queries.aside import in_no_letter, unwritten
from tuntas.outreach.reasons import words
from tuntas.wilayah import queries as wilayah

TO: Final = "Direktur Jenderal Kependudukan dan Pencatatan Sipil"
ABOUT: Final = "Usulan penonaktifan data penduduk wajib KTP yang belum direkam"
STATEMENT: Final = (
    "Setiap nama diusulkan satu petugas dan disetujui petugas lain atas dasar bukti yang disebut. "
    "Sampai register berubah, orangnya tetap dihitung wajib dan belum rekam."
)


def draft_proposal_letter(
    *, actor: Principal, villages: Collection[int] | None, on: date, now: datetime
) -> str:
    """Draft one letter from every approved proposal without one; the letter's ref.

    People stand in it by ref, birth year, village and evidence: never by NIK, which the desk of
    letters would then show to everybody who signs.

    Raises:
        NothingToWrite
    """
    with transaction.atomic():
        rows = unwritten(villages, on)[:MOST_ROWS]
        if not rows:
            raise NothingToWrite
        said = {
            "to": TO,
            "about": ABOUT,
            "grounds": _grounds(rows),
            "people": [_line(row) for row in rows],
            "statement": STATEMENT,
        }
        ref = letters.draft(actor=actor, kind="ministry_statement", said=said, on=on, now=now)
        ids = [row.id for row in rows]
        # Another clerk may be writing the same letter: a proposal stands in one of the two.
        taken = AsideProposal.objects.filter(in_no_letter(), id__in=ids).update(letter=ref)
        if taken != len(ids):
            raise NothingToWrite
        write_act(
            actor=actor.ref,
            verb="outreach.draft_proposal_letter",
            subjects=[row.person.ref.hex for row in rows],
            detail={"letter": ref, "proposals": len(ids)},
            at=now,
        )
    return ref


def _grounds(rows: Collection[AsideProposal]) -> list[str]:
    codes = dict.fromkeys(row.reason for row in rows)
    found = [(words(code), sum(row.reason == code for row in rows)) for code in codes]
    return [f"{reason.id}: {n} orang ({reason.source})" for reason, n in found if reason]


def _line(row: AsideProposal) -> dict[str, str]:
    person = row.person
    return {
        "ref": person.ref.hex[:12],
        "birth_year": str(person.birth_on.year) if person.birth_on else "",
        "village": wilayah.full_name(person.village_id) if person.village_id else "",
        "evidence": row.document or row.evidence,
    }
