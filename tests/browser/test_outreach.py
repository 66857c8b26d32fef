"""The task board, one person's card and the proposals, on a phone and at a desk."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_office_pages import unrecorded
from tests.pages import small_office
from tests.pages.small_office import Office, at
from tests.principals import Person as Somebody
from tuntas.ledger import queries as ledger
from tuntas.outreach import actions
from tuntas.outreach.actions.contacts import Told, record_many
from tuntas.outreach.actions.reasons import tell_reason
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = small_office.TODAY
PAGES = (
    "/tugas/",
    "/tugas/?waktu=khusus",
    "/tugas/?papan=capil",
    "/orang/{ref}/jangkau/",
    "/usulan/",
)


@pytest.fixture
def tried(office: Office) -> Person:
    """Somebody missed three times; two others are proposed, one of them set aside."""
    clerk = Somebody(office.users["operator"], None).principal  # type: ignore[arg-type]
    chief = Somebody(office.users["head"], None).principal  # type: ignore[arg-type]
    left = Person.objects.in_bulk([one for one, _, _ in ledger.people_in(on=TODAY)])
    missed, *others = [person for person in left.values() if person.id != unrecorded().id][:4]
    told = [
        Told(
            missed.ref.hex,
            "absent",
            TODAY - timedelta(n * 7),
            "visit",
            f"n{n}",
            note="rumah kosong",
        )
        for n in (1, 2, 3)
    ]
    record_many(actor=clerk, contacts=told, now=at(TODAY))
    for n, person in enumerate(others):
        actions.propose_aside(
            actor=clerk,
            person_ref=person.ref.hex,
            reason="MENINGGAL_BELUM_LAPOR",
            evidence="Surat keterangan kepala desa",
            document=f"474.3/{n} tanggal 2 Mei 2023",
            on=TODAY - timedelta(20 - n),
            now=at(TODAY),
        )
    for proposal in actions_waiting()[:2]:
        actions.approve_aside(
            actor=chief, proposal_id=proposal, on=TODAY - timedelta(9), now=at(TODAY)
        )
    tell_reason(
        actor=clerk,
        person_ref=missed.ref.hex,
        code="MENOLAK",
        evidence="takut difoto",
        on=TODAY,
        now=at(TODAY),
    )
    return missed


def actions_waiting() -> list[int]:
    from tuntas.outreach.queries import open_proposals

    return [proposal.id for proposal in open_proposals()]


def test_the_pages_fit_and_are_accessible(
    page: Any,
    live_server: Any,
    enter: Callable[..., None],
    axe: Callable[[Any], str],
    tried: Person,
) -> None:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    enter(page, "coordinator")

    for n, address in enumerate(PAGES):
        page.goto(live_server.url + address.format(ref=tried.ref.hex))
        width = page.viewport_size["width"]
        if folder := os.environ.get("TUNTAS_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"outreach-{n}-{width}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, address
        assert page.locator("h1").count() == 1
        assert axe(page) == "", address
    assert faults == []


def test_an_outcome_entered_on_the_phone_moves_the_next_step(
    phone: Any, live_server: Any, enter: Callable[..., None], tried: Person
) -> None:
    enter(phone, "coordinator")
    phone.goto(f"{live_server.url}/orang/{tried.ref.hex}/jangkau/")
    assert phone.get_by_role("heading", name="Buat rencana khusus").is_visible()

    phone.get_by_label("Siapa yang berangkat").fill("Camat bersama kepala dusun")
    phone.get_by_label("Tugas siapa").select_option("camat")
    phone.get_by_label("Hari kunjungan").fill((TODAY + timedelta(2)).isoformat())
    phone.get_by_role("button", name="Simpan rencana").click()

    assert phone.get_by_role("heading", name="Kunjungi menurut rencana").is_visible()
