"""``tuntas devices`` as it is typed, and a simulator that never outlives whoever started it."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tuntas.cli.devices import devices
from tuntas.devices.errors import PortsTaken, WrongRequest
from tuntas.devices.simulator.process import Simulator, running, start


@pytest.fixture
def home(tmp_path: Path, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that knows the running simulator's certificate, and sees only its port."""
    from tuntas.devices.sbi import discovery

    folder = tmp_path / "devices" / "simulator"
    folder.mkdir(parents=True)
    shutil.copy(simulator.anchor, folder)
    monkeypatch.setenv("TUNTAS_HOME", str(tmp_path))
    every = discovery.accepting
    monkeypatch.setattr(discovery, "accepting", lambda _ports: every([simulator.port]))
    return tmp_path


def asked(*arguments: str) -> tuple[int, dict[str, Any]]:
    outcome = CliRunner().invoke(devices, [*arguments, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout)


def test_list_names_every_device_and_whether_it_is_believed(
    home: Path, simulator: Simulator
) -> None:
    code, answer = asked("list")

    assert code == 0
    assert [one["kind"] for one in answer["devices"]] == ["Slap", "Double", "Full face", "Single"]
    assert {one["place"] for one in answer["devices"]} == {f"127.0.0.1:{simulator.port}"}


def test_list_says_why_a_device_is_not_believed(home: Path) -> None:
    (home / "devices" / "simulator" / "anchor.pem").unlink()

    code, answer = asked("list")

    assert code == 1
    assert {one["code"] for one in answer["refused"]} == {"ALAT-21"}
    assert "Sertifikat" in answer["refused"][0]["message"]


def test_try_captures_once_and_says_the_quality(home: Path) -> None:
    _code, answer = asked("try", "--group", "thumbs")

    assert [one["part"] for one in answer["samples"]] == ["left_thumb", "right_thumb"]
    assert all(0 <= one["score"] <= 100 for one in answer["samples"])
    assert all(one["ok"] or one["advice"] for one in answer["samples"])


def test_try_gives_the_devices_error_in_words(home: Path, simulator: Simulator) -> None:
    simulator.inject("error-105")

    code, answer = asked("try")

    assert code == 1
    assert answer["error"]["code"] == "ALAT-105"
    assert "Luruskan" in answer["error"]["message"]


def test_simulate_refuses_a_fault_that_does_not_exist() -> None:
    outcome = CliRunner().invoke(devices, ["simulate", "--fault", "gempa"])

    assert outcome.exit_code == 2
    assert "hang-up" in outcome.output


def test_a_simulator_ends_with_whoever_started_it(tmp_path: Path) -> None:
    parent = (
        "import sys; from pathlib import Path; from tuntas.devices.simulator.process import start;"
        "one = start(Path(sys.argv[1])); print(one.process.pid, one.port, flush=True);"
        "import os; os._exit(1)"
    )
    told = subprocess.run(
        [sys.executable, "-c", parent, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    pid, port = map(int, told.stdout.split())

    status = Path(f"/proc/{pid}/stat")
    for _ in range(200):
        if not status.exists() or status.read_text().split()[2] == "Z":
            break
        _ended(port)
    assert not status.exists() or status.read_text().split()[2] == "Z"


def _ended(port: int) -> None:
    """Wait, by asking: a simulator that is there answers at once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=0.2)
    try:
        connection.request("GET", "/simulator")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        pass
    finally:
        connection.close()


def test_a_port_that_is_taken_is_told_as_such(tmp_path: Path, simulator: Simulator) -> None:
    with pytest.raises(PortsTaken):
        start(tmp_path, port=simulator.port)


def test_the_certificate_in_the_folder_stays_the_same(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        anchor = first.anchor.read_bytes()
    with running(tmp_path) as second:
        assert second.anchor.read_bytes() == anchor

    assert (tmp_path / "root.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "said",
    [
        {"faults": ["gempa"]},
        {"faults": [{"fault": "silent", "at": "langit"}]},
        {"faults": [{"fault": "silent", "times": 0}]},
        {"identity": -1},
        {"identity": "satu"},
        {"missing": ["Left Toe"]},
        {"status": {"Finger": "Asleep"}},
        {"severity": 9},
    ],
)
def test_the_director_is_refused_what_makes_no_sense(
    simulator: Simulator, said: dict[str, Any]
) -> None:
    before = simulator.tell({})

    with pytest.raises(WrongRequest):
        simulator.tell(said)

    assert simulator.tell({}) == before


def test_a_page_in_a_browser_cannot_direct_the_simulator(simulator: Simulator) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", simulator.port, timeout=5)
    connection.request("POST", "/simulator", '{"identity": 9}', {"Content-Type": "text/plain"})

    status = connection.getresponse().status
    connection.close()

    assert status == 404
    assert simulator.tell({})["identity"] == 7
