"""Everything that writes a letter: drafting, the signature queue, filing, the letterhead."""

from tuntas.letters.actions.desk import install_shipped, set_letterhead, set_pattern
from tuntas.letters.actions.drafting import draft, revise, submit
from tuntas.letters.actions.queue import move_ahead, return_to_drafter
from tuntas.letters.actions.signing import cancel, file_scan, sign

__all__ = [
    "cancel",
    "draft",
    "file_scan",
    "install_shipped",
    "move_ahead",
    "return_to_drafter",
    "revise",
    "set_letterhead",
    "set_pattern",
    "sign",
    "submit",
]
