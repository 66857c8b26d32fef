"""Keys and devices: rotated, lost, revoked; packets damaged, forged, out of their row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.centre.conftest import KEEPER
from tests.centre.specimens import DAY, NOW, Station, fingers
from tests.lives import OPENING
from tuntas.accounts.principals import system
from tuntas.centre import actions
from tuntas.centre.errors import KeysExist, Locked, NotHeld, ReasonMissing, SecretTooShort
from tuntas.centre.keyring import SECRET, Keyring
from tuntas.centre.models import Job
from tuntas.centre.workshop import Workshop
from tuntas.enrolment import queries
from tuntas.enrolment.actions import revoke_device
from tuntas.packets.keys import Device
from tuntas.residents.models import Person

Make = Callable[..., Person]
Run = Callable[..., list[Job]]
HEAD = replace(system("head"), kind="user", officer_ref="d4" * 16)


def rotated(keyring: Keyring, secret: str = KEEPER, *, on: date = DAY) -> None:
    actions.rotate_keys(actor=HEAD, keyring=keyring, role="centre", secret=secret, on=on, now=NOW)


def test_after_a_rotation_old_and_new_packets_are_opened(
    station: Station, person: Make, run: Run, keyring: Keyring
) -> None:
    station.hand_over(person().ref.hex, fingers(1))
    rotated(keyring)
    before, station.recipients = station.recipients, queries.recipients(DAY)
    station.hand_over(person().ref.hex, fingers(2))

    jobs = run()

    assert set(before) != set(station.recipients)
    assert [job.outcome for job in jobs] == ["unique", "unique"]


def test_a_rotation_needs_the_secret_of_the_key_in_force(
    station: Station, keyring: Keyring
) -> None:
    with pytest.raises(Locked):
        rotated(keyring, "rahasia yang keliru")
    with pytest.raises(SecretTooShort):
        rotated(keyring, "pendek")


def test_keys_are_made_once(station: Station, keyring: Keyring) -> None:
    with pytest.raises(KeysExist):
        actions.init_keys(
            actor=HEAD,
            keyring=keyring,
            centre_secret=KEEPER,
            recovery_secret=KEEPER,
            device=Device.new().public,
            device_name="Laptop 2",
            on=OPENING,
            now=NOW,
        )


def test_a_packet_waits_for_a_lost_key_and_recovery_opens_it(
    station: Station, person: Make, run: Run, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.hand_over(person().ref.hex, fingers(1))
    for path in keyring.folder.glob("centre-*.age"):
        path.unlink()
    [waiting] = run()
    assert (waiting.state, waiting.error) == ("received", "no_key")

    monkeypatch.setenv(SECRET, "rahasia pemulihan")
    [job] = run(now=NOW + timedelta(hours=1))

    assert (job.state, job.error) == ("decided", "")


def test_without_the_custodians_secret_packets_wait_however_long(
    station: Station, person: Make, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.hand_over(person().ref.hex, fingers(1))
    monkeypatch.setenv(SECRET, "")

    for day in range(10):
        [job] = run(now=NOW + timedelta(days=day))

    assert (job.state, job.error) == ("received", "no_key")


@pytest.mark.parametrize("sealed", ["2023-06-20", "2023-06-01"])
def test_what_a_stolen_machine_sends_is_held_whatever_its_clock_says(
    sealed: str, station: Station, person: Make, run: Run
) -> None:
    revoke_device(actor=HEAD, device=station.device.id, on=date(2023, 6, 10), now=NOW)
    station.hand_over(person().ref.hex, fingers(1), sealed_at=f"{sealed}T08:00:00+08:00")

    [job] = run()

    assert (job.state, job.error) == ("held", "revoked")


def test_what_a_person_releases_goes_on(station: Station, person: Make, run: Run) -> None:
    revoke_device(actor=HEAD, device=station.device.id, on=DAY, now=NOW)
    packet = station.hand_over(person().ref.hex, fingers(1))
    run()
    say = {"actor": HEAD, "packet": packet, "now": NOW}
    with pytest.raises(ReasonMissing):
        actions.release(**say, reason="ya")
    actions.release(**say, reason="Direkam sebelum laptop dicuri, ada saksi")

    [job] = run()

    assert (job.outcome, job.released_by) == ("unique", HEAD.officer_ref)
    with pytest.raises(NotHeld):
        actions.release(**say, reason="Sekali lagi saja")


def test_a_machine_nobody_registered_is_held_and_a_forgery_stays_held(
    station: Station, person: Make, run: Run
) -> None:
    stranger = Station(station.custody, station.recipients)
    packet = stranger.hand_over(person().ref.hex, fingers(1))
    genuine = station.hand_over(person().ref.hex, fingers(2))
    path = station.custody.folder / f"{genuine}.packet"
    written = bytearray(path.read_bytes())
    at = written.index(b'"wrapped"') + 140  # inside the signature
    written[at] ^= 1
    path.write_bytes(bytes(written))

    run()
    actions.release(actor=HEAD, packet=genuine, reason="Coba sekali lagi", now=NOW)
    run()

    errors = dict(Job.objects.values_list("packet", "error"))
    assert errors == {packet: "unknown_device", genuine: "forged"}


def test_a_damaged_packet_is_seen_by_somebody(station: Station, person: Make, run: Run) -> None:
    packet = station.hand_over(person().ref.hex, fingers(1))
    path = station.custody.folder / f"{packet}.packet"
    path.write_bytes(path.read_bytes()[:-1])

    [job] = run()

    assert (job.packet, job.state, job.error) == (packet, "held", "damaged")


def test_gaps_in_a_machines_row_are_told_and_two_of_one_number_are_held(
    station: Station, person: Make, run: Run
) -> None:
    station.number = 4
    station.before = "ab" * 32
    station.hand_over(person().ref.hex, fingers(1))
    run()
    station.number, station.before = 4, "cd" * 32
    station.hand_over(person().ref.hex, fingers(2))

    jobs = run()

    assert jobs[0].notes == ["missing_before"]
    assert (jobs[1].state, jobs[1].error) == ("held", "forked")


def test_a_packet_about_nobody_of_the_register_is_held(
    station: Station, person: Make, run: Run
) -> None:
    person()
    station.hand_over("ef" * 16, fingers(1))

    [job] = run()

    assert (job.state, job.error) == ("held", "unknown_person")


def test_an_empty_keyring_opens_nothing(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "")
    assert shop.keyring.readers() == []
    shop.keyring.leave_open(KEEPER)
    assert len(shop.keyring.readers()) == 1
    assert (shop.keyring.folder / "centre.secret").stat().st_mode & 0o077 == 0
