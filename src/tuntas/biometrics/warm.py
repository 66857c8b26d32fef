"""Compile what is compiled at first use, so that nobody waits for it at the counter.

``python -m tuntas.biometrics.warm`` goes once through every path that a session takes, on a
synthetic person; the compiled code is kept beside the sources and is loaded from then on.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.faces import detection, embedding
from tuntas.biometrics.faces import quality as face_quality
from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.formats import wsq
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.biometrics.images import Grey
from tuntas.biometrics.irises import boundaries, code, quality, sheet
from tuntas.biometrics.matching import ten
from tuntas.biometrics.positions import Eye, Finger, Hand
from tuntas.biometrics.synthetic import faces, impressions, irises, prints, slaps
from tuntas.biometrics.template import Template

IDENTITY = 1


def fingers() -> None:
    """Extraction, ten-finger comparison, a gallery of two, WSQ."""
    extractor = Extractor()
    found: dict[Finger, Template] = {}
    for finger in (Finger.RIGHT_INDEX, Finger.LEFT_INDEX):
        drawn = impressions.impression(prints.master(IDENTITY, finger), 1)
        found[finger] = extractor.extract(Grey(drawn.pixels, 500)).template
    ten.compare(found, found)
    ten.repeated(found)
    with tempfile.TemporaryDirectory() as made, Gallery.open(Path(made) / "gallery") as gallery:
        gallery.insert("0" * 32, found)
        gallery.identify(found)
    slap = slaps.slap(IDENTITY, Hand.RIGHT, 1)
    wsq.decode(wsq.encode(np.ascontiguousarray(slap.pixels[:256, :256]), 500))


def eyes() -> None:
    """Outlines, quality and code of an iris."""
    seen = irises.eye_image(IDENTITY, Eye.RIGHT, 1).pixels
    outline = boundaries.find(seen)
    unrolled = sheet.unroll(seen, outline)
    quality.judge(seen, outline, unrolled)
    made = code.encode(unrolled)
    code.compare(made, made)


def face() -> None:
    """Detection, quality and embedding."""
    seen = faces.portrait(IDENTITY, 1).pixels
    found = detection.find(seen)
    face_quality.judge(seen, found)
    embedding.embed(seen, found[0])


if __name__ == "__main__":
    for path in (fingers, eyes, face):
        try:
            path()
        except BiometricError as refused:
            raise SystemExit(f"{path.__name__}: {refused}") from refused
