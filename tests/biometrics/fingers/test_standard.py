"""Every image is brought to 500 dpi with dark ridges, whatever it was."""

from __future__ import annotations

import numpy as np
import pytest

from tests.biometrics.fingers import drawn
from tuntas.biometrics.errors import ImageTooLarge
from tuntas.biometrics.fingers import foreground
from tuntas.biometrics.fingers.standard import estimated_dpi, resampled, ridge_period, standard
from tuntas.biometrics.images import Grey


@pytest.mark.parametrize("period", [7.0, 9.0, 11.5, 18.0])
def test_the_ridge_period_is_measured(period: float) -> None:
    drawn_at = drawn.parallel(height=448, width=448, period=period)

    assert ridge_period(drawn_at) == pytest.approx(period, rel=0.06)


@pytest.mark.parametrize(("period", "dpi"), [(4.5, 250), (7, 500), (9, 500), (12, 500), (18, 1000)])
def test_without_a_tag_the_ridges_tell_the_resolution(period: float, dpi: int) -> None:
    assert estimated_dpi(drawn.parallel(height=448, width=448, period=period)) == dpi


def test_a_blank_image_is_taken_as_500_dpi() -> None:
    assert estimated_dpi(np.full((300, 300), 255, np.uint8)) == 500
    assert estimated_dpi(np.zeros((40, 40), np.uint8)) == 500


def test_the_tag_wins_over_the_ridges() -> None:
    fine = Grey(drawn.parallel(height=320, width=320), dpi=1000)

    seen = standard(fine)

    assert (seen.image.width, seen.image.height, seen.image.dpi) == (160, 160, 500)
    assert not seen.estimated


def test_light_ridges_on_dark_are_turned() -> None:
    usual = drawn.parallel()

    seen = standard(Grey(255 - usual, 500))

    assert seen.inverted
    assert np.array_equal(seen.image.pixels, usual)
    assert not standard(Grey(usual, 500)).inverted


def test_enlarging_beyond_bounds_is_refused() -> None:
    with pytest.raises(ImageTooLarge):
        resampled(np.zeros((4000, 4000), np.uint8), 2.0)


def test_the_finger_is_found_on_a_grainy_background() -> None:
    grains = np.random.default_rng(1).normal(0, 6, (320, 288))
    pixels = (drawn.parallel() - 20 + grains).clip(0, 255).astype(np.uint8)

    found = foreground.find(pixels)

    y, x = np.mgrid[4:320:8, 4:288:8]
    ellipse = ((y / 320 - 0.5) / 0.42) ** 2 + ((x / 288 - 0.5) / 0.42) ** 2 < 1
    assert found.blocks[ellipse].all()
    beyond = ((y / 320 - 0.5) / 0.52) ** 2 + ((x / 288 - 0.5) / 0.52) ** 2 > 1
    assert not found.blocks[beyond].any()
    assert found.coherence[18:22, 16:20].min() > 0.8


@pytest.mark.parametrize("degrees", [0, 30, 90, 150])
def test_the_orientation_is_the_ridges_own(degrees: float) -> None:
    found = foreground.find(drawn.parallel(degrees=degrees))

    away = np.degrees(found.orientation[20, 18]) - degrees
    assert abs((away + 90) % 180 - 90) < 3


def test_the_frame_of_a_scanner_is_no_finger() -> None:
    framed = np.full((320, 288), 255, np.uint8)
    framed[:, 60:230] = 150

    assert foreground.find(framed).empty


def test_a_blank_image_has_no_finger_and_its_box_is_all_of_it() -> None:
    blank = foreground.find(np.full((200, 100), 128, np.uint8))

    assert blank.empty
    assert blank.box(200, 100) == (slice(0, 200), slice(0, 100))
