"""DuckDB expressions over the cells of a register: tidying, warnings, the canonical payload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from tuntas.residents.kk import KkWarning
from tuntas.residents.nik import NikWarning, warnings_of
from tuntas.residents.sixteen import literal
from tuntas.residents.vocabulary import UNKNOWN_WORDS, Column

TEXT_LENGTHS: Final[Mapping[str, int]] = {
    "birth_place": 80,
    "religion": 24,
    "occupation": 80,
    "family_role": 24,
    "address": 160,
    "dusun": 60,
}
"""Free texts of a person and how much of them the table holds."""

NAME_LENGTH: Final = 120

TEXT_COLUMNS: Final[Mapping[str, Column]] = {
    "birth_place": Column.TEMPAT_LAHIR,
    "religion": Column.AGAMA,
    "occupation": Column.PEKERJAAN,
    "family_role": Column.HUBUNGAN,
    "address": Column.ALAMAT,
    "dusun": Column.DUSUN,
}

WARNINGS_LENGTH: Final = 200

_SPACE: Final = r"[\s\x00-\x1f\x7f\x{00A0}\x{FFFD}]+"
_BLANKS: Final = "' \t\n\u00a0'"
_REMARK_HINTS: Final = ("ALM", "SAMPAH", "MENINGGAL", "DUPL", "GANDA")
_UNKNOWN: Final = ", ".join(map(literal, sorted(UNKNOWN_WORDS - {"0"})))
_UNKNOWN_BEGINNINGS: Final = ", ".join(map(literal, sorted({w[:2] for w in UNKNOWN_WORDS if w})))
_LIKE_UNKNOWN: Final = ", ".join(
    literal(start[0] + second)
    for start in sorted({word[:2] for word in UNKNOWN_WORDS if len(word) > 1})
    # What upper() makes this capital of, as far as a text may begin with it.
    for second in (start[1], start[1].lower(), *{"I": "\u0131", "S": "\u017f"}.get(start[1], ""))
)
_UNKNOWN_THREES: Final = ", ".join(
    literal(three) for three in sorted({w[:3] for w in UNKNOWN_WORDS if len(w) > 2})
)
_REMARK: Final = r"\b(ALM|ALMH|ALMARHUM|ALMARHUMAH|SAMPAH|MENINGGAL|DUPLIKAT|GANDA)\b"
_TOTAL: Final = (
    r"^\W*(JUMLAH|TOTAL|SUB ?TOTAL|GRAND TOTAL|REKAPITULASI|HALAMAN|HAL\.|MENGETAHUI|DICETAK"
    r"|KEPALA DESA|KEPALA DINAS|CATATAN|SUMBER|KETERANGAN)\b"
)


def cell(position: int | None, is_tidy: bool = False) -> str:
    """The cell without blanks at its ends, ``''`` for an empty or a missing one."""
    if position is None:
        return "''"
    text = f"c{position}" if is_tidy else f"trim(c{position}, {_BLANKS})"
    return f"coalesce({text}, '')"


def tidy(text: str, is_tidy: bool = False) -> str:
    """One blank between words and none around them; control signs gone."""
    if is_tidy:
        return text
    return (
        f"CASE WHEN regexp_matches({text}, '  |[\\x00-\\x1f\\x7f\\x{{00A0}}\\x{{FFFD}}]')"
        f" THEN trim(regexp_replace({text}, '{_SPACE}', ' ', 'g')) ELSE {text} END"
    )


def known_text(text: str) -> str:
    """*text*, or ``''`` when it is a word for "not known" or has neither letter nor digit."""
    # Names and addresses begin with a capital, and hardly any like such a word.
    plain = f"{text} >= 'A' AND {text} < '[' AND length({text}) > 3"
    other = f"left({text}, 2) NOT IN ({_LIKE_UNKNOWN})"
    # Three capitals that begin no such word: whatever follows, it becomes none.
    third = f"regexp_matches({text}, '^[A-Z]{{3}}') AND left({text}, 3) NOT IN ({_UNKNOWN_THREES})"
    return (
        f"CASE WHEN {plain} AND {other} THEN {text} WHEN {third} THEN {text}"
        f" ELSE {known_text_closely(text)} END"
    )


def known_text_closely(text: str) -> str:
    """The same for every text, at a higher price."""
    folded = f"regexp_replace(upper({text}), '[^0-9A-Z]', '', 'g')"
    # Hardly any text begins like such a word; only those are looked at closely.
    maybe = (
        f"length({text}) <= 3 OR upper(left({text}, 2)) IN ({_UNKNOWN_BEGINNINGS})"
        f" OR upper(left({text}, 1)) NOT BETWEEN 'A' AND 'Z'"
    )
    return f"CASE WHEN ({maybe}) AND {folded} IN ({_UNKNOWN}) THEN '' ELSE {text} END"


def neighbourhood(text: str) -> str:
    """An RT or RW as three digits: 1, 01 and RT.001 are one place; 0 and ``-`` are none."""
    digits = f"ltrim(regexp_replace({text}, '[^0-9]', '', 'g'), '0')"
    padded = f"lpad({digits}, 3, '0')"
    return f"CASE WHEN {digits} = '' OR length({digits}) > 3 THEN '' ELSE {padded} END"


def name_remark(name: str) -> str:
    """Whether the name carries a remark that does not belong there."""
    # The plain search spares almost every name the expression.
    maybe = " OR ".join(f"contains(upper({name}), '{word}')" for word in _REMARK_HINTS)
    return f"CASE WHEN {maybe} THEN regexp_matches(upper({name}), '{_REMARK}') ELSE false END"


def is_total(first_cell: str) -> str:
    """Whether the line is a total or a foot, by its first words."""
    return f"regexp_matches(upper({first_cell}), '{_TOTAL}')"


def nik_warning_words(mask: str) -> str:
    """Codes of a NIK warning mask, parted by blanks; NULL for none."""
    words = [
        " ".join(warning.explanation.code for warning in warnings_of(n))
        for n in range(2 * max(NikWarning))
    ]
    return f"nullif([{', '.join(map(literal, words))}][{mask} + 1], '')"


def kk_warning_words(kk: str, nik: str) -> str:
    """The warning that a NIK stands in the KK column; NULL for none."""
    code = literal(KkWarning.LOOKS_LIKE_NIK.explanation.code)
    return (
        f"CASE WHEN {kk} <> '' AND ({kk} = {nik} OR substr({kk}, 7, 2) BETWEEN '41' AND '71')"
        f" THEN {code} END"
    )


def payload(texts: Mapping[str, Piece], number: tuple[str, str]) -> str:
    """Canonical JSON text of what was told, equal to ``ledger.facts.payload``.

    Args:
        texts: key → VARCHAR expression and what is known of all its values; empty ones
            are left out.
        number: key and INTEGER expression, left out when 0; its key sorts after all texts.
    """
    parts = []
    for key in sorted(texts):
        piece = texts[key]
        value = piece.text
        if piece.has_signs:
            value = f"replace(replace({value}, '\\', '\\\\'), '\"', '\\\"')"
        part = f"',\"{key}\":\"', {value}, '\"'"
        if piece.has_gaps:
            part = f"CASE WHEN {piece.text} <> '' THEN concat({part}) END"
        parts.append(part)
    key, value = number
    parts.append(f"CASE WHEN {value} <> 0 THEN concat(',\"{key}\":', {value}) END")
    return f"'{{' || substr(concat({', '.join(parts)}), 2) || '}}'"


class Piece(NamedTuple):
    """A text of the payload: *has_gaps*: some are empty; *has_signs*: some need escaping."""

    text: str
    has_gaps: bool
    has_signs: bool
