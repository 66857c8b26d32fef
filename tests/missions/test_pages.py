"""Pages of the mobile service through a signed-in browser."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.missions.field import TODAY, Field, a_mission, at
from tests.missions.test_going import under_way
from tests.principals import browser_of
from tuntas.audit.models import View
from tuntas.enrolment import actions as enrolment
from tuntas.missions import actions
from tuntas.missions.models import Mission, Plan, Report
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries import people
from tuntas.wilayah import queries as wilayah

Enter = Callable[[str], Client]


@pytest.fixture
def as_role(mobile: Field) -> Enter:
    cache.clear()
    return lambda role: browser_of(mobile.office.users[role])


def test_the_week_of_an_office_that_never_planned(as_role: Enter) -> None:
    page = as_role("coordinator").get(reverse("missions:week")).content.decode()

    assert "Tidak ada tim yang bertugas hari ini." in page
    assert "Hitung rencana" in page


def test_a_plan_is_asked_for_computed_changed_and_approved(mobile: Field, as_role: Enter) -> None:
    client = as_role("coordinator")
    sent = {"dari": "2023-06-21", "sampai": "2023-06-22", "benih": "1"}
    address = client.post(reverse("missions:ask"), sent).headers["Location"]
    assert "Menunggu giliran" in client.get(address).content.decode()
    ref = Plan.objects.get().ref
    Plan.objects.update(seconds=3)
    actions.compute(ref=ref, now=timezone.now())
    over = client.get(reverse("missions:progress", args=[ref]))
    assert over.headers["HX-Redirect"] == address

    page = client.get(address).content.decode()
    assert "Setujui dan buat tugas" in page
    assert "Tim Kwandang" in page
    points = client.get(reverse("missions:points", args=[ref])).json()
    assert any(village["visits"] for village in points["villages"])

    first = (Plan.objects.get().result or {})["assignments"][0]
    wish = {
        "tempat": first["stops"][0]["venue"],
        "apa": "larang",
        "tim": first["team"],
        "hari": first["on"],
    }
    changed = client.post(reverse("missions:change", args=[ref]), wish).headers["Location"]
    Plan.objects.filter(version=2).update(seconds=3)
    actions.compute(ref=Plan.objects.get(version=2).ref, now=timezone.now())
    page = client.get(changed).content.decode()
    assert "Dibanding versi 1:" in page
    assert "Buang usulan ini" in page
    client.post(
        reverse("missions:act_on_plan", args=[Plan.objects.get(version=2).ref]),
        {"tindakan": "setujui"},
    )
    assert Plan.objects.get(version=1).state == "replaced"
    assert Mission.objects.count() > 0
    assert "Hari-hari berikutnya" in client.get(reverse("missions:week")).content.decode()


def test_the_day_sheet_names_everybody_and_says_so_in_the_log(
    mobile: Field, as_role: Enter, tmp_path: Path
) -> None:
    mission = under_way(mobile, tmp_path)
    client = as_role("operator")

    page = client.get(reverse("missions:day", args=[mission.ref])).content.decode()
    pdf = client.get(reverse("missions:day_pdf", args=[mission.ref]))

    assert page.count("WARGA CONTOH") >= 9
    assert "1990 · L" in page
    assert pdf.content.startswith(b"%PDF")
    assert View.objects.filter(verb="missions.day_sheet").count() == 2


def test_outcomes_and_recordings_of_the_day_page_make_the_evening(
    mobile: Field, as_role: Enter, tmp_path: Path
) -> None:
    mission = under_way(mobile, tmp_path)
    client, desk = as_role("operator"), as_role("coordinator")
    names = people.listed(queries.mission(mission.ref).stops[0], TODAY)
    sent = {f"hasil-{each.ref}": "absent" for each in names}
    sent |= {f"hasil-{each.ref}": "recorded" for each in names[:3]}

    client.post(reverse("missions:enter", args=[mission.ref]), sent)
    address = reverse("missions:act", args=[mission.ref])
    client.post(address, {"tindakan": "laporkan", "biaya": "BBM; 150.000", "catatan": "Lancar"})
    assert client.post(address, {"tindakan": "tutup"}).status_code == 404
    desk.post(address, {"tindakan": "tutup"})

    report = Report.objects.get()
    assert report.closed_on == TODAY
    assert report.outcomes == {"absent": len(names) - 3, "recorded": 3}
    assert report.costs == [{"what": "BBM", "rupiah": 150_000}]
    page = desk.get(reverse("missions:mission", args=[mission.ref])).content.decode()
    assert "menunggu cuplikan pusat" in page


def test_in_local_mode_the_report_waits_for_no_snapshot(
    mobile: Field, as_role: Enter, tmp_path: Path
) -> None:
    enrolment.authorise_mode(
        actor=mobile.who("head"),
        mode="local",
        from_on=TODAY,
        document="Izin contoh",
        now=at(6),
    )
    mission = under_way(mobile, tmp_path)
    names = people.listed(queries.mission(mission.ref).stops[0], TODAY)
    sent = {f"hasil-{each.ref}": "recorded" for each in names}
    client = as_role("operator")
    client.post(reverse("missions:enter", args=[mission.ref]), sent)
    client.post(reverse("missions:act", args=[mission.ref]), {"tindakan": "laporkan"})

    report = Report.objects.get()

    assert (report.mode, report.waiting_snapshot) == ("local", 0)
    assert report.outcomes == {"recorded": len(names)}
    page = as_role("coordinator").get(reverse("missions:mission", args=[mission.ref]))
    assert "menunggu cuplikan pusat" not in page.content.decode()


def test_a_work_package_is_a_download(mobile: Field, as_role: Enter) -> None:
    mission, client = a_mission(mobile), as_role("coordinator")
    client.post(reverse("missions:act", args=[mission.ref]), {"tindakan": "undang"})
    kit = mission.equipment.get().asset

    answer = client.post(reverse("missions:package", args=[mission.ref, kit.ref]))

    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == [
        "manifest.json",
        "daftar-1.json",
    ]


def test_the_calendar_answers_to_its_token_and_names_no_resident(
    mobile: Field, as_role: Enter
) -> None:
    a_mission(mobile)
    client = as_role("operator")
    page = client.post(reverse("missions:feeds"), {"tim": ""}).content.decode()
    address = page.split('id="alamat">')[1].split("<")[0]
    path = address.removeprefix("http://testserver")

    text = Client().get(path).content.decode()
    assert "SUMMARY:Tim Kwandang" in text
    assert "WARGA" not in text
    feed = page.split('name="akhiri" value="')[1].split('"')[0]
    client.post(reverse("missions:feeds"), {"akhiri": feed})
    assert Client().get(path).status_code == 404


def test_resources_are_entered_with_their_day_and_paper(mobile: Field, as_role: Enter) -> None:
    client, address = as_role("coordinator"), reverse("missions:resources")
    assert client.get(address).status_code == 200

    refused = client.post(address, {"apa": "tim", "nama": "Tim Baru"})
    office = next(point for point in wilayah.service_points() if point.kind == "office")
    saved = client.post(
        address,
        {
            "apa": "tim",
            "nama": "Tim Baru",
            "pangkalan": office.ref,
            "berlaku": "2023-06-20",
            "dasar": "SK Kepala Dinas",
        },
    )

    assert refused.status_code == 400
    assert saved.status_code == 302
    assert "Tim Baru" in client.get(address).content.decode()
    for name in ("venues", "values", "problems"):
        assert client.get(reverse(f"missions:{name}")).status_code == 200


def test_the_home_page_says_which_teams_are_out_today(mobile: Field, as_role: Enter) -> None:
    a_mission(mobile)

    page = as_role("operator").get(reverse("coverage:home")).content.decode()

    assert "Tim Kwandang" in page
    assert "09.00–14.00" in page


def test_the_packing_list_is_a_paper(mobile: Field, as_role: Enter) -> None:
    mission = a_mission(mobile)

    made = as_role("operator").get(reverse("missions:packing", args=[mission.ref]))

    assert made.content.startswith(b"%PDF")
