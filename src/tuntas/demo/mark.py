"""What a data folder says about itself: a demo, half built or ready, or not a demo at all."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from tuntas.demo.errors import NotADemo, OtherStory
from tuntas.demo.script import MARK
from tuntas.wilayah import queries as wilayah


class State(StrEnum):
    EMPTY = "empty"
    BUILDING = "building"
    READY = "ready"
    FOREIGN = "foreign"  # an office that is not a demo


def state(folder: Path) -> State:
    """What stands in *folder*; the store must have this version's tables."""
    told = _read(folder)
    if told:
        return State(told["state"])
    return State.FOREIGN if wilayah.has_office() else State.EMPTY


def begin(folder: Path) -> None:
    """
    Raises:
        NotADemo: something stands there already.
    """
    if state(folder) is not State.EMPTY:
        raise NotADemo
    _write(folder, State.BUILDING, "")


def finish(folder: Path, fingerprint: str) -> None:
    """The demo tells the story with this fingerprint."""
    _write(folder, State.READY, fingerprint)


def demand(folder: Path, fingerprint: str) -> None:
    """
    Raises:
        NotADemo: no ready demo stands there.
        OtherStory: it was built by a version that tells another story.
    """
    if state(folder) is not State.READY:
        raise NotADemo
    if _read(folder)["story"] != fingerprint:
        raise OtherStory


def _read(folder: Path) -> dict[str, str]:
    path = folder / MARK
    told: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return told


def _write(folder: Path, reached: State, fingerprint: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"state": reached.value, "story": fingerprint})
    (folder / MARK).write_text(text, encoding="utf-8")
