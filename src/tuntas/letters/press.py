"""Papers as PDF: typed data handed to a typst template as JSON, never joined into markup.

One compiler a folder keeps its fonts and parsed templates, so that a paper costs milliseconds;
many threads share it, and their papers are set one by one.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

from tuntas.letters.errors import Unprintable


def set_paper(template: Path, **said: Any) -> bytes:
    """The paper that *template* makes of *said*, as PDF.

    Args:
        template: a ``.typ`` file; what it reads lies in its folder or below.
        said: each is ``sys.inputs`` of its name: text as it is, anything else as JSON.
    Raises:
        Unprintable
    """
    told = {name: _told(value) for name, value in said.items()}
    return press(template.parent).compile(str(template), told)


class Press:
    """A compiler below *folder*. Asked from two threads at once, typst itself would refuse."""

    def __init__(self, folder: Path) -> None:
        # Eighty megabytes that most commands never need.
        import typst

        self._compiler = typst.Compiler(root=str(folder), ignore_system_fonts=True)
        self._refusals = (typst.TypstError, ValueError)
        self._busy = threading.Lock()

    def compile(self, source: str, told: dict[str, str]) -> bytes:
        """The PDF; whoever comes second waits some milliseconds. Raises Unprintable."""
        try:
            with self._busy:
                made = self._compiler.compile(source, sys_inputs=told)
        except self._refusals as refused:
            raise Unprintable from refused
        if not isinstance(made, bytes):
            raise Unprintable
        return made


@cache
def press(folder: Path) -> Press:
    """The compiler of a folder of templates; ``press.cache_clear()`` forgets them all."""
    return Press(folder)


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
