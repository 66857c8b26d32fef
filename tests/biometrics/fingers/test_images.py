"""Any file an office is handed becomes one kind of image, or a sentence says why not."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.biometrics.fingers import drawn
from tuntas.biometrics.errors import BiometricError, ImageTooLarge, UnreadableImage
from tuntas.biometrics.formats import wsq
from tuntas.biometrics.images import Grey, believable_dpi, read

PRINT = drawn.parallel()


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG2000"])
def test_lossless_formats_give_the_same_pixels(kind: str) -> None:
    options = {"irreversible": False} if kind == "JPEG2000" else {}

    found = read(file(Image.fromarray(PRINT), kind, **options))

    assert np.array_equal(found.pixels, PRINT)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG"])
def test_the_resolution_is_the_one_the_file_says(kind: str) -> None:
    assert read(file(Image.fromarray(PRINT), kind, dpi=(500, 500))).dpi == 500
    assert read(file(Image.fromarray(PRINT), kind, dpi=(1000, 1000))).dpi == 1000


@pytest.mark.parametrize("said", [(72, 72), (96, 96), (1, 1), (500, 300)])
def test_a_resolution_no_scanner_has_is_not_believed(said: tuple[int, int]) -> None:
    assert read(file(Image.fromarray(PRINT), "PNG", dpi=said)).dpi == 0


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_whatever_the_tag_says_a_resolution_is_believable_or_absent(said: float) -> None:
    dpi = believable_dpi(said)

    assert dpi == 0 or 150 <= dpi <= 2000


def test_jpeg_and_wsq_come_close() -> None:
    for content in (file(Image.fromarray(PRINT), "JPEG", quality=90), wsq.encode(PRINT, dpi=500)):
        assert np.abs(read(content).pixels.astype(int) - PRINT).mean() < 8


def test_sixteen_bits_are_spread_over_eight() -> None:
    full = PRINT.copy()
    full[0, 0] = 0
    deep = Image.fromarray(full.astype(np.uint16) * 16 + 1000)

    assert np.array_equal(read(file(deep, "PNG")).pixels, full)


def test_colour_becomes_grey_and_clear_becomes_white() -> None:
    colour = Image.fromarray(PRINT).convert("RGB")
    clear = Image.new("LA", (64, 64), (0, 0))

    assert np.abs(read(file(colour, "PNG")).pixels.astype(int) - PRINT).max() <= 1
    assert read(file(clear, "PNG")).pixels.min() == 255


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    content = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    )

    with pytest.raises(ImageTooLarge):
        read(content)


def test_an_image_too_small_for_a_print_is_refused() -> None:
    with pytest.raises(UnreadableImage):
        read(file(Image.new("L", (31, 400)), "PNG"))


@pytest.mark.parametrize("content", [b"", b"\xff\xa0", b"GIF89a" + bytes(40), b"text"])
def test_what_is_no_image_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BiometricError) as refused:
        read(content)

    assert refused.value.id
    assert refused.value.en


@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "TIFF", "BMP", "JPEG", "JPEG2000"]))
    content = bytearray(file(Image.fromarray(PRINT[:64, :64]), kind))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]

    try:
        found = read(bytes(content))
    except BiometricError:
        return
    assert isinstance(found, Grey)
