"""The ABIS' own gallery: a client's references, apart from the citizens of this office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from tuntas.biometrics.errors import NothingToSearch
from tuntas.biometrics.formats import cbeff
from tuntas.biometrics.formats.cbeff import Block
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.centre import presented
from tuntas.centre.abis import Fingers, Likely
from tuntas.centre.models import AbisReference
from tuntas.centre.workshop import Workshop

_ONE_BY_ONE: Final = Lock()


@dataclass(frozen=True)
class References:
    """`abis.Store` over a gallery and the table of references.

    The row is written after the gallery and removed before it: what a crash leaves in between is
    a template without a name, which is never found and is overwritten by nothing.
    """

    gallery: Gallery
    now: datetime

    def has(self, reference: str) -> bool:
        return AbisReference.objects.filter(reference=reference).exists()

    def insert(self, reference: str, fingers: Fingers) -> None:
        row = AbisReference(reference=reference, inserted_at=self.now)
        self.gallery.insert(row.ref, fingers)
        row.save()

    def delete(self, reference: str) -> bool:
        row = AbisReference.objects.filter(reference=reference).first()
        if row is None:
            return False
        row.delete()
        self.gallery.delete(row.ref)
        return True

    def fingers(self, reference: str) -> Fingers:
        return self.gallery.person(AbisReference.objects.get(reference=reference).ref)

    def identify(self, fingers: Fingers) -> Sequence[Likely]:
        if not len(self.gallery):
            return []
        found = self.gallery.identify(fingers).candidates
        named = dict(
            AbisReference.objects.filter(ref__in=[one.ref for one in found]).values_list(
                "ref", "reference"
            )
        )
        return [
            Likely(named[one.ref], one.false_match_rate, one.decades)
            for one in found
            if one.ref in named
        ]

    def count(self) -> int:
        return AbisReference.objects.count()

    def pending(self) -> int:
        return 0  # requests are answered at once


@contextmanager
def references(shop: Workshop, now: datetime) -> Iterator[References]:
    """The references, for one request at a time.

    Raises:
        GalleryBusy: another process has it. Locked, NoKeys: its key cannot be opened, or made.
    """
    with _ONE_BY_ONE, Gallery.open(shop.folder / "abis", key=shop.writing_key()) as gallery:
        yield References(gallery, now)


def extract(shop: Workshop, blocks: Sequence[Block]) -> Fingers:
    """Templates of the finger images. Raises BiometricError, NothingToSearch."""
    found: dict[Finger, Template] = {}
    for block in blocks:
        finger = cbeff.finger_of(block.subtype)
        if block.kind == "Finger" and finger is not Finger.UNKNOWN:
            found[finger] = shop.extractor.extract(presented.finger_image(block.data)).template
    if not found:
        raise NothingToSearch
    return found
