"""A gallery under lock: nothing of a template can be read without the key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.biometrics.gallery.people import hands, ref
from tuntas.biometrics.errors import GalleryDamaged, GalleryLocked
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.biometrics.gallery.person import pack
from tuntas.biometrics.gallery.search import Search

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
QUICK = Search(shortlist=12, longest=30, full=3)
PEOPLE = range(12)


def filled(folder: Path, key: bytes = b"") -> None:
    with Gallery.open(folder, key=key, segment_bytes=30_000) as gallery:
        gallery.insert_many((ref(n), hands(n)) for n in PEOPLE)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_a_locked_gallery_finds_exactly_whom_an_open_one_finds(tmp_path: Path) -> None:
    filled(tmp_path / "open")
    filled(tmp_path / "locked", KEY)

    with Gallery.open(tmp_path / "open") as plain:
        expected = plain.identify(hands(7, 1), QUICK)
    for engine in ("here", "processes"):
        with Gallery.open(tmp_path / "locked", key=KEY, engine=engine, shards=2) as gallery:  # type: ignore[arg-type]
            assert gallery.identify(hands(7, 1), QUICK) == expected
            assert gallery.verify() == len(PEOPLE)


def test_no_template_and_no_code_lies_there_to_be_read(tmp_path: Path) -> None:
    filled(tmp_path / "open")
    filled(tmp_path / "locked", KEY)
    body = pack(hands(3))

    assert body[:200] in on_disk(tmp_path / "open")
    assert body[20:52] not in on_disk(tmp_path / "locked")
    plain_codes = (tmp_path / "open" / "0000000001.codes").read_bytes()[4096:]
    assert plain_codes[:64] not in on_disk(tmp_path / "locked")


def test_an_open_gallery_is_locked_by_the_first_writer_with_the_key(tmp_path: Path) -> None:
    filled(tmp_path)
    with Gallery.open(tmp_path) as gallery:
        gallery.delete(ref(4))
    with Gallery.open(tmp_path, writing=False, key=KEY) as reader:
        assert len(reader) == 11

        with Gallery.open(tmp_path, key=KEY) as writer:
            assert writer.verify() == 11

        assert reader.refs() == [ref(n) for n in PEOPLE if n != 4]
        assert reader.identify(hands(7, 1), QUICK).candidates[0].ref == ref(7)
    assert pack(hands(3))[20:52] not in on_disk(tmp_path)
    assert "lock" in json.loads((tmp_path / "manifest.json").read_bytes())


def test_without_the_key_refs_are_known_and_nothing_else(tmp_path: Path) -> None:
    filled(tmp_path, KEY)

    with pytest.raises(GalleryLocked):
        Gallery.open(tmp_path)
    for key in (OTHER,):
        for writing in (True, False):
            with pytest.raises(GalleryLocked):
                Gallery.open(tmp_path, key=key, writing=writing)
    with Gallery.open(tmp_path, writing=False) as gallery:
        assert list(gallery.refs()) == sorted(ref(n) for n in PEOPLE)
        with pytest.raises(GalleryLocked):
            gallery.person(ref(1))
        with pytest.raises(GalleryLocked):
            gallery.identify(hands(1, 1), QUICK)


def test_templates_cannot_be_exchanged_between_people(tmp_path: Path) -> None:
    """A thief with a pen: two people's frames exchanged, lengths and checksums put right."""
    from tuntas.biometrics.gallery.locking import Locked

    lock = Locked(KEY)
    kept = lock.shut(b"one", b"templates")

    with pytest.raises(GalleryDamaged):
        lock.open(b"other", kept)
    for place in range(len(kept)):
        with pytest.raises(GalleryDamaged):
            lock.open(b"one", kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :])


def test_to_forget_destroys_the_person_s_key_before_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tuntas.biometrics.gallery import segment

    filled(tmp_path, KEY)
    spans: list[int] = []
    blank = segment._blank
    monkeypatch.setattr(
        segment, "_blank", lambda f, s: (spans.extend(n for _, n in s), blank(f, s))[1]
    )

    with Gallery.open(tmp_path, key=KEY) as gallery:
        spans.clear()
        gallery.delete(ref(2))

    assert spans[0] == segment.WRAPPED_BYTES
    assert spans[1] > segment.WRAPPED_BYTES
