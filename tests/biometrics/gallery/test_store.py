"""What was said to be kept is kept, what was said to be forgotten is gone, whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.biometrics.gallery.people import ref
from tuntas.biometrics.errors import (
    AlreadyInGallery,
    BadReference,
    GalleryBusy,
    GalleryDamaged,
)
from tuntas.biometrics.gallery.segment import Codes
from tuntas.biometrics.gallery.store import Store

KEY = "KEY_OF_THE_TESTED_GALLERY"
DIGEST = bytes(range(32))


def encode(bodies: Sequence[bytes]) -> Codes:
    """Codes that follow from a body: all a store asks of them."""
    rows = [[sum(body), len(body), len(set(body)), 0] for body in bodies]
    return np.array(rows, np.uint64).reshape(len(bodies), 1, 2, 2)


def opened(
    folder: Path, *, writing: bool = True, digest: bytes = DIGEST, size: int = 1 << 20
) -> Store:
    key = bytes.fromhex(os.environ.get(KEY, ""))
    return Store(folder, encode=encode, digest=digest, writing=writing, segment_bytes=size, key=key)


@pytest.fixture(autouse=True, params=["", "5a" * 32], ids=["plain", "locked"])
def key(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every promise holds with a lock as without; in the environment for a writer apart."""
    monkeypatch.setenv(KEY, request.param)
    return str(request.param)


def body(person: int) -> bytes:
    return b"template %d " % person * 3 + bytes([person % 251 + 1])


def rows_of(store: Store) -> dict[str, list[int]]:
    """Everybody's codes by ref."""
    found = {}
    for first, codes in store.codes(0, store.rows):
        for row, code in enumerate(codes):
            who = store.ref_of(first + row)
            if who is not None:
                found[who] = code.ravel().tolist()
    return found


def test_what_was_kept_is_there_after_opening_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(1), body(1)), (ref(2), body(2))])
        store.keep([(ref(3), body(3))])

    with opened(tmp_path) as store:
        assert store.refs() == [ref(1), ref(2), ref(3)]
        assert store.body(ref(2)) == body(2)
        assert rows_of(store)[ref(3)] == encode([body(3)]).ravel().tolist()
        assert store.verify() == 3


def test_nobody_is_kept_twice_and_a_refused_batch_keeps_nobody(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(1), body(1))])

        with pytest.raises(AlreadyInGallery):
            store.keep([(ref(2), body(2)), (ref(1), body(1))])
        with pytest.raises(AlreadyInGallery):
            store.keep([(ref(3), body(3)), (ref(3), body(3))])
        with pytest.raises(BadReference):
            store.keep([("7505", body(4))])

        assert store.refs() == [ref(1)]


def test_forgetting_leaves_no_byte_of_the_template_or_its_codes_on_the_disk(
    tmp_path: Path, key: str
) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(n), body(n)) for n in range(5)])

        assert store.drop([ref(3), ref(77)]) == 1

        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert body(3) not in content
        assert (body(4) in content) is not bool(key)
        assert encode([body(3)]).tobytes() not in content
        assert ref(3) not in store
        with pytest.raises(KeyError):
            store.body(ref(3))


def test_who_was_forgotten_may_come_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(1), body(1))])
        store.drop([ref(1)])
        store.keep([(ref(1), body(9))])

    with opened(tmp_path) as store:
        assert store.body(ref(1)) == body(9)
        assert store.verify() == 1


def test_compacting_drops_even_the_refs_of_the_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path, size=200) as store:
        for n in range(1, 9):
            store.keep([(ref(n), body(n))])
        store.drop([ref(2), ref(5)])

        store.compact()

        assert store.rows == len(store) == 6
        assert store.verify() == 6
        content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert bytes.fromhex(ref(5)) not in content
    with opened(tmp_path, size=200) as store:
        assert store.refs() == [ref(n) for n in (1, 3, 4, 6, 7, 8)]


def test_a_crash_at_any_byte_of_the_last_record_loses_only_what_was_not_acknowledged(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "whole") as store:
        store.keep([(ref(1), body(1)), (ref(2), body(2))])
        before = store.snapshot().rows
        start = (tmp_path / "whole" / "0000000001.templates").stat().st_size
        store.keep([(ref(3), b"three")])
    whole = (tmp_path / "whole" / "0000000001.templates").read_bytes()

    for cut in range(start, len(whole)):
        folder = tmp_path / "cut"
        shutil.copytree(tmp_path / "whole", folder)
        (folder / "0000000001.templates").write_bytes(whole[:cut])
        with opened(folder) as store:
            assert store.refs() == [ref(1), ref(2)]
            assert store.rows == before
            store.keep([(ref(5), body(5))])
        with opened(folder) as store:
            assert store.refs() == [ref(1), ref(2), ref(5)]
            assert store.verify() == 3
        shutil.rmtree(folder)


