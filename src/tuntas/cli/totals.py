"""``tuntas totals import``: official numbers per desa, as an opening and beside the ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup

DAY = click.DateTime(["%Y-%m-%d"])
DEFINITIONS = ("DKB_SMT", "SIAK_LIVE", "DINAMIS_TERVERIFIKASI", "DP4", "DPT")


@click.group("totals", help=bilingual("Angka resmi per desa.", "Official totals per desa."))
def totals() -> None:
    pass


@totals.command(
    "import",
    help=bilingual(
        "Impor wajib KTP, sudah rekam dan belum rekam per desa (CSV, XLSX).",
        "Import obliged, recorded and unrecorded per desa (CSV, XLSX).",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--cut-off", type=DAY, required=True, help=bilingual("tanggal potong data", "cut-off day")
)
@click.option("--document", required=True, help=bilingual("nomor/judul dokumen", "the document"))
@click.option("--definition", type=click.Choice(DEFINITIONS), default="DKB_SMT", show_default=True)
@click.option("--as", "username", help=bilingual("akun", "account"))
@click.option("--dry-run", is_flag=True, help=bilingual("periksa saja", "check only"))
@answering
def import_totals(
    file: Path,
    cut_off: datetime,
    document: str,
    definition: str,
    username: str | None,
    dry_run: bool,
) -> Answer:
    """Open the ledger with what the document says, and keep its figures beside it."""
    django_setup()
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.cli.acting import acting
    from tuntas.coverage.opening import Document, take_totals
    from tuntas.ledger import clock
    from tuntas.residents.actions.totals import read_totals
    from tuntas.residents.errors import CutOffInFuture

    on, today, now = cut_off.date(), clock.today(), timezone.now()
    if on > today:
        raise CutOffInFuture
    read = read_totals(file, cut_off=on)
    payload: dict[str, object] = {
        "read": read.read,
        "accepted": len(read.accepted),
        "rejected": len(read.rejected),
        "rejects": [{"line": line, "code": code} for line, code in read.rejected],
    }
    if dry_run or not read.accepted:
        return Answer({"dry_run": dry_run, **payload}, _text(payload), ok=bool(read.accepted))
    actor = acting(username, "manage_totals") if username else system("totals")
    taken = take_totals(
        actor=actor,
        read=read,
        document=Document(document, definition, on, file.name),
        today=today,
        now=now,
    )
    payload |= {"opened": taken.opened, "official_figures": taken.figures}
    return Answer(payload, _text(payload))


def _text(payload: dict[str, object]) -> str:
    from tuntas.residents.official_totals import EXPLANATIONS
    from tuntas.residents.rejections import explain

    lines = [
        bilingual(
            f"{payload['read']} desa dibaca, {payload['accepted']} diterima, "
            f"{payload['rejected']} ditolak.",
            f"{payload['read']} desa read, {payload['accepted']} accepted, "
            f"{payload['rejected']} rejected.",
        )
    ]
    if "opened" in payload:
        lines.append(
            bilingual(
                f"{payload['opened']} desa dibuka di buku besar; "
                f"{payload['official_figures']} angka resmi baru dicatat.",
                f"{payload['opened']} desa opened in the ledger; "
                f"{payload['official_figures']} new official figures recorded.",
            )
        )
    rejects = payload["rejects"]
    assert isinstance(rejects, list)
    for reject in rejects[:20]:
        why = EXPLANATIONS.get(reject["code"]) or explain(reject["code"])
        said = bilingual(f"{why.id} {why.remedy_id}", f"{why.en} {why.remedy_en}")
        lines.append(bilingual("baris", "line") + f" {reject['line']}: {said}")
    return "\n".join(lines)
