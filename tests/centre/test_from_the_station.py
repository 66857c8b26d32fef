"""From the capture station to the centre: what a session seals is what the centre decides on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.centre.conftest import KEEPER
from tests.centre.specimens import DAY, NOW, Remembering, eye, face, finger
from tests.centre.test_deciding import said_of
from tests.lives import OPENING
from tests.principals import OfficerWith, SmallOffice
from tuntas.accounts.principals import system
from tuntas.audit.models import View
from tuntas.biometrics.positions import FINGERS, Eye, Finger
from tuntas.centre import actions
from tuntas.centre.keyring import Keyring
from tuntas.centre.models import Job
from tuntas.centre.workshop import Workshop
from tuntas.cli.centre import centre
from tuntas.coverage.queries import figures_of
from tuntas.enrolment import actions as enrolment
from tuntas.enrolment import parts
from tuntas.enrolment.actions.sessions import Taken
from tuntas.enrolment.vault import Vault
from tuntas.residents.models import Person

OPERATOR = replace(system("op"), kind="user", officer_ref="a1" * 16)
SUPERVISOR = replace(system("sup"), kind="user", officer_ref="b2" * 16)
KEY = "kunci pagi"
HURT = [one for one in FINGERS if one not in (Finger.RIGHT_INDEX, Finger.LEFT_INDEX)]


@pytest.fixture
def vault(keyring: Keyring, db: None, tmp_path: Path) -> Vault:
    made = Vault(tmp_path / "capture")
    actions.init_keys(
        actor=system("test"),
        keyring=keyring,
        centre_secret=KEEPER,
        recovery_secret=KEEPER,
        device=made.device().public,
        device_name="Laptop 1",
        on=OPENING,
        now=NOW,
    )
    return made


def record(person: Person, vault: Vault, identity: int, number: int) -> str:
    """A session with face, irises, signature and two fingers, the others bandaged."""
    say = {"actor": OPERATOR, "now": NOW}
    ref = enrolment.begin_session(
        **say, person_ref=person.ref.hex, place="Kantor", secret=KEY, vault=vault, on=DAY
    )
    enrolment.confirm_biodata(**say, session_ref=ref, digest="0" * 64, corrections="")
    held = {
        parts.FACE: face(identity, number).data,
        "iris.1": eye(identity, Eye.RIGHT, number).data,
        "iris.2": eye(identity, Eye.LEFT, number).data,
        "finger.2": finger(identity, Finger.RIGHT_INDEX, number).data,
        "finger.7": finger(identity, Finger.LEFT_INDEX, number).data,
        parts.SIGNATURE: b"garis",
        parts.DECLARATION: b"garis",
    }
    for place, (kind, content) in enumerate(held.items()):
        taken = Taken(kind, content, f"{place:032x}", quality=80)
        enrolment.accept_part(**say, session_ref=ref, secret=KEY, taken=taken, vault=vault)
    for one in HURT:
        enrolment.except_part(
            **say, session_ref=ref, target=f"finger.{one.value}", reason="bandaged"
        )
    enrolment.approve_exceptions(actor=SUPERVISOR, session_ref=ref, now=NOW)
    return enrolment.seal_session(**say, session_ref=ref, secret=KEY, vault=vault, on=DAY).packet


def test_what_two_sessions_seal_is_decided_on_and_the_second_is_caught(
    vault: Vault,
    keyring: Keyring,
    person: Callable[..., Person],
    extractor: Remembering,
    tmp_path: Path,
) -> None:
    first, second = person(), person()
    enrolment.authorise_mode(
        actor=OPERATOR, mode="local", from_on=OPENING, document="Izin", now=NOW
    )
    shop = Workshop(tmp_path / "centre", vault.custody(), keyring)
    shop.__dict__["extractor"] = extractor
    packets = [record(first, vault, 1, 0), record(second, vault, 1, 1)]
    assert figures_of(on=DAY).left == 0

    actions.receive(custody=shop.custody, on=DAY, now=NOW)
    with shop.galleries() as galleries:
        while actions.work_one(shop=shop, galleries=galleries, on=DAY, now=NOW):
            pass

    jobs = [Job.objects.get(packet=packet) for packet in packets]
    assert [(job.outcome, job.state, job.notes) for job in jobs] == [
        ("unique", "decided", []),
        ("", "case", []),
    ]
    assert said_of(first) == ["PRINT_READY_RECORD"]
    assert jobs[1].officers == [OPERATOR.officer_ref, SUPERVISOR.officer_ref]
    candidate = jobs[1].case.candidates.get()
    assert candidate.person == first.ref.hex
    assert candidate.face is not None
    assert candidate.face > 0.5
    assert candidate.iris is not None
    assert candidate.iris < 0.3
    assert {pair[0] for pair in candidate.fingers} == {2, 7}


def test_the_list_for_siak_leaves_with_a_purpose_and_no_nik_in_the_log(
    vault: Vault,
    person: Callable[..., Person],
    small_office: SmallOffice,
    officer_with: OfficerWith,
    tmp_path: Path,
) -> None:
    someone = person()
    enrolment.authorise_mode(
        actor=OPERATOR, mode="local", from_on=OPENING, document="Izin", now=NOW
    )
    packet = record(someone, vault, 1, 0)
    path = tmp_path / "siak.csv"
    said = ["list", "--since", "2023-06-01", "--purpose", "Kirim ke SIAK", "--to", str(path)]

    def asked(username: str) -> int:
        return CliRunner().invoke(centre, [*said, "--as", username, "--json"]).exit_code

    assert asked(officer_with("operator", region=small_office.regency).username) == 1
    assert not path.exists()
    assert asked(officer_with("adb", region=small_office.regency).username) == 0

    [line] = path.read_text("utf-8").splitlines()[1:]
    assert line.startswith(f"{someone.nik};")
    assert line.endswith(f"BIO_CAPTURED;{packet}")
    assert path.stat().st_mode & 0o077 == 0
    view = View.objects.get(verb="centre.list_sealed")
    assert (view.count, view.purpose) == (1, "Kirim ke SIAK")
