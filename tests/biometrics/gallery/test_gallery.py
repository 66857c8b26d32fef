"""Who among everybody has these fingers? However the gallery is cut, grown or interrupted."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.biometrics.gallery.people import hands, ref
from tuntas.biometrics.errors import AlreadyInGallery, NothingToSearch
from tuntas.biometrics.gallery.gallery import Gallery
from tuntas.biometrics.gallery.search import Search, depth_for
from tuntas.biometrics.positions import FINGERS, Finger
from tuntas.biometrics.template import Template

PEOPLE = range(60)
QUICK = Search(shortlist=12, longest=30, full=3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    with Gallery.open(folder, segment_bytes=60_000) as gallery:
        for start in (0, 20, 40):
            gallery.insert_many((ref(n), hands(n)) for n in PEOPLE[start : start + 20])
    return folder


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with Gallery.open(tmp_path / "own") as made:
        made.insert_many((ref(n), hands(n)) for n in range(20))
        yield made


def test_a_person_is_found_by_later_touches(folder: Path) -> None:
    with Gallery.open(folder) as gallery:
        for person in (3, 25, 59):
            found = gallery.identify(hands(person, 1), QUICK)

            assert found.candidates[0].ref == ref(person)
            assert found.candidates[0].decades > found.candidates[1].decades + 10
            assert found.scanned == len(PEOPLE)
            assert len(found.candidates[0].fingers) == 10


@pytest.mark.parametrize("shards", [2, 8])
def test_two_and_eight_parts_say_exactly_what_one_says(folder: Path, shards: int) -> None:
    with Gallery.open(folder) as one:
        expected = [one.identify(hands(person, 1), QUICK) for person in (0, 31, 999)]

    with Gallery.open(folder, shards=shards) as cut:
        assert [cut.identify(hands(person, 1), QUICK) for person in (0, 31, 999)] == expected


def test_processes_say_what_one_says_and_one_that_is_killed_is_replaced(folder: Path) -> None:
    with Gallery.open(folder) as one:
        expected = one.identify(hands(17, 1), QUICK)

    with Gallery.open(folder, engine="processes", shards=2) as gallery:
        assert gallery.identify(hands(17, 1), QUICK) == expected
        before = gallery.pids
        os.kill(before[1], signal.SIGKILL)

        assert gallery.identify(hands(17, 1), QUICK) == expected
        assert gallery.pids[0] == before[0]
        assert gallery.pids[1] != before[1]


def test_processes_see_who_was_inserted_and_who_was_forgotten(tmp_path: Path) -> None:
    with Gallery.open(tmp_path, engine="processes", shards=2) as gallery:
        gallery.insert_many((ref(n), hands(n)) for n in range(9))
        assert gallery.identify(hands(4, 1), QUICK).candidates[0].ref == ref(4)

        assert gallery.delete(ref(4))
        gallery.insert(ref(100), hands(100))
        assert gallery.identify(hands(100, 1), QUICK).candidates[0].ref == ref(100)
        assert ref(4) not in {one.ref for one in gallery.identify(hands(4, 1), QUICK).candidates}
        gallery.compact()
        assert gallery.identify(hands(7, 1), QUICK).candidates[0].ref == ref(7)


@pytest.mark.soak
@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="ray is not installed")
@pytest.mark.filterwarnings("ignore")
def test_ray_says_what_one_says(folder: Path) -> None:
    with Gallery.open(folder) as one:
        expected = one.identify(hands(17, 1), QUICK)

    for shards in (1, 2):
        with Gallery.open(folder, engine="ray", shards=shards) as gallery:
            assert gallery.identify(hands(17, 1), QUICK) == expected


def test_the_order_of_arrival_does_not_matter(tmp_path: Path, gallery: Gallery) -> None:
    order = list(range(20))
    random.Random(5).shuffle(order)
    with Gallery.open(tmp_path / "other", segment_bytes=9_000) as other:
        for person in order:
            other.insert(ref(person), hands(person))

        for person in (2, 19):
            theirs = other.identify(hands(person, 1), QUICK)
            assert theirs == gallery.identify(hands(person, 1), QUICK)


def test_who_is_deleted_is_not_found_and_leaves_nothing(tmp_path: Path, gallery: Gallery) -> None:
    packed = hands(6)[Finger.LEFT_INDEX].pack()
    assert any(packed in path.read_bytes() for path in (tmp_path / "own").iterdir())

    assert gallery.delete(ref(6))
    assert not gallery.delete(ref(6))

    assert ref(6) not in gallery
    assert ref(6) not in {one.ref for one in gallery.identify(hands(6, 1), QUICK).candidates}
    assert not any(packed in path.read_bytes() for path in (tmp_path / "own").iterdir())
    assert gallery.verify() == len(gallery) == 19


def test_nobody_is_inserted_twice_or_without_a_finger(gallery: Gallery) -> None:
    nothing = Template.of([], [], [], [], [], width=400, height=480)

    with pytest.raises(AlreadyInGallery):
        gallery.insert(ref(3), hands(3))
    with pytest.raises(NothingToSearch):
        gallery.insert(ref(50), {Finger.LEFT_THUMB: nothing})
    with pytest.raises(NothingToSearch):
        gallery.identify({})

    assert len(gallery) == 20


def test_bandaged_fingers_do_not_matter(gallery: Gallery) -> None:
    some = {finger: hands(11, 1)[finger] for finger in (Finger.RIGHT_INDEX, Finger.LEFT_MIDDLE)}
    gallery.insert(ref(80), {finger: hands(80)[finger] for finger in FINGERS[:3]})

    assert gallery.identify(some, QUICK).candidates[0].ref == ref(11)
    assert gallery.identify(hands(80, 1), QUICK).candidates[0].ref == ref(80)


def test_hands_exchanged_are_found_and_said(gallery: Gallery) -> None:
    crossed = {finger.mirrored: template for finger, template in hands(8, 1).items()}

    found = gallery.identify(crossed, QUICK).candidates[0]

    assert found.ref == ref(8)
    assert found.hands_exchanged


def test_a_lone_finger_wrongly_named_is_found_where_it_belongs(gallery: Gallery) -> None:
    wrong = {Finger.RIGHT_RING: hands(8, 1)[Finger.LEFT_INDEX]}

    found = gallery.identify(wrong, QUICK).candidates[0]

    assert found.ref == ref(8)
    assert found.fingers[0][:2] == (Finger.RIGHT_RING, Finger.LEFT_INDEX)


def test_the_gallery_is_the_same_after_opening_again_and_with_other_codes(
    tmp_path: Path,
) -> None:
    with Gallery.open(tmp_path) as gallery:
        gallery.insert_many((ref(n), hands(n)) for n in range(8))
        assert gallery.person(ref(5)) == hands(5)

    with Gallery.open(tmp_path, bits=64) as gallery:
        assert gallery.identify(hands(5, 1), QUICK).candidates[0].ref == ref(5)
        assert gallery.verify() == 8
    with Gallery.open(tmp_path) as gallery:
        assert gallery.identify(hands(5, 1), QUICK).candidates[0].ref == ref(5)
        assert list(gallery.refs()) == [ref(n) for n in range(8)]


def test_poor_probes_get_a_longer_shortlist() -> None:
    good = hands(1)
    poor = {finger: good[finger] for finger in FINGERS[:1]}

    assert depth_for(good, Search()) == Search().shortlist
    assert depth_for(poor, Search()) > 5 * Search().shortlist
    assert depth_for(poor, Search(longest=300)) == 300


def test_an_empty_gallery_knows_nobody(tmp_path: Path) -> None:
    with Gallery.open(tmp_path) as gallery:
        assert gallery.identify(hands(1)).candidates == ()
        assert len(gallery) == 0
