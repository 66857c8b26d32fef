"""Numbers without gaps or doubles, the queue in order, letters the same to the byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.letters.office import ADDRESS, ASSIGNMENT, CLERK, DAY, NOW, head, open_desk, waiting
from tuntas.authority import actions as authority
from tuntas.authority.models import Seat
from tuntas.letters import actions, queries
from tuntas.letters.actions.signing import Pen
from tuntas.letters.errors import (
    EarlierFirst,
    Incomplete,
    MayNotSign,
    NoProvider,
    NotFound,
    ReasonMissing,
    ScanUnusable,
    SigningFailed,
)
from tuntas.letters.kinds import KINDS
from tuntas.letters.models import Letter, Series
from tuntas.letters.simulator import Simulator
from tuntas.letters.verification import check

pytestmark = pytest.mark.django_db

SCAN = b"%PDF-1.7 pindaian"


@pytest.fixture(autouse=True)
def desk(db: None) -> None:
    open_desk()


def signed_by(monkeypatch: pytest.MonkeyPatch, competence: str) -> None:
    """The letter of assignment, as if it needed another competence."""
    changed = replace(KINDS["assignment_letter"], competence=competence)
    monkeypatch.setitem(KINDS, "assignment_letter", changed)


@pytest.fixture
def electronic(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of letter that is signed electronically, as a moving letter is."""
    signed_by(monkeypatch, "moving_letter")
    return "assignment_letter"


def test_a_letter_on_paper_is_numbered_when_signed_and_whole_when_filed(tmp_path: Path) -> None:
    boss, ref = head(), waiting()

    text = boss.sign(ref, tmp_path)
    numbered = queries.letter(ref)
    actions.file_scan(actor=CLERK, ref=ref, scan=SCAN, folder=tmp_path, now=NOW)

    assert text == "800.1.11.1/DUKCAPIL/001/X/2021"
    assert numbered.state == Letter.State.NUMBERED
    assert queries.letter(ref).state == Letter.State.SIGNED
    assert (tmp_path / queries.letter(ref).evidence).read_bytes() == SCAN
    assert list(check()) == []


def test_who_is_not_competent_does_not_sign_and_uses_no_number(tmp_path: Path) -> None:
    boss, ref = head(starts=date(2021, 10, 21)), waiting()

    with pytest.raises(MayNotSign):
        boss.sign(ref, tmp_path)

    assert not Series.objects.filter(last__gt=0).exists()
    assert boss.sign(ref, tmp_path, on=date(2021, 10, 21)).split("/")[2] == "001"


def test_the_queue_is_signed_in_order_unless_one_is_moved_ahead(tmp_path: Path) -> None:
    boss = head()
    first, second, third = waiting(), waiting(), waiting()

    with pytest.raises(EarlierFirst):
        boss.sign(second, tmp_path)
    with pytest.raises(ReasonMissing):
        actions.move_ahead(actor=CLERK, ref=third, reason=" ", now=NOW)
    actions.move_ahead(actor=CLERK, ref=third, reason="Tim berangkat besok", now=NOW)

    order = [boss.sign(ref, tmp_path) for ref in (third, first, second)]
    assert [text.split("/")[2] for text in order] == ["001", "002", "003"]


def test_a_letter_that_waits_for_a_certificate_holds_up_none_on_paper(
    tmp_path: Path, electronic: str
) -> None:
    boss, blocked = head(), waiting(electronic)
    invited = {
        "to": "Kepala Desa",
        "occasion": "Perekaman",
        "place": "Kantor desa",
        "on": "2021-10-22",
        "hours": "09.00",
    }
    ref = actions.draft(actor=CLERK, kind="invitation", said=invited, on=DAY, now=NOW)
    actions.submit(actor=CLERK, ref=ref, now=NOW)

    assert [one.ref for one in queries.waiting_for(boss.officer.ref, DAY)] == [ref]
    answers = {one.ref: answer for one, answer in queries.queue(DAY)}
    assert not answers[blocked].possible


