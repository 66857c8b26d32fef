"""The mark that says: nobody's. Every synthetic image that leaves as a file carries it.

>>> import numpy as np
>>> marked = png(np.zeros((8, 8), np.uint8), dpi=500, what="print", identity=7)
>>> is_specimen(marked), is_specimen(b"a photograph")
(True, False)
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin, UnidentifiedImageError

WORD: Final = "SPESIMEN"
"""Shown where an image can bear writing; in the metadata of every one."""
STATEMENT: Final = "SPESIMEN. Synthetic: drawn from a number, of no person."
KEY: Final = "Description"


def png(pixels: NDArray[np.uint8], *, dpi: int, what: str, identity: int) -> bytes:
    """*pixels* (grey or RGB) as a PNG that states what it is, and which number it grew from."""
    about = PngImagePlugin.PngInfo()
    about.add_text(KEY, STATEMENT)
    about.add_text("Title", f"{WORD} {what} {identity}")
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", pnginfo=about, dpi=(dpi, dpi))
    return out.getvalue()


def is_specimen(content: bytes) -> bool:
    """Whether *content* is an image file that carries the statement."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.info.get(KEY) == STATEMENT
    except (UnidentifiedImageError, OSError, ValueError):
        return False


def stamped(
    pixels: NDArray[np.uint8], *, height_px: int, row: int, column: int
) -> NDArray[np.uint8]:
    """*pixels* with WORD written on them, upper left corner at (*row*, *column*)."""
    out = pixels.copy()
    letters = _letters(height_px)
    window = out[row : row + letters.shape[0], column : column + letters.shape[1]]
    cover = letters[: window.shape[0], : window.shape[1]]
    window[cover > 127] = 40 if window.mean() > 127 else 225
    return out


@lru_cache(maxsize=8)
def _letters(height_px: int) -> NDArray[np.uint8]:
    font = ImageFont.load_default(height_px)
    left, top, right, bottom = font.getbbox(WORD)
    sheet = Image.new("L", (int(right - left) + 2, int(bottom - top) + 2))
    ImageDraw.Draw(sheet).text((1 - left, 1 - top), WORD, fill=255, font=font)
    return np.asarray(sheet)
