"""The file itself: a zip of the store, the office's files, and a manifest with their digests."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"
# Never in a backup: keys (a stolen backup must not open what it holds), and what can be made anew.
LEFT_OUT = ("keys", "log", "static", "office.lock")


class NotABackup(Exception):
    """The file is not a whole, unchanged backup of this program."""

    code = "not_a_backup"
    id = "Berkas ini bukan cadangan Tuntas yang utuh. Pakai cadangan lain; data tidak diubah."
    en = "This file is not a whole Tuntas backup. Use another one; nothing was changed."


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself.

    Attributes:
        vendor: ``sqlite`` or ``postgresql``; a backup goes back into the same kind of store.
        made_at: ISO moment, UTC.
        migrations: the shape of the store, as ``app.name``.
        digests: SHA-256 of every other entry of the file.
    """

    format: int
    vendor: str
    made_at: str
    migrations: tuple[str, ...]
    digests: Mapping[str, str]


class Writer:
    """Adds entries to a new archive and remembers their digests."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.digests: dict[str, str] = {}

    @contextmanager
    def entry(self, name: str) -> Iterator[_Digesting]:
        with self.archive.open(name, "w", force_zip64=True) as target:
            digesting = _Digesting(target)
            yield digesting
        self.digests[name] = digesting.digest.hexdigest()

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as source, self.entry(name) as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)

    def add_folder(self, folder: Path, *, except_: Sequence[Path]) -> None:
        """Every file of the data folder that is neither a key, nor the store, nor disposable."""
        skipped = {path.resolve() for path in except_}
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and inside.parts[0] not in LEFT_OUT and path not in skipped:
                self.add_file(FILES + inside.as_posix(), path)


class _Digesting:
    def __init__(self, target: IO[bytes]) -> None:
        self.target = target
        self.digest = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        self.target.write(chunk)


@contextmanager
def create(path: Path) -> Iterator[zipfile.ZipFile]:
    """A new archive that gets its name only when it is whole, readable by its owner only."""
    partial = path.with_name(path.name + ".part")
    handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with (
            os.fdopen(handle, "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            yield archive
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


@contextmanager
def open_checked(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive whose every entry has the digest that its manifest names.

    Raises:
        NotABackup: anything is missing, added, changed or unreadable.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        raise NotABackup from None
    with archive:
        manifest = _manifest(archive)
        _check_digests(archive, manifest)
        yield archive, manifest


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        raw = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**{**raw, "migrations": tuple(raw["migrations"])})
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        raise NotABackup from None
    if manifest.format != FORMAT:
        raise NotABackup
    return manifest


def _check_digests(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    names = set(archive.namelist()) - {MANIFEST}
    if names != set(manifest.digests) or not all(map(_stays_inside, names)):
        raise NotABackup
    for name in names:
        try:
            with archive.open(name) as entry:
                found = hashlib.file_digest(entry, "sha256").hexdigest()  # type: ignore[arg-type]
        except (zipfile.BadZipFile, OSError, EOFError):
            raise NotABackup from None
        if found != manifest.digests[name]:
            raise NotABackup


def _stays_inside(name: str) -> bool:
    """Whether an entry, once unpacked, lies in the data folder and not in its keys."""
    parts = name.removeprefix(FILES).split("/")
    return ".." not in parts and "" not in parts and parts[0] not in LEFT_OUT
