"""The capture station as its pages are used: synthetic fingers, a real journal, a real packet."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image
from pytest_django.fixtures import Settings

from tests.pages.small_office import OPENING, TODAY, Office, at
from tuntas.accounts.principals import system
from tuntas.biometrics.positions import Eye, Finger
from tuntas.biometrics.synthetic import capture, faces, impressions, irises, prints, signatures
from tuntas.coverage import queries as coverage
from tuntas.enrolment import actions, parts, station
from tuntas.enrolment.models import CaptureSession
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.packets.keys import Reader
from tuntas.residents.models import Person

AsRole = Callable[[str], Client]
CENTRE, RECOVERY = Reader.new(), Reader.new()
KEY = "kunci pagi"
GOOD = capture.Severity(0.2, 0.2, 0.2, 0.2)


def png(pixels: np.ndarray, dpi: int = 500) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


@cache
def specimen(kind: str, identity: int = 7) -> bytes:
    """What a device would hand over for a part of a synthetic person."""
    if kind == parts.FACE:
        return png(faces.portrait(identity, 1, severity=0.2).pixels)
    if kind in parts.IRISES:
        eye = Eye(int(kind.split(".")[1]))
        return png(irises.eye_image(identity, eye, 1, severity=0.2).pixels)
    finger = Finger(int(kind.split(".")[1]))
    return png(impressions.impression(prints.master(identity, finger), 1, severity=GOOD).pixels)


def pen(identity: int = 7) -> str:
    path = signatures.signature(identity, 1)
    down = path.pressure > 0
    stroke = np.cumsum(np.diff(down.astype(int), prepend=0) == 1) - 1
    rows = np.column_stack(
        [
            path.x_mm / signatures.WIDTH_MM,
            path.y_mm / signatures.HEIGHT_MM,
            path.time_s - path.time_s[0],
            stroke,
        ]
    )[down]
    return json.dumps(rows.tolist())


@pytest.fixture
def unrecorded(office: Office, settings: Settings, tmp_path: Path) -> Person:
    settings.DATA_DIR = tmp_path
    station._vault.cache_clear()
    actions.authorise_mode(
        actor=system("test"), mode="local", from_on=OPENING, document="Izin", now=at(TODAY)
    )
    for role, reader in (("centre", CENTRE), ("recovery", RECOVERY)):
        actions.add_reader(
            actor=system("test"), role=role, public=reader.public, starts=OPENING, now=at(TODAY)
        )
    person_id, _, _ = ledger.people_in(on=TODAY, cells=cells.LEFT_CELLS)[0]
    return Person.objects.get(id=person_id)


def begun(client: Client, person: Person) -> str:
    answer = client.post(f"/orang/{person.ref.hex}/perekaman/", {"tempat": "Loket", "kunci": KEY})
    assert answer.status_code == 302, strip_tags(answer.content.decode())
    return str(re.findall(r"/perekaman/([0-9a-f]{32})/", answer.headers["Location"])[0])


def give(client: Client, session: str, kind: str, **said: object) -> dict:
    told = {"nonce": f"{abs(hash((kind, str(said)))):032x}"[:32], **said}
    answer = client.post(
        f"/perekaman/{session}/bagian/{kind}/", told, headers={"Accept": "application/json"}
    )
    return dict(answer.json())


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("gambar.png", content, "image/png")


def whole(client: Client, session: str, *, without: tuple[str, ...] = ()) -> None:
    client.post(f"/perekaman/{session}/biodata/", {"benar": "on"})
    for kind in (parts.DECLARATION, parts.SIGNATURE):
        assert not give(client, session, kind, jejak=pen())["refused"]
    for kind in parts.EVERY:
        if kind != parts.SIGNATURE and kind not in without:
            told = give(client, session, kind, isi=upload(specimen(kind)), alasan="uji coba")
            assert not told["refused"], (kind, told)


def code_of(office: Office) -> str:
    """What the operator's authenticator shows now."""
    device = TOTPDevice.objects.create(user=office.users["operator"], confirmed=True)
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    clock.time = time.time()
    return f"{clock.token():06d}"


def sealed(client: Client, session: str, code: str) -> str:
    told = {"kunci": KEY, "kode": code}
    answer = client.post(f"/perekaman/{session}/segel/", told, follow=True)
    return strip_tags(answer.content.decode())


