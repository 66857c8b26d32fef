"""Names of people, folded so that one name written in two ways is found by either.

Spelling in the register spans a century: *Djafar* and *Jafar*, *Joesoef* and *Yusuf*,
*Achmad*, *Akhmad* and *Ahmad* may be one name. A name is never changed by this; only the
index and the search see the folded words.

Three forms of a word lead to it:

- its **fold**: modern spelling, double letters once, common abbreviations in full;
- the fold, and the word as written, with **one letter left out**: two words that differ by
  one letter, or by two neighbours swapped, share such a form;
- its **sound**: what is left when letters that Indonesian writers exchange are made equal.

>>> fold_name("Hj. Siti Noerdjannah DJAFAR, S.Pd.I")
('SITI', 'NURJANAH', 'JAFAR')
>>> sound("JAHJA") == sound("YAHYA")
True
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tuntas.residents.explanation import Explanation

LONGEST_WORD: Final = 36
SOUND_MARK: Final = "~"
"""Starts a key that is a sound, so that it never meets a spelled one."""

_TITLES: Final = (
    "H HJ HI DRS DRA DR DRH DRG IR PROF SE SH ST SPD SPDI SPDSD SAG SKM SKEP SIP SSOS SKOM SP "
    "SPI SPT SSI SPSI STP SHUT SFARM SKED SSTP SHI SEI STH SSTPI AMD AMDKEB AMDKEP AMAPD APD "
    "MPD MPDI MSI MM MH MAP MKES MT ME MSC MA MBA BA BSC LC PHD NS BDN KH KIAI USTADZ"
)
TITLES: Final = frozenset(_TITLES.split())
"""Titles and degrees, dots left out. Bare "M" and "A" are initials, not titles."""

_ABBREVIATIONS: Final = {
    "MUH": "MUHAMAD",
    "MOH": "MUHAMAD",
    "MOCH": "MUHAMAD",
    "MHD": "MUHAMAD",
    "MOHD": "MUHAMAD",
    "MUHD": "MUHAMAD",
    "MUHAMED": "MUHAMAD",
    "MOHAMED": "MUHAMAD",
    "ABD": "ABDUL",
    "ABDL": "ABDUL",
}
# The spelling of 1972: oe → u, tj → c, dj → j, nj → ny, sj → sy, ch → kh. Kh, sh and the
# doubled letters are written as one pleases. J → y stays open (Jahja, but also Jafar): the
# sound answers for it.
_SPELLINGS: Final = (
    ("OE", "U"),
    ("CH", "H"),
    ("KH", "H"),
    ("TJ", "C"),
    ("DJ", "J"),
    ("NJ", "NY"),
    ("SJ", "SY"),
    ("SH", "SY"),
    ("PH", "F"),
    ("TH", "T"),
    ("DH", "D"),
)
_SOUNDS: Final = str.maketrans("YJOEVFZQX", "IIUIPPSKK", "H'")
_repeated: Final = re.compile(r"([A-Z])\1+")
_apostrophes: Final = re.compile(r"['`\u00b4\u2018\u2019\u02bc\u02bb]")
_not_letters: Final = re.compile(r"[^A-Z0-9]+")


def plain_words(name: str) -> tuple[str, ...]:
    """The words of *name* as written, plain capitals, without titles.

    >>> plain_words("H. Ma'ruf Abd. Rahman, S.Pd")
    ('MARUF', 'ABD', 'RAHMAN')
    """
    pieces = name.split()
    words = tuple(word for piece in pieces for word in _words(piece) if word not in TITLES)
    # Somebody may be called Ir or Ma; a name is never all titles.
    return words or tuple(word for piece in pieces for word in _words(piece))


@lru_cache(maxsize=65_536)
def _words(piece: str) -> tuple[str, ...]:
    """Words of a piece without spaces; "S.Pd," is one word, "M.Rizki" two."""
    flat = unicodedata.normalize("NFKD", _apostrophes.sub("", piece)).upper()
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    joined = _not_letters.sub("", flat)
    if joined in TITLES:
        return (joined,)
    return tuple(word[:LONGEST_WORD] for word in _not_letters.split(flat) if word)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """The fold of one plain word.

    >>> fold("TJOEDJAEMI"), fold("MOHAMMAD"), fold("ACHMAD")
    ('CUJAEMI', 'MUHAMAD', 'AHMAD')
    """
    word = _ABBREVIATIONS.get(word, word)
    for old, new in _SPELLINGS:
        word = word.replace(old, new)
    word = _repeated.sub(r"\1", word)
    if word.startswith(("MOHAM", "MUHAM")):
        word = "MUHAM" + word[5:]
    return word


def fold_name(name: str) -> tuple[str, ...]:
    """Folded words of a whole name in its order, each once."""
    return tuple(dict.fromkeys(map(fold, plain_words(name))))


@lru_cache(maxsize=65_536)
def sound(folded: str) -> str:
    """How a folded word sounds: y, j, e and i alike; o and u; v, f and p; no h.

    >>> sound(fold("FITRI")) == sound(fold("PITRIE"))
    True
    """
    heard = folded.replace("SY", "S").translate(_SOUNDS)
    return _repeated.sub(r"\1", heard) or folded


def without_one(word: str) -> set[str]:
    """*word* and every form of it with one letter left out; never the empty text.

    >>> sorted(without_one("ALI"))
    ['AI', 'AL', 'ALI', 'LI']
    """
    forms = {word[:i] + word[i + 1 :] for i in range(len(word))}
    forms.discard("")
    forms.add(word)
    return forms


def keys_of(written: str) -> set[str]:
    """All keys under which a plain word is indexed and looked up."""
    folded = fold(written)
    return without_one(folded) | without_one(written) | {SOUND_MARK + sound(folded)}


def differences(left: str, right: str) -> int:
    """Letters to change, add, drop or swap with a neighbour to make *left* into *right*.

    >>> differences("RAHMAN", "RAMHAN"), differences("ALI", "HALIM")
    (1, 2)
    """
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    if not left or not right:
        return len(left) + len(right)
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        last, row, before = row, [i], [*before]
        for j, b in enumerate(right, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]


SOUNDS_ALIKE: Final = 0.92
"""Likeness of two words that sound alike but are spelled differently."""


def likeness(asked: str, folded: str) -> float:
    """How alike a plain word and a folded one are, 0–1; 1 = the same fold.

    >>> likeness("JOESOEF", "YUSUF"), round(likeness("RAHAMN", "RAHMAN"), 2)
    (0.92, 0.83)
    """
    asked_fold = fold(asked)
    if asked_fold == folded:
        return 1.0
    longest = max(len(asked_fold), len(folded))
    spelled = 1 - differences(asked_fold, folded) / longest
    if sound(asked_fold) == sound(folded):
        return max(SOUNDS_ALIKE, spelled)
    return max(0.0, spelled)


# --- Words that are no names ------------------------------------------------------------


class NameWarning(StrEnum):
    """What is suspicious about a name; the name is kept as it stands."""

    EMPTY = "name_empty"
    DECEASED_WORD = "name_deceased_word"
    JUNK_WORD = "name_junk_word"
    DIGITS = "name_digits"

    @property
    def explanation(self) -> Explanation:
        return NAME_EXPLANATIONS[self]


_DECEASED: Final = frozenset(
    ("ALM", "ALMH", "ALMARHUM", "ALMARHUMAH", "MENINGGAL", "WAFAT", "MATI")
)
_JUNK_WORDS: Final = "SAMPAH HAPUS DIHAPUS DUPLIKAT DOBEL DOUBLE PINDAH TEST TES COBA NONAME NN"
_JUNK: Final = frozenset((*_JUNK_WORDS.split(), "X" * 3, "X" * 4))


def name_warnings(name: str) -> tuple[NameWarning, ...]:
    """Signs that a name field was used for something else.

    The ministry asks offices not to write *meninggal* or *sampah* into names; rows that
    have it are leads, not deaths: nobody leaves the register by a word in a name.

    >>> name_warnings("ALM. IDRIS"), name_warnings("DATA SAMPAH 2"), name_warnings("SALMA")
    ((<NameWarning.DECEASED_WORD: 'name_deceased_word'>,), \
(<NameWarning.JUNK_WORD: 'name_junk_word'>, <NameWarning.DIGITS: 'name_digits'>), ())
    """
    words = {word for piece in name.split() for word in _not_letters.split(piece.upper())}
    found = []
    if not any(character.isalpha() for character in name):
        found.append(NameWarning.EMPTY)
    if words & _DECEASED:
        found.append(NameWarning.DECEASED_WORD)
    if words & _JUNK:
        found.append(NameWarning.JUNK_WORD)
    if any(character.isdigit() for character in name):
        found.append(NameWarning.DIGITS)
    return tuple(found)


_IN_SIAK_ID: Final = "Perbaiki nama di SIAK; jangan memakai kolom nama untuk keterangan."
_IN_SIAK_EN: Final = "Correct the name in SIAK; do not use the name field for remarks."

NAME_EXPLANATIONS: Final[dict[NameWarning, Explanation]] = {
    NameWarning.EMPTY: Explanation(
        "name_empty",
        "Nama kosong atau tanpa huruf.",
        "The name is empty or holds no letter.",
        "Lengkapi nama dari KK.",
        "Fill in the name from the family card.",
    ),
    NameWarning.DECEASED_WORD: Explanation(
        "name_deceased_word",
        "Nama memuat kata seperti ALM. atau MENINGGAL.",
        "The name holds a word such as ALM. or MENINGGAL (deceased).",
        "Pastikan kematiannya dan terbitkan akta kematian; "
        + _IN_SIAK_ID[0].lower()
        + _IN_SIAK_ID[1:],
        "Confirm the death and issue the certificate; " + _IN_SIAK_EN[0].lower() + _IN_SIAK_EN[1:],
    ),
    NameWarning.JUNK_WORD: Explanation(
        "name_junk_word",
        "Nama memuat kata yang bukan nama, misalnya SAMPAH atau DUPLIKAT.",
        "The name holds a word that is no name, such as SAMPAH or DUPLIKAT.",
        _IN_SIAK_ID,
        _IN_SIAK_EN,
    ),
    NameWarning.DIGITS: Explanation(
        "name_digits",
        "Nama memuat angka.",
        "The name holds digits.",
        _IN_SIAK_ID,
        _IN_SIAK_EN,
    ),
}
