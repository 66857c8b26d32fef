"""``tuntas bench capture``, second half: a sealed packet to its decision among 10,000 known people.

Everybody known is synthetic; their fingers lie in a locked gallery, their irises in the store.
Beside the whole stands what it consists of: opening the packet, making templates of the images,
searching. The gallery is opened twice more, locked and not, to show what the lock costs.
"""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tuntas.cli.bench import Result, result
from tuntas.cli.bench.empty_store import empty_store

if TYPE_CHECKING:
    from tuntas.centre.workshop import Workshop
    from tuntas.packets.keys import Device
    from tuntas.packets.sealing import Packet

KNOWN: Final = 10_000
BATCH: Final = 500
RECORDED: Final = 4
"""The first warms kernels and networks and is not counted."""
SEED: Final = 75_05
DAY: Final = date(2023, 6, 20)
NOW: Final = datetime(2023, 6, 20, 5, tzinfo=UTC)
SECRET: Final = "rahasia pemegang kunci"


def run() -> list[Result]:
    os.environ["TUNTAS_CENTRE_SECRET"] = SECRET
    with empty_store("sqlite"), tempfile.TemporaryDirectory() as made:
        shop, device = _office(Path(made))
        opened = _known(shop)
        packets = _recorded(shop, device)
        return [*_decided(shop, packets), *opened]


def _office(folder: Path) -> tuple[Workshop, Device]:
    """A centre with keys, and a machine that it trusts."""
    from tuntas.accounts.principals import system
    from tuntas.centre import actions
    from tuntas.centre.keyring import Keyring
    from tuntas.centre.workshop import Workshop
    from tuntas.packets.custody import Custody
    from tuntas.packets.keys import Device

    device = Device.new()
    keyring = Keyring(folder / "keys")
    actions.init_keys(
        actor=system("bench"),
        keyring=keyring,
        centre_secret=SECRET,
        recovery_secret=SECRET,
        device=device.public,
        device_name="bench",
        on=DAY,
        now=NOW,
    )
    (folder / "packets").mkdir()
    return Workshop(folder / "centre", Custody(folder / "packets"), keyring), device


def _known(shop: Workshop) -> list[Result]:
    """10,000 people in gallery and store; what opening costs, locked and not."""
    from tuntas.biometrics.gallery.gallery import Gallery
    from tuntas.biometrics.irises.code import IrisCode
    from tuntas.biometrics.positions import FINGERS
    from tuntas.biometrics.synthetic.templates import impressions
    from tuntas.centre import locker
    from tuntas.centre.models import Identity

    key, dice = shop.writing_key(), np.random.default_rng(SEED)
    with (
        Gallery.open(shop.folder / "citizens", key=key) as locked,
        Gallery.open(shop.folder / "open") as plain,
    ):
        for first in range(0, KNOWN, BATCH):
            made = impressions(seed=SEED, first=first, people=BATCH)
            people = [
                (f"{first + row:032x}", {f: made.template(row * 10 + f - 1) for f in FINGERS})
                for row in range(BATCH)
            ]
            locked.insert_many(people)
            plain.insert_many(people)
            Identity.objects.bulk_create(
                Identity(
                    ref=ref,
                    person=secrets.token_hex(16),
                    fingers=10,
                    entered_on=DAY,
                    **locker.shut(key, ref, _templates(dice, IrisCode)),
                )
                for ref, _ in people
            )
    return [
        result(
            "open the gallery of 10,000, locked beside not, CPU",
            _opening(shop.folder / "citizens", key),
            _opening(shop.folder / "open", b""),
            "ms",
        )
    ]


def _opening(folder: Path, key: bytes) -> float:
    """CPU milliseconds until every code can be scanned."""
    from tuntas.biometrics.gallery.gallery import Gallery

    began = time.process_time()
    with Gallery.open(folder, writing=False, key=key) as gallery:
        assert len(gallery.codes(KNOWN)) == KNOWN
    return 1000 * (time.process_time() - began)


def _templates(dice: np.random.Generator, kind: Any) -> dict[str, bytes | None]:
    """Eyes and a face of nobody: as large as a person's, as far from everybody's."""
    columns = len(kind.unpack(_one_eye()).phase)
    words = dice.integers(0, 2**63, (2, columns), np.uint64)
    every = np.full(columns, 2**64 - 1, np.uint64)
    face = dice.normal(size=128).astype("<f4")
    return {
        "face": (face / np.linalg.norm(face)).tobytes(),
        "iris_right": kind(words[0], every).pack(),
        "iris_left": kind(words[1], every).pack(),
    }


_EYE: list[bytes] = []


def _one_eye() -> bytes:
    """A real code, for the shape of the others."""
    from tuntas.biometrics.irises import boundaries, code, sheet
    from tuntas.biometrics.positions import Eye
    from tuntas.biometrics.synthetic.irises import eye_image

    if not _EYE:
        pixels = eye_image(1, Eye.RIGHT, 0, severity=0.3).pixels
        _EYE.append(code.encode(sheet.unroll(pixels, boundaries.find(pixels))).pack())
    return _EYE[0]


