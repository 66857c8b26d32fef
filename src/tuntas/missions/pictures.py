"""Photos of an evening, drawn anew: nothing of the camera, the place or the phone stays in them."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from tuntas.missions.errors import PictureUnusable

LARGEST: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
LONGEST_SIDE: Final = 1600
_BEGINS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, slots=True)
class Picture:
    """JPEG bytes without metadata, and its sides in pixels."""

    content: bytes
    width: int
    height: int


def redraw(content: bytes) -> Picture:
    """The picture in *content*, upright, at most `LONGEST_SIDE` wide or high, without EXIF.

    Raises:
        PictureUnusable: no JPEG or PNG, damaged, or larger than a camera makes.

    >>> made = io.BytesIO()
    >>> Image.new("RGB", (3200, 800)).save(made, "JPEG", exif=b"Exif\\0\\0")
    >>> small = redraw(made.getvalue())
    >>> small.width, small.height, b"Exif" in small.content
    (1600, 400, False)
    """
    if len(content) > LARGEST or not content.startswith(_BEGINS):
        raise PictureUnusable
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own bomb warning; ours is stricter.
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise PictureUnusable
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as broken:
        raise PictureUnusable from broken
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A fresh image holds pixels only; Pillow would carry comments and profiles over.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    made = io.BytesIO()
    clean.save(made, "JPEG", quality=85, optimize=True)
    return Picture(made.getvalue(), clean.width, clean.height)
