"""Signing: who may, in what order, under which number; then what proves it is filed.

Authority, order, number, signer and digest are settled in one transaction. When the provider
refuses, all of it is undone: no number is used up by a letter that was not signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tuntas.accounts.models import Officer
from tuntas.accounts.principals import Principal
from tuntas.authority.competence import Answer, Form, Signer
from tuntas.authority.models import Seat
from tuntas.letters import files, queries
from tuntas.letters.actions.telling import locked, reasoned, tell
from tuntas.letters.errors import EarlierFirst, LetterheadMissing, MayNotSign, NoProvider
from tuntas.letters.kinds import KINDS
from tuntas.letters.models import Letter, Letterhead, NumberPattern, Series
from tuntas.letters.numbering import Pattern
from tuntas.letters.provider import Provider

State = Letter.State


@dataclass(frozen=True, slots=True)
class Pen:
    """With what an electronic letter is signed: the provider and the officer's secret."""

    provider: Provider
    secret: str


def sign(
    *,
    actor: Principal,
    ref: str,
    on: date,
    now: datetime,
    folder: Path,
    address: str,
    pen: Pen | None = None,
    uploaded: bytes | None = None,
) -> str:
    """Sign the letter that has waited longest for *actor*; the number's text.

    On paper the letter then waits for its scan (`file_scan`). Electronically it is signed by
    *pen*, or by the *uploaded* file that the state's provider signed. *folder*: the office's
    private files. *address*: of the page that verifies letters, the ref is added.

    Raises:
        NotFound, MayNotSign, EarlierFirst, NoProvider, SigningFailed, ScanUnusable,
        Unprintable, LetterheadMissing
    """
    with transaction.atomic():
        letter = locked(ref, State.WAITING)
        answer = queries.who_may_sign(letter, on)
        _check(actor, letter, answer, on)
        _settle(letter, answer, on, address)
        made = queries.pdf(letter)
        letter.digest = sha256(made).hexdigest()
        if answer.form is Form.TTE:
            _prove(letter, _signature(made, answer, pen, uploaded), folder)
        letter.state = State.SIGNED if letter.evidence else State.NUMBERED
        letter.place_in_queue = None
        letter.save()
        tell(actor, "sign", letter, now, number=letter.number_text, digest=letter.digest)
    return letter.number_text


def file_scan(*, actor: Principal, ref: str, scan: bytes, folder: Path, now: datetime) -> None:
    """File the scan of a letter signed with a pen. Raises NotFound, ScanUnusable."""
    with transaction.atomic():
        letter = locked(ref, State.NUMBERED)
        _prove(letter, files.checked(scan), folder)
        letter.state = State.SIGNED
        letter.save(update_fields=["evidence", "evidence_digest", "state"])
        tell(actor, "file_scan", letter, now, digest=letter.evidence_digest)


def cancel(*, actor: Principal, ref: str, reason: str, on: date, now: datetime) -> None:
    """Cancel a letter that is not needed; a number it has stays its own.

    Raises:
        NotFound, ReasonMissing
    """
    why = reasoned(reason)
    with transaction.atomic():
        letter = locked(ref, State.DRAFT, State.WAITING, State.NUMBERED, State.SIGNED)
        letter.state, letter.place_in_queue = State.CANCELLED, None
        letter.cancelled_on, letter.cancelled_for = on, why
        letter.save(update_fields=["state", "place_in_queue", "cancelled_on", "cancelled_for"])
        tell(actor, "cancel", letter, now, reason=why, number=letter.number_text)


def _check(actor: Principal, letter: Letter, answer: Answer, on: date) -> None:
    if answer.signer is None or answer.signer.officer != actor.officer_ref:
        raise MayNotSign
    first = next(queries.waiting_for(actor.officer_ref, on), None)
    if first is not None and first.ref != letter.ref:
        raise EarlierFirst


def _settle(letter: Letter, answer: Answer, on: date, address: str) -> None:
    """Number, signer and letterhead, as they stand on day *on*."""
    kind = KINDS[letter.kind]
    head = Letterhead.objects.filter(starts__lte=on).order_by("starts").last()
    if head is None:
        raise LetterheadMissing
    letter.series, letter.year = kind.series, on.year
    letter.number = _next_number(kind.series, on.year)
    letter.number_text = Pattern(_pattern(kind.series, on)).write(
        number=letter.number, classification=kind.classification, unit=head.unit, on=on
    )
    letter.signed_on, letter.form = on, str(answer.form)
    assert answer.signer is not None
    letter.signer = _signer(answer.signer)
    letter.head = {"lines": head.lines, "place": head.place, "verify": f"{address}{letter.ref}/"}


def _next_number(series: str, year: int) -> int:
    """The next number; the row stays locked until the letter is signed or nothing happened."""
    Series.objects.bulk_create([Series(code=series, year=year)], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE letters_series SET last = last + 1 WHERE code = %s AND year = %s"
            " RETURNING last",
            [series, year],
        )
        return int(cursor.fetchone()[0])


def _pattern(series: str, on: date) -> str:
    found = NumberPattern.objects.filter(series=series, starts__lte=on).order_by("starts").last()
    if found is None:
        raise LetterheadMissing
    return str(found.pattern)


def _signer(signer: Signer) -> dict[str, Any]:
    officer = Officer.objects.get(ref=signer.officer)
    seats = {
        seat.code: seat for seat in Seat.objects.filter(code__in=[signer.seat, signer.on_behalf_of])
    }
    behalf = seats.get(signer.on_behalf_of)
    return {
        "ref": officer.ref,
        "name": officer.full_name,
        "nip": officer.nip,
        "title_id": seats[signer.seat].title_id,
        "title_en": seats[signer.seat].title_en,
        "capacity": str(signer.capacity),
        "behalf_id": behalf.title_id if behalf else "",
        "behalf_en": behalf.title_en if behalf else "",
    }


def _signature(made: bytes, answer: Answer, pen: Pen | None, uploaded: bytes | None) -> bytes:
    assert answer.signer is not None
    if uploaded is not None:
        return files.checked(uploaded)
    if pen is None:
        raise NoProvider
    return pen.provider.sign(made, officer_ref=answer.signer.officer, secret=pen.secret)


def _prove(letter: Letter, content: bytes, folder: Path) -> None:
    letter.evidence = files.keep(folder, content)
    letter.evidence_digest = sha256(content).hexdigest()
