"""What speaks for and against one person, in words: each comparison and what it came to.

>>> told({"name": "same_sound", "birth": "swapped", "nik": "unsaid"})[1].id
'Tanggal dan bulan lahir tertukar.'
>>> [line.speaks for line in told({"name": "other_given", "kk": "same"})]
[-1, 1]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence in two languages; *speaks* 1 for, −1 against, 0 neither."""

    comparison: str
    level: str
    speaks: int
    id: str
    en: str


_WORDS: Final[Mapping[tuple[str, str], tuple[int, str, str]]] = {
    ("name", "same"): (1, "Nama sama.", "The name is the same."),
    ("name", "same_sound"): (1, "Nama berbunyi sama, ejaannya beda.", "The name sounds the same."),
    ("name", "part"): (
        1,
        "Nama sama, sebagian kata tidak ditulis.",
        "The name, some words left out.",
    ),
    ("name", "misspelled"): (1, "Nama beda satu huruf.", "The name differs by one letter."),
    ("name", "misspelled_twice"): (
        0,
        "Nama beda dua huruf: salah tulis, atau nama kembar.",
        "The name differs by two letters: misspelled, or a twin's.",
    ),
    ("name", "one_word"): (0, "Hanya satu kata nama, dan itu sama.", "One word of the name only."),
    ("name", "other_given"): (
        -1,
        "Sebagian nama lain: mungkin kembar, saudara, atau orang tuanya.",
        "Part of the name is another: perhaps a twin, a sibling or a parent.",
    ),
    ("name", "else"): (-1, "Nama lain.", "Another name."),
    ("birth", "same"): (1, "Tanggal lahir sama.", "Born on the same day."),
    ("birth", "swapped"): (1, "Tanggal dan bulan lahir tertukar.", "Day and month exchanged."),
    ("birth", "default_day"): (
        1,
        "Tahun lahir sama; salah satunya tanggal yang biasa ditulis bila tidak tahu.",
        "The same year of birth; one of the days is written when nobody knows.",
    ),
    ("birth", "two_parts"): (
        0,
        "Tanggal lahir beda pada satu bagian.",
        "The day of birth differs in one part.",
    ),
    ("birth", "same_year"): (-1, "Hanya tahun lahir yang sama.", "Only the year of birth agrees."),
    ("birth", "else"): (-1, "Tanggal lahir lain.", "Another day of birth."),
    ("nik", "same"): (1, "NIK sama.", "The same NIK."),
    ("nik", "masked_much"): (1, "NIK yang disamarkan cocok.", "The masked NIK agrees."),
    ("nik", "masked_little"): (
        1,
        "Sedikit digit NIK yang tampak cocok.",
        "The few digits of the NIK that are shown agree.",
    ),
    ("nik", "serial"): (
        -1,
        "NIK hanya beda nomor urut: begitulah NIK anak kembar.",
        "The NIKs differ in the serial only: as those of twins do.",
    ),
    ("nik", "near"): (0, "NIK beda satu atau dua digit.", "The NIKs differ by a digit or two."),
    ("nik", "else"): (-1, "NIK lain.", "Another NIK."),
    ("kk", "same"): (1, "Nomor KK sama.", "The same family card."),
    ("kk", "else"): (0, "Nomor KK lain.", "Another family card."),
    ("sex", "same"): (0, "Jenis kelamin sama.", "The same sex."),
    ("sex", "else"): (-1, "Jenis kelamin lain.", "Another sex."),
    ("village", "same"): (1, "Desa sama.", "The same desa."),
    ("village", "same_district"): (
        0,
        "Kecamatan sama, desa lain.",
        "Another desa of the kecamatan.",
    ),
    ("village", "else"): (-1, "Kecamatan lain.", "Another kecamatan."),
    ("birth_place", "same"): (1, "Tempat lahir sama.", "The same place of birth."),
    ("birth_place", "like"): (1, "Tempat lahir mirip.", "A similar place of birth."),
    ("birth_place", "else"): (0, "Tempat lahir lain.", "Another place of birth."),
}


def told(levels: Mapping[str, str]) -> list[Evidence]:
    """The sentences for *levels*, in the order of the comparisons; the unsaid say nothing."""
    return [
        Evidence(name, level, *_WORDS[name, level])
        for name, level in levels.items()
        if (name, level) in _WORDS
    ]


def is_twin_like(levels: Mapping[str, str]) -> bool:
    """Whether the two may be twins or siblings: born on one day, part of the name another.

    >>> is_twin_like({"name": "other_given", "birth": "same"})
    True
    """
    return levels.get("birth") == "same" and (
        levels.get("name") in ("other_given", "misspelled_twice") or levels.get("nik") == "serial"
    )
