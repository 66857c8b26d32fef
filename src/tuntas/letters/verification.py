"""What ``tuntas verify`` asks of letters: numbers without gaps, letters still the same."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from tuntas.audit.chain import Problem
from tuntas.letters import queries
from tuntas.letters.errors import Unprintable
from tuntas.letters.models import Letter, Series


def check() -> Iterator[Problem]:
    """Every gap in a series, and every letter that no longer gives the bytes that were signed."""
    for series in Series.objects.order_by("code", "year"):
        given = {letter.number or 0 for letter in queries.register(series.code, series.year)}
        for missing in sorted(given ^ set(range(1, series.last + 1))):
            yield Problem(
                f"letters_series {series.code} {series.year}",
                f"nomor {missing} hilang atau berlebih",
                f"number {missing} is missing or too many",
            )
    for letter in Letter.objects.exclude(digest="").iterator():
        try:
            same = sha256(queries.pdf(letter)).hexdigest() == letter.digest
        except Unprintable:
            same = False
        if not same:
            yield Problem(
                f"letters_letter {letter.ref}",
                "isi surat tidak sama dengan yang ditandatangani",
                "the letter is not the one that was signed",
            )
