"""A child that outlives its parent would hold the port and the store: it must not."""

from __future__ import annotations

import os
import signal
import threading


def end_with_parent() -> None:
    """Ask this process to stop when the supervisor's end of standard input closes.

    A pipe closes also when the supervisor was killed without a chance to say goodbye.
    """
    threading.Thread(target=_wait_for_end_of_input, daemon=True, name="lifeline").start()


def _wait_for_end_of_input() -> None:
    # os.read, not sys.stdin: a daemon thread inside a buffered read breaks Python's own exit.
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
