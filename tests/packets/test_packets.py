"""Nothing that was called accepted is lost; nothing that was changed goes unnoticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.packets import durable, journal, keys, parts, sealing
from tuntas.packets.chain import FlawKind, flaws
from tuntas.packets.custody import Custody
from tuntas.packets.errors import (
    AlreadySealed,
    Damaged,
    Destroyed,
    NoSpace,
    PacketError,
    WrongKey,
    WrongSecret,
)
from tuntas.packets.journal import Journal
from tuntas.packets.keys import Device, Reader
from tuntas.packets.outbox import Outbox

CENTRE, RECOVERY, STRANGER = Reader.new(), Reader.new(), Reader.new()
KIT = Device.new()
BOTH = [CENTRE.public, RECOVERY.public]
AT = "2023-06-20T09:00:00+08:00"
CONTENT = {"face.jp2": b"wajah", "session.json": b"{}"}


@pytest.fixture(autouse=True)
def quick_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work factor of scrypt costs half a second each; one test below keeps it."""
    monkeypatch.setattr(keys, "lock", lambda key, secret: secret.encode() + b"\0" + key)

    def unlock(locked: bytes, secret: str) -> bytes:
        said, _, key = locked.partition(b"\0")
        if said != secret.encode():
            raise WrongSecret
        return key

    monkeypatch.setattr(keys, "unlock", unlock)


def begun(folder: Path, session: str = "ab" * 16) -> Journal:
    return Journal.begin(folder / session, session=session, recipients=BOTH, secret="rahasia")


def sealed(number: int = 1, before: str = "", **said: str) -> sealing.Packet:
    told = {"session": f"{number:032x}", "sealed_at": AT, "schema": "1"} | said
    return sealing.seal(CONTENT, device=KIT, number=number, before=before, recipients=BOTH, **told)


# --- the journal --------------------------------------------------------------------------


def test_a_session_goes_on_where_the_power_cut_left_it(tmp_path: Path) -> None:
    begun(tmp_path).add("face", b"satu", at=AT)

    again = Journal.resume(tmp_path / ("ab" * 16), session="ab" * 16, secret="rahasia")
    again.add("finger.2", b"dua", at=AT)
    again.add("face", b"tiga", at=AT)

    assert [(one.kind, one.content) for one in again.entries()] == [
        ("face", b"satu"),
        ("finger.2", b"dua"),
        ("face", b"tiga"),
    ]
    assert again.latest()["face"].content == b"tiga"


def test_nothing_captured_lies_in_the_open(tmp_path: Path) -> None:
    begun(tmp_path).add("face", b"rupa seorang warga", at=AT)

    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"rupa seorang" not in path.read_bytes()


def test_centre_and_recovery_can_open_and_nobody_else(tmp_path: Path) -> None:
    begun(tmp_path).add("face", b"satu", at=AT)
    folder, session = tmp_path / ("ab" * 16), "ab" * 16

    for reader in (CENTRE, RECOVERY):
        assert Journal.recover(folder, session=session, reader=reader).last == 1
    with pytest.raises(WrongKey):
        Journal.recover(folder, session=session, reader=STRANGER)
    with pytest.raises(WrongSecret):
        Journal.resume(folder, session=session, secret="salah")


def test_an_operators_secret_is_really_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    locked = keys.lock(b"k" * 32, "rahasia")

    assert keys.unlock(locked, "rahasia") == b"k" * 32
    with pytest.raises(WrongSecret):
        keys.unlock(locked, "Rahasia")


def test_every_flipped_bit_of_an_entry_is_noticed(tmp_path: Path) -> None:
    begun(tmp_path).add("face", b"satu", at=AT)
    folder = tmp_path / ("ab" * 16)
    path = folder / "000001.entry"
    written = path.read_bytes()

    for bit in range(len(written) * 8):
        changed = bytearray(written)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        with pytest.raises(Damaged):
            Journal.recover(folder, session="ab" * 16, reader=CENTRE)


def test_an_entry_taken_out_or_swapped_is_noticed(tmp_path: Path) -> None:
    written = begun(tmp_path)
    for number in range(3):
        written.add("face", bytes([number]), at=AT)
    folder = tmp_path / ("ab" * 16)
    second, third = folder / "000002.entry", folder / "000003.entry"
    one, other = second.read_bytes(), third.read_bytes()

    second.write_bytes(other)
    third.write_bytes(one)
    with pytest.raises(Damaged):
        list(written.entries())
    second.unlink()
    with pytest.raises(Damaged):
        list(written.entries())


# --- kill at every point ------------------------------------------------------------------


class Killed(BaseException):
    """As if the process had ended at this call."""


