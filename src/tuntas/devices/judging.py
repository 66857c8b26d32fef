"""What our own engine thinks of a sample, whatever its device said: the advice for the person."""

from __future__ import annotations

from dataclasses import dataclass

from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.faces import detection
from tuntas.biometrics.faces import quality as face_quality
from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.images import Grey
from tuntas.biometrics.irises import boundaries, sheet
from tuntas.biometrics.irises import quality as iris_quality
from tuntas.biometrics.judgement import Advice, Judgement
from tuntas.devices.contract import Modality, Sample


@dataclass(frozen=True, slots=True)
class Opinion:
    """score: 0 … 100 of a finger, None for others. advice: the most useful first; none: keep it."""

    ok: bool
    score: int | None
    advice: tuple[Advice, ...]
    judgement: Judgement | None


def judge(sample: Sample, extractor: Extractor) -> Opinion:
    """Our opinion of *sample*; an image in which nothing can be found is bad, not an error."""
    pixels, dpi = sample.pixels()
    try:
        if sample.modality is Modality.FINGER:
            found = extractor.extract(Grey(pixels, round(dpi or 500))).quality
            return Opinion(found.judgement.ok, found.score, found.advice, found.judgement)
        if sample.modality is Modality.IRIS:
            outline = boundaries.find(pixels)
            judgement = iris_quality.judge(pixels, outline, sheet.unroll(pixels, outline))
        else:
            judgement = face_quality.judge(pixels, detection.find(pixels))
    except BiometricError as nothing:
        return Opinion(False, None, (Advice(nothing.id, nothing.en),), None)
    return Opinion(judgement.ok, None, judgement.advice, judgement)
