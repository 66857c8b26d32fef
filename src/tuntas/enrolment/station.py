"""The capture station of this machine: its vault, and what a session still needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from tuntas.enrolment import parts, queries
from tuntas.enrolment.models import CapturedPart, CaptureSession
from tuntas.enrolment.parameters import asked
from tuntas.enrolment.tries import Tries
from tuntas.enrolment.vault import Vault


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the station's list. state: ``done``, ``excepted`` or ``todo``."""

    kind: str
    state: str
    quality: int | None = None
    forced: bool = False


@cache
def _vault(folder: Path) -> Vault:
    return Vault(folder)


def vault() -> Vault:
    """The vault in the office's private folder."""
    return _vault(Path(settings.DATA_DIR) / "capture")


@cache
def tries() -> Tries:
    """What this process remembers of attempts."""
    return Tries()


def steps(session: CaptureSession) -> list[Step]:
    """Every part in the usual order, with the last accepted image of each."""
    last = latest(session)
    spared = parts.excepted(session.exceptions)
    return [_step(kind, last.get(kind), kind in spared) for kind in parts.EVERY]


def latest(session: CaptureSession) -> dict[str, CapturedPart]:
    """The last accepted row of each kind."""
    return {row.kind: row for row in session.parts.order_by("entry")}


def attempts(session: CaptureSession, kind: str) -> int:
    """How often a part was tried and kept in this session."""
    return session.parts.filter(kind=kind).count()


def least_quality(kind: str, on: date) -> int:
    """The least score at which a part of *kind* is taken without a reason."""
    values = asked(on)
    if kind == parts.FACE:
        return values.face_quality
    if kind in parts.IRISES:
        return values.iris_quality
    return values.finger_quality if kind in parts.FINGER_PARTS else 0


def still_to_do(session: CaptureSession, on: date) -> Iterator[str]:
    """What keeps the session from being sealed, as codes for the page."""
    missing = queries.still_missing(session, set(latest(session)), on)
    if not session.biodata_digest:
        yield "biodata"
    yield from (paper for paper in (parts.DECLARATION, parts.CONSENT) if paper in missing)
    if any(one in parts.EVERY for one in missing):
        yield "parts"
    if session.exceptions and not session.cosigned_by:
        yield "cosign"


def _step(kind: str, row: CapturedPart | None, spared: bool) -> Step:
    if row is not None:
        return Step(kind, "done", row.quality, bool(row.forced_for))
    return Step(kind, "excepted" if spared else "todo")
