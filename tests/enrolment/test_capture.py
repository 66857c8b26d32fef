"""A capture session: any order, any interruption; what was accepted is sealed, once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.lives import NOW, OPENING, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.biometrics.formats import cbeff
from tuntas.coverage.queries import figures_of
from tuntas.enrolment import actions, parts
from tuntas.enrolment.actions import sealing, sessions
from tuntas.enrolment.actions.sessions import Taken
from tuntas.enrolment.errors import (
    CosignNeeded,
    ExceptionRefused,
    NonceOfAnother,
    NoReaders,
    NotLocal,
    NotOpen,
    OtherSession,
    PartUnknown,
    Refused,
    SamePersonCosigns,
    Unfinished,
)
from tuntas.enrolment.models import CapturedPart, CaptureSession
from tuntas.enrolment.vault import Vault
from tuntas.packets import durable, keys
from tuntas.packets.errors import NoSpace, WrongSecret
from tuntas.packets.keys import Reader
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db

DAY = date(2023, 6, 20)
SECRET = "kunci pagi"
CENTRE, RECOVERY = Reader.new(), Reader.new()
OPERATOR = replace(system("op"), kind="user", officer_ref="a1" * 16)
SUPERVISOR = replace(system("sup"), kind="user", officer_ref="b2" * 16)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path)


@pytest.fixture
def person(small_office: SmallOffice) -> Person:
    opened()
    actions.authorise_mode(actor=OPERATOR, mode="local", from_on=OPENING, document="Izin", now=NOW)
    for role, reader in (("centre", CENTRE), ("recovery", RECOVERY)):
        actions.add_reader(actor=OPERATOR, role=role, public=reader.public, starts=OPENING, now=NOW)
    return listed(small_office.village.id)


def begun(person: Person, vault: Vault) -> str:
    return actions.begin_session(
        actor=OPERATOR,
        person_ref=person.ref.hex,
        place="Kantor",
        secret=SECRET,
        vault=vault,
        on=DAY,
        now=NOW,
    )


def take(ref: str, vault: Vault, kind: str, content: bytes = b"", **said: object) -> CapturedPart:
    nonce = said.pop("nonce", f"{abs(hash((kind, content))):032x}"[:32])
    taken = Taken(kind, content or kind.encode(), str(nonce), **said)  # type: ignore[arg-type]
    return actions.accept_part(
        actor=OPERATOR, session_ref=ref, secret=SECRET, taken=taken, vault=vault, now=NOW
    )


def confirm(ref: str) -> None:
    actions.confirm_biodata(
        actor=OPERATOR, session_ref=ref, digest="0" * 64, corrections="", now=NOW
    )


def seal(ref: str, vault: Vault) -> sealing.Sealed:
    return actions.seal_session(
        actor=OPERATOR, session_ref=ref, secret=SECRET, vault=vault, on=DAY, now=NOW
    )


def test_a_whole_session_is_one_packet_one_recording_and_one_receipt(
    person: Person, vault: Vault
) -> None:
    ref = begun(person, vault)
    for kind in (*reversed(parts.EVERY), "declaration"):
        take(ref, vault, kind, quality=80)
    with pytest.raises(Unfinished):
        seal(ref, vault)
    confirm(ref)

    sealed = seal(ref, vault)

    assert figures_of(on=DAY).left == 0
    assert seal(ref, vault) == sealed
    opened_ = vault.custody().open(sealed.packet, [CENTRE])
    blocks = cbeff.read(opened_["biometrics.xml"])
    assert {block.data.decode() for block in blocks} == set(parts.EVERY) - {"signature"}
    assert opened_["signature"] == b"signature"
    told = json.loads(opened_["session.json"])
    assert told["person"] == person.ref.hex
    assert told["parts"]["finger.2"]["quality"] == 80
    assert not any(person.nik.encode() in content for content in opened_.values())
    assert not any("template" in name for name in opened_)


def test_the_last_image_of_a_part_counts(person: Person, vault: Vault) -> None:
    ref = begun(person, vault)
    take(ref, vault, "face", b"satu")
    take(ref, vault, "face", b"dua")

    held = sessions.contents(vault.journal(ref, SECRET))

    assert held["face"][1] == b"dua"


def test_a_repeated_request_is_accepted_once(person: Person, vault: Vault) -> None:
    ref = begun(person, vault)
    first = take(ref, vault, "face", nonce="n" * 32)
    again = take(ref, vault, "face", nonce="n" * 32)

    assert first == again
    with pytest.raises(NonceOfAnother):
        take(ref, vault, "iris.1", nonce="n" * 32)


def test_after_a_power_cut_the_operator_goes_on_with_the_secret(
    person: Person, vault: Vault
) -> None:
    ref = begun(person, vault)
    take(ref, vault, "face", b"wajah")
    CapturedPart.objects.all().delete()  # the row was not written, the journal was
    fresh = Vault(vault.folder)

    with pytest.raises(WrongSecret):
        actions.open_again(session_ref=ref, secret="lupa", vault=fresh)
    session = actions.open_again(session_ref=ref, secret=SECRET, vault=fresh)

    assert [part.kind for part in session.parts.all()] == ["face"]


def test_exceptions_need_a_reason_that_covers_them_and_a_second_person(
    person: Person, vault: Vault
) -> None:
    ref = begun(person, vault)
    confirm(ref)
    for kind in ("face", "signature", parts.DECLARATION):
        take(ref, vault, kind)
    say = {"actor": OPERATOR, "session_ref": ref, "now": NOW}
    with pytest.raises(ExceptionRefused):
        actions.except_part(**say, target="hands", reason="blind")
    with pytest.raises(ExceptionRefused):
        actions.except_part(**say, target="eyes", reason="photo_only")
    actions.except_part(**say, target="hands", reason="leprosy")
    actions.except_part(**say, target="eyes", reason="blind")

    with pytest.raises(CosignNeeded):
        seal(ref, vault)
    with pytest.raises(SamePersonCosigns):
        actions.approve_exceptions(actor=OPERATOR, session_ref=ref, now=NOW)
    actions.approve_exceptions(actor=SUPERVISOR, session_ref=ref, now=NOW)
    assert seal(ref, vault).packet


def test_an_exception_added_after_the_approval_needs_a_new_one(
    person: Person, vault: Vault
) -> None:
    ref = begun(person, vault)
    say = {"actor": OPERATOR, "session_ref": ref, "now": NOW}
    actions.except_part(**say, target="eyes", reason="blind")
    actions.approve_exceptions(actor=SUPERVISOR, session_ref=ref, now=NOW)
    actions.except_part(**say, target="finger.3", reason="bandaged")

    assert CaptureSession.objects.get(ref=ref).cosigned_by == ""


def test_photo_only_needs_its_evidence(person: Person, vault: Vault) -> None:
    ref = begun(person, vault)
    take(ref, vault, "document.surat-dokter")

    actions.except_part(
        actor=OPERATOR, session_ref=ref, target="eyes", reason="photo_only", now=NOW
    )

    assert CaptureSession.objects.get(ref=ref).exceptions == {"eyes": "photo_only"}


def test_one_person_is_in_one_session_and_recorded_once(person: Person, vault: Vault) -> None:
    ref = begun(person, vault)
    with pytest.raises(OtherSession):
        begun(person, vault)
    actions.abandon_session(
        actor=OPERATOR, session_ref=ref, reason="Pulang dulu", vault=vault, now=NOW
    )
    with pytest.raises(NotOpen):
        take(ref, vault, "face")
    ref = begun(person, vault)
    confirm(ref)
    for kind in (*parts.EVERY, parts.DECLARATION):
        take(ref, vault, kind)
    seal(ref, vault)

    with pytest.raises(Refused):
        begun(person, vault)


def test_what_was_given_up_cannot_be_opened_by_anybody(person: Person, vault: Vault) -> None:
    ref = begun(person, vault)
    take(ref, vault, "face", b"wajah")
    actions.abandon_session(
        actor=OPERATOR, session_ref=ref, reason="Salah orang", vault=vault, now=NOW
    )

    assert {path.name for path in vault.session_folder(ref).iterdir()} == {"sealed"}


def test_nothing_is_captured_in_national_mode_or_without_keys(
    small_office: SmallOffice, vault: Vault
) -> None:
    opened()
    someone = listed(small_office.village.id)
    with pytest.raises(NotLocal):
        begun(someone, vault)
    actions.authorise_mode(actor=OPERATOR, mode="local", from_on=OPENING, document="Izin", now=NOW)
    with pytest.raises(NoReaders):
        begun(someone, vault)


def test_a_new_key_of_the_centre_opens_what_is_sealed_from_then_on(
    person: Person, vault: Vault
) -> None:
    newer = Reader.new()
    actions.add_reader(actor=OPERATOR, role="centre", public=newer.public, starts=DAY, now=NOW)
    ref = begun(person, vault)
    confirm(ref)
    for kind in (*parts.EVERY, parts.DECLARATION):
        take(ref, vault, kind)
    sealed = seal(ref, vault)

    assert vault.custody().open(sealed.packet, [newer])
    with pytest.raises(keys.WrongKey):
        vault.custody().open(sealed.packet, [CENTRE])


def test_an_unknown_part_is_refused(person: Person, vault: Vault) -> None:
    ref = begun(person, vault)

    with pytest.raises(PartUnknown):
        take(ref, vault, "toe.1")


def test_a_full_disk_accepts_nothing_and_loses_nothing(
    person: Person, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = begun(person, vault)
    take(ref, vault, "face", b"wajah")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "fsync", full)
        with pytest.raises(NoSpace):
            take(ref, vault, "iris.1")

    assert [part.kind for part in CapturedPart.objects.all()] == ["face"]
    assert take(ref, vault, "iris.1").entry == 2


class Killed(BaseException):
    """As if the process had ended here."""


def test_killed_anywhere_while_sealing_it_is_one_packet_and_one_recording(
    person: Person, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every call that touches the disk, and before the ledger is written."""
    ref = begun(person, vault)
    confirm(ref)
    for kind in (*parts.EVERY, parts.DECLARATION):
        take(ref, vault, kind)
    tries = 0

    for when in range(1, 80):
        tries += 1
        left = [when]
        with monkeypatch.context() as patch:
            for owner, name in (
                (durable.os, "fsync"),
                (durable.os, "replace"),
                (Path, "unlink"),
                (sealing, "record_person"),
            ):
                patch.setattr(owner, name, dying(getattr(owner, name), left))
            try:
                sealed = seal(ref, vault)
            except Killed:
                continue
        break
    else:
        pytest.fail("sealing never came to its end")

    assert tries > 10
    assert [one.header.session for one in vault.outbox().packets()] == [ref]
    assert vault.custody().open(sealed.packet, [RECOVERY])
    assert figures_of(on=DAY).left == 0


def dying(real, left):  # type: ignore[no-untyped-def]
    def call(*said, **named):  # type: ignore[no-untyped-def]
        left[0] -= 1
        if left[0] <= 0:
            raise Killed
        return real(*said, **named)

    return call