def test_the_provider_signs_what_the_certificate_allows(tmp_path: Path, electronic: str) -> None:
    boss, ref = head(), waiting(electronic)
    authority.record_certificate(
        actor=CLERK, officer_ref=boss.officer.ref, starts=DAY, source="Sertifikat", now=NOW
    )
    provider = Simulator(tmp_path / "tte")
    provider.enrol(boss.officer.ref, "rahasia kepala")

    with pytest.raises(NoProvider):
        boss.sign(ref, tmp_path)
    with pytest.raises(SigningFailed):
        boss.sign(ref, tmp_path, pen=Pen(provider, "salah"))
    with pytest.raises(SigningFailed):
        boss.sign(ref, tmp_path, pen=Pen(Simulator(tmp_path / "tte", down=True), "rahasia kepala"))
    assert not Series.objects.filter(last__gt=0).exists()
    boss.sign(ref, tmp_path, pen=Pen(provider, "rahasia kepala"))

    letter = queries.letter(ref)
    signature = (tmp_path / letter.evidence).read_bytes()
    assert letter.state == Letter.State.SIGNED
    assert provider.holds(queries.pdf(letter), signature)
    assert not provider.holds(queries.pdf(letter) + b" ", signature)


def test_a_signed_letter_made_again_is_the_same_to_the_byte(tmp_path: Path) -> None:
    boss, ref = head(), waiting()
    boss.sign(ref, tmp_path)
    actions.set_letterhead(
        actor=CLERK,
        lines=["Pemerintah Kabupaten Contoh", "Dinas Baru", "Jalan Lain"],
        place="Molingkapoto",
        unit="DKPS",
        starts=DAY,
        now=NOW,
    )

    assert list(check()) == []
    Letter.objects.filter(ref=ref).update(data=ASSIGNMENT | {"charged_to": "", "task": "Lain"})
    assert [problem.place for problem in check()] == [f"letters_letter {ref}"]


def test_a_cancelled_letter_keeps_its_number(tmp_path: Path) -> None:
    boss = head()
    first, second = waiting(), waiting()
    boss.sign(first, tmp_path)
    actions.cancel(actor=CLERK, ref=first, reason="Kapal tidak berangkat", on=DAY, now=NOW)

    assert boss.sign(second, tmp_path).split("/")[2] == "002"
    assert [one.number for one in queries.register("keluar", 2021)] == [1, 2]
    with pytest.raises(NotFound):
        actions.cancel(actor=CLERK, ref=first, reason="lagi", on=DAY, now=NOW)


def test_a_gap_in_a_series_shows(tmp_path: Path) -> None:
    boss, ref = head(), waiting()
    boss.sign(ref, tmp_path)
    Series.objects.update(last=2)

    assert [problem.place for problem in check()] == ["letters_series keluar 2021"]


def test_a_returned_letter_waits_no_longer(tmp_path: Path) -> None:
    boss, ref = head(), waiting()
    actions.return_to_drafter(actor=boss.principal, ref=ref, reason="Nama salah", now=NOW)

    with pytest.raises(NotFound):
        boss.sign(ref, tmp_path)
    actions.revise(actor=CLERK, ref=ref, said=ASSIGNMENT | {"task": "Lain"}, now=NOW)
    assert queries.letter(ref).data["task"] == "Lain"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(Incomplete) as refused:
        actions.draft(
            actor=CLERK,
            kind="assignment_letter",
            said=ASSIGNMENT | {"task": " ", "first_day": "21-10-2021"},
            on=DAY,
            now=NOW,
        )

    assert refused.value.fields == ("task", "first_day")


@pytest.mark.parametrize("scan", [b"", b"GIF89a", b"%PDF-" + b" " * (10 * 1024 * 1024)])
def test_a_scan_must_be_one(tmp_path: Path, scan: bytes) -> None:
    boss, ref = head(), waiting()
    boss.sign(ref, tmp_path)

    with pytest.raises(ScanUnusable):
        actions.file_scan(actor=CLERK, ref=ref, scan=scan, folder=tmp_path, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_letters_signed_at_the_same_moment_never_share_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four camats, each with a letter of one series, at one moment."""
    signed_by(monkeypatch, "call_letter")
    refs, camats = [], []
    for n in range(4):
        code = f"99.05.0{n}"
        Seat.objects.create(code=f"camat:{code}", title_id="Camat", title_en="Camat", rank=4)
        camats.append(head(seat=f"camat:{code}"))
        refs.append(waiting(district=code))
    start = Barrier(4)

    def sign(n: int) -> None:
        start.wait()
        try:
            camats[n].sign(refs[n], tmp_path)
        finally:
            connection.close()

    threads = [Thread(target=sign, args=[n]) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [one.number for one in queries.register("keluar", 2021)] == [1, 2, 3, 4]
    assert list(check()) == []


def test_addresses_for_verification_stand_in_the_letter(tmp_path: Path) -> None:
    boss, ref = head(), waiting()
    boss.sign(ref, tmp_path)

    assert queries.letter(ref).head["verify"] == f"{ADDRESS}{ref}/"
