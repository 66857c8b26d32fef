"""Grey images out of files: any usual format, 8 or 16 bits, grey or colour.

>>> import io
>>> file = io.BytesIO()
>>> Image.new("L", (64, 48), 255).save(file, "PNG", dpi=(500, 500))
>>> read(file.getvalue())
Grey(width=64, height=48, dpi=500)
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tuntas.biometrics.errors import ImageTooLarge, UnreadableImage

FORMATS: Final = ("PNG", "TIFF", "BMP", "JPEG", "JPEG2000")
SMALLEST: Final = 32
"""Sides below hold no print."""
LARGEST: Final = 8192
MOST_PIXELS: Final = 24_000_000
"""A four-finger slap at 1,000 dpi has 10 million; a larger claim is a bomb or a mistake."""

_WSQ: Final = b"\xff\xa0"
# What software writes when nobody told it the resolution.
_SCREEN_DPI: Final = frozenset({72, 75, 90, 96})
_PLAUSIBLE_DPI: Final = range(150, 2001)


@dataclass(frozen=True, slots=True, eq=False)
class Grey:
    """pixels: uint8 [height, width]. dpi: pixels per inch; 0 when the file does not say it or
    says what cannot be true of a scanner."""

    pixels: NDArray[np.uint8]
    dpi: int = 0

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 2:
            raise UnreadableImage
        _check(self.width, self.height)

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def __repr__(self) -> str:
        return f"Grey(width={self.width}, height={self.height}, dpi={self.dpi})"


def read(content: bytes) -> Grey:
    """The image in the file *content*.

    Raises:
        UnreadableImage: when it is damaged, of no format known here, or of a side below SMALLEST.
        UnsupportedRecord: when its headers would make a decoder loop without measure.
        ImageTooLarge: when it claims sides beyond LARGEST or more than MOST_PIXELS; nothing of it
            has been unpacked by then.
    """
    if content[:2] == _WSQ:
        return _read_wsq(content)
    _guard(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bomb warning; ours is stricter.
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                _check(*opened.size)
                return Grey(_levels(opened), believable_dpi(_dpi_said(opened)))
    except (UnreadableImage, ImageTooLarge):
        raise
    except Image.DecompressionBombError as bomb:
        raise ImageTooLarge from bomb
    except Exception as broken:  # A decoder may raise anything on a damaged file.
        raise UnreadableImage from broken


def believable_dpi(said: float) -> int:
    """*said* as a whole number, or 0 when no scanner has that resolution.

    >>> believable_dpi(499.99), believable_dpi(72), believable_dpi(float("nan"))
    (500, 0, 0)
    """
    if not np.isfinite(said):
        return 0
    dpi = round(said)
    return dpi if dpi in _PLAUSIBLE_DPI and dpi not in _SCREEN_DPI else 0


def _guard(content: bytes) -> None:
    # Inside the function: the codecs bring numba with them.
    from tuntas.biometrics.formats import image

    image.guard(content)


def _read_wsq(content: bytes) -> Grey:
    from tuntas.biometrics.formats import wsq

    pixels, dpi = wsq.decode(content)
    return Grey(pixels, believable_dpi(dpi or 0))


def _check(width: int, height: int) -> None:
    if max(width, height) > LARGEST or width * height > MOST_PIXELS:
        raise ImageTooLarge
    if min(width, height) < SMALLEST:
        raise UnreadableImage


def _dpi_said(opened: Image.Image) -> float:
    said = opened.info.get("dpi")
    if isinstance(said, tuple) and len(said) == 2:
        across, down = float(said[0]), float(said[1])
        # Pixels that are not square: no fingerprint scanner has them, so the tag is not true.
        return across if abs(across - down) <= 0.02 * max(across, down) else 0.0
    return 0.0


def _levels(opened: Image.Image) -> NDArray[np.uint8]:
    """Eight bits of grey. Deeper images are spread over their own range."""
    if opened.mode in {"I", "F"} or opened.mode.startswith("I;16"):
        deep = np.nan_to_num(np.asarray(opened, np.float64))
        low, high = float(deep.min()), float(deep.max())
        return ((deep - low) * (255.0 / max(high - low, 1.0))).round().astype(np.uint8)
    if "A" in opened.getbands() or "transparency" in opened.info:
        layers = opened.convert("RGBA")
        white = Image.new("RGBA", layers.size, (255, 255, 255, 255))
        return np.asarray(Image.alpha_composite(white, layers).convert("L"), np.uint8)
    return np.asarray(opened.convert("L"), np.uint8)
