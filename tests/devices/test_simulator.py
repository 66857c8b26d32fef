"""The client against the simulator in its own process: as an office meets its scanner."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from tests.devices.conftest import QUICK
from tuntas.biometrics.positions import Eye, Finger
from tuntas.devices.contract import (
    EMPTY_HASH,
    EYES,
    LEFT_FOUR,
    RIGHT_FOUR,
    THUMBS,
    CaptureRequest,
    Modality,
    Part,
    chained,
)
from tuntas.devices.errors import SAID, DeviceError, StreamStopped, Words
from tuntas.devices.sbi import agent
from tuntas.devices.sbi.agent import SbiDevice
from tuntas.devices.sbi.trust import Trust
from tuntas.devices.simulator.faults import EXPECTED, STREAMED, Fault, expected
from tuntas.devices.simulator.process import Simulator
from tuntas.devices.station import Station
from tuntas.devices.vendors import Vendor

MANY = {
    Fault.DUPLICATE_FINGER,
    Fault.SAME_IMAGE,
    Fault.FEWER_FINGERS,
    Fault.WRONG_POSITION,
}
"""What can only go wrong where several fingers are asked for."""
SEEN = sorted(fault for fault, code in EXPECTED.items() if code and fault not in STREAMED)
UNSEEN = sorted(fault for fault, code in EXPECTED.items() if code is None)


def request(
    parts: tuple[Part, ...] = THUMBS,
    *,
    modality: Modality = Modality.FINGER,
    transaction: str = "sesi-0001",
    missing: tuple[Part, ...] = (),
    previous_hash: str = EMPTY_HASH,
    timeout_s: float = 20.0,
) -> CaptureRequest:
    return CaptureRequest(modality, parts, transaction, missing, previous_hash, timeout_s=timeout_s)


def code_of(device: SbiDevice, asked: CaptureRequest) -> str:
    with pytest.raises(DeviceError) as refused:
        device.capture(asked)
    return refused.value.code


# --- what goes right ----------------------------------------------------------------------------


def test_a_whole_person_is_captured_in_one_chain_over_three_devices(
    station: Station, simulator: Simulator
) -> None:
    looked = station.look(ports=[simulator.port])
    before, samples = EMPTY_HASH, []
    for number, (modality, parts) in enumerate(
        [
            (Modality.FINGER, RIGHT_FOUR),
            (Modality.FINGER, LEFT_FOUR),
            (Modality.FINGER, THUMBS),
            (Modality.IRIS, EYES),
            (Modality.FACE, ()),
        ]
    ):
        device = looked.best(modality)

        got = device.capture(
            request(parts, modality=modality, transaction=f"sesi-{number}", previous_hash=before)
        )

        assert tuple(one.part for one in got.samples) == (parts or (None,))
        assert got.device == device.info.identity
        samples += got.samples
        before = got.hash

    assert len(samples) == 13
    link = EMPTY_HASH
    for sample in samples:
        link = chained(link, sample.record)
    assert link == before
    assert b"SPESIMEN" in samples[0].record


def test_the_same_finger_again_is_the_same_finger_and_not_the_same_image(
    scanner: SbiDevice,
) -> None:
    from tuntas.biometrics.fingers.extract import Extractor
    from tuntas.biometrics.images import Grey
    from tuntas.biometrics.matching.matcher import match

    first, second = (scanner.capture(request()).samples for _ in range(2))

    extractor = Extractor()
    templates = [
        extractor.extract(Grey(one.pixels()[0], 500)).template
        for one in (first[0], second[0], second[1])
    ]
    assert first[0].record != second[0].record
    genuine, impostor = (match(templates[0], other).score for other in templates[1:])
    assert genuine > 2 * impostor


def test_who_lacks_a_finger_is_captured_without_waiting_for_it(
    scanner: SbiDevice, simulator: Simulator
) -> None:
    simulator.sit(7, missing=("Left Thumb",))

    assert code_of(scanner, request(THUMBS)) == "ALAT-27"
    got = scanner.capture(request(THUMBS[1:], missing=THUMBS[:1]))

    assert [one.part for one in got.samples] == [Finger.RIGHT_THUMB]


def test_an_empty_platen_is_told_as_such(scanner: SbiDevice, simulator: Simulator) -> None:
    simulator.sit(7, missing=("Left Thumb", "Right Thumb"))

    assert code_of(scanner, request(THUMBS)) == "ALAT-101"


def test_a_single_finger_scanner_takes_one_and_says_so_of_more(
    station: Station, simulator: Simulator
) -> None:
    single = station.look(ports=[simulator.port]).best(Modality.FINGER, kind="Single")

    got = single.capture(request((Finger.LEFT_RING,)))

    assert [one.part for one in got.samples] == [Finger.LEFT_RING]
    assert code_of(single, request(THUMBS)) == "ALAT-08"


def test_a_slap_scanner_is_not_asked_for_fingers_of_two_hands(scanner: SbiDevice) -> None:
    assert code_of(scanner, request((Finger.LEFT_RING, Finger.RIGHT_RING))) == "ALAT-08"


def test_one_eye_is_asked_for_where_the_other_is_blind(
    station: Station, simulator: Simulator
) -> None:
    camera = station.look(ports=[simulator.port]).best(Modality.IRIS)

    got = camera.capture(request((Eye.RIGHT,), modality=Modality.IRIS, missing=(Eye.LEFT,)))

    assert [one.part for one in got.samples] == [Eye.RIGHT]


def test_an_exception_photo_is_a_face_with_what_is_missing(
    station: Station, simulator: Simulator
) -> None:
    camera = station.look(ports=[simulator.port]).best(Modality.FACE)

    got = camera.capture(request((), modality=Modality.FACE, missing=(Finger.LEFT_THUMB,)))

    assert got.samples[0].pixels()[0].shape == (800, 600, 3)


# --- what goes wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize("fault", SEEN)
def test_each_fault_has_its_words_and_the_next_capture_works(
    scanner: SbiDevice, single: SbiDevice, simulator: Simulator, fault: str
) -> None:
    hung = fault in (Fault.SILENT, Fault.DRIP)
    device, parts = (scanner, THUMBS) if fault in MANY else (single, THUMBS[:1])
    simulator.inject(fault)

    code = code_of(device, request(parts, timeout_s=0.3 if hung else 20.0))

    assert code == expected(fault)
    assert len(single.capture(request(THUMBS[:1])).samples) == 1


@pytest.mark.parametrize("number", [*SAID, 500, 555, 599])
def test_each_error_the_protocol_names_is_told_in_our_words(
    single: SbiDevice, simulator: Simulator, number: int
) -> None:
    simulator.inject(f"error-{number}")

    with pytest.raises(DeviceError) as refused:
        single.capture(request(THUMBS[:1]))

    assert refused.value.code == f"ALAT-{number}"
    assert refused.value.id.count(".") >= 2  # what happened, and what to do next
    assert refused.value.suspect is (number == 103)


@pytest.mark.parametrize("fault", UNSEEN)
def test_what_the_protocol_cannot_see_is_left_to_the_matcher(
    scanner: SbiDevice, simulator: Simulator, fault: str
) -> None:
    simulator.inject(fault)

    assert len(scanner.capture(request()).samples) == 2


def test_every_fault_is_in_the_table() -> None:
    assert EXPECTED.keys() == set(Fault)
    assert {"slow", "wrong-hand", "other-person"} == set(UNSEEN)


def test_every_way_to_fail_has_a_code_of_its_own() -> None:
    kinds = DeviceError.__subclasses__()
    codes = [kind.code for kind in kinds if kind.__name__ != "SaidByDevice"]

    assert len(set(codes)) == len(codes) > 30
    assert all(kind.id != DeviceError.id for kind in kinds if kind.__name__ != "SaidByDevice")


@pytest.mark.parametrize("state", [("Busy", 111), ("Not Ready", 110), ("Not Registered", 100)])
def test_a_device_that_is_not_ready_says_so_when_looked_for_and_when_asked(
    scanner: SbiDevice, simulator: Simulator, state: tuple[str, int]
) -> None:
    said, number = state
    simulator.tell({"status": {"Finger": said}})

    assert scanner.refresh().status == said
    assert code_of(scanner, request()) == f"ALAT-{number}"


def test_a_capture_while_another_is_under_way_is_told_to_wait(
    scanner: SbiDevice, simulator: Simulator
) -> None:
    codes: list[str] = []

    def press() -> None:
        try:
            scanner.capture(request(RIGHT_FOUR))
            codes.append("ok")
        except DeviceError as refused:
            codes.append(refused.code)

    simulator.sit(900_001)  # a stranger: the first capture takes its time
    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    assert sorted(codes) in (["ALAT-111", "ALAT-111", "ok"], ["ALAT-111", "ok", "ok"])


def test_the_operator_cancels_a_scanner_that_waits(
    scanner: SbiDevice, simulator: Simulator
) -> None:
    simulator.inject("silent")
    ended = threading.Event()

    def press() -> None:
        while not ended.wait(0.1):
            scanner.cancel()

    operator = threading.Thread(target=press)
    operator.start()
    began = time.monotonic()
    code = code_of(scanner, request(timeout_s=60))
    ended.set()
    operator.join()

    assert code == "ALAT-06"
    assert time.monotonic() - began < 30
    assert len(scanner.capture(request()).samples) == 2


def test_a_scanner_that_was_unplugged_is_told_as_such(
    station: Station, simulator: Simulator
) -> None:
    device = station.look(ports=[simulator.port]).best(Modality.FINGER)
    gone = SbiDevice(device.info, 4499, agent.Terms(simulator.trust, QUICK))

    assert code_of(gone, request()) == "ALAT-02"


# --- who is believed ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        "foreign-certificate",
        "expired-certificate",
        "tampered-signature",
        "unsigned",
        "wrong-version",
        "wrong-purpose",
        "wrong-environment",
        "error-100",
        "not-json",
        "hang-up",
    ],
)
def test_a_device_that_presents_itself_wrongly_is_listed_with_the_reason(
    station: Station, simulator: Simulator, fault: str
) -> None:
    simulator.inject(fault, times=4, at="info")

    looked = station.look(ports=[simulator.port])

    assert looked.devices == ()
    assert {one.error.code for one in looked.problems} == {expected(fault)}
    with pytest.raises(DeviceError) as refused:
        looked.best(Modality.FINGER)
    assert refused.value.code == expected(fault)


def test_an_office_that_trusts_nobody_uses_no_device(simulator: Simulator) -> None:
    looked = Station(Trust(), limits=QUICK).look(ports=[simulator.port])

    assert {one.error.code for one in looked.problems} == {"ALAT-21"}


def test_a_revoked_scanner_is_refused_at_once(scanner: SbiDevice, simulator: Simulator) -> None:
    revoked = frozenset({scanner.info.certificate})
    station = Station(Trust(simulator.trust.anchors, revoked), limits=QUICK)

    looked = station.look(ports=[simulator.port])

    assert [one.found.device_id for one in looked.problems] == ["1"]
    assert [one.error.code for one in looked.problems] == ["ALAT-21"]
    assert len(looked.devices) == 3


def test_a_simulators_certificate_vouches_for_trials_only(simulator: Simulator) -> None:
    assert [one.environments for one in simulator.trust.anchors] == [frozenset({"Developer"})]


def test_another_device_in_the_place_of_the_one_that_was_chosen_is_noticed(
    scanner: SbiDevice, simulator: Simulator
) -> None:
    chosen = replace(scanner.info, identity=replace(scanner.info.identity, serial="LAIN"))
    device = SbiDevice(chosen, simulator.port, agent.Terms(simulator.trust, QUICK))

    assert code_of(device, request()) == "ALAT-23"
    with pytest.raises(DeviceError) as refused:
        device.refresh()
    assert refused.value.code == "ALAT-23"


def test_a_maker_of_ones_own_adds_to_requests_and_says_its_errors(simulator: Simulator) -> None:
    asked: list[dict[str, object]] = []
    hot = Words("Lampu panas. Tunggu.", "The lamp is hot. Wait.")

    def adjust(body: dict[str, object]) -> dict[str, object]:
        asked.append(body)
        return body

    maker = Vendor("uji", "Uji", ("SPESIMEN",), ("Touch30",), (), {502: hot}, adjust)
    station = Station(simulator.trust, (maker,), QUICK)
    looked = station.look(ports=[simulator.port])

    simulator.inject("error-502", times=2)
    said = []
    for kind in ("Single", "Slap"):
        with pytest.raises(DeviceError) as refused:
            looked.best(Modality.FINGER, kind=kind).capture(request(THUMBS[:1]))
        said.append(refused.value.id)

    assert said[0] == hot.id
    assert said[1] != hot.id
    assert [body["transactionId"] for body in asked] == ["sesi-0001"]


# --- the live picture ---------------------------------------------------------------------------


def test_the_live_picture_is_jpeg_after_jpeg(scanner: SbiDevice) -> None:
    from io import BytesIO

    from PIL import Image

    live = scanner.frames(RIGHT_FOUR, timeout_s=20)
    frames = [next(live) for _ in range(4)]
    live.close()

    sizes = {Image.open(BytesIO(one)).size for one in frames}
    assert sizes == {(400, 375)}
    assert any(
        not np.array_equal(Image.open(BytesIO(frames[0])), Image.open(BytesIO(one)))
        for one in frames[1:]
    )


def test_a_live_picture_that_stops_is_told_and_a_capture_still_works(
    scanner: SbiDevice, simulator: Simulator
) -> None:
    simulator.inject("stream-stops")
    live = scanner.frames(RIGHT_FOUR, timeout_s=20)
    seen = [next(live) for _ in range(3)]

    with pytest.raises(StreamStopped):
        next(live)

    assert len(seen) == 3
    assert len(scanner.capture(request()).samples) == 2


def test_a_live_picture_of_a_device_that_is_gone_is_told_in_its_words(
    scanner: SbiDevice, simulator: Simulator
) -> None:
    gone = SbiDevice(
        replace(scanner.info, device_id="9"), simulator.port, agent.Terms(simulator.trust, QUICK)
    )

    with pytest.raises(DeviceError) as refused:
        next(gone.frames(RIGHT_FOUR))

    assert refused.value.code == "ALAT-106"


def test_a_live_picture_ends_when_the_operator_leaves(scanner: SbiDevice) -> None:
    live = scanner.frames(RIGHT_FOUR, timeout_s=60)
    next(live)
    scanner.cancel()

    with pytest.raises(DeviceError) as refused:
        list(live)

    assert refused.value.code == "ALAT-06"


def test_a_stream_of_rubbish_is_cut_off(scanner: SbiDevice, simulator: Simulator) -> None:
    simulator.inject("stream-garbage")

    with pytest.raises(DeviceError) as refused:
        list(scanner.frames(RIGHT_FOUR, timeout_s=20))

    assert refused.value.code == "ALAT-04"
