"""`tuntas backup` and `tuntas restore`: one file that holds everything except keys."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup


@click.command(
    "backup",
    help=bilingual(
        "Cadangkan data kantor ke TARGET (folder atau berkas). Kunci tidak ikut.",
        "Back up the office to TARGET (a folder or a file). Keys are left out.",
    ),
)
@click.argument("target", type=click.Path(path_type=Path))
@answering
def backup(target: Path) -> Answer:
    django_setup()
    from tuntas.config import backups

    now = datetime.now(UTC)
    file = target / f"tuntas-{now:%Y%m%dT%H%M%SZ}.zip" if target.is_dir() else target
    file.parent.mkdir(parents=True, exist_ok=True)
    backups.make(file.resolve(), now=now)
    size = file.stat().st_size
    return Answer(
        {"file": str(file), "bytes": size},
        bilingual(
            f"Cadangan: {file} ({size / 1e6:.1f} MB). Kunci di folder keys tidak ikut; simpan "
            "kunci itu terpisah.",
            f"Backup: {file} ({size / 1e6:.1f} MB). The keys in the folder keys are not in it; "
            "keep them apart.",
        ),
    )


@click.command(
    "restore",
    help=bilingual(
        "Pulihkan data kantor dari cadangan FILE.", "Restore the office from the backup FILE."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace",
    is_flag=True,
    help=bilingual("isi yang sekarang boleh hilang", "what is there now may be lost"),
)
@answering
def restore(file: Path, replace: bool) -> Answer:
    django_setup()
    from tuntas.config import backups

    manifest = backups.put_back(file, replace=replace, now=datetime.now(UTC))
    return Answer(
        {"restored": str(file), "made_at": manifest.made_at},
        bilingual(
            f"Dipulihkan: keadaan {manifest.made_at}. Sekarang jalankan: tuntas verify",
            f"Restored: the state of {manifest.made_at}. Now run: tuntas verify",
        ),
    )
