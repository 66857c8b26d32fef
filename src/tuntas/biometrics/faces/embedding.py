"""A face as 128 numbers (SFace), and how alike two are.

Source: Zhong et al., "SFace: sigmoid-constrained hypersphere loss for robust face recognition",
2021; the five alignment points are those its training used.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.errors import PictureRefused
from tuntas.biometrics.faces import networks
from tuntas.biometrics.faces.detection import Face, Points, sound
from tuntas.biometrics.faces.picture import Picture, checked, warp

Embedding = NDArray[np.float32]
"""[128], of length 1."""

SIDE: Final = 112
PLACES: Final = np.array(
    [
        [38.2946, 51.6963],
        [73.5318, 51.5014],
        [56.0252, 71.7366],
        [41.5493, 92.3655],
        [70.7299, 92.2041],
    ]
)
"""Where the five landmarks come to lie in the aligned face."""


def embed(
    picture: NDArray[np.uint8], face: Face, *, models: Path | None = None, threads: int = 1
) -> Embedding:
    """The embedding of *face* in *picture*: float32 [128], length 1.

    Raises:
        PictureRefused: when *picture* is no picture or the landmarks are no face.
        WeightsMissing: when the network is not installed.
    """
    tensor = aligned(picture, face).transpose(2, 0, 1)[None].astype(np.float32)
    answer = networks.run(networks.embedder(models, threads), np.ascontiguousarray(tensor))
    numbers = answer["fc1"][0]
    length = float(np.linalg.norm(numbers))
    if not np.isfinite(length) or length == 0:
        raise PictureRefused
    return np.asarray(numbers / length, np.float32)


def compare(a: Embedding, b: Embedding) -> float:
    """Cosine of two embeddings, −1 to 1; the same either way round.

    >>> one = np.eye(2, 128, dtype=np.float32)
    >>> compare(one[0], one[0]), compare(one[0], one[1])
    (1.0, 0.0)
    """
    return float(np.dot(a.astype(np.float64), b.astype(np.float64)))


def aligned(picture: NDArray[np.uint8], face: Face) -> Picture:
    """*face* upright and centred, uint8 [112, 112, 3]. Raises PictureRefused."""
    matrix = similarity(PLACES, sound(face.landmarks))
    return warp(checked(picture), matrix, SIDE, SIDE, 0)


def similarity(source: Points, target: Points) -> Points:
    """The rotation, scale and shift [2, 3] that bring *source* [n, 2] nearest to *target*.

    Least squares over complex numbers, where a rotation with a scale is one factor. Raises
    PictureRefused when the points of *source* or *target* lie on one place or are not finite.

    >>> similarity(np.array([[0., 0.], [1., 0.]]), np.array([[5., 5.], [5., 7.]])).round(6)
    array([[ 0., -2.,  5.],
           [ 2.,  0.,  5.]])
    """
    a, b = (points[:, 0] + 1j * points[:, 1] for points in (source, target))
    away, towards = a - a.mean(), b - b.mean()
    factor = np.vdot(away, towards) / max(float(np.vdot(away, away).real), 1e-12)
    if not np.isfinite(factor) or abs(factor) < 1e-6:
        raise PictureRefused
    shift = b.mean() - factor * a.mean()
    return np.array(
        [
            [factor.real, -factor.imag, shift.real],
            [factor.imag, factor.real, shift.imag],
        ]
    )
