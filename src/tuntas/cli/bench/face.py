"""``tuntas bench face``: SFace on the faces of TUNTAS_DATA, beside the pixels themselves.

The baseline is the correlation of the same aligned faces: what the network adds. An image in
which no face is found is a failure to acquire and takes part in no pair.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.faces import detection, embedding, picture, quality
from tuntas.cli.bench import Result, result
from tuntas.cli.bench.verification import rates, reference_images, rows


def run() -> list[Result]:
    return run_on(reference_images("faces"))


def run_on(folder: Path) -> list[Result]:
    """*folder*: one folder a person, images of any usual format inside."""
    files = sorted(_images(folder))
    if not files:
        print(f"{folder} holds no images: set TUNTAS_DATA", file=sys.stderr)
        return []
    _ = detection.find(picture.read(files[0].read_bytes()))  # compiled code and networks load
    spent = np.zeros(3)
    codes, pixels, people = [], [], []
    for file in files:
        shot = picture.read(file.read_bytes())
        marks = [time.process_time()]
        found = detection.find(shot)
        marks.append(time.process_time())
        if not found:
            continue
        quality.judge(shot, found)
        marks.append(time.process_time())
        codes.append(embedding.embed(shot, found[0]))
        marks.append(time.process_time())
        spent += np.diff(marks)
        pixels.append(_standard(embedding.aligned(shot, found[0])))
        people.append(file.parent.name)
    numbers, plain = np.array(codes, np.float64), np.array(pixels)
    measured = rows(
        rates(numbers @ numbers.T, people, people),
        rates(plain @ plain.T, people, people),
        len(files) - len(codes),
        len(files),
    )
    each = spent / max(len(codes), 1) * 1000
    steps = zip(("detection", "quality", "embedding"), each, strict=True)
    return measured + [result(f"{name}, CPU, one thread", ms, None, "ms") for name, ms in steps]


def _images(folder: Path) -> Iterator[Path]:
    endings = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".pgm", ".jp2")
    return (path for path in folder.glob("*/*") if path.suffix.lower() in endings)


def _standard(aligned: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Grey levels of length 1 around their mean."""
    grey = picture.luminance(aligned).astype(np.float64).ravel()
    grey -= grey.mean()
    return np.asarray(grey / max(float(np.linalg.norm(grey)), 1e-9))