def test_a_person_is_recorded_from_the_search_to_the_receipt(
    as_role: AsRole, unrecorded: Person, office: Office
) -> None:
    client = as_role("operator")
    before = coverage.figures_of(on=TODAY).left
    session = begun(client, unrecorded)
    whole(client, session)
    assert client.get(f"/perekaman/{session}/gambar/face/").content.startswith(b"\x89PNG")

    assert "kode" in sealed(client, session, "000000").lower()
    page = sealed(client, session, code_of(office))

    assert "Tanda terima perekaman" in page
    assert coverage.figures_of(on=TODAY).left == before - 1
    packet = CaptureSession.objects.get(ref=session).packet
    assert station.vault().custody().open(packet, [CENTRE])
    assert client.get(f"/perekaman/{session}/gambar/face/").status_code == 404


def test_a_closed_browser_goes_on_with_the_work_key(as_role: AsRole, unrecorded: Person) -> None:
    client = as_role("operator")
    session = begun(client, unrecorded)
    give(client, session, parts.FACE, isi=upload(specimen(parts.FACE)))
    other = as_role("operator")

    asked = other.get(f"/perekaman/{session}/")
    wrong = other.post(f"/perekaman/{session}/kunci/", {"kunci": "lupa sekali"})
    right = other.post(f"/perekaman/{session}/kunci/", {"kunci": KEY}, follow=True)

    assert asked.headers["Location"].endswith("/kunci/")
    assert "Kata kunci operator salah" in strip_tags(wrong.content.decode())
    assert "Tinjau dan segel" in strip_tags(right.content.decode())
    assert begin_again(other, unrecorded).endswith(f"/perekaman/{session}/")


def begin_again(client: Client, person: Person) -> str:
    return str(client.get(f"/orang/{person.ref.hex}/perekaman/").headers["Location"])


def test_a_blurred_face_is_refused_in_words_and_the_rest_stays(
    as_role: AsRole, unrecorded: Person
) -> None:
    client = as_role("operator")
    session = begun(client, unrecorded)
    give(client, session, parts.FACE, isi=upload(specimen(parts.FACE)))

    nothing = give(client, session, "finger.2", isi=upload(png(np.full((400, 400), 250, np.uint8))))
    noise = give(client, session, parts.FACE, isi=upload(b"bukan gambar"))

    assert nothing["refused"].startswith("Mutunya belum cukup")
    assert "PNG" in noise["refused"]
    kinds = [row.kind for row in CaptureSession.objects.get(ref=session).parts.all()]
    assert kinds == [parts.FACE]


def test_somebody_without_hands_is_recorded_with_a_second_persons_approval(
    as_role: AsRole, unrecorded: Person, office: Office
) -> None:
    client, other = as_role("operator"), as_role("coordinator")
    session = begun(client, unrecorded)
    whole(client, session, without=parts.FINGER_PARTS)
    client.post(f"/perekaman/{session}/kecuali/", {"bagian": "hands", "alasan": "amputated"})
    assert "belum disetujui orang kedua" in strip_tags(
        client.get(f"/perekaman/{session}/segel/").content.decode()
    )

    waiting = strip_tags(other.get("/perekaman/menunggu/").content.decode())
    other.post(f"/perekaman/{session}/setujui/")

    assert unrecorded.name in waiting
    assert "Tanda terima" in sealed(client, session, code_of(office))


def test_nothing_begins_in_national_mode(as_role: AsRole, unrecorded: Person) -> None:
    actions.authorise_mode(
        actor=system("test"), mode="national", from_on=TODAY, document="Kembali", now=at(TODAY)
    )

    answer = as_role("operator").post(
        f"/orang/{unrecorded.ref.hex}/perekaman/", {"tempat": "Loket", "kunci": KEY}
    )

    assert "klien nasional" in strip_tags(answer.content.decode())


def test_what_is_given_up_is_destroyed_and_said(as_role: AsRole, unrecorded: Person) -> None:
    client = as_role("operator")
    session = begun(client, unrecorded)
    client.post(f"/perekaman/{session}/batal/", {"alasan": "Orangnya harus pulang"})

    page = client.get(f"/perekaman/{session}/tanda-terima/").content.decode()

    assert "dimusnahkan" in strip_tags(page)
