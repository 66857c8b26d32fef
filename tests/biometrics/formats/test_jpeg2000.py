"""JPEG 2000 without loss, its resolution, and headers that lie."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from tests.biometrics.formats.prints import ridges
from tuntas.biometrics.errors import (
    DoesNotFit,
    ImageTooLarge,
    UnreadableImage,
    UnsupportedRecord,
)
from tuntas.biometrics.formats import image, jpeg2000

GREY = st.tuples(st.integers(1, 40), st.integers(1, 40)).flatmap(
    lambda size: arrays(np.uint8, size)
)
COLOUR = st.tuples(st.integers(1, 30), st.integers(1, 30)).flatmap(
    lambda size: arrays(np.uint8, (*size, 3))
)


@given(st.one_of(GREY, COLOUR), st.sampled_from([250, 500, 1000, None]))
def test_nothing_is_lost(pixels: np.ndarray, dpi: int | None) -> None:
    content = jpeg2000.encode(pixels, dpi)

    found, rate = jpeg2000.decode(content)

    assert (found == pixels).all()
    assert rate == dpi
    assert jpeg2000.reversible(content)


def test_a_bare_codestream_is_read_without_resolution() -> None:
    container = jpeg2000.encode(ridges(90, 80), 500)
    stream = container[container.index(jpeg2000.CODESTREAM) :]

    pixels, dpi = jpeg2000.decode(stream)

    assert (pixels == ridges(90, 80)).all()
    assert dpi is None


def test_what_was_compressed_with_loss_says_so() -> None:
    out = io.BytesIO()
    Image.fromarray(ridges(90, 80)).save(
        out, "JPEG2000", irreversible=True, quality_mode="rates", quality_layers=[15]
    )

    assert not jpeg2000.reversible(out.getvalue())
    assert jpeg2000.decode(out.getvalue())[0].shape == (90, 80)


@pytest.mark.parametrize(
    ("box", "dpi"),
    [
        # 19685 / 1 × 10^0 pixels a metre both ways, as capture resolution: 500 an inch.
        ("0000001a72657320 0000001272657363 4ce5 0001 4ce5 0001 00 00", 500),
        # 3937 / 1 × 10^1, as display resolution: 1000 an inch.
        ("0000001a72657320 0000001272657364 0f61 0001 0f61 0001 01 01", 1000),
        # Twice as many down as across: no single number tells it.
        ("0000001a72657320 0000001272657363 9a46 0001 4ce5 0001 00 00", None),
        # A denominator of zero.
        ("0000001a72657320 0000001272657363 4ce5 0000 4ce5 0000 00 00", None),
    ],
)
def test_the_resolution_is_read_as_the_standard_writes_it(box: str, dpi: int | None) -> None:
    content = jpeg2000.encode(ridges(90, 80), None)
    at = content.index(b"jp2h") - 4
    length = struct.unpack(">I", content[at : at + 4])[0]
    added = bytes.fromhex(box)
    header = struct.pack(">I", length + len(added)) + content[at + 4 : at + length] + added

    assert jpeg2000.decode(content[:at] + header + content[at + length :])[1] == dpi


def lying(field: int, value: int, size: int = 4) -> bytes:
    """A good file whose size marker says *value* in the bytes after its length and *field*."""
    content = bytearray(jpeg2000.encode(ridges(90, 80), 500))
    at = content.index(b"\xff\x51") + 4 + field
    content[at : at + size] = value.to_bytes(size, "big")
    return bytes(content)


def test_a_size_that_no_file_can_have_is_refused_before_it_is_allocated() -> None:
    for field in (2, 6):
        with pytest.raises(ImageTooLarge):
            jpeg2000.decode(lying(field, 0x7FFFFFFF))


def test_a_size_other_than_the_containers_is_refused() -> None:
    with pytest.raises(UnreadableImage):
        jpeg2000.decode(lying(2, 400))


def test_tiles_of_one_pixel_are_refused() -> None:
    with pytest.raises(UnsupportedRecord):
        jpeg2000.decode(lying(18, 1 << 32 | 1, 8))


def test_sixteen_bits_or_many_channels_are_said_to_be_unsupported() -> None:
    out = io.BytesIO()
    Image.fromarray(ridges(90, 80).astype(np.uint16) * 256).save(out, "JPEG2000")

    for content in (out.getvalue(), lying(34, 9, 2)):
        with pytest.raises(UnsupportedRecord):
            jpeg2000.decode(content)


@pytest.mark.parametrize("layers", [0, 65, 65_535])
def test_layers_without_measure_are_refused(layers: int) -> None:
    content = bytearray(jpeg2000.encode(ridges(90, 80), 500))
    at = content.index(b"\xff\x52") + 6
    content[at : at + 2] = struct.pack(">H", layers)

    with pytest.raises(UnsupportedRecord):
        jpeg2000.decode(bytes(content))


@pytest.mark.parametrize("keep", [0, 4, 12, 60, 100, 130, 500, 3000])
def test_a_file_that_stops_early_is_refused(keep: int) -> None:
    content = jpeg2000.encode(ridges(90, 80), 500)
    assert len(content) > 3000

    with pytest.raises(UnreadableImage):
        jpeg2000.decode(content[:keep])


def test_only_eight_bit_grey_and_colour_are_written() -> None:
    for pixels in (np.zeros((9, 9), np.uint16), np.zeros((9, 9, 2), np.uint8)):
        with pytest.raises(DoesNotFit):
            jpeg2000.encode(pixels, 500)


@pytest.mark.parametrize("coding", ["PNG", "JPEG"])
def test_png_and_jpeg_of_records_are_read_with_their_resolution(coding: str) -> None:
    out = io.BytesIO()
    Image.fromarray(ridges(90, 80)).save(out, coding, dpi=(500, 500), quality=100)

    pixels, dpi = image.decode(out.getvalue())

    assert dpi == 500
    assert np.abs(pixels.astype(int) - ridges(90, 80)).max() <= 4


def test_a_png_that_would_unfold_into_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (9, 9)).save(out, "PNG")
    content = bytearray(out.getvalue())
    content[16:24] = struct.pack(">II", 20_000, 20_000)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))

    with pytest.raises(ImageTooLarge):
        image.decode(bytes(content))


def test_a_header_of_a_million_comments_is_not_read_to_its_end() -> None:
    content = jpeg2000.encode(ridges(90, 80), 500)
    stream = content[content.index(jpeg2000.CODESTREAM) :]
    at = stream.index(b"\xff\x52")

    with pytest.raises(UnsupportedRecord):
        jpeg2000.decode(stream[:at] + bytes.fromhex("ff640002") * 1_000_000 + stream[at:])


def test_a_jpeg_that_passes_over_its_image_a_thousand_times_is_refused() -> None:
    out = io.BytesIO()
    Image.fromarray(ridges(90, 80)).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    last = content.rindex(b"\xff\xda")

    with pytest.raises(UnsupportedRecord):
        image.decode(content[:last] + content[last:-2] * 1000 + content[-2:])


def test_an_image_cut_into_crumbs_is_refused() -> None:
    """A megabyte of 4 × 4 blocks took OpenJPEG three gigabytes; precincts can do the same."""
    out = io.BytesIO()
    Image.new("L", (1400, 1400)).save(
        out, "JPEG2000", codeblock_size=(4, 4), precinct_size=(4, 4), num_resolutions=2
    )
    plain = jpeg2000.encode(np.zeros((900, 900), np.uint8), None)
    plain = plain[plain.index(jpeg2000.CODESTREAM) :]
    at = plain.index(b"\xff\x52")
    body = plain[at + 5 : at + 2 + plain[at + 3]]
    levels = body[4] + 1
    precincts = struct.pack(">HB", plain[at + 3] + levels, 1) + body + b"\x11" * levels

    for content in (out.getvalue(), plain[: at + 2] + precincts + plain[at + 2 + plain[at + 3] :]):
        with pytest.raises(UnsupportedRecord):
            image.guard(content)
        with pytest.raises(UnsupportedRecord):
            jpeg2000.decode(content)