CALLS = ("mkstemp", "fdopen", "fsync", "replace", "unlink", "truncate")


def dies_at(monkeypatch: pytest.MonkeyPatch, when: int) -> list[int]:
    """The *when*-th call that touches the disk does not happen, nor does anything after it."""
    count = [0]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*said: object, **named: object) -> object:
            count[0] += 1
            if count[0] >= when:
                raise Killed
            return real(*said, **named)

        return call

    monkeypatch.setattr(durable.tempfile, "mkstemp", counted(durable.tempfile.mkstemp))
    for name in ("fsync", "replace", "fdopen"):
        monkeypatch.setattr(durable.os, name, counted(getattr(durable.os, name)))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    return count


def session_from_start_to_packet(folder: Path, accepted: list[bytes]) -> None:
    written = begun(folder / "sessions")
    for content in (b"wajah", b"jari", b"iris"):
        written.add(f"kind.{content.decode()}", content, at=AT)
        accepted.append(content)
    Outbox(folder / "outbox", KIT).seal(
        {name: one.content for name, one in written.latest().items()},
        session=written.session,
        journal_folder=written.folder,
        sealed_at=AT,
        schema="1",
        recipients=BOTH,
    )


def what_is_left(folder: Path) -> set[bytes]:
    """Everything that can be opened afterwards: from the outbox, else from the journal."""
    (folder / "outbox").mkdir(exist_ok=True)
    found: set[bytes] = set()
    for packet in Outbox(folder / "outbox", KIT).packets():
        found |= set(sealing.open_packet(packet, [CENTRE]).values())
    for session in journal.sessions(folder / "sessions"):
        where = folder / "sessions" / session
        opened = Journal.recover(where, session=session, reader=RECOVERY)
        found |= {one.content for one in opened.entries()}
    return found


def test_killed_at_any_write_a_session_loses_nothing_that_was_accepted(tmp_path: Path) -> None:
    for when in range(1, 200):
        folder = tmp_path / str(when)
        (folder / "sessions").mkdir(parents=True)
        (folder / "outbox").mkdir()
        accepted: list[bytes] = []
        with pytest.MonkeyPatch.context() as patch:
            dies_at(patch, when)
            try:
                session_from_start_to_packet(folder, accepted)
                finished = True
            except Killed:
                finished = False
        assert set(accepted) <= what_is_left(folder)
        if finished:
            break
    else:
        pytest.fail("the session never came to its end")
    assert when > 40


def test_sealing_again_after_a_crash_gives_one_packet(tmp_path: Path) -> None:
    for when in range(1, 60):
        folder = tmp_path / str(when)
        written = begun(folder)
        written.add("face", b"wajah", at=AT)
        (folder / "outbox").mkdir()

        def seal(folder: Path = folder, written: Journal = written) -> sealing.Packet:
            return Outbox(folder / "outbox", KIT).seal(
                {"face": b"wajah"},
                session=written.session,
                journal_folder=written.folder,
                sealed_at=AT,
                schema="1",
                recipients=BOTH,
            )

        with pytest.MonkeyPatch.context() as patch:
            dies_at(patch, when)
            try:
                seal()
                finished = True
            except Killed:
                finished = False
        seal()
        assert [one.header.number for one in Outbox(folder / "outbox", KIT).packets()] == [1]
        assert list(written.folder.glob("*.entry")) == []
        if finished:
            return
    pytest.fail("sealing never came to its end")


def test_a_full_disk_is_said_and_nothing_half_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = begun(tmp_path)
    written.add("face", b"satu", at=AT)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "fsync", full)
        with pytest.raises(NoSpace):
            written.add("finger.2", b"dua", at=AT)

    assert [one.content for one in written.entries()] == [b"satu"]
    assert written.add("finger.2", b"dua", at=AT).number == 2
    assert list(tmp_path.rglob(".draft-*")) == []


def test_a_sealed_session_takes_nothing_more(tmp_path: Path) -> None:
    written = begun(tmp_path)
    journal.close(written.folder)

    with pytest.raises(AlreadySealed):
        written.add("face", b"satu", at=AT)
    with pytest.raises(Destroyed):
        Journal.resume(written.folder, session=written.session, secret="rahasia")


# --- the packet ---------------------------------------------------------------------------


def test_a_stranger_can_check_a_packet_and_only_the_centre_can_open_it() -> None:
    packet = sealing.parse(sealed().file())

    assert sealing.genuine(packet, KIT.public)
    assert not sealing.genuine(packet, Device.new().public)
    assert sealing.open_packet(packet, [CENTRE]) == CONTENT
    assert sealing.open_packet(packet, [STRANGER, RECOVERY]) == CONTENT
    with pytest.raises(WrongKey):
        sealing.open_packet(packet, [STRANGER])


