"""``tuntas bench iris``: iris codes on the eyes of TUNTAS_DATA, beside the unrolled grey levels.

The baseline is the correlation of the same unrolled irises at the best turn: what outlines give
without phases and masks. An image without an iris is a failure to acquire and takes part in no
pair. File names are person, eye and sample, two or more digits each: ``010203.png``.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import NoIris
from tuntas.biometrics.irises import boundaries, code, eye, quality, sheet
from tuntas.cli.bench import Result, result
from tuntas.cli.bench.verification import rates, reference_images, rows


def run() -> list[Result]:
    return run_on(reference_images("iris"))


def run_on(folder: Path) -> list[Result]:
    """*folder*: one folder a person, images named as above inside."""
    files = sorted(path for path in folder.glob("*/*.*") if path.stem.isdigit())
    if not files:
        print(f"{folder} holds no images: set TUNTAS_DATA", file=sys.stderr)
        return []
    _coded(files[0])  # compiled code loads
    spent = np.zeros(4)
    codes, sheets, eyes, people = [], [], [], []
    for file in files:
        try:
            one, unrolled, steps = _coded(file)
        except NoIris:
            continue
        spent += steps
        codes.append(one)
        sheets.append(unrolled)
        eyes.append(file.stem[:-2])
        people.append(file.parent.name)
    alike, microseconds = _compared(codes)
    measured = rows(
        rates(alike, eyes, people),
        rates(_correlated(sheets), eyes, people),
        len(files) - len(codes),
        len(files),
    )
    each = spent / max(len(codes), 1) * 1000
    names = ("outlines", "unrolling and mask", "quality", "code")
    measured += [
        result(f"{name}, CPU, one thread", ms, None, "ms")
        for name, ms in zip(names, each, strict=True)
    ]
    return [*measured, result("comparison, 25 turns, one thread", microseconds, None, "µs")]


def _coded(file: Path) -> tuple[code.IrisCode, sheet.Sheet, NDArray[np.float64]]:
    image = eye.read(file.read_bytes())
    marks = [time.process_time()]
    found = boundaries.find(image)
    marks.append(time.process_time())
    unrolled = sheet.unroll(image, found)
    marks.append(time.process_time())
    quality.judge(image, found, unrolled)
    marks.append(time.process_time())
    made = code.encode(unrolled)
    marks.append(time.process_time())
    return made, unrolled, np.diff(marks)


def _compared(codes: list[code.IrisCode]) -> tuple[NDArray[np.float64], float]:
    """Likeness of all pairs, [n, n]; microseconds a comparison."""
    alike = np.zeros((len(codes), len(codes)))
    code.compare(codes[0], codes[0])
    started = time.process_time()
    for i, one in enumerate(codes):
        for j in range(i):
            alike[i, j] = alike[j, i] = -code.compare(one, codes[j])
    pairs = max(len(codes) * (len(codes) - 1) // 2, 1)
    return alike, (time.process_time() - started) / pairs * 1e6


def _correlated(sheets: list[sheet.Sheet]) -> NDArray[np.float64]:
    """Best correlation of grey levels over the same turns as the codes are given."""
    grey = np.array([one.texture for one in sheets], np.float64)
    grey -= grey.mean(axis=(1, 2), keepdims=True)
    grey /= np.maximum(np.linalg.norm(grey, axis=(1, 2), keepdims=True), 1e-9)
    flat = grey.reshape(len(grey), -1)
    turns = range(-code.SHIFTS, code.SHIFTS + 1)
    turned = [flat @ np.roll(grey, turn, axis=2).reshape(len(grey), -1).T for turn in turns]
    return np.asarray(np.max(turned, axis=0))
