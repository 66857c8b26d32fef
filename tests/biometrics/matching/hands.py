"""Synthetic people whose fingers the tests compare: nobody's prints."""

from __future__ import annotations

import functools

import numpy as np

from tuntas.biometrics.positions import FINGERS, Finger
from tuntas.biometrics.synthetic.templates import impressions
from tuntas.biometrics.template import Template

SEED = 20261121


@functools.cache
def fingers(person: int, number: int) -> dict[Finger, Template]:
    """Ten fingers of *person* as touched the *number*-th time."""
    made = impressions(seed=SEED, first=person, people=1, number=number)
    return {finger: made.template(row) for row, finger in enumerate(FINGERS)}


def one(person: int = 0, number: int = 0, finger: Finger = Finger.RIGHT_INDEX) -> Template:
    return fingers(person, number)[finger]


def moved(template: Template, *, turn: int = 0, right: int = 0, down: int = 0) -> Template:
    """*template* turned anticlockwise by *turn* of 256 about its middle, then moved."""
    angle = turn * 2 * np.pi / 256
    x, y = template.x - 200.0, 240.0 - template.y
    return Template.of(
        np.round(np.cos(angle) * x - np.sin(angle) * y) + 200 + right,
        240 - np.round(np.sin(angle) * x + np.cos(angle) * y) + down,
        (template.angle.astype(np.int64) + turn) % 256,
        template.kind,
        template.quality,
        width=1000,
        height=1000,
    )


def part(template: Template, share: float) -> Template:
    """The left *share* of the minutiae of *template*."""
    kept = template.x <= np.quantile(template.x, share)
    return Template.of(
        template.x[kept],
        template.y[kept],
        template.angle[kept],
        template.kind[kept],
        template.quality[kept],
        width=template.width,
        height=template.height,
    )