def test_a_crash_that_leaves_holes_in_the_last_record_loses_only_that(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(1), body(1))])
        start = (tmp_path / "0000000001.templates").stat().st_size
        store.keep([(ref(2), body(2)), (ref(3), body(3))])
    path = tmp_path / "0000000001.templates"
    whole = path.read_bytes()

    path.write_bytes(whole[: start + 80] + bytes(len(whole) - start - 80))

    with opened(tmp_path) as store:
        assert store.refs() == [ref(1)]
        assert store.verify() == 1


def test_forgetting_that_a_crash_interrupted_is_finished_at_the_next_opening(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(n), body(n)) for n in range(3)])
    path, codes = tmp_path / "0000000001.templates", tmp_path / "0000000001.codes"
    kept, coded = path.read_bytes(), codes.read_bytes()
    with opened(tmp_path) as store:
        store.drop([ref(1)])
    said = path.read_bytes()

    path.write_bytes(kept + said[len(kept) :])
    codes.write_bytes(coded)

    with opened(tmp_path) as store:
        assert store.refs() == [ref(0), ref(2)]
        assert store.verify() == 2
    assert body(1) not in path.read_bytes()
    assert encode([body(1)]).tobytes() not in codes.read_bytes()


def test_damage_to_what_was_acknowledged_is_never_passed_over(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for n in range(3):
            store.keep([(ref(n), body(n))])
    path = tmp_path / "0000000001.templates"
    whole = path.read_bytes()

    path.write_bytes(whole[:3] + b"?" + whole[4:])
    with pytest.raises(GalleryDamaged):
        opened(tmp_path)

    path.write_bytes(whole[:50] + b"?" + whole[51:])
    with opened(tmp_path) as store, pytest.raises(GalleryDamaged):
        store.verify()


def test_a_lost_manifest_is_damage_not_an_empty_gallery(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(1), body(1))])
    (tmp_path / "manifest.json").unlink()

    with pytest.raises(GalleryDamaged):
        opened(tmp_path)


def test_codes_are_made_again_when_lost_cut_or_of_another_projection(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep([(ref(n), body(n)) for n in range(4)])
        store.drop([ref(2)])
        good = rows_of(store)
    codes = tmp_path / "0000000001.codes"

    codes.unlink()
    with opened(tmp_path) as store:
        assert rows_of(store) == good
    codes.write_bytes(codes.read_bytes()[:-5])
    with opened(tmp_path) as store:
        assert rows_of(store) == good
    with opened(tmp_path, digest=bytes(32)) as store:
        assert rows_of(store) == good


def test_one_process_writes_and_others_read_along(tmp_path: Path) -> None:
    with opened(tmp_path, size=300) as writer:
        writer.keep([(ref(1), body(1))])
        reader = opened(tmp_path, writing=False, size=300)

        with pytest.raises(GalleryBusy):
            opened(tmp_path)
        with pytest.raises(GalleryBusy):
            reader.keep([(ref(9), body(9))])
        for n in range(2, 9):
            writer.keep([(ref(n), body(n))])
        writer.drop([ref(4)])
        reader.refresh()

        assert reader.refs() == writer.refs()
        assert rows_of(reader) == rows_of(writer)
        writer.compact()
        reader.refresh()
        assert rows_of(reader) == rows_of(writer)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("kdco"), st.integers(0, 9)), max_size=25))
def test_any_history_ends_as_a_dictionary_would(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    store, held = opened(folder, size=150), dict[str, bytes]()
    for act, person in acts:
        if act == "k" and ref(person) not in held:
            store.keep([(ref(person), body(person))])
            held[ref(person)] = body(person)
        elif act == "d":
            assert store.drop([ref(person)]) == (1 if held.pop(ref(person), None) else 0)
        elif act == "c":
            store.compact()
        elif act == "o":
            store.close()
            store = opened(folder, size=150)

    assert store.refs() == sorted(held)
    assert {who: store.body(who) for who in held} == held
    assert rows_of(store) == {who: encode([kept]).ravel().tolist() for who, kept in held.items()}
    assert store.verify() == len(held)
    store.close()


WRITER = """
import sys
from pathlib import Path
from tests.biometrics.gallery.test_store import body, opened, ref
with opened(Path(sys.argv[1]), size=2000) as store:
    for n in range(100000):
        store.keep([(ref(n), body(n))])
        if n % 3 == 2:
            store.drop([ref(n - 1)])
        print(n, flush=True)
"""


@pytest.mark.parametrize("acts", [1, 29, 60])
def test_a_killed_writer_loses_nothing_it_had_acknowledged(tmp_path: Path, acts: int) -> None:
    folder = tmp_path / "gallery"
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], env=environ, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    for _ in range(acts):
        last = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split()
    writer.wait()
    writer.stdout.close()
    last = int(rest[-1]) if rest else last

    with opened(folder, size=2000) as store:
        gone = {n - 1 for n in range(2, last + 1, 3)}
        # The act after the last acknowledged one may have happened: it forgets 1, 4, 7, …
        sure = {n for n in range(last + 1) if n not in gone and (n < last or n % 3 != 1)}
        assert {ref(n) for n in sure} <= set(store.refs())
        assert not {ref(n) for n in gone} & set(store.refs())
        assert store.verify() == len(store)
