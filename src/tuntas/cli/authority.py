"""``tuntas authority``: what can be issued on a day, by whom, and what a vacant seat stops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup

if TYPE_CHECKING:
    from tuntas.authority.board import Group
    from tuntas.authority.competence import Answer as Verdict
    from tuntas.authority.queries import Document

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("authority")
@click.option(
    "--on", "day", type=DAY, help=bilingual("hari yang ditanyakan", "the day asked about")
)
@click.option(
    "--if-empty",
    metavar="SEAT",
    help=bilingual("andai jabatan ini kosong", "as if this seat were empty"),
)
@click.option(
    "--if-suspended",
    is_flag=True,
    help=bilingual("andai akses SIAK kantor ditutup", "as if the office were shut out of SIAK"),
)
@click.option(
    "--document", "code", metavar="CODE", help=bilingual("satu jenis saja", "one kind only")
)
@answering
def authority(
    day: datetime | None, if_empty: str | None, if_suspended: bool, code: str | None
) -> Answer:
    """Who may sign what, and why not; exit 1 when the document asked for cannot be issued."""
    django_setup()
    from tuntas.authority import board, queries
    from tuntas.authority.errors import UnknownDocument
    from tuntas.ledger import clock

    on = day.date() if day else clock.today()
    emptied = queries.seat(if_empty).code if if_empty else ""
    answers = queries.can_issue(on, emptied=emptied, suspended=if_suspended)
    if code:
        answers = [row for row in answers if row[0].rule.code == code]
        if not answers:
            raise UnknownDocument
    payload = {
        "on": on,
        "if_empty": emptied or None,
        "if_suspended": if_suspended,
        "documents": [_told(*row) for row in answers],
    }
    possible = all(answer.possible for _document, answer in answers)
    stopped, running = board.grouped(answers)
    return Answer(payload, _text(stopped, running), ok=possible or code is None)


def _told(document: Document, answer: Verdict) -> dict[str, object]:
    from tuntas.authority import wording

    signer = answer.signer
    return {
        "code": document.rule.code,
        "title": wording.title(document),
        "seat": document.rule.seat or None,
        "form": str(answer.form),
        "possible": answer.possible,
        "signer": {
            "officer": signer.officer,
            "seat": signer.seat,
            "capacity": str(signer.capacity),
            "on_behalf_of": signer.on_behalf_of or None,
        }
        if signer
        else None,
        "obstacles": [{"kind": str(one.kind), "since": one.since} for one in answer.obstacles],
        "remedies": [str(one) for one in answer.remedies],
        "source": document.source,
        "confirmed": document.confirmed,
    }


def _text(stopped: Sequence[Group], running: Sequence[Group]) -> str:
    """Answers as paragraphs: what stands in the way or who signs, then what that concerns."""
    opens = bilingual("yang membuka", "what opens it")
    said: list[str] = []
    for heading, groups in (
        (bilingual("TERHENTI", "STOPPED"), stopped),
        (bilingual("BERJALAN", "GOING ON"), running),
    ):
        if groups:
            said.append(heading)
        for group in groups:
            said.append(f"  {'; '.join(group.told)}")
            if group.remedies:
                said.append(f"    {opens}: {', '.join(group.remedies)}")
            said += [f"    - {line.title}" for line in group.lines]
    return "\n".join(said)
