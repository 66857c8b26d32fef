"""`tuntas wilayah`: the national list, boundaries, one region with its past, a new name."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, progress, table

if TYPE_CHECKING:
    from tuntas.wilayah.actions import BoundaryReport, ListReport

DAY = click.DateTime(["%Y-%m-%d"])
PATH = click.Path(exists=True, path_type=Path)
SHOWN = 20
SOURCE = click.option("--source", default="", help=bilingual("sumber data", "where it comes from"))


@click.group("wilayah", help=bilingual("Kode wilayah menurut tanggal.", "Region codes by date."))
def wilayah() -> None:
    pass


@wilayah.command(
    "import",
    help=bilingual(
        "Ambil alih daftar nasional: folder npm idn-area-data, atau CSV (gz) dengan code,name.",
        "Take over the national list: the npm idn-area-data folder, or a CSV (gz) with code,name.",
    ),
)
@click.argument("file", type=PATH)
@click.option("--on", type=DAY, help=bilingual("nama baru berlaku sejak", "first day of new names"))
@SOURCE
@click.option("--dry-run", is_flag=True, help=bilingual("periksa saja", "check only"))
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help=bilingual("tulis baris yang ditolak ke CSV ini", "write rejected rows to this CSV"),
)
@answering
def import_list(
    file: Path, on: datetime | None, source: str, dry_run: bool, rejects: Path | None
) -> Answer:
    django_setup()
    from tuntas.accounts.principals import system
    from tuntas.ledger import clock
    from tuntas.wilayah import actions

    with progress(bilingual("wilayah", "regions"), None) as advance:
        done = 0

        def report_progress(now_done: int, total: int) -> None:
            nonlocal done
            advance(now_done - done)
            done = now_done

        report = actions.import_national_list(
            actor=system("terminal"),
            path=file,
            source=source or file.name,
            on=on.date() if on else clock.today(),
            now=clock.now(),
            dry_run=dry_run,
            progress=report_progress,
        )
    if rejects is not None:
        _write_rejects(rejects, report)
    return Answer(_payload(report, dry_run), _list_text(report, dry_run), ok=not report.rejected)


def _payload(report: ListReport, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "read": report.rows_read,
        "added": report.added,
        "renamed": report.renamed,
        "placed": report.placed,
        "unchanged": report.unchanged,
        "islands": {
            "added": report.islands_added,
            "changed": report.islands_changed,
            "unchanged": report.islands_unchanged,
        },
        "absent": list(report.absent),
        "rejected": [
            {"file": row.file, "line": row.line, "code": row.code, "reason": row.reason}
            for row in report.rejected
        ],
    }


def _list_text(report: ListReport, dry_run: bool) -> str:
    rows = [
        (bilingual("dibaca", "read"), report.rows_read),
        (bilingual("baru", "added"), report.added),
        (bilingual("ganti nama", "renamed"), report.renamed),
        (bilingual("koordinat dilengkapi", "given coordinates"), report.placed),
        (bilingual("tetap", "unchanged"), report.unchanged),
        (
            bilingual("pulau baru atau berubah", "islands added or changed"),
            report.islands_added + report.islands_changed,
        ),
        (bilingual("tidak ada dalam daftar", "absent from the list"), len(report.absent)),
        (bilingual("ditolak", "rejected"), len(report.rejected)),
    ]
    head = [bilingual("uji coba", "dry run") if dry_run else bilingual("hasil", "result"), ""]
    return "\n".join([table(head, rows), *_rejected_lines(report)])


def _rejected_lines(report: ListReport) -> list[str]:
    from tuntas.wilayah import wording

    lines = [
        f"{row.file}:{row.line} {row.code}: {wording.list_reason(row.reason)}"
        for row in report.rejected[:SHOWN]
    ]
    more = len(report.rejected) - len(lines)
    if more > 0:
        lines.append(
            bilingual(
                f"… dan {more} baris lagi; --rejects menulis semuanya.",
                f"… and {more} more; --rejects writes them all.",
            )
        )
    return lines


def _write_rejects(path: Path, report: ListReport) -> None:
    from tuntas.wilayah import wording

    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["file", "line", "code", "reason", "sentence"])
        for row in report.rejected:
            sentence = wording.list_reason(row.reason)
            writer.writerow([row.file, row.line, row.code, row.reason, sentence])


@wilayah.command(
    "boundaries",
    help=bilingual("Muat batas wilayah (GeoJSON, WGS84).", "Load boundaries (GeoJSON, WGS84)."),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@SOURCE
@click.option("--dry-run", is_flag=True, help=bilingual("periksa saja", "check only"))
@answering
def boundaries(file: Path, source: str, dry_run: bool) -> Answer:
    django_setup()
    from tuntas.accounts.principals import system
    from tuntas.ledger import clock
    from tuntas.wilayah import actions

    report = actions.load_boundaries(
        actor=system("terminal"),
        content=file.read_bytes(),
        source=source or file.name,
        now=clock.now(),
        dry_run=dry_run,
    )
    payload = {
        "dry_run": dry_run,
        "read": report.read,
        "loaded": report.loaded,
        "replaced": report.replaced,
        "rejected": [
            {"feature": r.feature, "code": r.code, "reason": r.reason, "detail": r.detail}
            for r in report.rejected
        ],
    }
    return Answer(payload, _boundary_text(report), ok=not report.rejected)


def _boundary_text(report: BoundaryReport) -> str:
    from tuntas.wilayah import wording

    told = bilingual(
        f"{report.loaded} dari {report.read} batas sah, {report.replaced} sudah ada sebelumnya.",
        f"{report.loaded} of {report.read} boundaries hold, {report.replaced} were there before.",
    )
    lines = [
        f"{row.feature}. {row.code or '–'}: {reason} {row.detail}".rstrip()
        for row, reason in wording.rejected_boundaries(report.rejected)
    ]
    return "\n".join([told, *lines])


@wilayah.command(
    "show", help=bilingual("Satu wilayah dan riwayatnya.", "One region with its past.")
)
@click.argument("code")
@answering
def show(code: str) -> Answer:
    django_setup()
    from tuntas.wilayah import access, queries

    area = access.listed_region(code)
    held = queries.tree()
    name = held.full_name(area.id) if area.id in held.areas else area.name
    past = queries.history(area.id) if area.id in held.areas else []
    below = [{"code": child.code, "name": child.name} for child in queries.children(area.id)]
    payload = {
        "code": area.code,
        "name": area.name,
        "full_name": name,
        "level": area.level,
        "valid_from": area.valid_from,
        "valid_to": area.valid_to,
        "children": below,
        "history": [
            {"on": row.on, "kind": row.kind, "before": row.before, "after": row.after}
            for row in past
        ],
    }
    lines = [f"{area.code}  {name}"]
    lines += [f"  {child['code']}  {child['name']}" for child in below]
    lines += [f"  {row.on}  {row.before} → {row.after} ({row.kind})" for row in past]
    return Answer(payload, "\n".join(lines))


@wilayah.command("rename", help=bilingual("Ganti nama sejak suatu hari.", "A new name by date."))
@click.argument("code")
@click.argument("name")
@click.option("--on", type=DAY, required=True, help=bilingual("berlaku sejak", "first day"))
@click.option("--source", required=True, help=bilingual("dasar hukum", "legal basis"))
@answering
def rename(code: str, name: str, on: datetime, source: str) -> Answer:
    django_setup()
    from tuntas.accounts.principals import system
    from tuntas.ledger import clock
    from tuntas.wilayah import actions

    first_day: date = on.date()
    actions.rename_region(
        actor=system("terminal"),
        code=code,
        name=name,
        effective_on=first_day,
        source=source,
        now=clock.now(),
    )
    told = bilingual(
        f"{code} bernama {name} sejak {first_day}.", f"{code} is {name} from {first_day}."
    )
    return Answer({"code": code, "name": name, "on": first_day}, told)


@wilayah.command(
    "recode", help=bilingual("Kode baru sejak suatu hari.", "A new code by date, people go along.")
)
@click.argument("code")
@click.argument("new_code")
@click.option("--on", type=DAY, required=True, help=bilingual("berlaku sejak", "first day"))
@click.option("--source", required=True, help=bilingual("dasar hukum", "legal basis"))
@answering
def recode(code: str, new_code: str, on: datetime, source: str) -> Answer:
    django_setup()
    from tuntas.accounts.principals import system
    from tuntas.ledger import clock
    from tuntas.wilayah import actions

    result = actions.recode_region(
        actor=system("terminal"),
        code=code,
        new_code=new_code,
        effective_on=on.date(),
        source=source,
        now=clock.now(),
    )
    moves = {replaced.old_id: replaced.new_id for replaced in result.replaced}
    n = _people_go_along(moves, {}, on.date(), source)
    told = bilingual(f"{code} menjadi {new_code}; {n} orang ikut.", f"{n} people went along.")
    return Answer({"code": new_code, "people": n}, told)


@wilayah.command(
    "split",
    help=bilingual(
        "Mekarkan desa: dusun yang disebut menjadi desa baru.",
        "Divide a desa: the named dusun become a new desa.",
    ),
)
@click.argument("code")
@click.argument("new_code")
@click.argument("new_name")
@click.argument("dusun", nargs=-1, required=True)
@click.option("--on", type=DAY, required=True, help=bilingual("berlaku sejak", "first day"))
@click.option("--source", required=True, help=bilingual("dasar hukum", "legal basis"))
@answering
def split(
    code: str, new_code: str, new_name: str, dusun: tuple[str, ...], on: datetime, source: str
) -> Answer:
    django_setup()
    from tuntas.accounts.principals import system
    from tuntas.ledger import clock
    from tuntas.wilayah import actions, queries
    from tuntas.wilayah.actions import SplitPart

    old = queries.region_by_code(code)
    result = actions.split_region(
        actor=system("terminal"),
        code=code,
        parts=[SplitPart(new_code, new_name)],
        effective_on=on.date(),
        source=source,
        now=clock.now(),
    )
    assert old is not None  # split_region has refused an unknown code
    hamlets = {(old.id, name.strip().upper()): result.new_ids[0] for name in dusun}
    n = _people_go_along({}, hamlets, on.date(), source)
    told = bilingual(
        f"{new_code} {new_name} berdiri sejak {on.date()}; {n} orang ikut.",
        f"{new_code} {new_name} stands from {on.date()}; {n} people went along.",
    )
    return Answer({"code": new_code, "name": new_name, "people": n}, told)


def _people_go_along(
    moves: dict[int, int], dusun: dict[tuple[int, str], int], on: date, source: str
) -> int:
    """The people of the office's own villages; a neighbour's have none in this store."""
    from tuntas.accounts.principals import system
    from tuntas.ledger import clock, queries
    from tuntas.residents.actions.recode import recode_people

    if not queries.is_open():
        return 0
    return recode_people(
        actor=system("terminal"),
        moves=moves,
        dusun=dusun,
        effective_on=on,
        source=source,
        known_on=clock.today(),
        at=clock.now(),
    )
