"""The station's scanner against the simulator's process: whatever fails, the operator goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django.fixtures import Settings

from tests.pages.small_office import Office
from tests.pages.test_station import AsRole, begun, unrecorded
from tuntas.audit.models import Act
from tuntas.devices.simulator import process
from tuntas.devices.simulator.process import Simulator
from tuntas.enrolment import scanners, station
from tuntas.enrolment.models import CapturedPart, CaptureSession
from tuntas.residents.models import Person

__all__ = ["unrecorded"]


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder = tmp_path_factory.mktemp("simulator")
    with process.running(folder) as running:
        yield running


@pytest.fixture
def session(
    as_role: AsRole,
    unrecorded: Person,
    simulator: Simulator,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """A session begun at a station whose only devices are the simulator's."""
    settings.DEMO = True
    monkeypatch.setattr(scanners, "PORTS", [simulator.port])
    monkeypatch.setattr(scanners, "simulator_folder", lambda: simulator.anchor.parent)
    monkeypatch.setattr(scanners, "_seen", scanners._Seen())
    monkeypatch.setattr(scanners, "TIMEOUT_S", 2.0)
    station.tries.cache_clear()
    simulator.clear()
    simulator.sit(1, severity=0.4)
    return begun(as_role("operator"), unrecorded)


@pytest.fixture
def client(as_role: AsRole, session: str) -> Client:
    """The operator in front of it."""
    found = as_role("operator")
    found.post(f"/perekaman/{session}/kunci/", {"kunci": "kunci pagi"})
    return found


def press(client: Client, session: str, what: str) -> str:
    """The page after the button is pressed, as words."""
    answer = client.post(f"/perekaman/{session}/pindai/", {"bagian": what}, follow=True)
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def taken(session: str) -> set[str]:
    return set(station.latest(CaptureSession.objects.get(ref=session)))


def test_three_presses_take_ten_fingers_and_one_both_eyes(client: Client, session: str) -> None:
    for what in scanners.GROUPS:
        assert "Diterima:" in press(client, session, what)

    rows = CapturedPart.objects.filter(session__ref=session)
    assert len(rows) == 12
    assert all("Slap60" in row.device for row in rows if row.kind.startswith("finger"))


def test_a_finger_that_is_excepted_is_not_asked_for(client: Client, session: str) -> None:
    for finger in ("finger.2", "finger.3"):
        told = {"bagian": finger, "alasan": "amputated"}
        client.post(f"/perekaman/{session}/kecuali/", told)

    press(client, session, "slap.right")
    page = press(client, session, "finger.2")

    assert taken(session) == {"finger.4", "finger.5"}
    assert "tidak ada yang perlu diambil" in page


FAILURES = (
    ("hang-up", "Cabut dan pasang kabelnya"),
    ("truncated-json", "perbarui layanan alat"),
    ("tampered-payload", "Tanda tangan digital alat salah"),
    ("foreign-certificate", "Sertifikat alat tidak dikenal"),
    ("wrong-transaction", "Alat menjawab permintaan lain"),
    ("wrong-finger", "bukan jari atau mata yang diminta"),
    ("duplicate-finger", "datang dua kali"),
    ("fewer-fingers", "Tidak semua jari"),
    ("broken-chain", "tidak bersambung"),
    ("low-resolution", "500 dpi"),
    ("error-111", "Alat sedang dipakai"),
)


@pytest.mark.parametrize(("fault", "words"), FAILURES, ids=[fault for fault, _ in FAILURES])
def test_a_device_that_fails_is_told_in_words_and_loses_nothing(
    client: Client, session: str, simulator: Simulator, fault: str, words: str
) -> None:
    press(client, session, "iris.1")
    simulator.inject(fault)

    page = press(client, session, "slap.thumbs")

    assert words in page
    assert taken(session) == {"iris.1"}
    assert "Diterima:" in press(client, session, "slap.thumbs")


def test_an_answer_that_is_not_believed_is_written_in_the_log(
    client: Client, session: str, simulator: Simulator
) -> None:
    simulator.inject("tampered-signature")

    press(client, session, "iris.2")

    act = Act.objects.filter(verb="enrolment.distrust_device").get()
    assert "ALAT-20" in act.detail


def test_the_other_hand_by_mistake_is_noticed_when_its_own_turn_comes(
    client: Client, session: str, simulator: Simulator
) -> None:
    simulator.inject("wrong-hand")
    press(client, session, "slap.right")

    page = press(client, session, "slap.left")
    assert "kiri dan kanan tertukar" in page

    press(client, session, "slap.right")
    assert "Diterima:" in press(client, session, "slap.left")
    assert len(taken(session)) == 8


def test_a_finger_laid_down_for_another_is_named(
    client: Client, session: str, simulator: Simulator
) -> None:
    press(client, session, "finger.2")
    simulator.inject("wrong-hand")

    page = press(client, session, "finger.7")

    assert "sama dengan telunjuk kanan" in page
    assert taken(session) == {"finger.2"}


def test_a_poor_image_is_used_only_after_the_attempts_and_with_a_reason(
    client: Client, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station, "least_quality", lambda kind, on: 101)
    address = f"/perekaman/{session}/pakai/finger.2/"
    reason = {"alasan": "Tangan petani, sudah dibersihkan"}
    page = press(client, session, "finger.2")
    early = strip_tags(client.post(address, reason, follow=True).content.decode())

    assert "dicoba 1 dari 3" in page
    assert "setelah dicoba beberapa kali" in early
    press(client, session, "finger.2")
    page = press(client, session, "finger.2")
    assert "3 kali dicoba" in page
    silent = strip_tags(client.post(address, {"alasan": ""}, follow=True).content.decode())
    assert "Tulis alasannya" in silent
    client.post(address, reason)

    row = CapturedPart.objects.get(session__ref=session)
    assert row.forced_for == reason["alasan"]


def test_without_any_device_the_page_says_what_to_do(
    client: Client, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanners, "PORTS", [])
    monkeypatch.setattr(scanners, "_seen", scanners._Seen())

    page = press(client, session, "slap.right")

    assert "Tidak ada alat yang ditemukan" in page
    assert "gambar dapat diunggah dari berkas" in page


def test_a_device_for_trials_is_not_believed_by_a_real_office(
    client: Client, session: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    monkeypatch.setattr(scanners, "_seen", scanners._Seen())

    page = press(client, session, "slap.right")

    assert "tidak dikenal kantor ini" in page
    assert taken(session) == set()


def test_a_script_gets_the_scanner_and_the_list_only(client: Client, session: str) -> None:
    answer = client.post(
        f"/perekaman/{session}/pindai/", {"bagian": "irises"}, headers={"HX-Request": "true"}
    )

    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="pemindai"')
    assert 'id="daftar-bagian" hx-swap-oob="true"' in page
    assert "<html" not in page


def test_the_residents_screen_shows_what_is_theirs_and_nothing_to_press(
    client: Client, session: str, unrecorded: Person
) -> None:
    with station.tries().taking(session, "slap.left"):
        page = client.get(f"/perekaman/{session}/cermin/").content.decode()

    assert "Sedang diambil: 4 jari kiri" in strip_tags(page)
    assert unrecorded.name in page
    assert "<button" not in page
    assert "<form" not in page


def test_open_sessions_are_listed_to_go_on_with(
    client: Client, session: str, unrecorded: Person, office: Office
) -> None:
    press(client, session, "irises")

    page = re.sub(r"\s+", " ", strip_tags(client.get("/perekaman/").content.decode()))

    assert f"{unrecorded.name}" in page
    assert "2 dari 14 bagian" in page
