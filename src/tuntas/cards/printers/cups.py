"""A printer of this machine's CUPS, through ``lp`` and ``lpstat``.

CUPS says whether a job left its queue, not whether the card is good: that a person sees. A job
that CUPS does not know any more is `Progress.UNKNOWN`, for it may have been printed.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Sequence
from typing import Final

from tuntas.cards.printers.contract import Condition, Progress, Ticket

TIMEOUT_S: Final = 20
_ID: Final = re.compile(r"request id is (\S+)")
_WORDS: Final = (
    (Condition.NO_RIBBON, ("ribbon", "supply", "marker", "media-empty", "toner")),
    (Condition.OVERHEATED, ("overheat", "over-temp", "too hot", "temperature")),
    (Condition.OFFLINE, ("disabled", "offline", "not connected", "unplugged", "unreachable")),
)
Run = Callable[[Sequence[str], bytes], tuple[int, str]]
"""Runs a command with bytes on stdin: exit code and what it said."""


def run(command: Sequence[str], given: bytes) -> tuple[int, str]:
    """A command of CUPS, in its plain English; 127 where CUPS is not installed."""
    try:
        done = subprocess.run(
            list(command),
            input=given,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
            env={"PATH": "/usr/bin:/bin:/usr/sbin", "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return 127, ""
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


class Cups:
    """The CUPS queue *queue*: letters, digits, ``_`` and ``-``."""

    def __init__(self, queue: str, run: Run = run) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}", queue):
            raise ValueError("no name of a CUPS queue")
        self.queue, self._run = queue, run

    def condition(self) -> Condition:
        code, said = self._run(["lpstat", "-l", "-p", self.queue], b"")
        if code:
            return Condition.OFFLINE
        told = said.lower()
        for condition, words in _WORDS:
            if any(word in told for word in words):
                return condition
        return Condition.READY

    def submit(self, card: bytes, *, job: str, serial: str) -> Ticket:
        options = ["-o", "media=Custom.85.60x53.98mm", "-o", "sides=two-sided-short-edge"]
        command = ["lp", "-d", self.queue, "-t", job, *options, "-"]
        code, said = self._run(command, card)
        found = _ID.search(said)
        if code or found is None:
            # 127: nothing was reached. Otherwise lp refused; only with an id did it accept.
            return Ticket("", Progress.NOT_PRINTED if code else Progress.UNKNOWN)
        return Ticket(found[1], Progress.PRINTING)

    def ask(self, ticket: str) -> Progress:
        for which, progress in (("not-completed", Progress.PRINTING), ("completed", Progress.DONE)):
            code, said = self._run(["lpstat", "-W", which, "-o", self.queue], b"")
            if code:
                return Progress.UNKNOWN
            if any(line.split()[:1] == [ticket] for line in said.splitlines()):
                return progress
        return Progress.UNKNOWN