def noticed(content: bytes) -> bool:
    try:
        packet = sealing.parse(content)
        return not sealing.genuine(packet, KIT.public) or not sealing.open_packet(packet, [CENTRE])
    except PacketError:
        return True


def test_every_flipped_bit_of_a_packet_is_noticed() -> None:
    whole = sealed().file()

    for bit in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        assert noticed(bytes(changed))


WHOLE = sealed().file()


@settings(max_examples=300)
@given(st.data())
def test_cut_spliced_and_invented_packets_are_refused_in_words(data: st.DataObject) -> None:
    whole = WHOLE
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    changed = whole[:start] + data.draw(st.binary(max_size=40)) + whole[end:]

    assert changed == whole or noticed(changed)


def test_a_packet_whose_key_went_to_another_packet_does_not_open() -> None:
    one, other = sealed(1), sealed(2)
    swapped = replace(one, body=other.body, wrapped=other.wrapped)

    with pytest.raises(Damaged):
        sealing.open_packet(swapped, [CENTRE])
    with pytest.raises(Damaged):
        sealing.parse(swapped.file())


@given(st.binary(max_size=300))
def test_bytes_that_hold_no_parts_are_refused(content: bytes) -> None:
    with pytest.raises(Damaged):
        parts.read(content)


def test_parts_that_claim_to_be_encrypted_are_refused_in_words() -> None:
    content = bytearray(parts.write({"face": b"wajah"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1

    with pytest.raises(Damaged):
        parts.read(bytes(content))


def test_names_that_leave_the_packet_are_refused() -> None:
    for name in ("../x", "/x", "a/b/c", "", "A", "x\\y"):
        with pytest.raises(Damaged):
            parts.write({name: b""})


# --- the chain ----------------------------------------------------------------------------


def chained(count: int) -> Iterator[sealing.Packet]:
    before = ""
    for number in range(1, count + 1):
        packet = sealed(number, before)
        before = packet.digest
        yield packet


def told(packets: list[sealing.Packet]) -> list[tuple[FlawKind, int]]:
    digests = {one.header.packet: one.digest for one in packets}
    return [(flaw.kind, flaw.number) for flaw in flaws([p.header for p in packets], digests)]


@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_order_and_repetition_of_arrival_do_not_matter(random: object, count: int) -> None:
    packets = [*chained(count), *chained(0)]
    arrived = packets + packets[:1]
    random.shuffle(arrived)  # type: ignore[attr-defined]

    assert told(arrived) == []


def test_a_lost_a_doubled_and_a_changed_packet_show() -> None:
    packets = list(chained(4))
    other = sealed(3, packets[1].digest)

    assert told([packets[0], packets[2], packets[3]]) == [(FlawKind.MISSING, 2)]
    assert (FlawKind.FORKED, 3) in told([*packets, other])
    assert told([packets[0], sealed(2, "00" * 32)]) == [(FlawKind.BROKEN, 2)]


def test_a_clock_that_ran_backwards_is_shown_and_nothing_is_refused() -> None:
    first = sealed(1)
    second = sealed(2, first.digest, sealed_at="2019-01-01T00:00:00+08:00")

    assert told([first, second]) == [(FlawKind.CLOCK, 2)]
    assert sealing.open_packet(second, [CENTRE]) == CONTENT


# --- custody ------------------------------------------------------------------------------


def test_what_is_destroyed_cannot_be_opened_and_still_proves_what_it_was(tmp_path: Path) -> None:
    custody, packet = Custody(tmp_path), sealed()
    assert custody.keep(packet)
    assert not custody.keep(packet)
    assert custody.open(packet.header.packet, [CENTRE]) == CONTENT
    key = (tmp_path / f"{packet.header.packet}.key").read_bytes()

    header = custody.destroy(packet.header.packet)

    assert header == packet.header == custody.destroy(packet.header.packet)
    with pytest.raises(Destroyed):
        custody.open(packet.header.packet, [CENTRE])
    assert list(custody.names()) == []
    assert not any(key in path.read_bytes() for path in tmp_path.iterdir())


def test_a_device_never_gives_a_number_twice(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox", KIT)
    outbox.folder.mkdir()
    for number in range(1, 4):
        written = begun(tmp_path, f"{number:032x}")
        packet = outbox.seal(
            CONTENT,
            session=written.session,
            journal_folder=written.folder,
            sealed_at=AT,
            schema="1",
            recipients=BOTH,
        )
        assert packet.header.number == number
        outbox.receipted(packet.header.packet)

    assert outbox.packets() == []
    assert outbox.last()[0] == 3
