"""Putting a backup back: all of it or nothing, and never over a store by accident."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from tuntas.accounts.principals import system
from tuntas.audit.actions import write_act
from tuntas.config.backups import archive as archives
from tuntas.config.backups import tables
from tuntas.config.backups.make import STORE, applied_migrations, store_path
from tuntas.config.occupied import hold
from tuntas.wilayah import queries as wilayah


class StoreNotEmpty(Exception):
    code = "store_not_empty"
    id = (
        "Folder data ini sudah berisi kantor. Pulihkan ke folder kosong dengan --data, atau tulis "
        "--replace bila isi yang sekarang memang boleh hilang (cadangkan dahulu)."
    )
    en = (
        "This data folder already holds an office. Restore into an empty one with --data, or say "
        "--replace when what it holds now may be lost (back it up first)."
    )


class OtherKindOfStore(Exception):
    code = "other_kind_of_store"
    id = (
        "Cadangan ini dibuat dari jenis basis data lain (SQLite atau PostgreSQL). "
        "Atur TUNTAS_DATABASE seperti di kantor asalnya."
    )
    en = (
        "This backup comes from the other kind of database (SQLite or PostgreSQL). "
        "Set TUNTAS_DATABASE as it was in the office it comes from."
    )


class OtherVersion(Exception):
    code = "other_version"
    id = (
        "Cadangan ini dibuat oleh versi Tuntas yang lain. Pulihkan dengan versi yang membuatnya, "
        "lalu perbarui programnya."
    )
    en = (
        "Another version of Tuntas made this backup. Restore it with the version that made it, "
        "then update the program."
    )


def put_back(source: Path, *, replace: bool, now: datetime) -> archives.Manifest:
    """Make this store what the backup *source* holds, then write so into its log.

    Raises:
        NotABackup, StoreNotEmpty, OtherKindOfStore, OtherVersion, Occupied: nothing was changed.
    """
    data_dir = Path(settings.DATA_DIR)
    with hold(data_dir), archives.open_checked(source) as (archive, manifest):
        _check_fits(manifest)
        if not replace and holds_an_office():
            raise StoreNotEmpty
        if manifest.vendor == "postgresql":
            _copy_in(archive)
        else:
            _swap_file(archive)
        _unpack_files(archive, data_dir)
        with transaction.atomic():
            write_act(
                actor=system("backup").ref,
                verb="house.restore",
                subjects=[],
                detail={"made_at": manifest.made_at},
                at=now,
            )
    return manifest


def holds_an_office() -> bool:
    """Whether the store has an office or an account; a store without tables has neither."""
    try:
        return wilayah.has_office() or get_user_model()._default_manager.exists()
    except DatabaseError:
        return False


def _check_fits(manifest: archives.Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise OtherKindOfStore
    known = {".".join(key) for key in MigrationLoader(connection).disk_migrations}
    if not set(manifest.migrations) <= known:
        raise OtherVersion
    # SQLite brings its tables along and is brought forward; rows for PostgreSQL need their shape.
    if manifest.vendor == "postgresql" and list(manifest.migrations) != applied_migrations():
        raise OtherVersion


def _swap_file(archive: zipfile.ZipFile) -> None:
    store = store_path()
    with tempfile.TemporaryDirectory(dir=store.parent, prefix=".restore-") as folder:
        fresh = Path(archive.extract(STORE, folder))
        connection.close()
        for end in ("-wal", "-shm", "-journal"):
            Path(f"{store}{end}").unlink(missing_ok=True)
        fresh.replace(store)
    store.chmod(0o600)
    call_command("migrate", interactive=False, verbosity=0)


def _copy_in(archive: zipfile.ZipFile) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        every = ", ".join(f'"{name}"' for name in tables.names(cursor))
        cursor.execute(f"TRUNCATE {every}")
        # Foreign keys are deferred to the end of the transaction, so any order of tables will do.
        for entry in archive.namelist():
            if not entry.startswith(tables.FOLDER):
                continue
            with (
                archive.open(entry) as rows,
                cursor.copy(f'COPY "{tables.table_of(entry)}" FROM STDIN') as copy,
            ):
                while chunk := rows.read(1 << 20):
                    copy.write(chunk)
        tables.restart_sequences(cursor)
        # Without statistics the planner takes the name index for tiny until its own daemon comes.
        cursor.execute("ANALYZE")


def _unpack_files(archive: zipfile.ZipFile, data_dir: Path) -> None:
    for entry in archive.namelist():
        if entry.startswith(archives.FILES):
            path = data_dir / entry.removeprefix(archives.FILES)
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
