"""What is wrong with a cell of a register, said so that a clerk knows what to do next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason in two languages, each with its remedy.

    The sentences never quote the value they speak of: they end up in reject
    files, logs and screens where a full NIK or a name has no place.

    Attributes:
        code: stable machine code, ``snake_case``.
        id, en: what is wrong, one sentence.
        remedy_id, remedy_en: what the office does next, one sentence.
    """

    code: str
    id: str
    en: str
    remedy_id: str
    remedy_en: str
