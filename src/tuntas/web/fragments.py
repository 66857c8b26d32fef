"""Pieces of pages that stay as they are while the ledger does.

A piece is kept under everything it depends on (the content mark of the ledger, the days, the
language, the area), so nothing is ever invalidated: a new state simply has a new key.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import TypeVar

from django.core.cache import cache
from django.utils.translation import get_language

Kept = TypeVar("Kept")
LONGEST_S = 24 * 3600


def kept(name: str, *depends_on: object, make: Callable[[], Kept]) -> Kept:
    """The piece *name* as made once for these values and the reader's language."""
    spelled = "|".join(map(repr, (name, get_language(), *depends_on)))
    key = f"piece:{name}:{blake2b(spelled.encode(), digest_size=16).hexdigest()}"
    piece: Kept | None = cache.get(key)
    if piece is None:
        piece = make()
        cache.set(key, piece, LONGEST_S)
    return piece
