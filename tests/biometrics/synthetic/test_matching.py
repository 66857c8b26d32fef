"""The engine takes specimens for what they are: the same finger again, or another."""

from functools import lru_cache

import numpy as np
import pytest

from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.images import Grey
from tuntas.biometrics.matching import matcher
from tuntas.biometrics.matching.prints import pack
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.synthetic.capture import Severity
from tuntas.biometrics.synthetic.impressions import impression
from tuntas.biometrics.synthetic.prints import remembered
from tuntas.biometrics.template import Template

FINGERS = [(61, Finger(2)), (61, Finger(3)), (62, Finger(8))]


@lru_cache(maxsize=1)
def extractor() -> Extractor:
    found = Extractor()
    if found.method != "leader":
        pytest.skip("needs the weights of `make setup`")
    return found


def touches(number: int, level: float) -> list[Template]:
    images = [
        impression(remembered(*finger), number, severity=Severity.of(level)) for finger in FINGERS
    ]
    return [extractor().extract(Grey(one.pixels, one.dpi)).template for one in images]


def scores(first: list[Template], second: list[Template]) -> np.ndarray:
    return matcher.match_all(pack([*first, *second]))[: len(first), len(first) :]


def test_a_second_touch_matches_and_no_other_finger_does() -> None:
    found = scores(touches(0, 0.4), touches(1, 0.4))

    assert found.diagonal().min() > 2 * found[~np.eye(len(FINGERS), dtype=bool)].max()


def test_harder_touches_match_less() -> None:
    enrolled = touches(0, 0.4)

    mean = [scores(enrolled, touches(2, level)).diagonal().mean() for level in (0.2, 2.0)]

    assert mean[0] > 1.5 * mean[1]
