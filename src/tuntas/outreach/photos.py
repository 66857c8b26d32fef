"""A phone's photo of a document, made small and clean: no place, no device, nothing but the paper.

>>> import io
>>> file = io.BytesIO()
>>> Image.new("RGB", (4000, 3000), "white").save(file, "PNG")
>>> small = clean(file.getvalue(), most_bytes=6_000_000, side=1600)
>>> Image.open(io.BytesIO(small)).size
(1600, 1200)
"""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, ImageOps

from tuntas.outreach.errors import PhotoUnusable

MOST_PIXELS: Final = 50_000_000
"""No phone takes more; a larger claim is a bomb or a mistake."""

_FORMATS: Final = ("JPEG", "PNG", "WEBP")


def clean(content: bytes, *, most_bytes: int, side: int) -> bytes:
    """*content* as JPEG whose longer side is at most *side* pixels, without any metadata.

    Raises:
        PhotoUnusable: too large, not a photo, or broken.
    """
    if not 0 < len(content) <= most_bytes:
        raise PhotoUnusable
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise PhotoUnusable
            upright = ImageOps.exif_transpose(image).convert("RGB")
    # Pillow's readers raise what they meet in a broken file; each of it means one thing here.
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as broken:
        raise PhotoUnusable from broken
    upright.thumbnail((side, side))
    out = io.BytesIO()
    # Pixels only: a copied image would bring its profile and comments along.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(out, "JPEG", quality=72)
    return out.getvalue()
