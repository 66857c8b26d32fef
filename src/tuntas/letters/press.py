"""One typst compiler for many threads: fonts and templates are kept, papers set one by one."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import typst


class Press:
    """A compiler below *folder*. Asked from two threads at once, typst itself would refuse."""

    def __init__(self, folder: Path) -> None:
        self._compiler = typst.Compiler(root=str(folder), ignore_system_fonts=True)
        self._busy = threading.Lock()

    def compile(self, source: str, **asked: Any) -> Any:
        """As ``typst.Compiler.compile``; whoever comes second waits some milliseconds."""
        with self._busy:
            return self._compiler.compile(source, **asked)
