"""A centre with keys, a trusted machine, and a register to record people of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.centre.specimens import DAY, NOW, Remembering, Station
from tests.lives import OPENING, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.centre import actions
from tuntas.centre.keyring import SECRET, Keyring
from tuntas.centre.models import Job
from tuntas.centre.workshop import Workshop
from tuntas.enrolment.models import Reader
from tuntas.packets.custody import Custody
from tuntas.packets.keys import Device
from tuntas.residents.models import Person

KEEPER = "rahasia pemegang kunci"


@pytest.fixture(scope="session")
def extractor() -> Remembering:
    return Remembering()


@pytest.fixture(autouse=True)
def cheap_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A custodian's secret costs a second on purpose; tests/packets checks that it does."""
    from tuntas.packets import keys

    def locked(self: keys.Reader, secret: str) -> bytes:
        return f"{secret}\n{self.private}".encode()

    def unlocked(content: bytes, secret: str) -> keys.Reader:
        said, _, private = content.decode().partition("\n")
        if said != secret:
            raise keys.WrongSecret
        return keys.Reader(private)

    monkeypatch.setattr(keys.Reader, "locked", locked)
    monkeypatch.setattr(keys.Reader, "unlocked", staticmethod(unlocked))


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    monkeypatch.setenv(SECRET, KEEPER)
    return Keyring(tmp_path / "keys")


@pytest.fixture
def station(db: None, tmp_path: Path, keyring: Keyring) -> Station:
    """A machine whose key is registered, and the keys it seals to."""
    device = Device.new()
    actions.init_keys(
        actor=system("test"),
        keyring=keyring,
        centre_secret=KEEPER,
        recovery_secret="rahasia pemulihan",
        device=device.public,
        device_name="Laptop 1",
        on=OPENING,
        now=NOW,
    )
    recipients = list(Reader.objects.values_list("public", flat=True))
    return Station(Custody(_folder(tmp_path / "packets")), recipients, device)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.fixture
def shop(tmp_path: Path, station: Station, keyring: Keyring, extractor: Remembering) -> Workshop:
    made = Workshop(tmp_path / "centre", station.custody, keyring)
    made.__dict__["extractor"] = extractor
    return made


@pytest.fixture
def person(small_office: SmallOffice) -> Callable[..., Person]:
    """``person(name=…)``: somebody new of the register."""
    opened()
    return lambda **told: listed(small_office.village.id, **told)


@pytest.fixture
def run(shop: Workshop) -> Callable[..., list[Job]]:
    """Take in what was handed over and work until nothing waits; the jobs, in order."""

    def all_of_it(on=DAY, now=NOW):  # type: ignore[no-untyped-def]
        actions.receive(custody=shop.custody, on=on, now=now)
        actions.work_all(shop=shop, on=on, now=lambda: now)
        return list(Job.objects.order_by("id"))

    return all_of_it
