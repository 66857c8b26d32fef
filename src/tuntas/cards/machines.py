"""From a printer's row to the adapter that speaks to it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tuntas.cards.errors import PrinterUnknown
from tuntas.cards.models import Printer
from tuntas.cards.printers import contract
from tuntas.cards.printers.cups import Cups
from tuntas.cards.printers.folder import Folder
from tuntas.cards.printers.simulator import Simulator

Adapter = Printer.Adapter


def machine(printer: Printer) -> contract.Printer:
    """The adapter of *printer*.

    Raises:
        PrinterUnknown: the ministry's client prints by itself and takes nothing from here.
    """
    match printer.adapter:
        case Adapter.CUPS:
            return Cups(printer.target)
        case Adapter.FOLDER:
            return Folder(Path(printer.target) if printer.target else _own(printer.code))
        case Adapter.SIMULATOR:
            return Simulator(_own(printer.code))
    raise PrinterUnknown


def _own(code: str) -> Path:
    """A folder below the office's private data: what lies there shows people's data."""
    return Path(settings.DATA_DIR) / "cards" / "printed" / code
