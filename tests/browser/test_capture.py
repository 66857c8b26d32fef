"""Whole recordings in a real browser with a camera, against the simulator's process."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from tests.browser.conftest import CHROMIUM_ARGUMENTS, PHONE
from tests.pages.small_office import OPENING, TODAY, Office, at
from tests.pages.test_station import CENTRE, KEY, RECOVERY, code_of, pen
from tuntas.accounts.principals import system
from tuntas.biometrics.synthetic import faces
from tuntas.coverage import queries as coverage
from tuntas.devices.simulator import process
from tuntas.devices.simulator.process import Simulator
from tuntas.enrolment import actions, scanners, station
from tuntas.enrolment.models import CaptureSession, EnrolmentFact
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

SHOTS = os.environ.get("TUNTAS_SCREENSHOTS")
PICTURES = os.environ.get("TUNTAS_PICTURES")
"""Where the pictures of docs/operator.md are renewed: docs/gambar."""
OF_THE_MANUAL = (
    "perekaman-orang",
    "perekaman-stasiun",
    "perekaman-terambil",
    "perekaman-segel",
    "perekaman-tanda-terima",
    "perekaman-gagal",
    "perekaman-cermin",
    "perekaman-setujui",
)
TABLET = {"width": 1024, "height": 768}
DESK = {"width": 1440, "height": 900}
Look = Callable[[Any, str], None]


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees: somebody who does not exist, before a plain wall."""
    portrait = Image.fromarray(faces.portrait(7, 1, severity=0.2).pixels).resize((540, 720))
    wall = np.pad(np.asarray(portrait), ((0, 0), (370, 370), (0, 0)), mode="edge")
    frame = io.BytesIO()
    Image.fromarray(wall).save(frame, "JPEG", quality=92)
    path = tmp_path_factory.mktemp("camera") / "face.mjpeg"
    path.write_bytes(frame.getvalue() * 10)
    return path


@pytest.fixture(scope="session")
def filming(browser: Any, footage: Path) -> Iterator[Any]:
    """A browser with a camera in which somebody sits."""
    found = os.environ.get("TUNTAS_CHROMIUM") or shutil.which("chromium")
    camera = [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={footage}",
    ]
    started = browser.browser_type.launch(
        executable_path=found, args=[*CHROMIUM_ARGUMENTS, *camera]
    )
    yield started
    started.close()


@pytest.fixture(scope="session")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with process.running(tmp_path_factory.mktemp("simulator")) as running:
        yield running


