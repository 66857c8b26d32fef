"""A second touch is another image of the same finger; harder touches are harder."""

from dataclasses import replace

import numpy as np
import pytest

from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.images import Grey
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.synthetic.capture import (
    CAPACITIVE,
    NONE,
    OPTICAL,
    SENSORS,
    Capture,
    Severity,
)
from tuntas.biometrics.synthetic.impressions import impression, touched
from tuntas.biometrics.synthetic.prints import remembered

FINGER = Finger.RIGHT_MIDDLE
STILL = Capture(
    rotation_deg=0,
    shift_mm=(0, 0),
    roll=0,
    slip_mm=(0, 0),
    twist_deg=0,
    pressure=0.62,
    moisture=0,
    patchiness=0,
    speckle=0,
    wear=0,
    grain=0,
    dirt=0,
)


def test_the_same_touch_gives_the_same_image() -> None:
    finger = remembered(5, FINGER)

    assert (impression(finger, 2).pixels == impression(finger, 2).pixels).all()
    assert (impression(finger, 2).pixels != impression(finger, 3).pixels).any()


@pytest.mark.parametrize("sensor", SENSORS)
def test_ridges_are_dark_on_every_sensor(sensor) -> None:
    one = impression(remembered(5, FINGER), 0, sensor=sensor)

    assert one.pixels.shape == (sensor.height_px, sensor.width_px)
    assert one.pixels[one.touch > 0].mean() < sensor.background - 40
    assert np.percentile(one.pixels[one.touch == 0], 50) == pytest.approx(sensor.background, abs=6)


def test_pressing_harder_leaves_more_ink_and_more_skin() -> None:
    finger = remembered(5, FINGER)
    touches = [touched(finger, 0, replace(STILL, pressure=p)) for p in (0.2, 0.5, 0.8)]

    area = [(one.touch > 0).sum() for one in touches]
    ink = [255 - one.pixels[one.touch > 0].mean() for one in touches]

    assert area == sorted(area)
    assert ink == sorted(ink)
    assert area[-1] > 1.2 * area[0]


def test_wet_skin_fills_the_valleys_and_dry_skin_breaks_the_ridges() -> None:
    finger = remembered(5, FINGER)
    ink = [
        255 - touched(finger, 0, replace(STILL, moisture=m)).pixels.mean() for m in (-0.8, 0, 0.8)
    ]

    assert ink == sorted(ink)
    assert ink[2] > 1.3 * ink[0]


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("speckle", (0.2, 0.6, 1.2)),
        ("patchiness", (0.2, 0.6, 1.2)),
        ("twist_deg", (2.0, 6.0, 14.0)),
        ("slip_mm", ((0.05, 0.0), (0.12, 0.0), (0.25, 0.0))),
        ("grain", (5.0, 15.0, 40.0)),
        ("dirt", (0.5, 2.0, 6.0)),
        ("rotation_deg", (1.0, 4.0, 15.0)),
    ],
)
def test_every_trouble_takes_an_image_further_from_the_clean_one(what, values) -> None:
    finger = remembered(5, FINGER)
    clean = touched(finger, 0, STILL)
    inside = clean.touch > 0

    alike = []
    for value in values:
        troubled = touched(finger, 0, replace(STILL, **{what: value})).pixels
        alike.append(np.corrcoef(troubled[inside], clean.pixels[inside])[0, 1])

    assert alike == sorted(alike, reverse=True)
    assert alike[0] - alike[-1] > 0.003


def test_severity_is_harder_for_every_finger_together() -> None:
    def likeness(level: float) -> float:
        found = []
        for number in range(6):
            finger = remembered(5, FINGER)
            severity = Severity(0.0, level, level, level)
            clean = impression(finger, number, severity=NONE)
            other = impression(finger, number, severity=severity)
            inside = clean.touch > 0
            found.append(np.corrcoef(clean.pixels[inside], other.pixels[inside])[0, 1])
        return float(np.mean(found))

    levels = [likeness(level) for level in (0.0, 0.5, 1.0, 2.0)]

    assert levels == sorted(levels, reverse=True)
    assert levels[0] == pytest.approx(1.0)


def test_a_finger_that_did_not_slip_keeps_its_middle_where_the_slip_leaves_it() -> None:
    """Cappelli's model: the middle of the contact sticks, the outside moves."""
    finger = remembered(5, FINGER)
    still = touched(finger, 0, STILL)
    slipped = touched(finger, 0, replace(STILL, slip_mm=(1.5, 0.0)))
    rows, columns = np.nonzero(still.touch)
    row, column = int(rows.mean()), int(columns.mean())

    def alike(r: int, c: int) -> float:
        window = np.s_[r - 24 : r + 24, c - 24 : c + 24]
        return float(
            np.corrcoef(still.pixels[window].ravel(), slipped.pixels[window].ravel())[0, 1]
        )

    assert alike(row, column) > 0.97
    assert alike(row - 120, column) < 0.9


@pytest.mark.parametrize("sensor", [OPTICAL, CAPACITIVE])
def test_a_print_holds_minutiae_of_both_kinds(sensor) -> None:
    extractor = Extractor()
    if extractor.method != "leader":
        pytest.skip("needs the weights of `make setup`")

    one = extractor.extract(Grey(impression(remembered(5, FINGER), 0, sensor=sensor).pixels, 500))

    assert 18 <= len(one.template) <= 90
    ending = (one.template.kind == 1).mean()
    assert 0.35 < ending < 0.8
