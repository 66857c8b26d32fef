"""Reading letters: the queue with who may sign, the register of numbers, a letter as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from tuntas.authority import queries as authority
from tuntas.authority.competence import Answer
from tuntas.letters import rendering
from tuntas.letters.errors import NotFound
from tuntas.letters.kinds import KINDS
from tuntas.letters.models import Letter, Letterhead

State = Letter.State


def letter(ref: str) -> Letter:
    """The letter *ref*. Raises NotFound."""
    found = Letter.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def who_may_sign(letter: Letter, on: date) -> Answer:
    """Who may sign *letter* on day *on*, or what stands in the way."""
    return authority.who_may(KINDS[letter.kind].competence, on, district=letter.district)


def signed_among(refs: Iterable[str]) -> set[str]:
    """Refs of those letters that bear a signature and a number, scanned or not yet."""
    rows = Letter.objects.filter(ref__in=list(refs), state__in=[State.NUMBERED, State.SIGNED])
    return set(rows.values_list("ref", flat=True))


def queue(on: date) -> list[tuple[Letter, Answer]]:
    """Letters that wait, the first first, each with its answer on day *on*."""
    asked: dict[tuple[str, str], Answer] = {}
    found = []
    for one in Letter.objects.filter(state=State.WAITING).order_by("place_in_queue"):
        key = (one.kind, one.district)
        if key not in asked:
            asked[key] = who_may_sign(one, on)
        found.append((one, asked[key]))
    return found


def waiting_for(officer_ref: str, on: date) -> Iterator[Letter]:
    """What *officer_ref* may sign on day *on*, in order.

    A letter that nobody can sign today holds up none behind it: letters for pen and paper go
    on while those for an electronic signature wait for the certificate.
    """
    for one, answer in queue(on):
        if answer.signer and answer.signer.officer == officer_ref:
            yield one


def register(series: str, year: int) -> QuerySet[Letter]:
    """The register of a series: every number of *year*, cancelled ones included."""
    return Letter.objects.filter(series=series, year=year, number__isnull=False).order_by("number")


def pdf(letter: Letter) -> bytes:
    """The letter as PDF; a signed one is the same to the byte each time. Raises Unprintable."""
    head = letter.head or _head_now()
    kind = KINDS[letter.kind]
    return rendering.pdf(
        kind=letter.kind,
        version=letter.version,
        language=letter.language,
        letter={
            "title": kind.title_en if letter.language == "en" else kind.title_id,
            "head": {"lines": head["lines"], "place": head["place"]},
            "number": letter.number_text,
            "date": letter.signed_on.isoformat() if letter.signed_on else "",
            "signer": letter.signer,
            "form": letter.form,
            "verify": head["verify"],
            "draft": letter.number is None,
            "data": letter.data,
        },
    )


def _head_now() -> dict[str, Any]:
    head = Letterhead.objects.order_by("starts").last()
    if head is None:
        return {"lines": ["", "", ""], "place": "", "verify": ""}
    return {"lines": head.lines, "place": head.place, "verify": ""}
