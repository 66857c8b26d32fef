"""Images that no scanner sends: a folder, the browser's camera; and makers as folders."""

from __future__ import annotations

import io
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tuntas.biometrics.errors import NoFace, UnreadableImage
from tuntas.biometrics.formats import jpeg2000
from tuntas.biometrics.positions import Eye, Finger
from tuntas.biometrics.synthetic import faces
from tuntas.devices import vendors, webcam
from tuntas.devices.contract import (
    EMPTY_HASH,
    EYES,
    THUMBS,
    CaptureRequest,
    Identity,
    Modality,
    chained,
)
from tuntas.devices.errors import DeviceError, SaidByDevice, VendorUnknown
from tuntas.devices.files import FolderDevice
from tuntas.devices.station import Station

NOW = datetime(2023, 6, 20, 1, 30, tzinfo=UTC)
FACE = CaptureRequest(Modality.FACE, (), "sesi-0001")


def image(name: str, folder: Path, *, seed: int = 0, **said: Any) -> Path:
    grey = np.random.default_rng(seed).integers(0, 256, (120, 90), np.uint8)
    path = folder / name
    Image.fromarray(grey).save(path, **said)
    return path


def picture(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind)
    return out.getvalue()


# --- a folder -----------------------------------------------------------------------------------


def folder_of(path: Path, modality: Modality = Modality.FINGER, **said: Any) -> FolderDevice:
    return FolderDevice(path, modality, clock=lambda: NOW, **said)


def asked(modality: Modality, *parts: Any) -> CaptureRequest:
    return CaptureRequest(modality, parts, "sesi-0001")


def test_fingers_in_a_folder_become_a_chained_capture(tmp_path: Path) -> None:
    image("left-thumb.png", tmp_path, seed=1, dpi=(500, 500))
    image("right-thumb.tif", tmp_path, seed=2, dpi=(1000, 1000))

    got = folder_of(tmp_path).capture(asked(Modality.FINGER, *THUMBS))

    assert [one.part for one in got.samples] == list(THUMBS)
    assert [one.pixels()[1] for one in got.samples] == [500.0, 1000.0]
    first = chained(EMPTY_HASH, got.samples[0].record)
    assert got.hash == chained(first, got.samples[1].record)


def test_eyes_and_a_face_lie_under_their_own_names(tmp_path: Path) -> None:
    for seed, name in enumerate(("left-iris.png", "right-iris.bmp")):
        image(name, tmp_path, seed=seed)
    (tmp_path / "face.jpg").write_bytes(picture(faces.portrait(3, 0).pixels, "JPEG"))

    eyes = folder_of(tmp_path, Modality.IRIS).capture(asked(Modality.IRIS, *EYES))
    face = folder_of(tmp_path, Modality.FACE).capture(asked(Modality.FACE))

    assert [one.part for one in eyes.samples] == [Eye.LEFT, Eye.RIGHT]
    assert face.samples[0].pixels()[0].shape == (800, 600, 3)


def code_of(device: FolderDevice, request: CaptureRequest) -> str:
    with pytest.raises(DeviceError) as refused:
        device.capture(request)
    return refused.value.code


def test_a_folder_refuses_what_a_scanner_may_not_send_either(tmp_path: Path) -> None:
    thumb, index = asked(Modality.FINGER, THUMBS[0]), asked(Modality.FINGER, Finger.LEFT_INDEX)
    device = folder_of(tmp_path)

    assert code_of(device, thumb) == "ALAT-40"
    (tmp_path / "left-thumb.png").write_bytes(b"not an image")
    assert code_of(device, thumb) == "ALAT-35"
    image("left-thumb.png", tmp_path)
    assert code_of(device, thumb) == "ALAT-38"  # nobody says how fine it is
    image("left-index.jpg", tmp_path, dpi=(500, 500))
    assert code_of(device, index) == "ALAT-38"
    assert code_of(device, asked(Modality.IRIS, Eye.LEFT)) == "ALAT-08"

    assert len(folder_of(tmp_path, dpi=500).capture(thumb).samples) == 1
    assert len(folder_of(tmp_path, lossy=True).capture(index).samples) == 1


def test_one_file_copied_under_two_names_is_noticed(tmp_path: Path) -> None:
    one = image("left-thumb.png", tmp_path, dpi=(500, 500))
    shutil.copy(one, tmp_path / "right-thumb.png")

    assert code_of(folder_of(tmp_path), asked(Modality.FINGER, *THUMBS)) == "ALAT-36"


# --- the browser's camera -------------------------------------------------------------------------


