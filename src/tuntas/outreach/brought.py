"""Whether a name from somebody's own list is one of ours: near enough to send, never a hint.

>>> ours = [("Siti Rahma Djafar", 1999), ("Siti Rahma Gobel", 1999), ("Yusuf", 1980)]
>>> meant("SITI RACHMA DJAFAR", 1999, ours), meant("Siti", 1999, ours), meant("jusuf", 1980, ours)
(0, None, 2)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tuntas.residents.names import fold_name, likeness, plain_words

NEAR: Final = 0.8
"""Likeness from which one word is a spelling of the other."""


def meant(typed: str, birth_year: int, ours: Sequence[tuple[str, int]]) -> int | None:
    """Index of the one of *ours* (name, birth year) that is meant; None for none or several.

    The year must be the same; a part of a name is not enough, or the list could be guessed.
    """
    apart = {
        place: off
        for place, (name, year) in enumerate(ours)
        if year == birth_year and (off := words_apart(typed, name)) is not None
    }
    nearest = [place for place, off in apart.items() if off == min(apart.values())]
    return nearest[0] if len(nearest) == 1 else None


def words_apart(typed: str, name: str) -> int | None:
    """Words in which two spellings of a name differ: 0, or 1 of at least three; None: two names.

    >>> words_apart("Abd Rahman Katili", "ABDUL RAHMAN KATILI"), words_apart("Rahman", "ABD RAHMAN")
    (0, None)
    >>> words_apart("Abd Rahman Katili", "Abdul Rahman")
    1
    """
    asked, held = plain_words(typed), list(fold_name(name))
    if not asked or len(asked) < min(2, len(held)):
        return None
    missed = 0
    for word in asked:
        best = max(held, key=lambda other: likeness(word, other), default="")
        if best and likeness(word, best) >= NEAR:
            held.remove(best)
        else:
            missed += 1
    off = max(missed, len(held))
    return off if off <= (1 if len(asked) > 2 else 0) else None
