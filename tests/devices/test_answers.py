"""An answer holds exactly what was asked, from the device that was asked, or it is refused."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import hashes

from tests.devices.speaking import (
    DIGITAL_ID,
    EMPTY,
    NOW,
    Speaker,
    asked,
    b64,
    family,
    known,
    pair,
    record,
    sign,
)
from tuntas.biometrics.positions import Finger
from tuntas.devices.contract import THUMBS, CaptureRequest, DeviceInfo, Modality, chained
from tuntas.devices.errors import DeviceError, Words, WrongRequest
from tuntas.devices.sbi import answer, presenting
from tuntas.devices.sbi.limits import DEFAULTS, Limits
from tuntas.devices.sbi.trust import Trust

LEFT, RIGHT = THUMBS


def code_of(body: Any, **changed: Any) -> str:
    """What the client says to *body*."""
    speaker = Speaker()
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(DeviceError) as refused:
        answer.captured(content, replace(asked(speaker), **changed))
    return refused.value.code


def said(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """A whole answer, its signed payloads changed by *change*."""
    speaker = Speaker()
    return speaker.answer(asked(speaker).request, lambda payload: change(payload) and None)


def given(change: Callable[[list[dict[str, Any]]], object]) -> dict[str, Any]:
    """A whole answer, its list of biometrics changed by *change*."""
    speaker = Speaker()
    body = speaker.answer(asked(speaker).request)
    change(body["biometrics"])
    return body


def test_an_answer_by_another_hand_is_understood_as_the_specification_means_it() -> None:
    speaker = Speaker()
    request = asked(speaker).request

    got = answer.captured(json.dumps(speaker.answer(request)).encode(), asked(speaker))

    assert [one.part for one in got.samples] == [LEFT, RIGHT]
    assert [one.record for one in got.samples] == [record(LEFT), record(RIGHT)]
    assert got.samples[0].score == 71.5
    assert got.samples[0].taken_at == NOW + timedelta(seconds=1, milliseconds=250)
    assert got.device.serial == "A-17"
    assert got.samples[1].pixels()[0].shape == (48, 40)


def test_captures_chain_from_the_first_over_every_device_to_the_last() -> None:
    speaker, follows = Speaker(), EMPTY
    for number in range(3):
        now_asked = asked(speaker, transaction=f"sesi-{number}", previous_hash=follows)

        got = answer.captured(json.dumps(speaker.answer(now_asked.request)).encode(), now_asked)

        for sample in got.samples:
            inner = hashlib.sha256(sample.record).digest()
            follows = hashlib.sha256(bytes.fromhex(follows) + inner).hexdigest().upper()
            assert sample.hash == follows
        assert got.hash == follows


def test_a_capture_of_an_earlier_place_in_the_session_is_refused() -> None:
    speaker = Speaker()
    first = speaker.answer(asked(speaker).request)
    later = asked(speaker, previous_hash=chained(EMPTY, b"a face between"))

    with pytest.raises(DeviceError) as refused:
        answer.captured(json.dumps(first).encode(), later)

    assert refused.value.code == "ALAT-29"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("transactionId", "sesi-0002", "ALAT-24"),
        ("transactionId", None, "ALAT-24"),
        ("purpose", "Auth", "ALAT-31"),
        ("env", "Production", "ALAT-32"),
        ("deviceCode", "B-18", "ALAT-23"),
        ("bioType", "Iris", "ALAT-23"),
        ("bioSubType", "UNKNOWN", "ALAT-25"),
        ("bioSubType", "Left IndexFinger", "ALAT-25"),
        ("bioSubType", ["Left Thumb"], "ALAT-05"),
        ("timestamp", "2023-06-20T01:30:01", "ALAT-33"),
        ("timestamp", "2023-06-20T01:20:00Z", "ALAT-33"),
        ("timestamp", "2023-06-20T01:40:00Z", "ALAT-33"),
        ("timestamp", "9999-12-31T23:59:59-23:59", "ALAT-33"),
        ("timestamp", "besok", "ALAT-33"),
        ("qualityScore", 100.1, "ALAT-34"),
        ("qualityScore", "-1", "ALAT-34"),
        ("qualityScore", "NaN", "ALAT-34"),
        ("qualityScore", True, "ALAT-34"),
        ("qualityScore", None, "ALAT-34"),
        ("qualityScore", 10**400, "ALAT-34"),
        ("bioValue", "", "ALAT-29"),
        ("bioValue", "!!!!", "ALAT-35"),
        ("digitalId", "a.b.c", "ALAT-05"),
        ("digitalId", b64(json.dumps(DIGITAL_ID).encode()), "ALAT-20"),
    ],
)
def test_a_field_that_is_signed_and_not_what_was_asked_is_refused(
    field: str, value: object, code: str
) -> None:
    assert code_of(said(lambda payload: payload.update({field: value}))) == code


def test_a_signed_identity_of_another_device_is_refused() -> None:
    other = family()
    identity = sign(DIGITAL_ID | {"serialNo": "A-18"}, other.chain, other.device.key)

    assert code_of(said(lambda payload: payload.update(digitalId=identity))) == "ALAT-23"


def test_a_key_that_was_not_the_devices_when_it_was_chosen_is_refused() -> None:
    speaker = Speaker()
    device = replace(known(speaker), certificate="00" * 32)

    code = code_of(speaker.answer(asked(speaker).request), device=device)

    assert code == "ALAT-23"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda list_: list_.pop(), "ALAT-27"),
        (lambda list_: list_.clear(), "ALAT-27"),
        (lambda list_: list_.append(list_[0]), "ALAT-28"),
        (lambda list_: list_.reverse(), "ALAT-29"),
        (lambda list_: list_.__setitem__(1, list_[0]), "ALAT-29"),
        (lambda list_: list_[0].update(specVersion="0.9.2"), "ALAT-30"),
        (lambda list_: list_[0].update(hash=list_[0]["hash"].lower()), "ALAT-29"),
        (lambda list_: list_[1].update(hash=""), "ALAT-29"),
        (lambda list_: list_[1].update(data=""), "ALAT-20"),
        (lambda list_: list_[1].update(error={"errorCode": "102"}), "ALAT-102"),
        (lambda list_: list_[1].update(error={"errorCode": 105}), "ALAT-105"),
        (lambda list_: list_[1].update(error={"errorCode": "lima"}), "ALAT-05"),
        (lambda list_: list_[1].update(error="rusak"), "ALAT-05"),
        (lambda list_: list_[0].update(data=list_[0]["data"][:-8] + "A" * 8), "ALAT-20"),
        (lambda list_: list_.extend(list_ * 20), "ALAT-05"),
    ],
)
def test_what_came_is_counted_named_and_chained(change: Any, code: str) -> None:
    assert code_of(given(change)) == code


def test_one_thumb_sent_twice_and_chained_is_noticed() -> None:
    speaker = Speaker()
    request = asked(speaker).request
    once = speaker.one(LEFT, request, request.previous_hash)
    twice = speaker.one(LEFT, request, once["hash"])

    assert code_of({"biometrics": [once, twice]}) == "ALAT-26"


def test_one_image_under_two_names_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    from tests.devices import speaking
    from tuntas.biometrics.formats import iso19794_4

    def same(finger: Finger) -> bytes:
        grey = np.random.default_rng(5).integers(0, 256, (48, 40), np.uint8)
        return iso19794_4.write([iso19794_4.FingerImage.of(grey, 500, position=finger)])

    monkeypatch.setattr(speaking, "record", same)
    speaker = Speaker()

    assert code_of(speaker.answer(asked(speaker).request)) == "ALAT-36"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "ALAT-05"),
        (b"\xff\xfe", "ALAT-05"),
        (b"[" * 100_000, "ALAT-05"),
        (b'{"biometrics": [], "biometrics": []}', "ALAT-05"),
        (b'{"biometrics": NaN}', "ALAT-05"),
        (b'{"biometrics": {}}', "ALAT-05"),
        (b"{}", "ALAT-05"),
        (b"null", "ALAT-05"),
        (b'{"error": {"errorCode": "104", "errorInfo": "x"}}', "ALAT-104"),
        (b'[{"deviceStatus": "Busy"}]', "ALAT-111"),
        (b'[{"error": {"errorCode": "110"}}]', "ALAT-110"),
        (b"[]", "ALAT-05"),
        (b'{"error": {"errorCode": "' + b"9" * 5000 + b'"}}', "ALAT-05"),
        (b'{"error": {"errorCode": ' + b"9" * 5000 + b"}}", "ALAT-05"),
    ],
)
def test_an_answer_that_is_none_is_an_error_in_words(body: bytes, code: str) -> None:
    assert code_of(body) == code


def test_a_makers_own_error_is_told_in_its_own_words() -> None:
    dirty = Words("Kaca kotor.", "Dirty glass.")

    with pytest.raises(DeviceError) as refused:
        answer.captured(
            b'{"error": {"errorCode": "501", "errorInfo": "<b>E_GLASS</b>"}}',
            replace(asked(Speaker()), words={501: dirty}),
        )

    assert (refused.value.code, refused.value.id) == ("ALAT-501", "Kaca kotor.")


# --- who signs --------------------------------------------------------------------------------


def test_a_stranger_with_the_same_names_in_its_certificates_is_refused() -> None:
    stranger = family.__wrapped__("Contoh")

    code = code_of(Speaker(stranger).answer(asked(Speaker()).request))

    assert code == "ALAT-21"


def test_a_device_issued_by_a_device_is_refused() -> None:
    mine = family()
    below = pair("cucu", mine.device)
    chain = [below.x5c, *mine.chain]

    assert refused_chain(chain, below.key) == "ALAT-21"


def test_a_chain_longer_than_its_authority_allows_is_refused() -> None:
    mine = family()
    second = pair("pembuat kedua", mine.maker, ca=0)
    leaf = pair("alat", second)

    assert refused_chain([leaf.x5c, second.x5c, mine.maker.x5c], leaf.key) == "ALAT-21"


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_weak_key_or_an_old_digest_is_refused() -> None:
    mine = family()
    weak = pair("lemah", mine.maker, bits=1024)
    strange = pair("aneh", mine.maker, digest=hashes.SHA224())

    assert refused_chain([weak.x5c, mine.maker.x5c], weak.key) == "ALAT-21"
    assert refused_chain([strange.x5c, mine.maker.x5c], strange.key) == "ALAT-21"


def test_a_certificate_of_last_month_or_next_month_is_refused() -> None:
    mine = family()
    old = pair("lama", mine.maker, until=NOW - timedelta(days=1))
    young = pair("muda", mine.maker, since=NOW + timedelta(days=1))

    assert refused_chain([old.x5c, mine.maker.x5c], old.key) == "ALAT-22"
    assert refused_chain([young.x5c, mine.maker.x5c], young.key) == "ALAT-22"


def test_a_revoked_device_and_a_revoked_maker_are_refused() -> None:
    mine = family()
    for one in (mine.device, mine.maker, mine.root):
        revoked = frozenset({one.certificate.fingerprint(hashes.SHA256()).hex()})
        body = Speaker().answer(asked(Speaker()).request)

        assert code_of(body, trust=Trust(mine.trust.anchors, revoked)) == "ALAT-21"


def test_a_header_that_brings_its_own_key_or_another_algorithm_is_refused() -> None:
    mine = family()
    speaker = Speaker()
    payload = speaker.payload(LEFT, record(LEFT), asked(speaker).request)
    pem = mine.device.pem
    wrong = [
        jwt.encode(payload, None, algorithm="none", headers={"x5c": mine.chain}),
        jwt.encode(payload, base64.b64encode(pem), algorithm="HS256", headers={"x5c": mine.chain}),
        jwt.encode(payload, mine.device.key, algorithm="PS256", headers={"x5c": mine.chain}),
        jwt.encode(payload, mine.device.key, algorithm="RS256"),
        jwt.encode(
            payload,
            mine.device.key,
            algorithm="RS256",
            headers={"x5c": mine.chain, "jku": "http://127.0.0.1/"},
        ),
    ]

    for data in wrong:
        assert code_of(given(lambda list_, data=data: list_[0].update(data=data))) == "ALAT-20"


def refused_chain(chain: list[str], key: Any) -> str:
    speaker = Speaker()
    payload = speaker.payload(LEFT, record(LEFT), asked(speaker).request)
    data = sign(payload, chain, key)
    return code_of(given(lambda list_: list_[0].update(data=data)))


# --- how a device presents itself ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"specVersion": ["0.9.2"]}, "ALAT-30"),
        ({"purpose": "Auth"}, "ALAT-31"),
        ({"purpose": ""}, "ALAT-31"),
        ({"env": "Production"}, "ALAT-32"),
        ({"certification": "L2"}, "ALAT-37"),
        ({"deviceStatus": "Asleep"}, "ALAT-05"),
        ({"deviceSubId": [1.5]}, "ALAT-05"),
        ({"digitalId": "x"}, "ALAT-20"),
    ],
)
def test_a_device_that_presents_itself_wrongly_is_refused(
    changed: dict[str, Any], code: str
) -> None:
    speaker = Speaker()
    body = json.dumps(speaker.info(**changed)).encode()

    told = presenting.believed(body, 4501, speaker.family.trust, NOW, DEFAULTS)["1"]

    assert isinstance(told, DeviceError)
    assert told.code == code


def test_an_office_may_ask_for_devices_that_sign_in_their_chip() -> None:
    speaker = Speaker()
    body = json.dumps(speaker.info(certification="L0")).encode()
    strict = Limits(certifications=frozenset({"L1"}))

    told = presenting.believed(body, 4501, speaker.family.trust, NOW, strict)["1"]

    assert isinstance(told, DeviceError)
    assert told.code == "ALAT-37"


def test_where_a_device_says_it_is_to_be_asked_is_not_followed() -> None:
    assert known(Speaker()).place == "127.0.0.1:4501"


def test_an_unregistered_device_says_so_without_a_signature() -> None:
    payload = b64(json.dumps({"deviceId": "1"}).encode())
    body = [{"deviceInfo": payload, "error": {"errorCode": "100", "errorInfo": ""}}]

    told = presenting.believed(json.dumps(body).encode(), 4501, Trust(), NOW, DEFAULTS)["1"]

    assert isinstance(told, DeviceError)
    assert told.code == "ALAT-100"


def test_a_chip_and_its_service_may_sign_with_two_keys_and_both_are_held_to() -> None:
    mine = family()
    chip = pair("FTM", mine.maker)
    identity = sign(DIGITAL_ID, [chip.x5c, mine.maker.x5c], chip.key)
    speaker = Speaker()
    body = json.dumps(speaker.info(digitalId=identity)).encode()
    device = presenting.believed(body, 4501, mine.trust, NOW, DEFAULTS)["1"]
    assert isinstance(device, DeviceInfo)

    by_chip = said(lambda payload: payload.update(digitalId=identity))
    got = answer.captured(json.dumps(by_chip).encode(), replace(asked(speaker), device=device))

    assert got.device == device.identity
    assert code_of(speaker.answer(asked(speaker).request), device=device) == "ALAT-23"


# --- what may be asked --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"parts": ()},
        {"parts": (LEFT, LEFT)},
        {"parts": (Finger.UNKNOWN,)},
        {"parts": THUMBS, "missing": (LEFT,)},
        {"transaction": "abc"},
        {"transaction": "a" * 51},
        {"transaction": "sesi 01"},
        {"transaction": "sesi-01\n"},
        {"previous_hash": EMPTY.lower()},
        {"least_score": 101},
        {"timeout_s": 0.0},
        {"modality": Modality.FACE},
        {"modality": Modality.IRIS},
    ],
)
def test_a_request_that_no_device_could_answer_is_never_sent(wrong: dict[str, Any]) -> None:
    right = {"modality": Modality.FINGER, "parts": THUMBS, "transaction": "sesi-01"}

    with pytest.raises(WrongRequest):
        CaptureRequest(**(right | wrong))