def _recorded(shop: Workshop, device: Device) -> list[Packet]:
    """Sealed packets of people of the register: ten fingers, two eyes, a face."""
    from tuntas.centre.workshop import registered
    from tuntas.packets import sealing

    people, packets = _people(), list[Any]()
    for number, ref in enumerate(people, start=1):
        content = {
            "session.json": json.dumps({"person": ref, "officer": "a" * 32}).encode(),
            "biometrics.xml": _biometrics(number),
        }
        packet = sealing.seal(
            content,
            device=device,
            number=number,
            before=packets[-1].digest if packets else "",
            session=f"{number:032x}",
            sealed_at=NOW.isoformat(),
            schema="bench",
            recipients=registered(),
        )
        shop.custody.keep(packet)
        packets.append(packet)
    return packets


def _people() -> list[str]:
    """A few people who stand in the register."""
    from tuntas.accounts.principals import system
    from tuntas.ledger.actions import open_batch, open_ledger
    from tuntas.ledger.facts import payload
    from tuntas.residents import tracks
    from tuntas.residents.actions.events import append
    from tuntas.residents.actions.fold import fold_into_person
    from tuntas.residents.models import Person

    open_ledger(opening_on=DAY, known_on=DAY)
    refs = []
    for number in range(RECORDED):
        person = Person.objects.create(village_id=1)
        told = {"village": 1, "nik": f"990501050580{number:04}", "name": f"ORANG {number}"}
        told |= {"birth_on": "1980-05-05", "sex": "L", "citizenship": "WNI"}
        with open_batch(
            actor=system("bench"), verb="bench.list", source="bench", known_on=DAY, at=NOW
        ) as batch:
            fact = append(batch, person.id, "listed", DAY, payload(told))
            batch.restate(person.id, tracks.derive([fact]))
            fold_into_person(person.id, [fact])
        refs.append(person.ref.hex)
    return refs


def _biometrics(identity: int) -> bytes:
    from tuntas.biometrics.formats import cbeff, iso19794_4, iso19794_5, iso19794_6
    from tuntas.biometrics.formats.cbeff import Block
    from tuntas.biometrics.positions import FINGERS, Eye
    from tuntas.biometrics.synthetic.faces import portrait
    from tuntas.biometrics.synthetic.impressions import impression
    from tuntas.biometrics.synthetic.irises import eye_image
    from tuntas.biometrics.synthetic.prints import master

    blocks = []
    for finger in FINGERS:
        pixels = impression(master(identity, finger), 0).pixels
        image = iso19794_4.FingerImage.of(pixels, 500, position=int(finger))
        name = cbeff.subtype_of(finger)
        blocks.append(Block("Finger", name, cbeff.FINGER_IMAGE, iso19794_4.write([image])))
    for eye in (Eye.RIGHT, Eye.LEFT):
        pixels = eye_image(identity, eye, 0, severity=0.3).pixels
        record = iso19794_6.write([iso19794_6.IrisImage.of(pixels, eye=eye)])
        blocks.append(Block("Iris", eye.name.title(), cbeff.IRIS_IMAGE, record))
    face = iso19794_5.FaceImage.of(portrait(identity, 0, severity=0.3).pixels)
    blocks.append(Block("Face", "", cbeff.FACE_IMAGE, iso19794_5.write([face])))
    return cbeff.write(blocks)


def _decided(shop: Workshop, packets: list[Packet]) -> list[Result]:
    from tuntas.centre import actions
    from tuntas.centre.presented import present

    parts: dict[str, list[float]] = {"open": [], "make templates of": [], "search for": []}
    wholes, walls = [], []
    actions.receive(custody=shop.custody, on=DAY, now=NOW)
    with shop.galleries() as galleries:
        for number, packet in enumerate(packets):
            name = packet.header.packet
            spent: dict[str, float] = {}
            with _cpu(spent, "open"):
                content = shop.custody.open(name, shop.keyring.readers())
            with _cpu(spent, "make templates of"):
                presented = present(content, shop.extractor)
            with _cpu(spent, "search for"):
                galleries.search(presented, shop.seconds, packet=name)
            cpu, wall = time.process_time(), time.perf_counter()
            job = actions.work_one(shop=shop, galleries=galleries, on=DAY, now=NOW)
            assert job is not None
            assert job.outcome == "unique", (job.state, job.error)
            if number:
                wholes.append(time.process_time() - cpu)
                walls.append(time.perf_counter() - wall)
                for what, took in spent.items():
                    parts[what].append(took)
    whole = _mean(wholes)
    least = sum(map(_mean, parts.values()))
    return [
        result("packet to decision, 10,000 known, CPU, beside its parts", whole, least, "s"),
        result("packet to decision, 10,000 known, wall", _mean(walls), None, "s"),
        *(result(f"{what} it, CPU", _mean(took), None, "s") for what, took in parts.items()),
    ]


@contextmanager
def _cpu(into: dict[str, float], what: str) -> Iterator[None]:
    began = time.process_time()
    yield
    into[what] = time.process_time() - began


def _mean(found: list[float]) -> float:
    return sum(found) / len(found)
