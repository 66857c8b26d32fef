"""What docs/devices.md says is so."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from tuntas.devices.errors import DeviceError
from tuntas.devices.simulator.process import Simulator

PAGE = Path(__file__).parents[2] / "docs" / "devices.md"


def test_the_example_runs_against_a_simulator(simulator: Simulator) -> None:
    outcome = doctest.testfile(
        str(PAGE),
        module_relative=False,
        globs={"trust": simulator.trust, "port": simulator.port},
        encoding="utf-8",
    )

    assert outcome.attempted > 5
    assert outcome.failed == 0


def test_the_page_names_every_code() -> None:
    named: set[int] = set()
    for first, last, further in re.findall(
        r"ALAT-(\d+)(?: … (\d+))?((?:, \d+)*)", PAGE.read_text(encoding="utf-8")
    ):
        named |= set(range(int(first), int(last or first) + 1))
        named |= {int(one) for one in further.split(", ") if one}

    sources = {"ALAT-40", "ALAT-41", "ALAT-42", "ALAT-43"}  # files, webcam, folders, the simulator
    kinds = {kind.code for kind in DeviceError.__subclasses__()} - {"ALAT"} - sources
    assert {int(code.removeprefix("ALAT-")) for code in kinds} <= named
