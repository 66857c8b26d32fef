"""A face that the browser's camera took and the page posted: decoded, measured and kept whole.

No device signs it: the page shows `tuntas.biometrics.faces`' advice while the person sits, and
posts the best frame; here it is judged again, because a page can be made to post anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tuntas.biometrics.faces import detection, quality
from tuntas.biometrics.faces.asked import PORTRAIT
from tuntas.biometrics.faces.picture import read
from tuntas.biometrics.judgement import Judgement, Limits
from tuntas.devices import records
from tuntas.devices.contract import (
    Captured,
    CaptureRequest,
    Identity,
    Modality,
    Sample,
    chained,
)
from tuntas.devices.errors import PictureTooSmall, TooMuch, WrongRequest

LEAST_WIDTH: Final = 480
LEAST_HEIGHT: Final = 480
MOST_BYTES: Final = 12_000_000
"""A frame of 1080p as PNG; the page sends one at a time."""
CAMERA: Final = Identity(Modality.FACE, "Full face", "webcam", "browser", "", "", "")
"""Which camera it was, only the browser knows, and a page can say anything."""


@dataclass(frozen=True, slots=True)
class Frame:
    """captured: one sample, whatever was thought of it; judgement: what to say to the person.

    Whether a face that is not `judgement.ok` may be kept with a reason is for the session.
    """

    captured: Captured
    judgement: Judgement


def taken(
    content: bytes, request: CaptureRequest, *, at: datetime, limits: Limits = PORTRAIT
) -> Frame:
    """The picture *content* (PNG, JPEG or WebP) as the answer to *request*.

    Raises:
        WrongRequest: when a face was not asked for.
        TooMuch, PictureTooSmall: by the sizes above.
        UnreadableImage, PictureRefused, NoFace, WeightsMissing: as tuntas.biometrics.faces.
    """
    if request.modality is not Modality.FACE:
        raise WrongRequest
    if len(content) > MOST_BYTES:
        raise TooMuch
    picture = read(content)
    if picture.shape[1] < LEAST_WIDTH or picture.shape[0] < LEAST_HEIGHT:
        raise PictureTooSmall
    judgement = quality.judge(picture, detection.find(picture), limits)
    record = records.written(Modality.FACE, None, picture)
    link = chained(request.previous_hash, record)
    sample = Sample(Modality.FACE, None, record, None, link, at)
    captured = Captured((sample,), CAMERA, request.transaction, request.previous_hash, link)
    return Frame(captured, judgement)
