"""Packets to MOSIP and back: let out for a purpose, read by a stranger, and by us again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from django.utils import timezone

from tests.centre.specimens import DAY, NOW, Station, fingers
from tests.packets import mosip_reader as stranger
from tests.packets.test_mosip import certificate, foreign, key
from tests.packets.test_mosip import recipient as mosip
from tests.principals import OfficerWith, SmallOffice
from tuntas.accounts.models import User
from tuntas.accounts.principals import Principal
from tuntas.accounts.queries import load_principal
from tuntas.audit.models import View
from tuntas.centre import actions, premises
from tuntas.centre.actions.exchange import Exported, Imported, Sender
from tuntas.centre.errors import Locked, NoKeys, WhoIsIt
from tuntas.centre.keyring import SECRET
from tuntas.centre.models import Import, Job
from tuntas.centre.workshop import Workshop
from tuntas.cli import packets as command
from tuntas.enrolment.models import Reader
from tuntas.enrolment.vault import Vault
from tuntas.packets.mosip.envelope import Owner
from tuntas.residents.errors import NotFound
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(station: Station, person: Callable[..., Person]) -> tuple[Person, str]:
    who = person(name="SITI AMINAH", birth_place="Tolinggula")
    return who, station.hand_over(who.ref.hex, fingers(1))


def load(account: User) -> Principal:
    return load_principal(account, today=timezone.localdate())


@pytest.fixture
def clerk_account(officer_with: OfficerWith, small_office: SmallOffice) -> User:
    return officer_with("adb", "coordinator", region=small_office.regency)


@pytest.fixture
def clerk(clerk_account: User) -> Principal:
    return load(clerk_account)


def export(shop: Workshop, packet: str, clerk: Principal) -> Exported:
    return actions.export_mosip(
        actor=clerk,
        packet=packet,
        shop=shop,
        sender=Sender("10001", "10077", key("machine")),
        recipient=mosip(),
        purpose="uji pertukaran",
        now=NOW,
    )


def take(content: bytes, vault: Vault, clerk: Principal, *, person_ref: str = "") -> Imported:
    return actions.import_mosip(
        actor=clerk,
        content=content,
        owner=Owner(key("centre")),
        machine=key("machine").public_key(),
        vault=vault,
        person_ref=person_ref,
        on=DAY,
        now=NOW,
    )


# --- out ------------------------------------------------------------------------------------


def test_a_stranger_reads_what_the_centre_let_out_and_the_log_says_who_asked(
    sealed: tuple[Person, str], shop: Workshop, clerk: Principal
) -> None:
    who, packet = sealed

    made = export(shop, packet, clerk)

    found = stranger.read(made.content, key("centre"), certificate(), key("machine").public_key())
    identity = json.loads(found["id"]["ID.json"])["identity"]
    assert identity["fullName"] == [{"language": "ind", "value": "SITI AMINAH"}]
    assert identity["residentNIK"] == who.nik
    assert made.rid[:15] == "100011007700001"
    noted = View.objects.get(verb="centre.export_mosip")
    assert who.ref.hex in noted.subjects
    assert noted.purpose == "uji pertukaran"


def test_without_the_custodian_s_secret_nothing_goes_out(
    sealed: tuple[Person, str],
    shop: Workshop,
    clerk: Principal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(SECRET)

    with pytest.raises(Locked):
        export(shop, sealed[1], clerk)


def test_nobody_lets_out_a_person_of_another_area(
    sealed: tuple[Person, str], shop: Workshop, officer_with: OfficerWith, small_office: SmallOffice
) -> None:
    other = load(officer_with("coordinator", region=small_office.elsewhere))

    with pytest.raises(NotFound):
        export(shop, sealed[1], other)


# --- in -------------------------------------------------------------------------------------


def test_what_went_out_comes_in_at_another_office_once_and_is_judged_like_any_other(
    sealed: tuple[Person, str],
    shop: Workshop,
    clerk: Principal,
    tmp_path: Path,
    run: Callable[..., list[Job]],
) -> None:
    made = export(shop, sealed[1], clerk)
    vault = Vault(tmp_path / "vault")

    first, second = (take(made.content, vault, clerk) for _ in range(2))

    assert (first.new, second.new) == (True, False)
    assert first.packet == second.packet
    assert Import.objects.get().rid == made.rid
    readers = shop.keyring.readers()
    assert vault.custody().open(first.packet, readers) == shop.custody.open(sealed[1], readers)


def test_a_packet_that_names_nobody_here_needs_to_be_told_who_it_is(
    sealed: tuple[Person, str], clerk: Principal, tmp_path: Path, shop: Workshop
) -> None:
    vault, whole = Vault(tmp_path / "vault"), foreign()

    with pytest.raises(WhoIsIt):
        take(whole, vault, clerk)
    with pytest.raises(NotFound):
        take(whole, vault, clerk, person_ref="0" * 32)
    taken = take(whole, vault, clerk, person_ref=sealed[0].ref.hex)

    content = vault.custody().open(taken.packet, shop.keyring.readers())
    assert json.loads(content["session.json"])["person"] == sealed[0].ref.hex


def test_nothing_is_taken_in_that_nobody_could_open(
    sealed: tuple[Person, str], shop: Workshop, clerk: Principal, tmp_path: Path
) -> None:
    made = export(shop, sealed[1], clerk)
    Reader.objects.all().delete()

    with pytest.raises(NoKeys):
        take(made.content, Vault(tmp_path / "vault"), clerk)


# --- at the terminal ------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    def kept(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    return {
        "certificate": kept("centre.pem", certificate().public_bytes(pem)),
        "key": kept("centre-key.pem", key("centre").private_bytes(pem, pkcs8, plain)),
        "machine-key": kept("machine-key.pem", key("machine").private_bytes(pem, pkcs8, plain)),
        "machine": kept("machine.pem", key("machine").public_key().public_bytes(pem, public)),
    }


def asked(*arguments: object) -> tuple[int, dict[str, Any]]:
    outcome = CliRunner().invoke(command.packets, [*map(str, arguments), "--json"])
    return outcome.exit_code, json.loads(outcome.stdout)


def test_export_verify_and_import_at_the_terminal(
    sealed: tuple[Person, str],
    shop: Workshop,
    clerk_account: User,
    files: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    monkeypatch.setattr("tuntas.enrolment.station.vault", lambda: Vault(tmp_path / "vault"))

    code, made = asked(
        "export", sealed[1], "--format", "mosip", "--as", clerk_account.username,
        "--purpose", "uji", "--for", files["certificate"], "--machine-key", files["machine-key"],
        "--centre-id", "10001", "--machine-id", "10077", "--to", tmp_path,
    )  # fmt: skip
    assert code == 0
    assert asked("verify", made["file"])[0] == 0
    opened = ("--key", files["key"], "--machine", files["machine"])
    assert asked("verify", made["file"], *opened)[0] == 0
    code, whole = asked(
        "import", made["file"], "--as", clerk_account.username, *opened, "--dry-run"
    )
    assert (code, whole["parts"]) == (0, ["biometrics.xml", "session.json"])
    code, taken = asked("import", made["file"], "--as", clerk_account.username, *opened)
    assert (code, taken["new"]) == (0, True)

    changed = bytearray(Path(made["file"]).read_bytes())
    changed[-400] ^= 4
    Path(made["file"]).write_bytes(changed)
    code, said = asked("verify", made["file"])
    assert (code, said["problems"][0]["code"]) == (1, "PAKET-09")
    assert (
        CliRunner().invoke(command.packets, ["verify", "--key", str(files["key"])]).exit_code == 2
    )


def test_what_the_office_keeps_is_checked_to_the_missing_number(
    station: Station,
    person: Callable[..., Person],
    shop: Workshop,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    names = [station.hand_over(person().ref.hex, []) for _ in range(4)]
    shop.custody.destroy(names[0])
    code, said = asked("verify")
    assert (code, said["packets"]) == (0, 4)

    (shop.custody.folder / f"{names[1]}.packet").unlink()
    whole = (shop.custody.folder / f"{names[3]}.packet").read_bytes()
    (shop.custody.folder / f"{names[3]}.packet").write_bytes(whole[:-1] + b"x")
    code, said = asked("verify")

    assert code == 1
    assert {one["code"] for one in said["problems"]} == {"PAKET-01", "missing"}
