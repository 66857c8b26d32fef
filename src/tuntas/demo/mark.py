"""What a data folder says about itself: a demo, half built or ready, or not a demo at all."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Final

from tuntas.demo import script
from tuntas.demo.errors import NotADemo
from tuntas.wilayah import queries as wilayah

NAME: Final = "peragaan.json"


class State(StrEnum):
    EMPTY = "empty"
    BUILDING = "building"
    READY = "ready"
    FOREIGN = "foreign"  # an office that is not a demo


def state(folder: Path) -> State:
    """What stands in *folder*; the store must have this version's tables."""
    path = folder / NAME
    if path.is_file():
        return State(json.loads(path.read_text(encoding="utf-8"))["state"])
    return State.FOREIGN if wilayah.has_office() else State.EMPTY


def begin(folder: Path) -> None:
    """
    Raises:
        NotADemo: something stands there already.
    """
    if state(folder) is not State.EMPTY:
        raise NotADemo
    _write(folder, State.BUILDING)


def finish(folder: Path) -> None:
    _write(folder, State.READY)


def _write(folder: Path, reached: State) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"state": reached.value, "seed": script.SEED})
    (folder / NAME).write_text(text, encoding="utf-8")
