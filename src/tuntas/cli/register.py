"""``tuntas register``: files into the register, and the exits they propose."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, progress, table

if TYPE_CHECKING:
    from tuntas.accounts.principals import Principal
    from tuntas.residents.actions.import_foresee import Declaration, Foresight
    from tuntas.residents.models import RegisterImport
    from tuntas.residents.register_mapping import ColumnMapping

DAY = click.DateTime(["%Y-%m-%d"])
KINDS = ("register", "events", "unrecorded")
SHOWN = 10


@click.group("register", help=bilingual("Berkas penduduk.", "Files of residents."))
def register() -> None:
    pass


@register.command(
    "import",
    help=bilingual(
        "Impor berkas register, mutasi atau daftar belum rekam (CSV, XLSX).",
        "Import a register, an events file or a list of the unrecorded (CSV, XLSX).",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--cut-off", type=DAY, required=True, help=bilingual("tanggal potong data", "cut-off day")
)
@click.option("--kind", type=click.Choice(KINDS), default="register", show_default=True)
@click.option(
    "--complete-for",
    default="",
    help=bilingual("kode wilayah yang lengkap di berkas ini", "region the file is complete for"),
)
@click.option(
    "--village", default="", help=bilingual("kode desa semua baris", "desa code of every row")
)
@click.option(
    "--opening",
    type=DAY,
    help=bilingual("hari pembukaan buku besar baru", "first day of a new ledger"),
)
@click.option(
    "--mapping",
    help=bilingual('arti kolom: {"nik": 1, "nama": 3}', 'columns: {"nik": 1, "nama": 3}'),
)
@click.option("--as", "username", help=bilingual("akun yang mengimpor", "importing account"))
@click.option("--dry-run", is_flag=True, help=bilingual("periksa saja", "check only"))
@click.option("--yes", is_flag=True, help=bilingual("jangan bertanya", "do not ask"))
@answering
def import_file(
    file: Path,
    cut_off: datetime,
    kind: str,
    complete_for: str,
    village: str,
    opening: datetime | None,
    mapping: str | None,
    username: str | None,
    dry_run: bool,
    yes: bool,
) -> Answer:
    """Read, judge, show, and unless it is a dry run take over what can be taken over."""
    django_setup()
    from tuntas.ledger import clock
    from tuntas.residents.actions.import_foresee import Declaration, foresee
    from tuntas.residents.actions.import_receive import check_declaration
    from tuntas.residents.register_check import FileKind

    told = Declaration(FileKind(kind), cut_off.date(), complete_for, village)
    chosen = _mapping(mapping)
    check_declaration(told, clock.today())
    if dry_run:
        seen = foresee(file, told, today=clock.today(), mapping=chosen)
        return Answer({"dry_run": True, **_foreseen(seen)}, _foreseen_text(seen))
    return _import(_actor(username, "import_register"), file, told, chosen, opening, yes)


def _import(
    actor: Principal,
    file: Path,
    told: Declaration,
    mapping: ColumnMapping | None,
    opening: datetime | None,
    yes: bool,
) -> Answer:
    from django.utils import timezone

    from tuntas.ledger import clock
    from tuntas.residents.actions.import_apply import apply_import
    from tuntas.residents.actions.import_queue import queue_import
    from tuntas.residents.actions.import_receive import confirm_mapping, preview, receive_file
    from tuntas.residents.queries_import import import_by_ref

    now, today = timezone.now(), clock.today()
    with file.open("rb") as stream:
        received = receive_file(
            actor=actor, stream=stream, file_name=file.name, told=told, today=today, now=now
        )
    row = import_by_ref(received.ref)
    if row.state == "done":
        return _done(row, already=True)
    if row.state in ("received", "ready"):
        seen = preview(actor=actor, ref=received.ref, today=today, now=now)
        if mapping is not None:
            confirm_mapping(actor=actor, ref=received.ref, mapping=mapping, now=now)
            seen = preview(actor=actor, ref=received.ref, today=today, now=now)
        _ask(seen, yes)
        queue_import(actor=actor, ref=received.ref, now=now, ring=False)
    with progress(bilingual("baris", "rows"), row.n_read or None) as advance:
        done = apply_import(
            ref=received.ref,
            today=today,
            opening_on=opening.date() if opening else None,
            advance=advance,
        )
    return _done(done, already=False)


def _ask(seen: Foresight, yes: bool) -> None:
    """Let a person at a terminal look first; a pipe is not asked."""
    if yes or not sys.stdin.isatty():
        return
    click.echo(_foreseen_text(seen), err=True)
    click.confirm(bilingual("Lanjutkan?", "Go on?"), abort=True, err=True)


def _mapping(text: str | None) -> ColumnMapping | None:
    from tuntas.residents import register_mapping

    if not text:
        return None
    try:
        return register_mapping.load(text)
    except (ValueError, TypeError, AttributeError) as error:
        raise click.BadParameter(
            bilingual('harus JSON seperti {"nik": 1}', 'must be JSON like {"nik": 1}')
        ) from error


def _actor(username: str | None, ability: str) -> Principal:
    from tuntas.accounts.principals import system
    from tuntas.cli.acting import acting

    return acting(username, ability) if username else system("register")


def _done(row: RegisterImport, *, already: bool) -> Answer:
    from tuntas.residents.import_files import rejects_path

    counts = _counts(row)
    rejects = rejects_path(row.ref.hex)
    payload = {
        "import": row.ref.hex,
        "state": row.state,
        "already": already,
        **counts,
        "rejects_file": str(rejects) if row.n_rejected and rejects.exists() else None,
    }
    lines = [_counts_text(counts)]
    if already:
        lines.insert(
            0,
            bilingual(
                "Berkas ini dengan keterangan yang sama sudah diimpor; tidak ada yang berubah.",
                "This file with this declaration was imported before; nothing changes.",
            ),
        )
    if payload["rejects_file"]:
        lines.append(bilingual("Baris ditolak: ", "Rejected rows: ") + str(rejects))
    return Answer(payload, "\n".join(lines))


def _counts(row: RegisterImport) -> dict[str, object]:
    names = (
        "read",
        "accepted",
        "rejected",
        "new",
        "changed",
        "same",
        "proposed",
        "withdrawn",
        "warned",
    )
    return {name: getattr(row, f"n_{name}") for name in names}


def _foreseen(seen: Foresight) -> dict[str, object]:
    names = ("read", "accepted", "rejected", "new", "changed", "same", "exits", "absent", "warned")
    return {
        "form": seen.form,
        "mapping": json.loads(seen.mapping.dump()),
        **{name: getattr(seen, name) for name in names},
        "by_code": seen.by_code,
        "first_rejects": [
            {"line": line, "column": column, "code": code}
            for line, column, code in seen.first_rejects[:SHOWN]
        ],
    }


def _foreseen_text(seen: Foresight) -> str:
    from tuntas.residents.rejections import explain

    columns = {at: column.value for column, at in seen.mapping.positions}
    mapped = [
        [header, columns.get(at, "-")] for at, header in enumerate(seen.headers) if header.strip()
    ]
    parts = [
        f"{seen.form}",
        table([bilingual("judul", "heading"), bilingual("arti", "meaning")], mapped),
        _counts_text({name: getattr(seen, name) for name in _SAID}),
    ]
    for code, n in seen.by_code.items():
        why = explain(code)
        parts.append(f"{n} × {code}: {bilingual(why.id, why.en)}")
    return "\n\n".join(parts[:3]) + "".join(f"\n{line}" for line in parts[3:])


_SAID = ("read", "accepted", "rejected", "new", "changed", "same", "exits", "absent")
_WORDS = {
    "read": ("dibaca", "read"),
    "accepted": ("diterima", "accepted"),
    "rejected": ("ditolak", "rejected"),
    "new": ("baru", "new"),
    "changed": ("berubah", "changed"),
    "same": ("tetap", "same"),
    "exits": ("usulan keluar", "exits proposed"),
    "absent": ("tidak ada di berkas", "absent from the file"),
    "proposed": ("usulan keluar", "exits proposed"),
    "withdrawn": ("usulan lama ditarik", "older proposals withdrawn"),
    "warned": ("dengan peringatan", "with warnings"),
}


def _counts_text(counts: dict[str, object]) -> str:
    return ", ".join(f"{n} {bilingual(*_WORDS[name])}" for name, n in counts.items())


@register.command("status", help=bilingual("Daftar impor.", "Imports so far."))
@answering
def status() -> Answer:
    django_setup()
    from tuntas.accounts.principals import system
    from tuntas.residents.queries_import import imports, open_exits

    rows = list(imports()[:50])
    waiting = open_exits(system("register")).count()
    payload = [
        {
            "import": row.ref.hex,
            "kind": row.kind,
            "cut_off": row.cut_off,
            "complete_for": row.complete_for,
            "state": row.state,
            "refusal": row.refusal,
            **_counts(row),
        }
        for row in rows
    ]
    text = table(
        [bilingual("impor", "import"), "", bilingual("potong", "cut-off"), "", "+", "~", "!"],
        [
            [r.ref.hex[:8], r.kind, r.cut_off, r.state, r.n_new, r.n_changed, r.n_rejected]
            for r in rows
        ],
    )
    return Answer({"imports": payload, "open_exits": waiting}, text)


@register.command(
    "resume", help=bilingual("Lanjutkan impor yang terputus.", "Go on after a break.")
)
@click.argument("ref")
@answering
def resume(ref: str) -> Answer:
    django_setup()
    from tuntas.ledger import clock
    from tuntas.residents.actions.import_apply import apply_import

    with progress(bilingual("baris", "rows")) as advance:
        return _done(apply_import(ref=ref, today=clock.today(), advance=advance), already=False)


@register.command(
    "approve-exits",
    help=bilingual(
        "Setujui usulan keluar sebagai orang kedua.", "Approve proposed exits, as a second person."
    ),
)
@click.option("--as", "username", required=True, help=bilingual("akun penyetuju", "approver"))
@click.option("--import", "import_ref", default="", help=bilingual("hanya dari impor ini", "only"))
@click.option("--note", default="", help=bilingual("dasar keputusan", "on what ground"))
@answering
def approve(username: str, import_ref: str, note: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.ledger import clock
    from tuntas.residents.actions.exits import approve_exits

    decision = approve_exits(
        actor=_actor(username, "approve_exit"),
        on=clock.today(),
        now=timezone.now(),
        import_ref=import_ref,
        note=note,
    )
    text = bilingual(
        f"{decision.decided} disetujui, {decision.own} usulan sendiri dilewati, "
        f"{decision.seconded} menunggu orang kedua, {decision.gone} sudah keluar.",
        f"{decision.decided} approved, {decision.own} of your own passed over, "
        f"{decision.seconded} wait for a second person, {decision.gone} had left already.",
    )
    return Answer(vars(decision), text)


@register.command(
    "purge", help=bilingual("Hapus berkas simpanan lama.", "Delete old stored files.")
)
@click.option("--older-than-days", type=click.IntRange(min=0), default=90, show_default=True)
@click.option("--as", "username", help=bilingual("akun", "account"))
@answering
def purge(older_than_days: int, username: str | None) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.ledger import clock
    from tuntas.residents.actions.import_receive import purge_stored_files

    purged = purge_stored_files(
        actor=_actor(username, "import_register"),
        older_than_days=older_than_days,
        today=clock.today(),
        now=timezone.now(),
    )
    return Answer(
        {"purged": purged}, bilingual(f"{purged} berkas dihapus.", f"{purged} files deleted.")
    )
