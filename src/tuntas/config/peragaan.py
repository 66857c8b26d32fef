"""Whether a data folder is a demo: said by the folder itself, so that every command knows.

The demo writes the mark (`tuntas.demo.mark`); ``TUNTAS_DEMO=1`` says it of a folder that is
only being filled.
"""

from __future__ import annotations

import os
from pathlib import Path

from tuntas.demo.script import MARK


def is_demo(data_dir: Path) -> bool:
    """Whether the clock of this store moves and its accounts work on loopback only."""
    return os.environ.get("TUNTAS_DEMO") == "1" or (data_dir / MARK).is_file()
