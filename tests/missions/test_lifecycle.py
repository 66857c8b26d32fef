"""What may follow what."""

from __future__ import annotations

import pytest

from tuntas.missions import lifecycle


@pytest.mark.parametrize("stage", ["planned", "letters", "under_way", "closed", "cancelled"])
def test_a_team_sets_out_only_when_ready(stage: str) -> None:
    assert not lifecycle.may("start", stage)
    assert lifecycle.may("start", "ready")


def test_nothing_is_done_to_a_closed_or_cancelled_mission() -> None:
    assert lifecycle.ALLOWED["closed"] == lifecycle.ALLOWED["cancelled"] == frozenset()
