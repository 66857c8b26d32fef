"""What the log keeps of a movement or a closing: a digest over everything it says.

Only the digest goes into the log: a serial of sixteen digits looks like a NIK, and the log
takes nothing that does.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from tuntas.audit.chain import canonical
from tuntas.cards.models import Closing, Movement
from tuntas.cards.stock import Line


def digest_of(movement: Movement, lines: Sequence[Line]) -> str:
    """SHA-256 over all that *movement* says, its lines in their order."""
    return _digest(
        {
            "ref": movement.ref,
            "seq": movement.seq,
            "move": movement.move,
            "on": movement.on.isoformat(),
            "done_on": movement.done_on.isoformat() if movement.done_on else "",
            "people": [movement.entered_by, movement.signed_by],
            "document": movement.document,
            "note": movement.note,
            "job": movement.job,
            "cause": movement.cause,
            "said": movement.said,
            "reverses": movement.reverses.ref if movement.reverses else "",
            "lines": [
                [
                    line.item,
                    line.source,
                    line.target,
                    line.quantity,
                    str(line.serials) if line.serials else "",
                ]
                for line in lines
            ],
        }
    )


def closing_digest(closing: Closing) -> str:
    """SHA-256 over all that *closing* says."""
    return _digest(
        {
            "ref": closing.ref,
            "on": closing.on.isoformat(),
            "seq": closing.seq,
            "people": [closing.first_by, closing.second_by],
            "balances": closing.balances,
            "flows": closing.flows,
            "differences": closing.differences,
            "log": [closing.log_number, closing.log_head],
        }
    )


def _digest(said: dict[str, object]) -> str:
    return sha256(canonical(said).encode()).hexdigest()
