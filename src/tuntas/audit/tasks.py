"""What the worker does for the log: one anchor a day, without anybody thinking of it."""

from __future__ import annotations

from django.utils import timezone

from tuntas.audit import actions, queries
from tuntas.ledger import queries as ledger


def anchor_today() -> None:
    """Sign the heads with the first round of a new day; it covers all that was before."""
    now = timezone.now()
    path = queries.anchors_folder() / f"{timezone.localtime(now):%Y-%m-%d}.json"
    if not path.exists():
        seq = ledger.state().seq if ledger.is_open() else None
        actions.write_anchor(now=now, ledger_seq=seq)


PERIODIC = ((600, anchor_today),)
