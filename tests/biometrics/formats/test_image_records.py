"""Image records of finger, face and iris: fields where the tables put them, and refusals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.biometrics.formats.prints import psnr, ridges
from tuntas.biometrics.errors import (
    BiometricError,
    DoesNotFit,
    UnreadableRecord,
    UnsupportedRecord,
)
from tuntas.biometrics.formats import iso19794_4, iso19794_5, iso19794_6, jpeg2000
from tuntas.biometrics.formats.image import Coding
from tuntas.biometrics.formats.iso19794_1 import Capture, Certification, Quality
from tuntas.biometrics.formats.iso19794_4 import FingerImage
from tuntas.biometrics.formats.iso19794_5 import FaceImage, Landmark
from tuntas.biometrics.formats.iso19794_6 import IrisImage
from tuntas.biometrics.positions import Eye

WHEN = "07e7 06 14 0e 1e 0f 01f4"
CAPTURE = Capture(
    datetime(2023, 6, 20, 14, 30, 15, 500_000, UTC), 2, 199, 258, (Quality(75, 3, 4),)
)
DEVICE = WHEN + "02 00c7 0102 01 4b 0003 0004"

# Tables 3 and 4 of 19794-4:2011, by hand: a raw image of 3 × 2 pixels at 197 a centimetre.
FINGER = bytes.fromhex(
    "46495200 30323000 0000004f 0001 01 01"  # "FIR", "020", 79 bytes, one, certified, one finger
    "0000003f"
    + DEVICE
    + "01 0005 06"
    + "02 00 02 00c5 00c5 00c5 00c5"  # right index, first, rates per centimetre
    + "08 00 1d 0003 0002"  # eight bits, raw, unknown impression, size
    + "00000006 000102030405"
    + "0003 0007 6b6961"  # a comment after the image
)
# Table 4 of 19794-6:2011.
IRIS = bytes.fromhex(
    "49495200 30323000 0000004f 0001 00 01"  # "IIR", "020", 79 bytes, one, one eye
    "0000003f"
    + DEVICE
    + "0001 02 03 02 45"  # first, left, cropped, raw, upright and lossless
    + "0003 0002 08 00fa 4000 00b6"  # size, eight bits, 250 mm, a quarter turn, a degree
    + "0001 0002 0003 0004 0005 0006"
    + "00000006 000102030405"
)
# Table 2 of 19794-5:2011; the image is a JPEG 2000 of 3 × 2 pixels.
PICTURE = jpeg2000.encode(np.arange(18, dtype=np.uint8).reshape(2, 3, 3), None)
_FACE_BODY = (
    bytes.fromhex(
        DEVICE
        + "0002 01 02 03 aa 010203 0405 06 07 08 09 0a 0b"  # two points, the subject
        + "01 31 000c 0014 0000"  # an MPEG-4 point at 12, 20
        + "02 05 0001 0002 0003"
        + "01 02 0003 0002 b4 0080 00 01"  # full frontal, lossless, size, 180, processed, RGB
    )
    + len(PICTURE).to_bytes(4, "big")
    + PICTURE
    + b"3-D"
)
FACE = (
    b"FAC\x00030\x00"
    + (17 + 4 + len(_FACE_BODY)).to_bytes(4, "big")
    + bytes.fromhex("0001 00 0000")
    + (4 + len(_FACE_BODY)).to_bytes(4, "big")
    + _FACE_BODY
)


def test_every_field_of_a_finger_record_means_what_the_tables_say() -> None:
    (found,) = iso19794_4.read(FINGER)

    assert found == FingerImage(
        bytes(range(6)),
        Coding.RAW,
        3,
        2,
        500.0,
        position=2,
        number=0,
        impression=29,
        capture=replace(CAPTURE, certifications=(Certification(5, 6),)),
        extended=((3, b"kia"),),
    )
    pixels, dpi = found.pixels()
    assert (pixels.tolist(), dpi) == ([[0, 1, 2], [3, 4, 5]], 500.0)


def test_every_field_of_an_iris_record_means_what_the_table_says() -> None:
    (found,) = iso19794_6.read(IRIS)

    assert found == IrisImage(
        bytes(range(6)),
        Coding.RAW,
        3,
        2,
        Eye.LEFT,
        number=1,
        kind=iso19794_6.CROPPED,
        properties=0x45,
        distance_mm=250,
        roll=0x4000,
        roll_uncertainty=182,
        centre=(1, 2, 3, 4, 5, 6),
        capture=CAPTURE,
    )
    assert found.pixels().tolist() == [[0, 1, 2], [3, 4, 5]]


def test_every_field_of_a_face_record_means_what_the_table_says() -> None:
    (found,) = iso19794_5.read(FACE)

    assert found == FaceImage(
        PICTURE,
        Coding.JPEG2000,
        3,
        2,
        kind=iso19794_5.FULL_FRONTAL,
        sampling=180,
        processing=0x80,
        cross_reference=0,
        colour=iso19794_5.RGB,
        subject=bytes.fromhex("01 02 03 aa 010203 0405 06 07 08 09 0a 0b"),
        landmarks=(Landmark(1, 0x31, 12, 20), Landmark(2, 5, 1, 2, 3)),
        capture=CAPTURE,
        rest=b"3-D",
    )
    assert (found.pixels() == np.arange(18).reshape(2, 3, 3)).all()


def test_the_hand_written_records_are_written_back_byte_for_byte() -> None:
    in_inches = FINGER.replace(bytes.fromhex("02" + "00c5" * 4), bytes.fromhex("01" + "01f4" * 4))

    assert iso19794_4.write(iso19794_4.read(FINGER)) == in_inches
    assert iso19794_4.write(iso19794_4.read(in_inches)) == in_inches
    assert iso19794_5.write(iso19794_5.read(FACE)) == FACE
    assert iso19794_6.write(iso19794_6.read(IRIS)) == IRIS


def test_a_finger_record_of_a_mosip_device_begins_as_mosip_says() -> None:
    record = iso19794_4.write([FingerImage.of(ridges(90, 80), 500, position=1)])

    assert record.startswith(b"FIR\x00020\x00")


@pytest.mark.parametrize("coding", [Coding.RAW, Coding.JPEG2000, Coding.WSQ])
def test_finger_images_come_back_out_of_their_record(coding: Coding) -> None:
    drawn = [ridges(200, 220, seed) for seed in range(3)]
    images = [
        FingerImage.of(one, dpi, position=at + 1, coding=coding)
        for at, (one, dpi) in enumerate(zip(drawn, (500, 1000, 500), strict=True))
    ]

    found = iso19794_4.read(iso19794_4.write(images))

    assert found == images
    for one, pixels in zip(found, drawn, strict=True):
        came, dpi = one.pixels()
        assert dpi == one.rate
        assert psnr(came, pixels) >= (20 if coding is Coding.WSQ else 120)


def test_faces_and_irises_come_back_out_of_their_records() -> None:
    face = FaceImage.of(np.dstack([ridges(90, 70, seed) for seed in range(3)]), capture=CAPTURE)
    eyes = [IrisImage.of(ridges(96, 128), eye=eye, capture=CAPTURE) for eye in Eye]

    assert iso19794_5.read(iso19794_5.write([face])) == [face]
    assert iso19794_6.read(iso19794_6.write(eyes)) == eyes
    assert (eyes[0].pixels() == ridges(96, 128)).all()


RECORDS = pytest.mark.parametrize(
    ("record", "read"),
    [
        pytest.param(FINGER, iso19794_4.read, id="finger"),
        pytest.param(FACE, iso19794_5.read, id="face"),
        pytest.param(IRIS, iso19794_6.read, id="iris"),
    ],
)
Read = Callable[[bytes], list[Any]]


@RECORDS
def test_every_shorter_or_longer_record_is_refused(record: bytes, read: Read) -> None:
    for cut in range(len(record)):
        with pytest.raises(BiometricError):
            read(record[:cut])
    with pytest.raises(UnreadableRecord):
        read(record + b"\0")


@RECORDS
@pytest.mark.parametrize("length", [0, 3, 4, 11, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_lying_length_is_refused(record: bytes, read: Read, length: int) -> None:
    start = record.index(bytes.fromhex(WHEN)) - 4
    for at in (8, start, record.index(b"\x00\x00\x00\x06") if b"\x00\x00\x00\x06" in record else 8):
        with pytest.raises(UnreadableRecord):
            read(record[:at] + length.to_bytes(4, "big") + record[at + 4 :])


@RECORDS
def test_another_edition_is_said_to_be_unsupported(record: bytes, read: Read) -> None:
    with pytest.raises(UnsupportedRecord):
        read(record[:4] + b"010\0" + record[8:])


@RECORDS
def test_a_day_that_is_none_is_refused_and_a_missing_one_is_not(record: bytes, read: Read) -> None:
    when = bytes.fromhex(WHEN)

    with pytest.raises(UnreadableRecord):
        read(record.replace(when, bytes.fromhex("07e7 02 1e 0e 1e 0f 01f4")))
    assert read(record.replace(when, b"\xff" * 9))[0].capture.at is None


@given(st.sampled_from(list(iso19794_4.CODINGS.values())), st.integers(1, 9), st.integers(1, 9))
def test_a_record_that_says_another_image_than_it_has_is_refused(
    coding: Coding, width: int, height: int
) -> None:
    lie = FingerImage(jpeg2000.encode(ridges(90, 80), 500), coding, width, height, 500.0)

    with pytest.raises(BiometricError):
        iso19794_4.read(iso19794_4.write([lie]))[0].pixels()


def test_fields_out_of_range_are_not_written() -> None:
    finger, face = iso19794_4.read(FINGER)[0], iso19794_5.read(FACE)[0]
    iris = iso19794_6.read(IRIS)[0]
    naive = replace(CAPTURE, at=datetime(2023, 6, 20))  # noqa: DTZ001 - the point of it

    for write, wrong in (
        (iso19794_4.write, replace(finger, position=256)),
        (iso19794_4.write, replace(finger, width=0)),
        (iso19794_4.write, replace(finger, capture=naive)),
        (iso19794_5.write, replace(face, subject=b"")),
        (iso19794_5.write, replace(face, landmarks=(Landmark(1, 1, -1, 0),))),
        (iso19794_6.write, replace(iris, roll=-1)),
        (iso19794_6.write, replace(iris, height=65_536)),
    ):
        with pytest.raises(DoesNotFit):
            write([wrong])


def test_a_record_of_nothing_but_landmarks_or_areas_is_refused() -> None:
    """Each would be an object of its own: gigabytes out of megabytes."""
    points = replace(iso19794_5.read(FACE)[0], landmarks=(Landmark(1, 1, 1, 1),) * 256)
    many = iso19794_5.write([points]).replace(b"\x01\x00\x01\x02\x03", b"\xff\xff\x01\x02\x03")
    areas = replace(iso19794_4.read(FINGER)[0], extended=((1, b""),) * 1000)

    assert iso19794_4.read(iso19794_4.write([areas])) == [areas]
    with pytest.raises(UnreadableRecord):
        iso19794_5.read(many)
    with pytest.raises(DoesNotFit):
        iso19794_4.write([replace(areas, extended=((1, b""),) * 1001)])
