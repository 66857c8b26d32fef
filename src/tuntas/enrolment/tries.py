"""What a process remembers of sessions at work; nothing here was ever called accepted.

The best of the poor attempts at each part, what was said about it, and templates of accepted
fingers, so that a finger laid down twice is noticed. A power cut loses this and nothing else.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tuntas.biometrics.template import Template
from tuntas.enrolment.judging import Judged

REMEMBER: Final = 16


@dataclass(frozen=True, slots=True)
class Poor:
    """Attempts at one part that were not enough: the best of them, and how many."""

    best: Judged
    count: int
    device: str


@dataclass
class _Session:
    poor: dict[str, Poor] = field(default_factory=dict)
    templates: dict[str, tuple[int, Template]] = field(default_factory=dict)
    under_way: str = ""


@dataclass
class Tries:
    """Of the few sessions that are at work. Any thread may ask and tell."""

    _sessions: OrderedDict[str, _Session] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, session: str, judged: Judged, device: str) -> Poor:
        """One more poor attempt."""
        with self._lock:
            held = self._of(session).poor
            before = held.get(judged.kind)
            best = before.best if before and before.best.score > judged.score else judged
            poor = Poor(best, (before.count if before else 0) + 1, device)
            held[judged.kind] = poor
            return poor

    def poor(self, session: str, kind: str) -> Poor | None:
        with self._lock:
            return self._of(session).poor.get(kind)

    def accepted(self, session: str, entry: int, judged: Judged) -> None:
        """A part was accepted as journal entry *entry*: its poor attempts are forgotten."""
        with self._lock:
            held = self._of(session)
            held.poor.pop(judged.kind, None)
            if judged.template is not None:
                held.templates[judged.kind] = (entry, judged.template)

    def template(self, session: str, kind: str, entry: int) -> Template | None:
        """Of the finger that entry *entry* holds, when this process saw it."""
        with self._lock:
            number, template = self._of(session).templates.get(kind, (0, None))
            return template if number == entry else None

    @contextmanager
    def taking(self, session: str, what: str) -> Iterator[None]:
        """While a device captures *what*, for the resident's screen."""
        with self._lock:
            self._of(session).under_way = what
        try:
            yield
        finally:
            with self._lock:
                self._of(session).under_way = ""

    def under_way(self, session: str) -> str:
        with self._lock:
            return self._of(session).under_way

    def forget(self, session: str) -> None:
        with self._lock:
            self._sessions.pop(session, None)

    def _of(self, session: str) -> _Session:
        found = self._sessions.setdefault(session, _Session())
        self._sessions.move_to_end(session)
        while len(self._sessions) > REMEMBER:
            self._sessions.popitem(last=False)
        return found
