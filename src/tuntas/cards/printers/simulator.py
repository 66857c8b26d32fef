"""A card printer that is not there: prints into a folder, and fails the ways real ones fail.

``state.json`` in its folder holds how it is and what it shall do next, so that several processes
and a person at the demo see one printer. Faults are asked for by name, or come with the heat.
"""

from __future__ import annotations

import json
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from tuntas.cards.printers.contract import Condition, Progress, Ticket
from tuntas.packets import durable

HOT_AFTER: Final = 100
"""Cards without a rest: an HDP5000 overheats above about a hundred a day and burns blanks."""


class Fault(StrEnum):
    """What it shall do with the next card, or from now on."""

    OFFLINE = "offline"
    NO_RIBBON = "no_ribbon"
    FAILED_PRINT = "failed_print"
    FAILED_ENCODE = "failed_encode"
    SILENT = "silent"
    """Takes the card and never says what became of it."""


LASTING: Final = frozenset({Fault.OFFLINE, Fault.NO_RIBBON})


class Simulator:
    """The simulated printer whose folder is *folder*."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def condition(self) -> Condition:
        state = self._state()
        if state["fault"] in LASTING:
            return Condition(state["fault"])
        return Condition.OVERHEATED if state["printed"] >= HOT_AFTER else Condition.READY

    def submit(self, card: bytes, *, job: str, serial: str) -> Ticket:
        if self.condition() is not Condition.READY:
            return Ticket("", Progress.NOT_PRINTED)
        state = self._state()
        progress = _PROGRESS.get(state["fault"], Progress.DONE)
        name = f"{serial}-{job[:8]}.pdf"
        if progress is not Progress.FAILED_PRINT:
            durable.write(self.folder / name, card)
        jobs = {**state["jobs"], name: str(progress)}
        self._keep({"fault": "", "printed": state["printed"] + 1, "jobs": jobs})
        chip = "" if progress is Progress.FAILED_ENCODE else f"04{job[:12].upper()}"
        return Ticket(name, progress, chip)

    def ask(self, ticket: str) -> Progress:
        return Progress(self._state()["jobs"].get(ticket, "unknown"))

    def shall(self, fault: str) -> None:
        """The next card fails so; a lasting fault stays until ``shall("")``."""
        self._keep({**self._state(), "fault": Fault(fault).value if fault else ""})

    def rest(self) -> None:
        """It has cooled down."""
        self._keep({**self._state(), "printed": 0})

    def _state(self) -> dict[str, Any]:
        fresh: dict[str, Any] = {"fault": "", "printed": 0, "jobs": {}}
        with suppress(OSError, ValueError):
            return {**fresh, **json.loads((self.folder / "state.json").read_bytes())}
        return fresh

    def _keep(self, state: dict[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        durable.write(self.folder / "state.json", json.dumps(state).encode())


_PROGRESS: Final = {
    Fault.FAILED_PRINT: Progress.FAILED_PRINT,
    Fault.FAILED_ENCODE: Progress.FAILED_ENCODE,
    Fault.SILENT: Progress.UNKNOWN,
}
