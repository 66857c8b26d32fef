"""Ten thousand hostile answers: each an error in words, never a crash, never believed."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.devices.fuzzing import KINDS, case, genuine, outcome
from tests.devices.speaking import NOW, known
from tuntas.devices.contract import Captured, DeviceInfo
from tuntas.devices.errors import DeviceError
from tuntas.devices.sbi import presenting
from tuntas.devices.sbi.limits import DEFAULTS

ANSWERS = [kind for kind in KINDS if kind not in ("info", "discovery")]


def stated(captured: Captured) -> list[object]:
    """What must be as it was, however a device lies about the rest of itself."""
    return [(one.part, one.record, one.hash) for one in captured.samples]


def hostile(kind: str, cases: range) -> Counter[str]:
    """The words that *cases* ended in; "genuine" where the damage changed nothing that is said."""
    words: Counter[str] = Counter()
    right = genuine().captured
    for seed in cases:
        got = outcome(kind, case(kind, seed))
        if isinstance(got, str):
            words[got] += 1
            continue
        # A lying device may lie about its score and its minute, and about nothing else.
        same = stated(got) == stated(right) if kind == "signed" else got == right
        assert same, f"case({kind!r}, {seed}) was believed"
        words["genuine"] += 1
    return words


@pytest.mark.parametrize("kind", ANSWERS)
def test_no_damaged_answer_is_believed(kind: str) -> None:
    words = hostile(kind, range(500))

    assert words.total() - words["genuine"] > 250, words
    # Without the key, whatever is said in the payload is never even read.
    refused = words.keys() - {"genuine"}
    assert refused == {"ALAT-20"} if kind == "unsigned" else len(refused) > 2, words


@pytest.mark.parametrize("kind", ["info", "discovery"])
def test_no_damaged_presentation_is_believed(kind: str) -> None:
    refused = presented(kind, range(400))

    assert refused > 200


def presented(kind: str, cases: range) -> int:
    speaker = genuine().speaker
    right, refused = known(speaker), 0
    for seed in cases:
        body = case(kind, seed)
        if kind == "discovery":
            refused += sum(one.problem is not None for one in presenting.found(body, 4501))
            continue
        try:
            told = presenting.believed(body, 4501, speaker.family.trust, NOW, DEFAULTS)
        except DeviceError:
            refused += 1
            continue
        for one in told.values():
            if isinstance(one, DeviceInfo):
                assert one == right, f"case({kind!r}, {seed}) was believed"
            else:
                refused += 1
    return refused


@pytest.mark.soak
@pytest.mark.parametrize("kind", ANSWERS)
def test_ten_thousand_damaged_answers(kind: str) -> None:
    """Two thousand of each of five kinds, other ones than in the short run."""
    assert hostile(kind, range(1_000, 3_000)).total() == 2_000


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["info", "discovery"])
def test_two_thousand_damaged_presentations(kind: str) -> None:
    assert presented(kind, range(1_000, 2_000)) > 0


def test_every_single_bit_of_a_signed_answer_counts() -> None:
    body = json.dumps(genuine().answer).encode()
    data = json.loads(body)["biometrics"][0]["data"].encode()
    start = body.index(data)
    step = len(data) // 400

    for place in range(start, start + len(data), step):
        flipped = bytearray(body)
        flipped[place] ^= 1 << (place % 8)
        assert isinstance(outcome("bytes", bytes(flipped)), str)
