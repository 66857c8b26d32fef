"""Minutiae records: fields where the tables of ISO/IEC 19794-2 put them, and refusals."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.biometrics.errors import DoesNotFit, UnreadableRecord, UnsupportedRecord
from tuntas.biometrics.formats.iso19794_1 import Capture, Certification, Quality
from tuntas.biometrics.formats.iso19794_2 import Edition, View, read, write
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import BIFURCATION, ENDING, OTHER, Template

# Written by hand from table 7 (2005): two views of two fingers, 500 × 560 pixels at 197 a cm.
HAND_2005 = bytes.fromhex(
    "464d5200 20323000 00000044"  # "FMR", " 20", 68 bytes
    "8007 01f4 0230 00c5 00c5 02 00"  # certified by 8, device 7; sizes; rates; two views
    "07 10 50 03"  # left index, view 1, live plain, quality 80, three minutiae
    "4064 00c8 40 5a"  # ending at 100, 200, a quarter turn, quality 90
    "8001 0002 ff 64"  # bifurcation at 1, 2, 255/256 of a turn, quality 100
    "01f3 022f 00 00"  # other at 499, 559, no turn, quality not stated
    "0000"
    "01 02 00 01"  # right thumb, view 0, from paper, quality 0, one minutia
    "4000 0000 80 01"
    "0008 0102 0008 deadbeef"  # extended data: one area of type 0x0102
)

# Table 5 (2011): one finger, two quality blocks, a certification, minutiae of five bytes.
HAND_2011 = bytes.fromhex(
    "464d5200 30333000 00000052 0001 01"  # "FMR", "030", 82 bytes, one representation, certified
    "00000043"  # 67 bytes of it
    "07e7 06 14 0e 1e 0f 01f4"  # 20 June 2023 14:30:15.500
    "02 00c7 0102"  # technology 2, vendor 199, device 258
    "02 ff 0001 0002 4b 0003 0004"  # quality: failed by one algorithm, 75 by another
    "01 0005 06"  # certified by authority 5, scheme 6
    "03 02 00c5 00c5 08 0190 01f4 51 02"  # right middle, view 2, swipe, 400 × 500, five bytes, two
    "4010 0020 30"
    "8018 0020 30"
    "0009 0001 0009 0102030405"
)


def test_every_field_of_a_record_of_2005_means_what_the_table_says() -> None:
    first, second = read(HAND_2005)

    assert (first.finger, first.number, first.impression) == (Finger.LEFT_INDEX, 1, 0)
    assert (first.quality, first.extended) == (80, ())
    assert (first.template.width, first.template.height) == (500, 560)
    assert first.template.x.tolist() == [1, 100, 499]
    assert first.template.y.tolist() == [2, 200, 559]
    assert first.template.angle.tolist() == [255, 64, 0]
    assert first.template.kind.tolist() == [BIFURCATION, ENDING, OTHER]
    assert first.template.quality.tolist() == [100, 90, 0]
    assert (second.finger, second.number, second.impression) == (Finger.RIGHT_THUMB, 0, 2)
    assert second.extended == ((0x0102, bytes.fromhex("deadbeef")),)


def test_every_field_of_a_record_of_2011_means_what_the_table_says() -> None:
    (view,) = read(HAND_2011)

    assert view.capture == Capture(
        datetime(2023, 6, 20, 14, 30, 15, 500_000, UTC),
        2,
        199,
        258,
        (Quality(255, 1, 2), Quality(75, 3, 4)),
        (Certification(5, 6),),
    )
    assert (view.finger, view.number, view.impression) == (Finger.RIGHT_MIDDLE, 2, 8)
    assert (view.quality, view.ending) == (75, 1)
    assert (view.template.width, view.template.height) == (400, 500)
    assert view.template.x.tolist() == [16, 24]
    assert view.template.angle.tolist() == [48, 48]
    assert view.template.quality.tolist() == [0, 0]
    assert view.extended == ((1, bytes([1, 2, 3, 4, 5])),)


def test_the_hand_written_records_are_written_back_byte_for_byte() -> None:
    """But for the order of minutiae, which is ours: best first."""
    in_our_order = HAND_2005.replace(
        bytes.fromhex("406400c8405a80010002ff64"), bytes.fromhex("80010002ff64406400c8405a")
    )

    assert write(Edition.OF_2005, read(HAND_2005), equipment=0x8007) == in_our_order


def test_positions_and_directions_come_to_500_pixels_an_inch() -> None:
    """A record at 394 pixels a centimetre (1000 an inch) across and 197 down."""
    stretched = HAND_2005.replace(bytes.fromhex("00c500c5"), bytes.fromhex("018a00c5"))
    diagonal = stretched.replace(bytes.fromhex("406400c8405a"), bytes.fromhex("406400c8205a"))

    template = read(diagonal)[0].template

    assert (template.width, template.height) == (250, 560)
    assert (template.x[1], template.y[1]) == (50, 200)
    # One right, one up in wide pixels: half as far right, so steeper than an eighth of a turn.
    assert template.angle[1] == round(np.degrees(np.arctan2(1, 0.5)) / 360 * 256)


@pytest.mark.parametrize(("rate", "moved"), [(197, 100), (196, 100), (394, 50), (98, 200)])
def test_rounded_rates_mean_the_nominal_ones(rate: int, moved: int) -> None:
    content = HAND_2005.replace(bytes.fromhex("00c500c5"), rate.to_bytes(2, "big") * 2)

    assert read(content)[0].template.x[1] == moved


MINUTIAE = st.lists(
    st.tuples(
        st.integers(0, 399),
        st.integers(0, 499),
        st.integers(0, 255),
        st.integers(0, 2),
        st.integers(0, 100),
    ),
    max_size=255,
)
MOMENTS = st.none() | st.datetimes(
    datetime(1, 1, 2),  # noqa: DTZ001
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000))
AREAS = st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=40)), max_size=3).map(tuple)


@st.composite
def views(draw: st.DrawFn, edition: Edition) -> View:
    columns = np.array(draw(MINUTIAE), np.int64).reshape(-1, 5).T
    newer = edition is Edition.OF_2011
    quality = draw(st.integers(0, 100) | st.none()) if newer else draw(st.integers(0, 100))
    blocks = () if quality is None else (Quality(quality, draw(st.integers(0, 0xFFFF)), 9),)
    certified = draw(
        st.lists(st.builds(Certification, st.just(3), st.integers(0, 255)), max_size=2)
    )
    return View(
        Template.of(*columns, width=400, height=500),
        draw(st.sampled_from(Finger)),
        draw(st.integers(0, 15)),
        draw(st.integers(0, 255 if newer else 15)),
        quality,
        Capture(draw(MOMENTS), 1, 2, 3, blocks, tuple(certified)) if newer else Capture(),
        draw(st.integers(0, 15)) if newer else 0,
        draw(AREAS),
    )


@pytest.mark.parametrize("edition", Edition)
@given(data=st.data())
def test_what_is_written_is_read_again(edition: Edition, data: st.DataObject) -> None:
    before = data.draw(st.lists(views(edition), min_size=1, max_size=4))

    assert read(write(edition, before)) == before


def test_a_template_out_of_the_format_is_not_written() -> None:
    one = Template.of([10], [10], [0], [1], [50], width=400, height=500)
    outside = Template.of([400], [10], [0], [1], [50], width=400, height=500)
    huge = Template.of([10], [10], [0], [1], [50], width=16_385, height=500)

    for edition in Edition:
        for wrong in ([], [View(outside)], [View(huge)], [View(one, number=16)], [View(one)] * 177):
            with pytest.raises(DoesNotFit):
                write(edition, wrong)


@pytest.mark.parametrize("record", [HAND_2005, HAND_2011])
def test_every_shorter_or_longer_record_is_refused(record: bytes) -> None:
    for cut in range(len(record)):
        with pytest.raises((UnreadableRecord, UnsupportedRecord)):
            read(record[:cut])
    with pytest.raises(UnreadableRecord):
        read(record + b"\0")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("01f3022f", "01f4022f"),  # a minutia just right of the image
        ("406400c8", "c06400c8"),  # the reserved type
        ("071050", "0b1050"),  # an eleventh finger
        ("00c500c5", "00c50000"),  # no resolution
        ("01f40230", "00000230"),  # no width
        ("00c50200", "00c50000"),  # no views
        ("01020008", "01020003"),  # an area shorter than its own head
        ("01020008", "01020009"),  # an area longer than the block
    ],
)
def test_a_record_that_contradicts_itself_is_refused(old: str, new: str) -> None:
    broken = HAND_2005.replace(bytes.fromhex(old), bytes.fromhex(new), 1)
    assert broken != HAND_2005

    with pytest.raises(UnreadableRecord):
        read(broken)


def test_the_american_record_with_the_same_name_is_told_apart() -> None:
    """ANSI INCITS 378-2004: length in two bytes, then the product's identifier."""
    ansi = bytes.fromhex("464d5200 20323000 001a 00330102 0000 01f4 0230 00c5 00c5 00 00")
    assert len(ansi) == 0x1A

    with pytest.raises(UnsupportedRecord):
        read(ansi)
    with pytest.raises(UnsupportedRecord):
        read(HAND_2011.replace(b"030\0", b"040\0"))
