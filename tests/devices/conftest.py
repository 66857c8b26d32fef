"""One simulator in its own process for all tests of a worker; it ends with its standard input."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tuntas.devices.contract import Modality
from tuntas.devices.sbi.agent import SbiDevice
from tuntas.devices.sbi.limits import Limits
from tuntas.devices.simulator.process import Simulator, running
from tuntas.devices.station import Station

QUICK = Limits(info_s=10.0, grace_s=0.4, silence_s=20.0)


@pytest.fixture(scope="session")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("simulator"), identity=7) as simulator:
        yield simulator


@pytest.fixture
def simulator(process: Simulator) -> Iterator[Simulator]:
    process.sit(7)
    process.clear()
    yield process
    process.clear()


@pytest.fixture
def station(simulator: Simulator) -> Station:
    return Station(simulator.trust, limits=QUICK)


@pytest.fixture
def scanner(station: Station, simulator: Simulator) -> SbiDevice:
    """The slap scanner."""
    return station.look(ports=[simulator.port]).best(Modality.FINGER, kind="Slap")


@pytest.fixture
def single(station: Station, simulator: Simulator) -> SbiDevice:
    """The scanner for one finger: the quick one."""
    return station.look(ports=[simulator.port]).best(Modality.FINGER, kind="Single")
