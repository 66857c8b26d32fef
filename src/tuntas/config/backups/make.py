"""Making a backup while the office goes on working."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from tuntas.accounts.principals import system
from tuntas.audit.actions import write_act
from tuntas.config.backups import archive as archives
from tuntas.config.backups import tables
from tuntas.enrolment.vault import device_key as vault_key

STORE = "store.sqlite3"
# Sign-ins of the day are worth stealing and worth nothing tomorrow.
NOT_KEPT = frozenset({"django_session"})


def make(target: Path, *, now: datetime) -> archives.Manifest:
    """Write a backup of this office to the file *target*; the log gains an act before it.

    Args:
        now: aware moment, written into the log and the manifest.
    """
    with transaction.atomic():
        write_act(actor=system("backup").ref, verb="house.backup", subjects=[], detail={}, at=now)
    data_dir = Path(settings.DATA_DIR)
    with archives.create(target) as archive:
        writer = archives.Writer(archive)
        if connection.vendor == "postgresql":
            _copy_postgresql(writer)
        else:
            _copy_sqlite(writer)
        left_out = [*_store_files(), target, _partial(target), *_device_keys(data_dir)]
        writer.add_folder(data_dir, except_=left_out)
        manifest = archives.Manifest(
            archives.FORMAT,
            connection.vendor,
            now.isoformat(timespec="seconds"),
            tuple(applied_migrations()),
            writer.digests,
        )
        archives.write_manifest(archive, manifest)
    return manifest


def applied_migrations() -> list[str]:
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def store_path() -> Path:
    """The file of an SQLite store."""
    return Path(str(connection.settings_dict["NAME"])).resolve()


def _store_files() -> list[Path]:
    if connection.vendor == "postgresql":
        return []
    return [Path(f"{store_path()}{end}") for end in ("", "-wal", "-shm", "-journal")]


def _device_keys(data_dir: Path) -> list[Path]:
    """What this machine seals with; another machine makes its own at first use."""
    return [vault_key(data_dir / "capture"), *(data_dir / "devices").rglob("*.key")]


def _partial(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _copy_sqlite(writer: archives.Writer) -> None:
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".backup-") as folder:
        copy = Path(folder) / STORE
        # The online backup: readers and writers of the office go on meanwhile.
        with closing(sqlite3.connect(store_path())) as source, closing(sqlite3.connect(copy)) as to:
            source.backup(to)
            to.execute("PRAGMA journal_mode=DELETE")
            for table in NOT_KEPT:
                to.execute(f'DELETE FROM "{table}"')
            to.commit()
            to.execute("VACUUM")
        writer.add_file(STORE, copy)


def _copy_postgresql(writer: archives.Writer) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # One moment for all tables, whatever is being written meanwhile.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in tables.names(cursor):
            if table in NOT_KEPT:
                continue
            with (
                writer.entry(tables.entry_name(table)) as entry,
                cursor.copy(f'COPY "{table}" TO STDOUT') as rows,
            ):
                for chunk in rows:
                    entry.write(bytes(chunk))
