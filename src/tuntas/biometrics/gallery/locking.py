"""Templates under lock: what of a gallery lies on the disk opens only with the gallery's key.

Each person's templates are encrypted under a key of their own, and that under the gallery's; the
person's wrapped key stands first, so that to forget somebody is to destroy a key and then the
rest. Codes, made from templates and there to be scanned, are encrypted row by row under the
gallery's key and opened when the gallery is. AES-256-GCM throughout; the ref is authenticated.

>>> lock = Locked(bytes(32))
>>> kept = lock.shut(b"ref", b"templates")
>>> lock.open(b"ref", kept), len(kept) - len(b"templates") == WRAPPED_BYTES + OVERHEAD
(b'templates', True)
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Final, Protocol

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from numpy.typing import NDArray

from tuntas.biometrics.errors import GalleryDamaged, GalleryLocked

Codes = NDArray[np.uint64]
NONCE_BYTES: Final = 12
OVERHEAD: Final = NONCE_BYTES + 16
"""What a nonce and a tag add."""
KEY_BYTES: Final = 32
WRAPPED_BYTES: Final = KEY_BYTES + OVERHEAD


class Lock(Protocol):
    """How bodies and codes lie on the disk."""

    @property
    def name(self) -> str:
        """As the manifest tells which lock it was; empty without one."""

    @property
    def extra(self) -> int:
        """Bytes that a row of codes is longer on the disk."""

    def shut(self, ref: bytes, body: bytes) -> bytes: ...
    def open(self, ref: bytes, kept: bytes) -> bytes: ...
    def shut_row(self, row: bytes) -> bytes: ...
    def open_row(self, kept: bytes) -> bytes: ...


class Plain:
    """No lock: measuring, and galleries from before there was one."""

    name = ""
    extra = 0

    def shut(self, ref: bytes, body: bytes) -> bytes:
        return body

    def open(self, ref: bytes, kept: bytes) -> bytes:
        return kept

    def shut_row(self, row: bytes) -> bytes:
        return row

    def open_row(self, kept: bytes) -> bytes:
        return kept


class Shut:
    """A locked gallery whose key is not here: refs can be read, nothing else."""

    extra = OVERHEAD

    def __init__(self, name: str) -> None:
        self.name = name

    def shut(self, ref: bytes, body: bytes) -> bytes:
        raise GalleryLocked

    def open(self, ref: bytes, kept: bytes) -> bytes:
        raise GalleryLocked

    def shut_row(self, row: bytes) -> bytes:
        raise GalleryLocked

    def open_row(self, kept: bytes) -> bytes:
        raise GalleryLocked


@dataclass(frozen=True)
class Locked:
    """Under *key*, 32 bytes."""

    key: bytes = field(repr=False)
    extra: int = OVERHEAD

    @cached_property
    def name(self) -> str:
        """Tells one key from another, and nothing of the key."""
        return sha256(b"tuntas gallery " + self.key).hexdigest()[:16]

    def shut(self, ref: bytes, body: bytes) -> bytes:
        own = os.urandom(KEY_BYTES)
        return shut(self.key, own, ref) + shut(own, body, ref)

    def open(self, ref: bytes, kept: bytes) -> bytes:
        """Raises GalleryDamaged: of another key, or changed."""
        own = opened(self.key, kept[:WRAPPED_BYTES], ref)
        return opened(own, kept[WRAPPED_BYTES:], ref)

    def shut_row(self, row: bytes) -> bytes:
        return shut(self.key, row, b"codes")

    def open_row(self, kept: bytes) -> bytes:
        return opened(self.key, kept, b"codes")


def shut(key: bytes, content: bytes, about: bytes) -> bytes:
    """*content* under *key*, bound to *about*: nonce and ciphertext."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def opened(key: bytes, kept: bytes, about: bytes) -> bytes:
    """What :func:`shut` shut. Raises GalleryDamaged."""
    try:
        return AESGCM(key).decrypt(kept[:NONCE_BYTES], kept[NONCE_BYTES:], about)
    except (InvalidTag, ValueError) as refused:
        raise GalleryDamaged from refused


def read_rows(content: bytes, shape: tuple[int, ...], lock: Lock) -> Codes:
    """Rows of codes as they lie on the disk, opened; nought for the forgotten. [n, *shape]"""
    size = 8 * int(np.prod(shape))
    step = size + lock.extra
    whole = len(content) // step
    found = bytearray(whole * size)
    for row in range(whole):
        kept = content[row * step : (row + 1) * step]
        # A row of noughts was overwritten: nobody's any more.
        if any(kept[:NONCE_BYTES]):
            found[row * size : (row + 1) * size] = lock.open_row(kept)
    return np.frombuffer(found, np.uint64).reshape(whole, *shape)
