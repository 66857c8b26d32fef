"""Two people at the desk, blind to each other; a third where they differ; images that go."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.centre.specimens import DAY, FOUR, NOW, Station, eyes, face, fingers
from tests.centre.test_deciding import said_of
from tests.principals import OfficerWith, SmallOffice, browser_of
from tuntas.accounts.principals import Principal, system
from tuntas.audit.models import Act, View
from tuntas.centre import actions, pictures, premises, queries
from tuntas.centre.errors import ChooseOne, ImageGone, NotDecided, NotOpen, NotYours, ReasonMissing
from tuntas.centre.models import Candidate, Case, Identity, Job
from tuntas.centre.workshop import Workshop
from tuntas.coverage.queries import figures_of
from tuntas.enrolment.actions import record_person
from tuntas.ledger import clock
from tuntas.packets.errors import Destroyed
from tuntas.residents.models import Person

Make = Callable[..., Person]
Run = Callable[..., list[Job]]
ANI, BUDI, CITRA = (
    replace(system(name), kind="user", officer_ref=mark * 16)
    for name, mark in (("ani", "1a"), ("budi", "2b"), ("citra", "3c"))
)
SEEN = "Delapan titik telunjuk kanan sama"


@pytest.fixture
def case(station: Station, person: Make, run: Run) -> Case:
    """Somebody recorded twice under two NIKs."""
    for number in (0, 1):
        blocks = [*fingers(1, number), face(1, number), *eyes(1, number)]
        station.hand_over(person().ref.hex, blocks)
    run()
    return Case.objects.get()


def judge(who: Principal, case: Case, decision: str, *, minutes: int = 10) -> Case:
    chosen = case.candidates.get().identity if decision == "same" else ""
    return actions.give_opinion(
        actor=who,
        case_ref=case.ref,
        decision=decision,
        chosen=chosen,
        reason=SEEN,
        now=NOW + timedelta(minutes=minutes),
    )


def recorded(case: Case) -> Person:
    return Person.objects.get(ref=case.job.person)


def test_two_who_agree_close_the_case_and_the_ledger_hears_it(case: Case, run: Run) -> None:
    judge(ANI, case, "same")
    assert Case.objects.get().state == "open"
    judge(BUDI, case, "same")

    run()

    case.job.refresh_from_db()
    assert (case.job.state, case.job.outcome) == ("decided", "duplicate")
    assert said_of(recorded(case)) == ["ADJUDICATE_RECORD", "DUPLICATE_RECORD"]
    assert Identity.objects.count() == 1


def test_two_different_persons_are_both_unique_from_then_on(
    case: Case, run: Run, shop: Workshop
) -> None:
    judge(ANI, case, "different")
    judge(BUDI, case, "different")

    run()

    assert said_of(recorded(case)) == ["ADJUDICATE_RECORD", "PRINT_READY_RECORD"]
    assert Identity.objects.count() == 2
    with shop.looking() as gallery:
        assert case.job.packet in gallery


def test_where_two_differ_a_third_persons_word_counts(case: Case, run: Run) -> None:
    judge(ANI, case, "same")
    assert judge(BUDI, case, "different").state == "third"
    with pytest.raises(NotYours):
        judge(ANI, case, "same")
    settled = judge(CITRA, case, "recapture")
    with pytest.raises(NotOpen):
        judge(BUDI, case, "same")

    run()

    assert settled.decision == "recapture"
    assert said_of(recorded(case))[-1] == "ENROLL_FAILURE_AT_CENTRAL"
    assert queries.measures().agreed == 0


def test_nobody_judges_twice_nor_the_own_recording_nor_without_a_reason(case: Case) -> None:
    judge(ANI, case, "same")
    operator = replace(BUDI, officer_ref="a1" * 16)
    for who in (ANI, operator, system("import")):
        with pytest.raises(NotYours):
            judge(who, case, "same")
    say = {"actor": BUDI, "case_ref": case.ref, "now": NOW}
    with pytest.raises(ReasonMissing):
        actions.give_opinion(**say, decision="same", reason="mirip")
    with pytest.raises(ChooseOne):
        actions.give_opinion(**say, decision="same", chosen="0" * 32, reason=SEEN)
    with pytest.raises(ChooseOne):
        actions.give_opinion(**say, decision="mungkin", reason=SEEN)


def test_a_reversal_undoes_what_was_entered_and_is_measured(
    case: Case, run: Run, shop: Workshop
) -> None:
    for who in (ANI, BUDI):
        judge(who, case, "different")
    with pytest.raises(NotDecided):
        actions.open_again(actor=CITRA, case_ref=case.ref, reason="Keluhan warga", now=NOW)
    run()
    actions.open_again(actor=CITRA, case_ref=case.ref, reason="Keluhan warga", now=NOW)
    for who in (ANI, CITRA):
        judge(who, case, "same", minutes=60)

    run()

    assert said_of(recorded(case))[-1] == "DUPLICATE_RECORD"
    assert Identity.objects.count() == 1
    with shop.looking() as gallery:
        assert case.job.packet not in gallery
    found = queries.measures()
    assert (found.closed, found.agreed, found.reopened, found.reversed_) == (1, 1, 1, 1)
    assert found.median_hours == 1


def test_images_go_after_their_days_key_first_and_the_log_says_so(
    case: Case, run: Run, shop: Workshop
) -> None:
    first = Job.objects.order_by("id")[0]
    for day, gone in ((29, 0), (30, 1), (31, 0)):
        on = DAY + timedelta(days=day)
        assert actions.destroy_due(custody=shop.custody, on=on, now=NOW) == gone

    with pytest.raises(Destroyed):
        shop.custody.open(first.packet, shop.keyring.readers())
    assert shop.custody.destroyed(first.packet).packet == first.packet
    assert Act.objects.filter(verb="centre.destroy_images").count() == 1
    # The case is not decided: its own images stay, the candidate is drawn from the template.
    candidate = Candidate.objects.get()
    ours, theirs, _ = candidate.fingers[0]
    drawn = pictures.prints(shop, case.job.packet, candidate, ours, theirs, "jari")
    assert drawn.count("<image") == 1
    assert drawn.count("<text") > 8
    with pytest.raises(ImageGone):
        pictures.picture(shop, first.packet, "wajah")
    shelves = {shelf.why: shelf.n for shelf in queries.storage().shelves}
    assert shelves == {"case": 1}


def test_a_packet_sent_again_after_its_end_is_destroyed_again(
    station: Station, person: Make, run: Run, shop: Workshop
) -> None:
    packet = station.hand_over(person().ref.hex, fingers(1))
    sent = shop.custody.packet(packet)
    run()
    later = DAY + timedelta(days=30)
    actions.destroy_due(custody=shop.custody, on=later, now=NOW)
    shop.custody.keep(sent)

    [job] = run(on=later)

    assert job.destroyed_on == later
    assert list(shop.custody.names()) == []


def test_images_killed_between_file_and_row_are_marked_the_next_time(
    case: Case, shop: Workshop
) -> None:
    first = Job.objects.order_by("id")[0]
    shop.custody.destroy(first.packet)

    actions.destroy_due(custody=shop.custody, on=DAY + timedelta(days=30), now=NOW)

    first.refresh_from_db()
    assert first.destroyed_on == DAY + timedelta(days=30)


@pytest.fixture
def desks(
    small_office: SmallOffice,
    officer_with: OfficerWith,
    shop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> list[Client]:
    """Browsers of an ADB, a coordinator and the head."""
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    return [
        browser_of(officer_with(role, region=small_office.regency))
        for role in ("adb", "coordinator", "head")
    ]


def test_the_desk_is_used_by_two_people_blind_to_each_other(
    case: Case, desks: list[Client], run: Run
) -> None:
    first, second, head = desks
    page = f"/pusat/kasus/{case.ref}/"
    assert page in first.get("/pusat/").content.decode()
    seen = first.get(page).content.decode()
    assert "Telunjuk kanan" in seen
    [picture, *_] = re.findall(r'src="(/pusat/kasus/[^"]+\.png[^"]+)"', seen)
    [prints, *_] = re.findall(r'src="(/pusat/kasus/[^"]+\.svg[^"]+)"', seen)
    assert first.get(picture.replace("&amp;", "&")).content.startswith(b"\x89PNG")
    assert b"<image" in first.get(prints.replace("&amp;", "&")).content
    # Another's link, or none, shows nothing: whoever looks is in the log.
    assert second.get(picture.replace("&amp;", "&")).status_code == 404
    assert second.get(picture.partition("?")[0]).status_code == 404

    chosen = case.candidates.get().identity
    said = {"putusan": "same", "calon": chosen, "alasan": "Pendapat rahasia si Ani"}
    first.post(f"{page}pendapat/", said)
    blind = second.get(page).content.decode()
    assert "rahasia" not in blind
    second.post(f"{page}pendapat/", said | {"alasan": "Sama menurut saya juga"})
    run()

    told = head.get(page).content.decode()
    assert "rahasia" in told
    assert "memilih satu NIK" in told
    assert View.objects.filter(verb="centre.look_at").count() == 3
    assert not Act.objects.filter(detail__contains="rahasia").exists()


def test_a_case_of_another_area_is_not_there(
    case: Case, small_office: SmallOffice, officer_with: OfficerWith, shop: Workshop
) -> None:
    stranger = browser_of(officer_with("coordinator", region=small_office.other))

    assert stranger.get(f"/pusat/kasus/{case.ref}/").status_code == 404


def test_what_is_held_is_seen_and_released_at_the_desk(
    station: Station, person: Make, run: Run, desks: list[Client]
) -> None:
    stranger = Station(station.custody, station.recipients)
    packet = stranger.hand_over(person().ref.hex, fingers(1))
    run()
    assert "Perangkatnya tidak terdaftar" in desks[0].get("/pusat/").content.decode()

    desks[0].post(f"/pusat/paket/{packet}/lepas/", {"alasan": "Laptop pinjaman provinsi"})

    assert Job.objects.get().state == "received"
    assert "menunggu diproses" in desks[0].get("/pusat/simpanan/").content.decode()


def test_poor_evidence_is_cleared_and_the_person_comes_again(
    station: Station, person: Make, run: Run, desks: list[Client]
) -> None:
    someone = person(name="RAHMA DAUD")
    record_person(
        actor=ANI, person_ref=someone.ref.hex, nonce="n" * 32, on=DAY, place="Kantor", now=NOW
    )
    packet = station.hand_over(someone.ref.hex, fingers(1, which=FOUR[:1]))
    run()
    before = figures_of(on=clock.today()).left
    assert "RAHMA DAUD" in desks[0].get("/pusat/").content.decode()

    for status in (302, 404):
        again = desks[0].post(f"/pusat/paket/{packet}/rekam-lagi/")
        assert again.status_code == status

    assert figures_of(on=clock.today()).left == before + 1
    station.hand_over(someone.ref.hex, fingers(1))
    assert run()[-1].outcome == "unique"
    assert said_of(someone)[-2:] == ["UNREGISTERED", "PRINT_READY_RECORD"]
