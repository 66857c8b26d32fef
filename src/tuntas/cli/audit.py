"""`tuntas audit`: sign the heads, export the log, check an exported file."""

from __future__ import annotations

from pathlib import Path

import click

from tuntas.audit.chain import Problem
from tuntas.cli.output import Answer, answering, bilingual, django_setup, table

FILE = click.Path(dir_okay=False, path_type=Path)
SHOWN = 50


@click.group("audit", help=bilingual("Catatan tindakan.", "The log of acts."))
def audit() -> None:
    pass


@audit.command("anchor", help=bilingual("Tanda tangani kepala rantai hari ini.", "Sign the heads."))
@answering
def anchor() -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.audit import actions
    from tuntas.audit import anchor as anchors

    path = actions.write_anchor(now=timezone.now(), ledger_seq=_ledger_seq())
    short = anchors.read(path.read_text("utf-8")).short
    return Answer(
        {"anchor": path, "short": short},
        bilingual(
            f"Jangkar {path.name}: {short}. Cetak di lembar harian dan simpan salinannya di luar "
            "komputer ini.",
            f"Anchor {path.name}: {short}. Print it on the daily sheet and keep a copy off this "
            "computer.",
        ),
    )


@audit.command("export", help=bilingual("Ekspor kedua rantai.", "Export both chains."))
@click.argument("file", type=FILE)
@answering
def export(file: Path) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.audit import actions

    lines = -1  # the first line is the signature
    with file.open("w", encoding="utf-8") as out:
        for line in actions.export_lines(now=timezone.now()):
            out.write(line)
            lines += 1
    return Answer(
        {"file": file, "rows": lines},
        bilingual(
            f"{lines} baris di {file}. Siapa pun memeriksanya dengan: tuntas audit check {file}",
            f"{lines} rows in {file}. Anyone checks it with: tuntas audit check {file}",
        ),
    )


@audit.command(
    "check", help=bilingual("Periksa berkas ekspor, tanpa basis data.", "Check an exported file.")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@answering
def check(file: Path) -> Answer:
    from tuntas.audit.exchange import Reading

    with file.open(encoding="utf-8") as lines:
        reading = Reading(lines)
        problems = list(reading.problems())
    assert reading.signed is not None, "problems() has read the signature"
    payload = {
        "file": file,
        "rows": reading.rows,
        "signed_at": reading.signed.at,
        "public_key": reading.signed.public_key,
        "problems": [_as_json(problem) for problem in problems],
    }
    return Answer(payload, _verdict(payload["public_key"], problems), ok=not problems)


def _ledger_seq() -> int | None:
    """How far the ledger was when the heads were signed."""
    from tuntas.ledger import queries as ledger

    return ledger.state().seq if ledger.is_open() else None


def _verdict(public_key: object, problems: list[Problem]) -> str:
    if problems:
        rows = [(p.place, bilingual(p.id, p.en)) for p in problems[:SHOWN]]
        return table((bilingual("tempat", "place"), bilingual("masalah", "problem")), rows)
    return bilingual(
        f"Utuh. Cocokkan kunci publiknya dengan yang diumumkan kantor: {public_key}",
        f"Whole. Compare the public key with the one the office published: {public_key}",
    )


def _as_json(problem: Problem) -> dict[str, str]:
    return {"place": problem.place, "message": bilingual(problem.id, problem.en)}
