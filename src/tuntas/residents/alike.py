"""Whose biodata are alike: born on the same day, and of one family or nearly one name.

Such pairs are twins as often as they are one person twice, so this alone proves nothing; it is
looked at beside other evidence.

>>> same_name("SITI AMINAH", "Siti Aminah Daud"), same_name("SITI AMINAH", "SITI AISYAH")
(True, False)
"""

from __future__ import annotations

import uuid
from typing import Final

from tuntas.residents.models import Person
from tuntas.residents.names import fold, likeness, plain_words

LIKE: Final = 0.8


def alike(person_ref: str) -> frozenset[str]:
    """Refs of those whose biodata are like this person's; nobody for an unknown ref."""
    person = Person.objects.filter(ref=uuid.UUID(person_ref)).first()
    if person is None or person.birth_on is None:
        return frozenset()
    others = Person.objects.filter(birth_on=person.birth_on).exclude(pk=person.pk)
    return frozenset(
        ref.hex
        for ref, kk, name in others.values_list("ref", "kk", "name")
        if (person.kk and kk == person.kk) or same_name(person.name, name)
    )


def same_name(one: str, other: str) -> bool:
    """Whether every word of the shorter name has one like it in the longer."""
    short, long = sorted((plain_words(one), plain_words(other)), key=len)
    return bool(short) and all(
        any(likeness(word, fold(theirs)) >= LIKE for theirs in long) for word in short
    )
