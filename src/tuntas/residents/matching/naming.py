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
from typing import Final

from tuntas.residents.names import fold_name, sound

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
    """:func:`form` of each; a name that occurs often is taken apart once."""
    known: dict[str, NameForm] = {}
    found = []
    for name in names:
        made = known.get(name)
        if made is None:
            made = known[name] = form(name)
        found.append(made)
    return found
