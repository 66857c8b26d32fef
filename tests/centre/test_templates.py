"""Templates lie under lock, for a period, and the gallery holds those who are known: no more."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.centre.conftest import KEEPER
from tests.centre.specimens import DAY, NOW, Station, eyes, face, fingers
from tuntas.accounts.principals import system
from tuntas.audit.models import Act
from tuntas.biometrics.errors import GalleryDamaged
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.centre import actions, locker, parameters, premises, queries, tasks, template_key
from tuntas.centre.actions.retain import templates_due_on
from tuntas.centre.errors import Locked, NoKeys
from tuntas.centre.keyring import SECRET
from tuntas.centre.models import Identity, Job
from tuntas.centre.verification import verify_gallery
from tuntas.centre.verifying import fingers_kept
from tuntas.centre.workshop import Workshop
from tuntas.enrolment.models import Reader as ReaderRow
from tuntas.packets.keys import Reader
from tuntas.residents.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(
    station: Station,
    person: Callable[..., Person],
    run: Callable[..., list[Job]],
    shop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> Person:
    """Somebody known by fingers, face and irises."""
    monkeypatch.setattr(premises, "workshop", lambda: shop)
    who = person()
    station.hand_over(who.ref.hex, [*fingers(1), face(1, 0), *eyes(1)])
    [job] = run()
    assert job.outcome == "unique"
    return who


def test_face_and_irises_open_only_with_the_office_s_key(known: Person, shop: Workshop) -> None:
    row, key = Identity.objects.get(), shop.writing_key()

    held = locker.opened(key, row)

    assert set(held) == {"face", "iris_right", "iris_left"}
    assert len(held["face"]) == 512
    for name, plain in held.items():
        assert plain[:64] not in bytes(getattr(row, name))
    row.ref = "0" * 32
    with pytest.raises(GalleryDamaged):
        locker.opened(key, row)


def test_what_was_kept_before_there_was_a_lock_is_locked_by_the_first_writer(
    known: Person, shop: Workshop, station: Station, run: Callable[..., list[Job]]
) -> None:
    row, key = Identity.objects.get(), shop.writing_key()
    held = locker.opened(key, row)
    Identity.objects.update(key=None, **held)
    template_key.destroy(shop.folder)
    with Gallery.open(shop.folder / "citizens", writing=False, key=key) as before:
        people = [(ref, before.person(ref)) for ref in before.refs()]
    for path in [*(shop.folder / "citizens").iterdir(), *(shop.folder / "staff").iterdir()]:
        path.unlink()
    with Gallery.open(shop.folder / "citizens") as plain:
        plain.insert_many(people)
    template_key._unwrapped.cache_clear()

    station.hand_over(known.ref.hex, [*fingers(1, 1), face(1, 1), *eyes(1, 1)])
    jobs = run()

    assert jobs[-1].outcome == "repeat"
    row = Identity.objects.get()
    assert row.key is not None
    assert bytes(row.face or b"") != held["face"]
    assert locker.opened(shop.writing_key(), row) == held


def test_without_a_custodian_packets_wait_and_nothing_is_compared(
    known: Person,
    shop: Workshop,
    station: Station,
    person: Callable[..., Person],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert len(fingers_kept(shop, known.ref.hex)) == 4
    station.hand_over(person().ref.hex, fingers(2))
    actions.receive(custody=shop.custody, on=DAY, now=NOW)
    monkeypatch.delenv(SECRET)

    tasks.work.call()

    assert fingers_kept(shop, known.ref.hex) == ()
    assert Job.objects.get(state="received").error == "no_key"
    with pytest.raises(Locked), shop.galleries():
        pass


def test_the_key_is_for_centre_and_recovery_and_follows_their_rotation(
    known: Person, shop: Workshop
) -> None:
    key = shop.writing_key()
    actions.rotate_keys(
        actor=system("test"), keyring=shop.keyring, role="centre", secret=KEEPER, on=DAY, now=NOW
    )
    new = ReaderRow.objects.get(role="centre", ends__isnull=True).public

    assert shop.writing_key() == key

    [reader] = [one for one in shop.keyring.readers() if one.public == new]
    assert template_key.opened(shop.folder, [reader]) == key
    with pytest.raises(Locked):
        template_key.opened(shop.folder, [Reader.new()])


def test_no_key_is_made_that_only_one_could_open(tmp_path: Path) -> None:
    with pytest.raises(NoKeys):
        template_key.ready(tmp_path, [Reader.new()], ["age1x"])
    assert template_key.opened(tmp_path, []) == b""


def test_templates_go_after_their_own_period_and_the_log_proves_it(
    known: Person, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = templates_due_on(DAY)
    assert due == DAY + timedelta(days=parameters.asked(DAY).keep_templates_days)
    assert queries.storage().templates_until == due
    assert not actions.templates_due(due - timedelta(days=1)).exists()
    monkeypatch.setattr("tuntas.centre.tasks.clock.today", lambda: due)

    assert tasks.sweep_templates() == 1
    assert tasks.sweep_templates() == 0

    row = Identity.objects.get()
    assert (row.key, row.face, row.iris_left, row.destroyed_on) == (None, None, None, due)
    assert fingers_kept(shop, known.ref.hex) == ()
    told = Act.objects.get(verb="centre.destroy_templates")
    assert known.ref.hex in told.subjects
    assert list(verify_gallery()) == []
    assert queries.storage().templates == 0


def test_verify_names_who_is_missing_and_who_is_too_many(known: Person, shop: Workshop) -> None:
    assert list(verify_gallery()) == []
    stranger, [row] = "f" * 32, Identity.objects.all()
    with shop.galleries() as galleries:
        galleries.citizens.insert(stranger, galleries.citizens.person(row.ref))
        galleries.citizens.delete(row.ref)

    found = {problem.place: problem.en for problem in verify_gallery()}

    assert found == {
        f"gallery citizens {row.ref}": "is known, but the fingers are not in the gallery",
        f"gallery citizens {stranger}": "is in the gallery and known to nobody",
    }


def test_verify_needs_no_custodian(
    known: Person, shop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET)

    assert list(verify_gallery()) == []


def test_a_backup_holds_templates_that_nobody_can_open_with_it(
    known: Person, shop: Workshop, settings: Settings, tmp_path: Path
) -> None:
    from tuntas.config.backups import archive

    made = tmp_path / "cadangan.zip"
    with archive.create(made) as zipped:
        archive.Writer(zipped).add_folder(
            tmp_path, except_=[made, made.with_name("cadangan.zip.part")]
        )

    with zipfile.ZipFile(made) as found:
        names = found.namelist()
        whole = b"".join(found.read(name) for name in names)
    assert any(name.endswith(".templates") for name in names)
    assert not any("/keys/" in name for name in names)
    with shop.looking() as gallery:
        [ref] = gallery.refs()
        bodies = [template.pack() for template in gallery.person(ref).values()]
    assert all(body[8:40] not in whole for body in bodies)
