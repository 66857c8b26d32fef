"""A score says how often a stranger reaches it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.biometrics.matching.calibration import (
    RAREST,
    false_match_rate,
    fit,
    read,
    shipped,
    write,
)


@given(st.floats(0, 500), st.floats(0, 500))
def test_a_higher_score_is_never_more_common(one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert 1 >= false_match_rate(low) >= false_match_rate(high) >= RAREST


def test_an_exponential_tail_is_found_again(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    first, second = np.triu_indices(150, 1)
    scores = rng.exponential(2.5, len(first)).astype(np.float32)

    fitted = fit(scores, first, second, "drawn")

    low, high = fitted.scale_between
    assert low < 2.5 < high
    assert fitted.scale == pytest.approx(2.5, rel=0.1)
    for share in (0.5, 0.1, 1e-4):
        # By the upper end of the tail's scale: promises less than it found.
        assert share <= fitted.false_match_rate(-2.5 * np.log(share)) * 1.1
        assert fitted.false_match_rate(-2.5 * np.log(share)) <= share * 2.5
    write(fitted, tmp_path / "held.json")
    assert read(tmp_path / "held.json") == fitted


def test_what_is_shipped_says_where_it_is_from() -> None:
    held = shipped()

    assert held.fingers == 40
    assert held.strangers > 40_000
    assert "fvc" in held.source.lower()
    assert held.scale_between[0] < held.scale < held.scale_between[1]
