"""A person's face and irises in the store: under a key of their own, and that under the office's.

To forget is to destroy the wrapped key, then the rest (`biometrics.gallery.locking`, the same for
fingers). What was kept before there was a lock is locked by the first who may write.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from tuntas.biometrics.gallery import locking
from tuntas.centre.models import Identity
from tuntas.packets import keys

FIELDS: Final = ("face", "iris_right", "iris_left")


def shut(key: bytes, ref: str, templates: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    """Values for a row's columns: *templates* by column, locked, and the wrapped ``key``."""
    own, about = keys.new_key(), ref.encode()
    locked: dict[str, bytes | None] = {
        name: None if held is None else locking.shut(own, held, about + name.encode())
        for name, held in templates.items()
    }
    return {**locked, "key": locking.shut(key, own, about)}


def opened(key: bytes, row: Identity) -> dict[str, bytes]:
    """The templates of *row* that there are. Raises tuntas.biometrics.errors.GalleryDamaged."""
    held = {name: bytes(getattr(row, name)) for name in FIELDS if getattr(row, name) is not None}
    if row.key is None or not held:
        return held
    about = row.ref.encode()
    own = locking.opened(key, bytes(row.key), about)
    return {name: locking.opened(own, one, about + name.encode()) for name, one in held.items()}


def lock_open_rows(key: bytes) -> int:
    """Lock what lies open in the store; how many rows."""
    rows = Identity.objects.filter(key__isnull=True, destroyed_on__isnull=True)
    n = 0
    for row in rows.iterator():
        held = opened(key, row)
        with transaction.atomic():
            told = shut(key, row.ref, {name: held.get(name) for name in FIELDS})
            n += Identity.objects.filter(pk=row.pk, key__isnull=True).update(**told)
    return n