@pytest.fixture(autouse=True)
def capture_station(
    office: Office,
    simulator: Simulator,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Keys, and a station whose only devices are the simulator's."""
    settings.DATA_DIR = tmp_path
    station._vault.cache_clear()
    station.tries.cache_clear()
    monkeypatch.setattr(scanners, "PORTS", [simulator.port])
    monkeypatch.setattr(scanners, "simulator_folder", lambda: simulator.anchor.parent)
    monkeypatch.setattr(scanners, "_seen", scanners._Seen())
    # Fingers grow at the first press: a second of work, longer where others work too.
    monkeypatch.setattr(scanners, "TIMEOUT_S", 10.0)
    simulator.clear()
    simulator.sit(1, severity=0.4)
    for role, reader in (("centre", CENTRE), ("recovery", RECOVERY)):
        actions.add_reader(
            actor=system("test"), role=role, public=reader.public, starts=OPENING, now=at(TODAY)
        )


@pytest.fixture
def local(capture_station: None) -> None:
    actions.authorise_mode(
        actor=system("test"), mode="local", from_on=OPENING, document="Izin", now=at(TODAY)
    )


@pytest.fixture
def look(axe: Callable[[Any], str]) -> Look:
    """The page fits and is accessible; kept as a picture where TUNTAS_SCREENSHOTS says."""

    def see(page: Any, name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert axe(page) == "", name
        if SHOTS:
            width = page.viewport_size["width"]
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        if PICTURES and name in OF_THE_MANUAL:
            shown = Image.open(io.BytesIO(page.screenshot()))
            shown.thumbnail((960, 960))
            shown.quantize(64).save(f"{PICTURES}/{name}.png", optimize=True)

    return see


@pytest.fixture
def opened(filming: Any) -> Iterator[Callable[..., Any]]:
    """``opened(size)``: a page of its own in the browser with the camera."""
    contexts = []

    def page_of(size: dict[str, int]) -> Any:
        context = filming.new_context(
            viewport=size, locale="id-ID", timezone_id="Asia/Makassar", has_touch=size != DESK
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield page_of
    for context in contexts:
        context.close()


def unrecorded() -> Person:
    person_id = ledger.people_in(on=TODAY, cells=cells.LEFT_CELLS)[0][0]
    return Person.objects.get(id=person_id)


def begin(page: Any, url: str, person: Person) -> str:
    """From the search to the station; the session's ref."""
    page.goto(f"{url}/cari/")
    page.get_by_label("NIK, nomor KK, atau nama").fill(person.nik)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=person.name).first.click()
    page.get_by_role("link", name="Mulai perekaman").click()
    page.get_by_label("Tempat perekaman").fill("Loket kantor")
    page.get_by_label("Kunci kerja Anda").fill(KEY)
    page.get_by_role("button", name="Mulai").click()
    page.get_by_role("heading", name="1. Biodata").wait_for()
    return str(page.url.rstrip("/").rsplit("/", 1)[1])


def confirm(page: Any) -> None:
    page.get_by_label("Biodata sudah dibaca").check()
    page.get_by_role("button", name="Pastikan biodata").click()
    page.get_by_text("dipastikan", exact=True).wait_for()


def sign(page: Any, kind: str) -> None:
    """With the pen of somebody who does not exist, on the pad for *kind*."""
    pad = page.locator(f"form[data-pad='{kind}']")
    canvas = pad.locator("canvas")
    page.bring_to_front()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    strokes: dict[float, list[tuple[float, float]]] = {}
    for x, y, _, stroke in json.loads(pen()):
        strokes.setdefault(stroke, []).append((x, y))
    for points in strokes.values():
        spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        page.mouse.move(*spots[0])
        page.mouse.down()
        for spot in spots[1::3]:
            page.mouse.move(*spot)
        page.mouse.up()
    with page.expect_navigation():
        pad.get_by_role("button", name="Simpan tanda tangan").click()


def film(page: Any) -> None:
    """The camera finds the best frame by itself."""
    with page.expect_navigation(timeout=30_000):
        page.get_by_role("button", name="Nyalakan kamera").click()


def press(page: Any, name: str) -> str:
    """A button of the scanner; what the scanner's part of the page says then."""
    with page.expect_response(lambda answer: "/pindai/" in answer.url, timeout=30_000):
        page.get_by_role("button", name=name, exact=True).click()
    page.locator("#pemindai .messages").first.wait_for()
    return str(page.locator("#pemindai .messages").first.inner_text())


def seal(page: Any, office: Office) -> None:
    page.get_by_role("link", name="Tinjau dan segel").click()
    page.get_by_label("Kunci kerja").fill(KEY)
    page.get_by_label("Kode faktor kedua").fill(code_of(office))
    page.get_by_role("button", name="Segel perekaman").click()
    page.get_by_role("heading", name="Tanda terima perekaman").wait_for()


def test_a_person_is_recorded_from_the_search_to_the_printed_receipt(
    opened: Callable[..., Any],
    live_server: Any,
    enter: Callable[..., None],
    look: Look,
    office: Office,
    local: None,
) -> None:
    person, page = unrecorded(), opened(DESK)
    before = coverage.figures_of(on=TODAY).left
    enter(page, "operator")
    page.goto(f"{live_server.url}/orang/{person.ref.hex}/")
    look(page, "perekaman-orang")
    session = begin(page, live_server.url, person)
    look(page, "perekaman-stasiun")

    confirm(page)
    sign(page, "declaration")
    film(page)
    for group in ("4 jari kanan", "4 jari kiri", "2 ibu jari", "Kedua iris"):
        assert "Diterima:" in press(page, group)
    page.locator("#pemindai .messages").scroll_into_view_if_needed()
    look(page, "perekaman-terambil")
    sign(page, "signature")
    page.get_by_role("link", name="Tinjau dan segel").click()
    page.wait_for_load_state("networkidle")
    look(page, "perekaman-segel")
    page.go_back()
    seal(page, office)

    look(page, "perekaman-tanda-terima")
    assert page.locator(".receipt svg").count() == 1
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Cetak").click()
    assert page.evaluate("window.printed")
    held = CaptureSession.objects.get(ref=session)
    assert station.vault().custody().open(held.packet, [CENTRE])
    assert coverage.figures_of(on=TODAY).left == before - 1


def test_what_is_missing_is_excepted_and_approved_by_somebody_else_on_a_phone(
    opened: Callable[..., Any],
    live_server: Any,
    enter: Callable[..., None],
    look: Look,
    office: Office,
    local: None,
) -> None:
    person, page, other = unrecorded(), opened(PHONE), opened(PHONE)
    enter(page, "operator")
    session = begin(page, live_server.url, person)
    confirm(page)
    sign(page, "declaration")
    film(page)
    for part, reason in (("Kedua iris", "Tunanetra"), ("Telunjuk kanan", "Jari tidak ada")):
        page.get_by_text("Ada yang tidak dapat diambil").click()
        choice = page.get_by_label("Bagian yang tidak dapat diambil")
        choice.select_option(label=part.lower())
        label = page.get_by_label("Sebab").locator("option", has_text=reason).inner_text()
        page.get_by_label("Sebab").select_option(label=label)
        page.get_by_role("button", name="Catat pengecualian").click()
        page.get_by_text("Menunggu persetujuan orang kedua.").wait_for()
    for group in ("4 jari kanan", "4 jari kiri", "2 ibu jari"):
        assert "Diterima:" in press(page, group)
    look(page, "perekaman-kecuali")
    sign(page, "signature")
    page.get_by_role("link", name="Tinjau dan segel").click()
    assert page.get_by_text("pengecualian belum disetujui orang kedua").is_visible()

    enter(other, "coordinator")
    other.goto(f"{live_server.url}/perekaman/menunggu/")
    look(other, "perekaman-menunggu")
    other.get_by_role("link", name=person.name).click()
    look(other, "perekaman-setujui")
    other.get_by_role("button", name="Setujui").click()
    other.get_by_text("Pengecualian disetujui.").wait_for()

    page.goto(f"{live_server.url}/perekaman/{session}/")
    seal(page, office)
    held = CaptureSession.objects.get(ref=session)
    assert held.exceptions == {"eyes": "blind", "finger.2": "amputated"}
    assert held.cosigned_by


FAULTS = (
    ("silent", "terlalu lama menjawab"),
    ("hang-up", "Cabut dan pasang"),
    ("not-json", "tidak dapat dibaca"),
    ("tampered-signature", "Tanda tangan digital alat salah"),
    ("expired-certificate", "tidak berlaku hari ini"),
    ("wrong-transaction", "menjawab permintaan lain"),
    ("wrong-finger", "bukan jari atau mata yang diminta"),
    ("same-image", "Gambar yang sama"),
    ("error-101", "Tidak ada jari, mata atau wajah"),
    ("error-106", "Alat tidak tersambung"),
    ("error-555", "kesalahan buatannya sendiri"),
)


def test_a_scanner_that_fails_in_many_ways_stops_nobody_on_a_tablet(
    opened: Callable[..., Any],
    live_server: Any,
    enter: Callable[..., None],
    look: Look,
    office: Office,
    simulator: Simulator,
    local: None,
) -> None:
    person, page = unrecorded(), opened(TABLET)
    enter(page, "operator")
    session = begin(page, live_server.url, person)
    screen = opened(TABLET)  # a window of its own: a tab behind another draws slowly
    enter(screen, "operator")
    screen.goto(f"{live_server.url}/perekaman/{session}/cermin/")
    look(screen, "perekaman-cermin")
    assert "Diterima:" in press(page, "Kedua iris")

    for fault, words in FAULTS:
        simulator.inject(fault)
        assert words in press(page, "2 ibu jari"), fault
    page.locator("#pemindai .messages").scroll_into_view_if_needed()
    look(page, "perekaman-gagal")
    simulator.inject("wrong-hand")
    press(page, "4 jari kanan")
    assert "kiri dan kanan tertukar" in press(page, "4 jari kiri")
    for group in ("4 jari kanan", "4 jari kiri", "2 ibu jari"):
        assert "Diterima:" in press(page, group)
    screen.get_by_text("12 dari 14 bagian selesai").wait_for()

    confirm(page)
    sign(page, "declaration")
    film(page)
    sign(page, "signature")
    seal(page, office)
    screen.get_by_text("Selesai. Terima kasih.").wait_for()
    look(screen, "perekaman-cermin-selesai")
    assert CaptureSession.objects.get(ref=session).state == "sealed"


def test_the_station_goes_on_in_another_browser_without_a_script(
    filming: Any,
    live_server: Any,
    enter: Callable[..., None],
    opened: Callable[..., Any],
    local: None,
) -> None:
    person, page = unrecorded(), opened(DESK)
    enter(page, "operator")
    begin(page, live_server.url, person)
    press(page, "Kedua iris")
    page.context.close()
    context = filming.new_context(viewport=TABLET, java_script_enabled=False)
    plain = context.new_page()
    enter(plain, "operator")

    plain.goto(f"{live_server.url}/perekaman/")
    plain.get_by_role("link", name=person.name).click()
    plain.get_by_label("Kunci kerja").fill(KEY)
    plain.get_by_role("button", name="Buka").click()
    plain.get_by_role("button", name="2 ibu jari", exact=True).click()

    said = plain.locator("main").inner_text()
    assert "Diterima: ibu jari kanan" in said
    assert "Diterima: ibu jari kiri" in said or "ibu jari kiri" in said
    context.close()


def test_in_national_mode_the_operator_only_marks(
    opened: Callable[..., Any], live_server: Any, enter: Callable[..., None], look: Look
) -> None:
    person, page = unrecorded(), opened(TABLET)
    before = coverage.figures_of(on=TODAY).left
    enter(page, "operator")
    page.goto(f"{live_server.url}/orang/{person.ref.hex}/")
    assert page.get_by_role("link", name="Mulai perekaman").count() == 0
    page.get_by_role("link", name="Rekam", exact=True).click()
    assert page.get_by_role("link", name="Mulai perekaman").count() == 0
    look(page, "perekaman-nasional")
    page.get_by_label("Tempat perekaman").fill("Balai desa")
    page.get_by_label("Orangnya hadir").check()
    page.get_by_role("button", name="Tandai sudah direkam").click()

    page.get_by_text("menunggu kepastian dari pusat").wait_for()
    assert EnrolmentFact.objects.filter(person=person, kind="marked").exists()
    assert not CaptureSession.objects.exists()
    assert coverage.figures_of(on=TODAY).left == before - 1
