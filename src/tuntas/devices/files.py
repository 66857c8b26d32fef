"""A folder instead of a device: images that other software left under agreed names.

`left-index.png`, `right-thumb.wsq`, `left-iris.png`, `face.jpg`; any format that
`tuntas.biometrics.images` reads. Fingers say their resolution, or the folder does.

>>> from tuntas.biometrics.positions import Eye, Finger
>>> file_stem(Modality.FINGER, Finger.LEFT_INDEX), file_stem(Modality.IRIS, Eye.RIGHT)
('left-index', 'right-iris')
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics import images
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.faces import picture
from tuntas.devices import records
from tuntas.devices.contract import (
    Captured,
    CaptureRequest,
    DeviceInfo,
    Identity,
    Modality,
    Part,
    Sample,
    Status,
    chained,
)
from tuntas.devices.errors import (
    BadRecord,
    FileMissing,
    PoorImage,
    SameImage,
    StreamStopped,
    TooMuch,
    WrongRequest,
)
from tuntas.devices.sbi.agent import now_utc

SUFFIXES: Final = (".png", ".tif", ".tiff", ".bmp", ".jp2", ".wsq", ".jpg", ".jpeg")
LOSSY: Final = (".wsq", ".jpg", ".jpeg")
MOST_BYTES: Final = 32_000_000


class FolderDevice:
    """Takes what lies in *folder* at the moment of the capture. Implements contract.Device.

    dpi: of finger images that do not say it; 0: such images are refused. lossy: whether WSQ and
    JPEG may stand for fingers and eyes, as old collections have them.
    """

    def __init__(
        self,
        folder: Path,
        modality: Modality,
        *,
        dpi: int = 0,
        lossy: bool = False,
        clock: Callable[[], datetime] = now_utc,
    ) -> None:
        self._folder = folder
        self._dpi = dpi
        self._lossy = lossy
        self._clock = clock
        identity = Identity(modality, "Folder", "folder", folder.name, "", "", "")
        self._info = DeviceInfo(identity, Status.READY, folder.name)
        self._lock = threading.Lock()

    @property
    def info(self) -> DeviceInfo:
        return self._info

    def refresh(self) -> DeviceInfo:
        if not self._folder.is_dir():
            raise FileMissing
        return self._info

    def capture(self, request: CaptureRequest) -> Captured:
        if request.modality is not self._info.modality:
            raise WrongRequest
        parts: tuple[Part | None, ...] = request.parts or (None,)
        before, samples, seen = request.previous_hash, [], set()
        with self._lock:
            for part in parts:
                sample, digest = self._sample(part, before)
                samples.append(sample)
                seen.add(digest)
                before = sample.hash
        if len(seen) != len(samples):
            raise SameImage
        return Captured(
            tuple(samples),
            self._info.identity,
            request.transaction,
            request.previous_hash,
            before,
        )

    def frames(self, parts: tuple[Part, ...] = (), *, timeout_s: float = 300.0) -> Iterator[bytes]:
        """A folder has no live picture. Raises StreamStopped."""
        raise StreamStopped

    def cancel(self) -> None:
        """Nothing: what lies there is read at once."""

    def _sample(self, part: Part | None, before: str) -> tuple[Sample, str]:
        modality = self._info.modality
        file = self._file(file_stem(modality, part))
        if file.stat().st_size > MOST_BYTES:
            raise TooMuch
        if part is not None and file.suffix.lower() in LOSSY and not self._lossy:
            raise PoorImage
        pixels, dpi = self._read(file.read_bytes(), modality)
        record = records.written(modality, part, pixels, dpi=dpi)
        digest = records.check(modality, part, record)
        taken_at = self._clock()
        return Sample(modality, part, record, None, chained(before, record), taken_at), digest

    def _read(self, content: bytes, modality: Modality) -> tuple[NDArray[np.uint8], int]:
        try:
            if modality is Modality.FACE:
                return picture.read(content), 0
            grey = images.read(content)
        except BiometricError:
            raise BadRecord from None
        dpi = grey.dpi or self._dpi
        if modality is Modality.FINGER and not dpi:
            raise PoorImage
        return grey.pixels, dpi

    def _file(self, stem: str) -> Path:
        """The newest file of that name. Raises FileMissing."""
        there = [
            path for suffix in SUFFIXES if (path := self._folder / f"{stem}{suffix}").is_file()
        ]
        if not there:
            raise FileMissing
        return max(there, key=lambda path: path.stat().st_mtime_ns)


def file_stem(modality: Modality, part: Part | None) -> str:
    """What the file of *part* is called, without its ending."""
    if part is None:
        return "face"
    name = part.name.lower().replace("_", "-")
    return name if modality is Modality.FINGER else f"{name}-iris"
