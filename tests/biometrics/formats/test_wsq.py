"""WSQ: read and written as NIST's code does it, on drawn and on real prints."""

import struct
from importlib.util import find_spec
from pathlib import Path

import _wsq
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from tests.biometrics.formats.prints import psnr, ridges
from tuntas.biometrics.errors import (
    BiometricError,
    DoesNotFit,
    ImageTooLarge,
    UnreadableImage,
    UnsupportedRecord,
)
from tuntas.biometrics.formats import wsq
from tuntas.biometrics.formats.wsq.bands import Tree
from tuntas.biometrics.formats.wsq.huffman import Tokens, best_table
from tuntas.biometrics.formats.wsq.wavelet import HIGH, LOW, decompose, reconstruct

SIZES = [(374, 388), (480, 300), (257, 511), (81, 82), (85, 129)]
FOREIGN = 60.0
"""dB between two decoders of the same file: only rounding at the edge of a grey value is left."""


def by_nist(pixels: NDArray[np.uint8]) -> bytes:
    height, width = pixels.shape
    return bytes(_wsq.compress(pixels.tobytes(), height, width, 1.0))


def read_by_nist(content: bytes) -> tuple[NDArray[np.uint8], int]:
    data, width, height, dpi = _wsq.decompress(content)
    return np.frombuffer(data, np.uint8).reshape(height, width), dpi


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_nist_looks_as_nist_shows_it(size: tuple[int, int]) -> None:
    content = by_nist(ridges(*size))

    pixels, dpi = wsq.decode(content)
    theirs, _ = read_by_nist(content)

    assert dpi == 500
    assert psnr(pixels, theirs) >= FOREIGN


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("ratio", [5, 15])
def test_nist_reads_our_file_as_we_do(size: tuple[int, int], ratio: int) -> None:
    content = wsq.encode(ridges(*size), 500, ratio)

    pixels, _ = wsq.decode(content)
    theirs, dpi = read_by_nist(content)

    assert dpi == 500
    assert psnr(pixels, theirs) >= FOREIGN


def test_at_nists_bit_rate_our_file_is_as_small_and_as_good() -> None:
    drawn = ridges(374, 388)

    theirs, ours = by_nist(drawn), wsq.encode(drawn, 500, bitrate=0.75)

    assert abs(len(ours) - len(theirs)) <= 0.005 * len(theirs)
    assert psnr(wsq.decode(ours)[0], drawn) >= psnr(read_by_nist(theirs)[0], drawn) - 0.05


def test_the_sample_that_comes_with_the_wsq_package_is_read() -> None:
    # Found, not imported: importing it would teach Pillow to read WSQ in every other test.
    package = find_spec("wsq")
    assert package is not None
    assert package.origin is not None

    content = (Path(package.origin).parent / "tests" / "test.wsq").read_bytes()

    assert psnr(wsq.decode(content)[0], read_by_nist(content)[0]) >= FOREIGN


def test_real_prints_go_both_ways(reference_data: Path) -> None:
    """Two impressions of each of the four sensors."""
    paths = sorted(reference_data.glob("fingerprints/*/10[13]_1.png"))
    assert len(paths) == 8

    for path in paths:
        pixels = np.array(Image.open(path).convert("L"))
        theirs = by_nist(pixels)
        ours = wsq.encode(pixels, 500, 15)
        assert psnr(wsq.decode(theirs)[0], read_by_nist(theirs)[0]) >= FOREIGN
        assert psnr(wsq.decode(ours)[0], read_by_nist(ours)[0]) >= FOREIGN
        assert 15 <= pixels.size / len(ours) <= 15.2


@pytest.mark.parametrize("ratio", [4, 8, 15, 20])
def test_the_file_is_as_much_smaller_as_was_asked(ratio: int) -> None:
    drawn = ridges(400, 400)

    reached = drawn.size / len(wsq.encode(drawn, 500, ratio))

    assert ratio <= reached <= 1.011 * ratio


@pytest.mark.parametrize("dpi", [500, 1000, None])
def test_resolution_and_comments_are_kept(dpi: int | None) -> None:
    content = wsq.encode(ridges(90, 96), dpi, comment="kiri")

    assert wsq.decode(content)[1] == dpi
    assert wsq.comments(content)[1] == "kiri"


@pytest.mark.parametrize("grey", [0, 97, 255])
def test_a_flat_image_stays_flat(grey: int) -> None:
    flat = np.full((100, 120), grey, np.uint8)

    content = wsq.encode(flat, 500)

    assert np.abs(wsq.decode(content)[0].astype(int) - grey).max() <= 1
    assert np.abs(read_by_nist(content)[0].astype(int) - grey).max() <= 1


@settings(max_examples=12)
@given(st.integers(81, 130), st.integers(81, 130), st.integers(0, 1000))
def test_an_image_of_any_size_survives_a_high_bit_rate(height: int, width: int, seed: int) -> None:
    drawn = ridges(height, width, seed)

    pixels, _ = wsq.decode(wsq.encode(drawn, 500, bitrate=7.0))

    assert pixels.shape == drawn.shape
    assert psnr(pixels, drawn) > 30


