"""One press of the button at the station: captured, judged, compared, and what is good accepted.

Good parts are accepted one by one, so that a poor little finger costs nobody the other three.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tuntas.accounts.principals import Principal
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.irises import calibration as iris_calibration
from tuntas.biometrics.irises import code
from tuntas.biometrics.irises.code import IrisCode
from tuntas.biometrics.matching import ten
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.devices.contract import EMPTY_HASH
from tuntas.devices.errors import DeviceError
from tuntas.enrolment import actions, judging, parts, scanners, station, wording
from tuntas.enrolment.actions.sessions import Taken, contents
from tuntas.enrolment.errors import (
    EyeTwice,
    FingerTwice,
    HandsSwapped,
    NothingToKeep,
    NothingToScan,
)
from tuntas.enrolment.judging import Judged
from tuntas.enrolment.models import CapturedPart, CaptureSession
from tuntas.enrolment.parameters import asked

GRACE_S: Final = 2.0
"""The picture may be asked for before the capture has begun."""
SAME_EYE: Final = 1e-4
"""So few strangers' eyes are as alike (`irises.calibration`)."""
SAME_HAND: Final = 2
"""So many fingers of one hand that match the other's say that the hands are swapped."""


@dataclass(frozen=True, slots=True)
class Worker:
    """On whose behalf, in which session, when. secret: the operator's work key."""

    actor: Principal
    session: CaptureSession
    secret: str
    on: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one part. older_kept: an earlier image of the same finger is better."""

    kind: str
    score: int
    accepted: bool
    advice: tuple[tuple[str, str], ...] = ()
    older_kept: bool = False


def scan(worker: Worker, device_place: str, what: str, *, after: str) -> tuple[list[Outcome], str]:
    """Let a device take *what*; each part's outcome, and the hash the next capture follows.

    Raises:
        NothingToScan, FingerTwice, HandsSwapped, EyeTwice, NotOpen,
        tuntas.devices.errors.DeviceError, tuntas.packets.errors.{WrongSecret, NoSpace}
    """
    session = worker.session
    with station.tries().taking(session.ref, what):
        device = scanners.choose(what, device_place)
        shots, after = scanners.capture(
            device, what, session.exceptions, after=after, sitter=session.person_id
        )
        judged = [_judge(shot) for shot in shots]
    refuse_fingers_twice(worker, judged)
    refuse_eye_twice(worker, judged)
    group = what in parts.SLAPS
    told = [
        _settle(worker, one, shot.device, keep_better=group)
        for one, shot in zip(judged, shots, strict=True)
    ]
    return told, after


def live(
    session: str, device_place: str, what: str, exceptions: Mapping[str, str]
) -> Iterator[bytes]:
    """JPEGs of what a device sees, until *what* is captured; nothing where it cannot show any."""
    try:
        device = scanners.choose(what, device_place)
        wanted = scanners.request_for(what, exceptions, EMPTY_HASH).parts
        began = time.monotonic()
        for frame in device.frames(wanted, timeout_s=scanners.TIMEOUT_S):
            yield frame
            waited = time.monotonic() - began
            under_way = station.tries().under_way(session) == what
            if waited > scanners.TIMEOUT_S or (not under_way and waited > GRACE_S):
                return
    except (DeviceError, NothingToScan):
        return


def keep_best(worker: Worker, kind: str, reason: str) -> CapturedPart:
    """Accept the best of the poor attempts at *kind*, for a *reason* that stays with it.

    Raises:
        NothingToKeep: too few attempts yet, or this process saw none.
        NotOpen, tuntas.packets.errors.{WrongSecret, NoSpace}
    """
    poor = station.tries().poor(worker.session.ref, kind)
    if poor is None or poor.count < asked(worker.on).attempts or not poor.best.record:
        raise NothingToKeep
    return keep(worker, poor.best, device=poor.device, forced_for=reason)


def keep(
    worker: Worker, judged: Judged, *, device: str, forced_for: str = "", nonce: str = ""
) -> CapturedPart:
    """Accept one judged part. Raises NotOpen, tuntas.packets.errors.{WrongSecret, NoSpace}."""
    row = actions.accept_part(
        actor=worker.actor,
        session_ref=worker.session.ref,
        secret=worker.secret,
        taken=Taken(
            judged.kind,
            judged.record,
            nonce or secrets.token_hex(16),
            quality=judged.score,
            forced_for=forced_for,
            device=device[:120],
        ),
        vault=station.vault(),
        now=worker.now,
    )
    station.tries().accepted(worker.session.ref, row.entry, judged)
    return row


def refuse_fingers_twice(worker: Worker, judged: Sequence[Judged]) -> None:
    """Raises FingerTwice, HandsSwapped: a finger in *judged* stands in another place already."""
    new = {parts.finger_of(one.kind): one.template for one in judged if one.template is not None}
    new = {finger: template for finger, template in new.items() if len(template.x)}
    if not new:
        return
    held = _held_templates(worker, without=new)
    found = ten.repeated({**held, **new})
    pairs = [(f, g) if f in new else (g, f) for f, g in found if f in new or g in new]
    if not pairs:
        return
    crossed = sum(held_finger is finger.mirrored for finger, held_finger in pairs)
    if crossed >= SAME_HAND:
        raise HandsSwapped
    raise FingerTwice(*(wording.both(f"finger.{finger.value}") for finger in pairs[0]))


def refuse_eye_twice(worker: Worker, judged: Sequence[Judged]) -> None:
    """Raises EyeTwice: an eye in *judged* is the other eye, in *judged* too or taken before.

    Nobody's two irises are alike, so two codes that agree are of one eye.
    """
    new = {one.kind: one.iris for one in judged if one.iris is not None}
    if not new:
        return
    right, left = (_iris(worker, kind, new) for kind in parts.IRISES)
    if right is None or left is None:
        return
    if code.compare(right, left) <= iris_calibration.threshold(SAME_EYE):
        raise EyeTwice


def _iris(worker: Worker, kind: str, new: Mapping[str, IrisCode]) -> IrisCode | None:
    """Of what was just captured, else of what was accepted before."""
    row = station.latest(worker.session).get(kind)
    if kind in new or row is None:
        return new.get(kind)
    journal = station.vault().journal(worker.session.ref, worker.secret)
    return judging.judge(kind, contents(journal)[kind][1]).iris


def _held_templates(worker: Worker, *, without: Mapping[Finger, object]) -> dict[Finger, Template]:
    """Templates of accepted fingers; those this process has not seen are read from the journal."""
    rows = {
        parts.finger_of(kind): row
        for kind, row in station.latest(worker.session).items()
        if kind in parts.FINGER_PARTS
    }
    return {
        finger: template
        for finger, row in rows.items()
        if finger not in without and (template := _template_of(worker, row)) is not None
    }


def _template_of(worker: Worker, row: CapturedPart) -> Template | None:
    known = station.tries().template(worker.session.ref, row.kind, row.entry)
    if known is not None:
        return known
    journal = station.vault().journal(worker.session.ref, worker.secret)
    judged = judging.judge(row.kind, contents(journal)[row.kind][1])
    station.tries().accepted(worker.session.ref, row.entry, judged)
    return judged.template


def _judge(shot: scanners.Shot) -> Judged:
    """A picture that shows nothing is a poor attempt like any other."""
    try:
        return judging.judge(shot.kind, shot.record)
    except BiometricError as nothing:
        return Judged(shot.kind, 0, ((nothing.id, nothing.en),), b"")


def _settle(worker: Worker, judged: Judged, device: str, *, keep_better: bool) -> Outcome:
    if judged.score < station.least_quality(judged.kind, worker.on) or not judged.record:
        station.tries().note(worker.session.ref, judged, device)
        return Outcome(judged.kind, judged.score, False, judged.advice)
    if keep_better and _older_is_better(worker, judged):
        return Outcome(judged.kind, judged.score, True, older_kept=True)
    keep(worker, judged, device=device)
    return Outcome(judged.kind, judged.score, True, judged.advice)


def _older_is_better(worker: Worker, judged: Judged) -> bool:
    """Whether the same finger, not another one by mistake, stands there with a better image."""
    row = station.latest(worker.session).get(judged.kind)
    if row is None or judged.template is None or (row.quality or 0) <= judged.score:
        return False
    older = _template_of(worker, row)
    finger = parts.finger_of(judged.kind)
    if older is None:
        return False
    compared = ten.compare({finger: older}, {finger: judged.template})
    return compared.fusion.false_match_rate <= ten.SURE
