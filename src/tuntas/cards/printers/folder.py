"""Cards as PDF files in a folder, for a program that prints what appears there, or for nobody.

A file is written whole or not at all, under the serial of its blank. Whether somebody printed it
is for a person to see: the card is checked like every other.
"""

from __future__ import annotations

from pathlib import Path

from tuntas.cards.printers.contract import Condition, Progress, Ticket
from tuntas.packets import durable


class Folder:
    """Writes ``<serial>-<job>.pdf`` into *folder*."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def condition(self) -> Condition:
        return Condition.READY if self._usable() else Condition.OFFLINE

    def submit(self, card: bytes, *, job: str, serial: str) -> Ticket:
        if not self._usable():
            return Ticket("", Progress.NOT_PRINTED)
        name = f"{serial}-{job[:8]}.pdf"
        try:
            durable.write(self.folder / name, card)
        except OSError:
            return Ticket("", Progress.NOT_PRINTED)
        return Ticket(name, Progress.DONE)

    def ask(self, ticket: str) -> Progress:
        return Progress.DONE if (self.folder / ticket).is_file() else Progress.UNKNOWN

    def _usable(self) -> bool:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            return False
        return self.folder.is_dir()
