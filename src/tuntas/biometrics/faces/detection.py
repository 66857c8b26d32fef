"""Where the faces are: YuNet at several sizes, so that near and far faces are both found.

Source: Wu, Peng, Yu, "YuNet: a tiny millisecond-level face detector", 2023; the decoding of its
outputs as OpenCV's FaceDetectorYN documents it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import NoFace, PictureRefused
from tuntas.biometrics.faces import networks
from tuntas.biometrics.faces.picture import Picture, checked, resized

Points = NDArray[np.float64]

STRIDES: Final = (8, 16, 32)
SCORE: Final = 0.7
"""Of 0 to 1; OpenCV's sample uses 0.9, which loses faces that look down or wear a headscarf."""
OVERLAP: Final = 0.3
"""Two boxes that share more than this of their union are one face."""
SAME: Final = 0.6
"""Boxes this alike speak of the same face at the same size."""
SIZES: Final = ((320, 0), (640, 0))
"""Longer sides always tried and the margin around: a head that fills the picture, people behind."""
LAST_TRIES: Final = ((160, 80), (1280, 0))
"""Tried only when the others find nobody: a head wider than the picture, a very far one."""
MARGIN_GREY: Final = 127
FARTHEST: Final = 1e5
"""Pixels from the picture's corner at which a landmark is nonsense."""


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face, in the picture's pixels.

    box: left, top, width, height; parts may lie outside the picture. score: 0 to 1.
    landmarks: [5, 2], x and y of right eye, left eye, tip of the nose, right and left corner of
    the mouth (the person's right, so the picture's left).
    """

    box: tuple[float, float, float, float]
    score: float
    landmarks: Points

    @property
    def eye_distance(self) -> float:
        """Pixels between the eyes' centres."""
        return float(np.hypot(*(self.landmarks[1] - self.landmarks[0])))


def sound(landmarks: Points) -> Points:
    """*landmarks* when they may be a face's. Raises PictureRefused.

    >>> sound(np.zeros((5, 2)))
    Traceback (most recent call last):
    tuntas.biometrics.errors.PictureRefused: ...
    """
    if landmarks.shape != (5, 2) or not np.all(np.abs(landmarks) < FARTHEST):
        raise PictureRefused
    if np.ptp(landmarks, axis=0).max() < 1:
        raise PictureRefused
    return landmarks


def find(picture: NDArray[np.uint8], *, models: Path | None = None, threads: int = 1) -> list[Face]:
    """All faces, the largest first; none is an empty list.

    Raises:
        PictureRefused: when *picture* is no picture.
        WeightsMissing: when the network is not installed.
    """
    seen = checked(picture)
    session = networks.detector(models, threads)
    faces = [face for size in SIZES for face in _at(session, seen, *size)]
    if not faces:
        faces = [face for size in LAST_TRIES for face in _at(session, seen, *size)]
    return sorted(_distinct(faces), key=lambda face: -face.box[2] * face.box[3])


def find_one(picture: NDArray[np.uint8], *, models: Path | None = None, threads: int = 1) -> Face:
    """The largest face. Raises NoFace, and what ``find`` raises."""
    faces = find(picture, models=models, threads=threads)
    if not faces:
        raise NoFace
    return faces[0]


def _at(session: object, picture: Picture, side: int, margin: int) -> Iterator[Face]:
    """Faces found with the picture's longer side made *side*, grey of *margin* around it."""
    rows, columns = picture.shape[:2]
    scale = side / max(rows, columns)
    width, height = max(round(columns * scale), 1), max(round(rows * scale), 1)
    wide, high = (-(-(length + 2 * margin) // 32) * 32 for length in (width, height))
    field = np.full((high, wide, 3), MARGIN_GREY, np.uint8)
    field[margin : margin + height, margin : margin + width] = resized(picture, width, height)
    tensor = field[None, :, :, ::-1].transpose(0, 3, 1, 2).astype(np.float32)
    answers = networks.run(session, np.ascontiguousarray(tensor))
    back = np.array([columns / width, rows / height])
    for stride in STRIDES:
        yield from _decoded(answers, stride, wide // stride, margin, back)


def _decoded(
    answers: dict[str, NDArray[np.float32]], stride: int, across: int, margin: int, back: Points
) -> Iterator[Face]:
    """Faces of one stride; *back* takes network pixels to the picture's."""
    sure = np.clip(answers[f"cls_{stride}"][0, :, 0], 0, 1)
    there = np.clip(answers[f"obj_{stride}"][0, :, 0], 0, 1)
    scores = np.sqrt(sure * there)
    for cell in np.flatnonzero(scores >= SCORE):
        corner = np.array([cell % across, cell // across], np.float64)
        offset = answers[f"bbox_{stride}"][0, cell].astype(np.float64)
        size = np.exp(np.minimum(offset[2:], 10)) * stride
        centre = (corner + offset[:2]) * stride
        points = answers[f"kps_{stride}"][0, cell].reshape(5, 2).astype(np.float64)
        landmarks = ((points + corner) * stride - margin) * back
        left, top = (centre - size / 2 - margin) * back
        width, height = size * back
        yield Face((left, top, width, height), float(scores[cell]), landmarks)


def _distinct(faces: list[Face]) -> list[Face]:
    """One face for each group that overlaps: the surest one's box, everybody's landmarks.

    Cells and sizes that see the same face place its landmarks a few percent apart; their mean,
    weighted by score, moves less.
    """
    groups: list[list[Face]] = []
    for face in sorted(faces, key=lambda one: (-one.score, one.box)):
        for group in groups:
            if _shared(face, group[0]) > OVERLAP:
                group.append(face)
                break
        else:
            groups.append([face])
    return [_agreed(group) for group in groups]


def _agreed(group: list[Face]) -> Face:
    close = [face for face in group if _shared(face, group[0]) > SAME]
    weights = [face.score for face in close]
    landmarks = np.average([face.landmarks for face in close], axis=0, weights=weights)
    return replace(group[0], landmarks=landmarks)


def _shared(a: Face, b: Face) -> float:
    """Intersection over union of two boxes."""
    across = min(a.box[0] + a.box[2], b.box[0] + b.box[2]) - max(a.box[0], b.box[0])
    down = min(a.box[1] + a.box[3], b.box[1] + b.box[3]) - max(a.box[1], b.box[1])
    both = max(across, 0.0) * max(down, 0.0)
    return both / (a.box[2] * a.box[3] + b.box[2] * b.box[3] - both)
