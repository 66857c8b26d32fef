"""Whether the gallery holds exactly those who are known by their fingers.

Refs can be read without a key, so `tuntas verify` needs no custodian. What the bodies hold is
checked where they are opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from tuntas.audit.chain import Problem
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.centre import premises
from tuntas.centre.models import Identity, Job, Staff


def verify_gallery() -> Iterator[Problem]:
    """A problem for everybody who is in the gallery and unknown, or known and not in it."""
    known = set(
        Identity.objects.filter(fingers__gt=0, destroyed_on__isnull=True).values_list(
            "ref", flat=True
        )
    )
    # Deciding enters the gallery first: what a crash left there is finished by the worker.
    unfinished = set(Job.objects.exclude(state=Job.State.DECIDED).values_list("packet", flat=True))
    yield from _compared("citizens", known, unfinished)
    yield from _compared("staff", set(Staff.objects.values_list("ref", flat=True)), set())


def _compared(which: str, known: set[str], unfinished: set[str]) -> Iterator[Problem]:
    folder = premises.workshop().folder / which
    place = f"gallery {which}"
    try:
        held = _refs(which) if folder.exists() else set()
    except BiometricError as damaged:
        yield Problem(place, damaged.id, damaged.en)
        return
    for ref in sorted(known - held):
        yield Problem(
            f"{place} {ref}",
            "dikenal, tetapi sidik jarinya tidak ada di galeri",
            "is known, but the fingers are not in the gallery",
        )
    for ref in sorted(held - known - unfinished):
        yield Problem(
            f"{place} {ref}",
            "ada di galeri, tetapi tidak dikenal",
            "is in the gallery and known to nobody",
        )


def _refs(which: str) -> set[str]:
    with Gallery.open(premises.workshop().folder / which, writing=False) as gallery:
        return set(gallery.refs())
