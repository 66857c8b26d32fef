"""A backup holds everything except keys, and goes back whole or not at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.offices import House, MakeHouse
from tuntas.config.backups.archive import NotABackup, open_checked
from tuntas.config.occupied import hold

ADD_USER = (
    "from tuntas.accounts.models import Officer, User; "
    "User.objects.create_user(username={name!r}, officer=Officer.objects.create(full_name='X')); "
    "print(User.objects.count())"
)
USERS = (
    "from django.contrib.auth import get_user_model as m; "
    "print(*sorted(m().objects.values_list('username', flat=True)))"
)
ACTS = (
    "\nfrom tuntas.audit.models import Act; "
    "print(*Act.objects.order_by('pk').values_list('verb', flat=True))"
)


@dataclass(frozen=True)
class BackedUp:
    """An office with one account and one file, and a backup of it."""

    office: House
    copy: Path

    def forged(self, path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
        """The same backup after *change* had its way with its entries."""
        with zipfile.ZipFile(self.copy) as old:
            entries = {name: old.read(name) for name in old.namelist()}
        change(entries)
        with zipfile.ZipFile(path, "w") as new:
            for name, data in entries.items():
                new.writestr(name, data)
        return path


@pytest.fixture(scope="module")
def backed_up(make_house: MakeHouse, tmp_path_factory: pytest.TempPathFactory) -> BackedUp:
    office = make_house()
    office.python(ADD_USER.format(name="siti"))
    (office.folder / "files").mkdir()
    (office.folder / "files" / "surat.txt").write_text("isi")
    (office.folder / "capture" / "packets").mkdir(parents=True)
    (office.folder / "capture" / "device.key").write_text("rahasia")
    (office.folder / "capture" / "packets" / "satu").write_text("tersegel")
    copy = tmp_path_factory.mktemp("copies") / "copy.zip"
    ran = office.run("backup", str(copy), "--json")
    assert ran.code == 0, ran.err
    assert ran.json["file"] == str(copy)
    return BackedUp(office, copy)


def test_a_backup_goes_back_whole_and_the_office_goes_on(
    backed_up: BackedUp, make_house: MakeHouse
) -> None:
    other = make_house()

    ran = other.run("restore", str(backed_up.copy))

    assert ran.code == 0, ran.err
    assert "tuntas verify" in ran.out
    assert (other.folder / "files" / "surat.txt").read_text() == "isi"
    assert other.python(USERS + ACTS) == "siti\nhouse.backup house.restore"
    assert other.python(ADD_USER.format(name="ratna")) == "2"


def test_what_an_office_keeps_is_for_its_owner_only(tmp_path: Path) -> None:
    office = House(tmp_path / "new")

    office.run("backup", str(tmp_path / "copy.zip"))

    for private in (office.folder, office.folder / "keys", tmp_path / "copy.zip"):
        assert private.stat().st_mode & 0o077 == 0


def test_no_key_is_in_a_backup(backed_up: BackedUp) -> None:
    key = (backed_up.office.folder / "keys" / "django.key").read_bytes()

    with zipfile.ZipFile(backed_up.copy) as archive:
        names = archive.namelist()
        holding_the_key = [name for name in names if key in archive.read(name)]

    assert "files/files/surat.txt" in names
    assert not [name for name in names if "keys" in name or name.endswith(".key")]
    assert holding_the_key == []
    assert backed_up.copy.stat().st_mode & 0o077 == 0


def test_an_office_that_holds_something_is_overwritten_only_when_told(
    backed_up: BackedUp, make_house: MakeHouse
) -> None:
    other = make_house()
    other.python(ADD_USER.format(name="lain"))

    refused = other.run("restore", str(backed_up.copy), "--json")
    kept = other.python(USERS)
    replaced = other.run("restore", str(backed_up.copy), "--replace")

    assert (refused.code, refused.json["error"]["code"]) == (1, "store_not_empty")
    assert kept == "lain"
    assert replaced.code == 0
    assert other.python(USERS) == "siti"


def _change_a_file(entries: dict[str, bytes]) -> None:
    entries["files/files/surat.txt"] += b"x"


def _leave_a_file_out(entries: dict[str, bytes]) -> None:
    del entries["files/files/surat.txt"]


def _write_outside(entries: dict[str, bytes]) -> None:
    _rename(entries, "files/files/surat.txt", "files/../../out.txt")


def _write_a_key(entries: dict[str, bytes]) -> None:
    _rename(entries, "files/files/surat.txt", "files/keys/django.key")


def _rename(entries: dict[str, bytes], old: str, new: str) -> None:
    manifest = json.loads(entries["manifest.json"])
    manifest["digests"][new] = manifest["digests"].pop(old)
    entries[new] = entries.pop(old)
    entries["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    "change", [_change_a_file, _leave_a_file_out, _write_outside, _write_a_key]
)
def test_a_backup_that_was_tampered_with_is_refused(
    backed_up: BackedUp, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    forged = backed_up.forged(tmp_path / "forged.zip", change)

    with pytest.raises(NotABackup), open_checked(forged):
        pass


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letter.zip"
    letter.write_text("not a zip")

    with pytest.raises(NotABackup), open_checked(letter):
        pass


def _from_the_future(entries: dict[str, bytes]) -> None:
    manifest = json.loads(entries["manifest.json"])
    manifest["migrations"].append("residents.9999_from_the_future")
    entries["manifest.json"] = json.dumps(manifest).encode()


def test_a_backup_of_a_newer_program_is_refused(
    backed_up: BackedUp, make_house: MakeHouse, tmp_path: Path
) -> None:
    newer = backed_up.forged(tmp_path / "newer.zip", _from_the_future)

    ran = make_house().run("restore", str(newer), "--json")

    assert (ran.code, ran.json["error"]["code"]) == (1, "other_version")


def test_a_running_office_is_not_restored_over(backed_up: BackedUp, make_house: MakeHouse) -> None:
    other = make_house()

    with hold(other.folder):
        ran = other.run("restore", str(backed_up.copy), "--json")

    assert (ran.code, ran.json["error"]["code"]) == (1, "office_is_running")
