"""Signing the heads: once a day outside the database, and on top of every export."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from tuntas.audit import anchor, chain, exchange, queries
from tuntas.audit.errors import AnchorDoesNotHold


def write_anchor(*, now: datetime, ledger_seq: int | None = None) -> Path:
    """Sign both heads into ``anchors/YYYY-MM-DD.json`` of the data folder; that file.

    A second anchor on one day replaces the first, but only while the first still holds.

    Raises:
        AnchorDoesNotHold: today's anchor names rows that are no longer there.
    """
    folder = queries.anchors_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{timezone.localtime(now):%Y-%m-%d}.json"
    if path.exists() and any(queries.verify_anchor(path)):
        raise AnchorDoesNotHold
    key = signing_key()
    signed = anchor.sign(
        key,
        day=path.stem,
        at=chain.stamp(now),
        heads=queries.heads(),
        ledger_seq=ledger_seq,
        previous=_digest_before(path),
    )
    _publish(key, folder)
    _replace(path, signed.text())
    return path


def export_lines(*, now: datetime) -> Iterator[str]:
    """Both chains as JSON lines under their signed heads (`exchange`)."""
    heads = queries.heads()
    day = f"{timezone.localtime(now):%Y-%m-%d}"
    yield anchor.sign(signing_key(), day=day, at=chain.stamp(now), heads=heads).text()
    for name, head in heads.items():
        for row in queries.rows(name, head.n):
            yield exchange.row_line(name, row)


def signing_key() -> Ed25519PrivateKey:
    """The office's key for anchors and exports, made at first use; readable by the office only."""
    path = settings.DATA_DIR / "keys" / "anchor.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(path, Ed25519PrivateKey.generate().private_bytes_raw().hex())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))


def _create(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first: its key counts
        return
    with os.fdopen(handle, "w") as out:
        out.write(text)


def _digest_before(path: Path) -> str:
    earlier = [other for other in queries.anchor_files(path.parent) if other.stem < path.stem]
    return anchor.digest(earlier[-1].read_text("utf-8")) if earlier else chain.GENESIS


def _publish(key: Ed25519PrivateKey, folder: Path) -> None:
    """Add the key to those published: anchors of a key that was lost stay genuine."""
    known = queries.published_keys(folder)
    own = key.public_key().public_bytes_raw().hex()
    if own not in known:
        _replace(folder / "anchor.pub", "\n".join((*known, own)) + "\n")


def _replace(path: Path, text: str) -> None:
    """Write the whole file or leave the old one: a cut anchor would look like tampering."""
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