def test_a_good_frame_is_kept_without_loss_and_judged() -> None:
    sat = faces.sat(3, 0, faces.Sitting())
    content = picture(sat.pixels)

    frame = webcam.taken(content, FACE, at=NOW)

    sample = frame.captured.samples[0]
    assert np.array_equal(sample.pixels()[0], sat.pixels)
    assert frame.captured.hash == chained(EMPTY_HASH, sample.record)
    assert (sample.score, sample.taken_at) == (None, NOW)
    assert frame.judgement["faces"].value == 1
    assert jpeg2000.CONTAINER in sample.record


def test_a_dark_frame_comes_with_advice() -> None:
    dark = (faces.sat(3, 0, faces.Sitting()).pixels * 0.25).astype(np.uint8)

    judgement = webcam.taken(picture(dark), FACE, at=NOW).judgement

    assert not judgement.ok
    assert any("gelap" in advice.id for advice in judgement.advice)


def test_what_is_no_face_no_picture_or_too_small_is_refused_in_words() -> None:
    with pytest.raises(NoFace):
        webcam.taken(picture(np.full((600, 600, 3), 128, np.uint8)), FACE, at=NOW)
    with pytest.raises(UnreadableImage):
        webcam.taken(b"GIF89a", FACE, at=NOW)
    with pytest.raises(DeviceError) as small:
        webcam.taken(picture(np.zeros((400, 700, 3), np.uint8)), FACE, at=NOW)
    with pytest.raises(DeviceError) as huge:
        webcam.taken(b"\x00" * (webcam.MOST_BYTES + 1), FACE, at=NOW)
    with pytest.raises(DeviceError) as other:
        webcam.taken(b"", asked(Modality.IRIS, Eye.LEFT), at=NOW)

    assert [each.value.code for each in (small, huge, other)] == ["ALAT-41", "ALAT-04", "ALAT-08"]


# --- makers ---------------------------------------------------------------------------------------


def test_the_worked_example_is_a_maker_with_three_files() -> None:
    example = vendors.load("contoh")

    assert example.anchors[0].environments == frozenset({"Staging"})
    assert example.adjust({"a": 1}) == {"a": 1, "customOpts": {"segment": "true"}}
    assert SaidByDevice(501, example.words).id.startswith("Kaca alat kotor.")
    assert SaidByDevice(111, example.words).id == SaidByDevice(111).id


def test_the_example_vouches_for_no_device_of_an_office(tmp_path: Path) -> None:
    shutil.copytree(vendors.HERE / "contoh", tmp_path / "contoh")
    shutil.copytree(vendors.HERE / "contoh", tmp_path / "merek")

    assert vendors.names(tmp_path) == ("merek",)
    assert "contoh" not in vendors.names()


def test_a_maker_is_known_by_what_its_devices_say_of_themselves() -> None:
    example = vendors.load("contoh")
    device = Identity(Modality.FINGER, "Slap", "Contoh", "CT-60", "1", "Contoh", "CONTOH-ID")

    assert example.makes(device)
    assert not example.makes(Identity(Modality.FINGER, "Slap", "X", "CT-60", "1", "X", "X"))
    assert not example.makes(Identity(Modality.FINGER, "Slap", "X", "CT-9", "1", "X", "CONTOH-ID"))


@pytest.mark.parametrize("damage", ["vendor.json", "anchors.pem"])
def test_a_folder_that_lacks_a_file_or_holds_a_broken_one_is_refused(
    tmp_path: Path, damage: str
) -> None:
    shutil.copytree(vendors.HERE / "contoh", tmp_path / "contoh")
    assert vendors.load("contoh", tmp_path).name == "contoh"

    (tmp_path / "contoh" / damage).write_text("{")
    with pytest.raises(VendorUnknown):
        vendors.load("contoh", tmp_path)
    (tmp_path / "contoh" / damage).unlink()
    with pytest.raises(VendorUnknown):
        vendors.load("contoh", tmp_path)


@pytest.mark.parametrize("name", ["", "../contoh", "tiada", "contoh.device"])
def test_a_name_that_is_no_folder_is_refused(name: str) -> None:
    with pytest.raises(VendorUnknown):
        vendors.load(name)


def test_a_station_believes_the_makers_it_names() -> None:
    station = Station.of(["contoh"], revoked=["ab" * 32])

    assert len(station.trust.anchors) == 1
    assert station.trust.revoked == {"ab" * 32}


def test_the_example_is_written_as_the_page_says() -> None:
    about = json.loads((vendors.HERE / "contoh" / "vendor.json").read_text())

    assert about.keys() == {"title", "provider_ids", "models", "environments"}
