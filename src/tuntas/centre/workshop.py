"""What the centre works with on this machine: packets, keys, galleries, the extractor.

One process writes the galleries at a time; whoever finds them taken leaves the work to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.gallery.comparison import Compared, in_full
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.centre import locker, template_key
from tuntas.centre.keyring import Keyring
from tuntas.centre.models import Identity, Job
from tuntas.centre.presented import Presented
from tuntas.centre.second import Seconds
from tuntas.centre.weighing import Found
from tuntas.enrolment.models import Reader as ReaderRow
from tuntas.packets.custody import Custody
from tuntas.residents.alike import alike


@dataclass(frozen=True)
class Workshop:
    """*folder*: galleries of citizens and of staff. *custody*: the packets kept here."""

    folder: Path
    custody: Custody
    keyring: Keyring
    models: Path | None = None
    seconds: Seconds = field(default_factory=Seconds, repr=False)

    @cached_property
    def extractor(self) -> Extractor:
        return Extractor(self.models)

    @contextmanager
    def galleries(self) -> Iterator[Galleries]:
        """Both galleries for writing, under the templates' key.

        Raises:
            GalleryBusy, GalleryDamaged, GalleryLocked
            Locked, NoKeys: the templates' key cannot be opened, or made.
        """
        key = self.writing_key()
        with (
            Gallery.open(self.folder / "citizens", key=key) as citizens,
            Gallery.open(self.folder / "staff", key=key) as staff,
        ):
            locker.lock_open_rows(key)
            yield Galleries(citizens, staff, key)

    @contextmanager
    def looking(self, which: str = "citizens") -> Iterator[Gallery]:
        """A gallery for reading, while another process may write. Raises Locked."""
        key = template_key.opened(self.folder, self.keyring.readers())
        with Gallery.open(self.folder / which, writing=False, key=key) as found:
            yield found

    def writing_key(self) -> bytes:
        """The templates' key, made when there is none. Raises Locked, NoKeys."""
        return template_key.ready(self.folder, self.keyring.readers(), registered())


@dataclass(frozen=True)
class Galleries:
    """Citizens and staff, apart: an officer's finger is never found as a citizen's."""

    citizens: Gallery
    staff: Gallery
    key: bytes = field(default=b"", repr=False)
    """Of the templates: faces and irises lie in the store under it."""

    def search(self, probe: Presented, seconds: Seconds, *, packet: str) -> list[Found]:
        """Everybody known who comes near *probe*, without what an earlier try on *packet* left."""
        seconds.refresh(self.key)
        like = alike(probe.person)
        rates = self._by_fingers(probe)
        refs = [*rates, *seconds.near(probe)]
        refs += Identity.objects.filter(person__in=[*like, probe.person]).values_list(
            "ref", flat=True
        )
        refs = [ref for ref in dict.fromkeys(refs) if ref != packet]
        persons = _persons(refs)
        return [
            self._found(probe, seconds, ref, persons[ref], rates, like)
            for ref in refs
            if ref in persons
        ]

    def officers(self, probe: Presented, rate: float) -> list[Compared]:
        """Officers whose fingers these may be."""
        if not probe.fingers or not len(self.staff):
            return []
        found = self.staff.identify(probe.fingers).candidates
        return [one for one in found if one.false_match_rate <= rate]

    def _by_fingers(self, probe: Presented) -> dict[str, Compared]:
        """Those whom the fingers found, by ref."""
        if not probe.fingers or not len(self.citizens):
            return {}
        return {one.ref: one for one in self.citizens.identify(probe.fingers).candidates}

    def _found(
        self,
        probe: Presented,
        seconds: Seconds,
        ref: str,
        person: str,
        rates: Mapping[str, Compared],
        like: frozenset[str],
    ) -> Found:
        fingers = rates.get(ref) or self._compared(probe.fingers, ref)
        second = seconds.compare(probe, ref)
        return Found(
            ref=ref,
            person=person,
            decades=fingers.decades if fingers else 0.0,
            finger_rate=fingers.false_match_rate if fingers else None,
            face=second.face,
            face_rate=second.face_rate,
            iris=second.iris,
            iris_rates=second.iris_rates,
            biodata_alike=person in like,
            fingers=pairs_of(fingers) if fingers else (),
        )

    def _compared(self, fingers: Mapping[Finger, Template], ref: str) -> Compared | None:
        """Somebody whom the search did not bring: compared in full all the same."""
        if not fingers or ref not in self.citizens:
            return None
        [found] = in_full(fingers, [(ref, self.citizens.person(ref), ())])
        return found if found.fingers else None


def registered() -> list[str]:
    """For whom the templates' key is wrapped: the keys of centre and recovery in force."""
    rows = ReaderRow.objects.filter(ends__isnull=True).order_by("role")
    return list(rows.values_list("public", flat=True))


def pairs_of(compared: Compared) -> tuple[tuple[int, int, float], ...]:
    """Which finger was compared with which, the strongest first."""
    ranked = sorted(compared.fingers, key=lambda pair: -pair[2])
    return tuple((int(ours), int(theirs), round(score, 1)) for ours, theirs, score in ranked)


def _persons(refs: list[str]) -> dict[str, str]:
    """Whose each ref is: by the identity, or by the packet whose deciding was cut short."""
    found = dict(Job.objects.filter(packet__in=refs).values_list("packet", "person"))
    found.update(Identity.objects.filter(ref__in=refs).values_list("ref", "person"))
    return {ref: person for ref, person in found.items() if person}
