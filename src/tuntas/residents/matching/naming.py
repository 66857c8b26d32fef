"""Names in the forms in which two lists can be compared.

Built on the folds and sounds by which the office searches (``names``). Words that are no
names fall away: titles, *alm.*, *bin*.

>>> form("ALM. Moh. Joesoef bin Djafar") == form("MUHAMMAD YUSUF JAFAR")
False
>>> form("ALM. Moh. Joesoef bin Djafar").sounds == form("MUHAMMAD YUSUF JAFAR").sounds
True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tuntas.residents.names import TITLES, fold, fold_name, plain_words, sound

_REMARKS: Final = frozenset(
    (
        *("ALM", "ALMH", "ALMARHUM", "ALMARHUMAH", "MENINGGAL", "WAFAT"),
        *("SAMPAH", "HAPUS", "DUPLIKAT", "GANDA", "DOBEL"),
    )
)
_LINKS: Final = frozenset(["BIN", "BINTI", "BT", "BTI", "AL"])


@dataclass(frozen=True, slots=True)
class NameForm:
    """One name, compared.

    Attributes:
        joined: folded words in their order, one blank between; for misspellings.
        key: folded words sorted: the same name whatever the order of its words.
        sounds: their sounds, sorted.
    """

    joined: str
    key: str
    sounds: tuple[str, ...]

    @property
    def first_sound(self) -> str:
        return sound(self.joined.split(" ", 1)[0]) if self.joined else ""


EMPTY: Final = NameForm("", "", ())


def form(name: str) -> NameForm:
    """The form of *name*; empty for a text without a word."""
    words = tuple(w for w in fold_name(name) if w not in _REMARKS and not w.isdigit())
    kept = tuple(word for word in words if word not in _LINKS) or words
    if not kept:
        return EMPTY
    return NameForm(" ".join(kept), " ".join(sorted(kept)), tuple(sorted(set(map(sound, kept)))))


def forms(names: Sequence[str]) -> list[NameForm]:
    """:func:`form` of each; a word that occurs often is taken apart once.

    >>> forms(["SITI AMINAH", "H."]) == [form("SITI AMINAH"), form("H.")]
    True
    """
    return [_of_pieces(name) or form(name) for name in names]


def _of_pieces(name: str) -> NameForm | None:
    """The form put together from pieces met before; None where only the whole name tells."""
    words = dict(pair for piece in name.split() for pair in _words(piece))
    if not words:
        return None
    return NameForm(" ".join(words), " ".join(sorted(words)), tuple(sorted(set(words.values()))))


@lru_cache(maxsize=262_144)
def _words(piece: str) -> tuple[tuple[str, str], ...]:
    """(folded word, its sound) of what in *piece* is a name."""
    plain = (word for word in plain_words(piece) if word not in TITLES)
    folded = (fold(word) for word in plain)
    dropped = _REMARKS | _LINKS
    return tuple(
        (word, sound(word)) for word in folded if word not in dropped and not word.isdigit()
    )
