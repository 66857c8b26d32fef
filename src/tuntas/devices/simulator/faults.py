"""Every way the simulator can be told to fail, and what a station that checks must say then.

>>> expected("error-110"), expected("broken-chain"), expected("slow")
('ALAT-110', 'ALAT-29', None)
"""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_ERROR: Final = re.compile(r"error-(\d{3})")


class Fault(StrEnum):
    # The answer does not come, or not whole.
    HANG_UP = "hang-up"
    SILENT = "silent"
    DRIP = "drip"
    HALF_BODY = "half-body"
    TRUNCATED_JSON = "truncated-json"
    NOT_JSON = "not-json"
    HUGE_BODY = "huge-body"
    # Somebody plays with what the device signed.
    TAMPERED_PAYLOAD = "tampered-payload"
    TAMPERED_SIGNATURE = "tampered-signature"
    UNSIGNED = "unsigned"
    HMAC = "hmac"
    NO_CHAIN = "no-chain"
    FOREIGN_CERTIFICATE = "foreign-certificate"
    EXPIRED_CERTIFICATE = "expired-certificate"
    BORROWED_KEY = "borrowed-key"
    WRONG_DEVICE = "wrong-device"
    # It is signed, and is not what was asked.
    WRONG_TRANSACTION = "wrong-transaction"
    WRONG_VERSION = "wrong-version"
    WRONG_PURPOSE = "wrong-purpose"
    WRONG_ENVIRONMENT = "wrong-environment"
    OLD_TIMESTAMP = "old-timestamp"
    FUTURE_TIMESTAMP = "future-timestamp"
    BROKEN_CHAIN = "broken-chain"
    SCORE_OUT_OF_RANGE = "score-out-of-range"
    WRONG_FINGER = "wrong-finger"
    DUPLICATE_FINGER = "duplicate-finger"
    SAME_IMAGE = "same-image"
    FEWER_FINGERS = "fewer-fingers"
    EXTRA_FINGER = "extra-finger"
    # The image is not what the standard asks.
    DAMAGED_RECORD = "damaged-record"
    WRONG_POSITION = "wrong-position"
    LOW_RESOLUTION = "low-resolution"
    LOSSY_IMAGE = "lossy-image"
    # The live picture.
    STREAM_STOPS = "stream-stops"
    STREAM_GARBAGE = "stream-garbage"
    # Nothing the protocol can see: only comparing the images themselves tells.
    SLOW = "slow"
    WRONG_HAND = "wrong-hand"
    OTHER_PERSON = "other-person"


STREAMED: Final = frozenset({Fault.STREAM_STOPS, Fault.STREAM_GARBAGE})
SECONDS_SLOW: Final = 1.0

EXPECTED: Final = MappingProxyType(
    {
        Fault.HANG_UP: "ALAT-02",
        Fault.SILENT: "ALAT-03",
        Fault.DRIP: "ALAT-03",
        Fault.HALF_BODY: "ALAT-05",
        Fault.TRUNCATED_JSON: "ALAT-05",
        Fault.NOT_JSON: "ALAT-05",
        Fault.HUGE_BODY: "ALAT-04",
        Fault.TAMPERED_PAYLOAD: "ALAT-20",
        Fault.TAMPERED_SIGNATURE: "ALAT-20",
        Fault.UNSIGNED: "ALAT-20",
        Fault.HMAC: "ALAT-20",
        Fault.NO_CHAIN: "ALAT-20",
        Fault.FOREIGN_CERTIFICATE: "ALAT-21",
        Fault.EXPIRED_CERTIFICATE: "ALAT-22",
        Fault.BORROWED_KEY: "ALAT-23",
        Fault.WRONG_DEVICE: "ALAT-23",
        Fault.WRONG_TRANSACTION: "ALAT-24",
        Fault.WRONG_FINGER: "ALAT-25",
        Fault.DUPLICATE_FINGER: "ALAT-26",
        Fault.FEWER_FINGERS: "ALAT-27",
        Fault.EXTRA_FINGER: "ALAT-28",
        Fault.BROKEN_CHAIN: "ALAT-29",
        Fault.WRONG_VERSION: "ALAT-30",
        Fault.WRONG_PURPOSE: "ALAT-31",
        Fault.WRONG_ENVIRONMENT: "ALAT-32",
        Fault.OLD_TIMESTAMP: "ALAT-33",
        Fault.FUTURE_TIMESTAMP: "ALAT-33",
        Fault.SCORE_OUT_OF_RANGE: "ALAT-34",
        Fault.DAMAGED_RECORD: "ALAT-35",
        Fault.SAME_IMAGE: "ALAT-36",
        Fault.WRONG_POSITION: "ALAT-25",
        Fault.LOW_RESOLUTION: "ALAT-38",
        Fault.LOSSY_IMAGE: "ALAT-38",
        Fault.STREAM_STOPS: "ALAT-07",
        Fault.STREAM_GARBAGE: "ALAT-04",
        Fault.SLOW: None,
        Fault.WRONG_HAND: None,
        Fault.OTHER_PERSON: None,
    }
)
"""By fault, the code of tuntas.devices.errors; None where the protocol sees nothing."""


def error_number(fault: str) -> int | None:
    """The number of an `error-NNN`, 100 … 112 or 500 … 599; else None."""
    said = _ERROR.fullmatch(fault)
    number = int(said[1]) if said else 0
    return number if 100 <= number <= 112 or 500 <= number < 600 else None


def known(fault: str) -> bool:
    return fault in EXPECTED or error_number(fault) is not None


def expected(fault: str) -> str | None:
    """The code a station answers *fault* with."""
    number = error_number(fault)
    return f"ALAT-{number}" if number else EXPECTED[Fault(fault)]