@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 2**32 - 1))
def test_the_subbands_join_to_what_was_split(height: int, width: int, seed: int) -> None:
    image = np.random.default_rng(seed).normal(0, 50, (height, width)).astype(np.float32)
    split, filters = image.copy(), (LOW.astype(np.float32), HIGH.astype(np.float32))
    tree = Tree.of(height=height, width=width)

    decompose(split, tree.splits, *filters)
    reconstruct(split, tree.splits, *filters)

    assert np.abs(split - image).max() < 0.01


@given(st.integers(1, 700), st.integers(1, 700))
def test_the_coded_subbands_and_the_dropped_one_cover_the_image_once(w: int, h: int) -> None:
    covered = np.zeros((h, w), np.uint8)
    for band in (*Tree.of(w, h).bands, Tree.of(w, h).splits[0].quarters()[3]):
        covered[band.y : band.y + band.height, band.x : band.x + band.width] += 1

    assert (covered == 1).all()


@given(st.integers(0, 2**32 - 1), st.integers(0, 256), st.floats(0, 40))
def test_codes_are_at_most_sixteen_bits_and_never_all_ones(
    seed: int, used: int, spread: float
) -> None:
    random = np.random.default_rng(seed)
    counts = np.zeros(256, np.int64)
    counts[random.permutation(256)[:used]] = np.exp(random.uniform(0, spread, used))

    table = best_table(counts).checked()

    codes, sizes = table.codes()

    assert sorted(table.values) == [symbol for symbol in range(256) if counts[symbol]] or [1]
    given_one = sizes > 0
    assert (codes[given_one] < (1 << sizes[given_one].astype(int)) - 1).all()


def test_rare_symbols_do_not_make_codes_too_long() -> None:
    fibonacci = np.zeros(256, np.int64)
    fibonacci[1], fibonacci[2] = 1, 1
    for at in range(3, 60):
        fibonacci[at] = fibonacci[at - 1] + fibonacci[at - 2]

    table = best_table(fibonacci).checked()

    assert sum(table.lengths) == len(table.values) == 59


@given(st.lists(st.one_of(st.just(0), st.integers(-32767, 32767)), max_size=400), st.data())
def test_runs_and_coefficients_are_told_apart(values: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values)))
    values[at:at] = [0] * data.draw(st.sampled_from([0, 1, 100, 101, 255, 256, 70_000]))

    tokens = Tokens.of(np.array(values, np.int16))

    assert _spelt(tokens) == values


def _spelt(tokens: Tokens) -> list[int]:
    """The coefficients by the words of table 1 of the specification."""
    found: list[int] = []
    for symbol, extra, bits in zip(tokens.symbols, tokens.extra, tokens.bits, strict=True):
        assert bits == {101: 8, 102: 8, 105: 8, 103: 16, 104: 16, 106: 16}.get(int(symbol), 0)
        if symbol <= 100:
            found += [0] * int(symbol)
        elif symbol in (105, 106):
            found += [0] * int(extra)
        elif symbol in (101, 103):
            found.append(int(extra))
        elif symbol in (102, 104):
            found.append(-int(extra))
        else:
            found.append(int(symbol) - 180)
    return found


def test_what_is_too_small_or_coloured_is_not_written() -> None:
    for pixels in (ridges(80, 90), ridges(90, 80), np.zeros((90, 90, 3), np.uint8)):
        with pytest.raises(DoesNotFit):
            wsq.encode(pixels, 500)


def segment_at(content: bytes, marker: int) -> int:
    return content.index(struct.pack(">H", marker))


def test_a_frame_that_claims_more_than_the_file_can_hold_is_refused() -> None:
    content = bytearray(wsq.encode(ridges(96, 96), 500))
    at = segment_at(content, 0xFFA2)
    content[at + 6 : at + 10] = struct.pack(">HH", 60_000, 60_000)

    with pytest.raises(ImageTooLarge):
        wsq.decode(bytes(content))


def test_filters_of_even_length_are_said_to_be_unsupported() -> None:
    content = bytearray(wsq.encode(ridges(96, 96), 500))
    content[segment_at(content, 0xFFA4) + 4] = 8

    with pytest.raises(UnsupportedRecord):
        wsq.decode(bytes(content))


@pytest.mark.parametrize("keep", [0, 2, 50, 200, 700, 1000, -3, -2, -1])
def test_a_file_that_stops_early_is_refused(keep: int) -> None:
    content = wsq.encode(ridges(160, 160), 500)

    with pytest.raises(UnreadableImage):
        wsq.decode(content[:keep])


def test_a_million_empty_blocks_are_not_read_one_by_one() -> None:
    content = wsq.encode(ridges(96, 96), 500)
    at = segment_at(content, 0xFFA3)
    block = bytes.fromhex("ffa3000300")

    with pytest.raises(BiometricError):
        wsq.decode(content[:at] + block * 1_000_000 + b"\xff\xa1")
