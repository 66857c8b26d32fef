"""The port to electronic signatures (TTE): sign these bytes for this officer.

An office signs through the state's provider; where none is set up the signed file is uploaded.
:mod:`tuntas.letters.simulator` is the provider of the demo and the tests.
"""

from __future__ import annotations

from typing import Protocol


class Provider(Protocol):
    @property
    def name(self) -> str: ...

    def sign(self, content: bytes, *, officer_ref: str, secret: str) -> bytes:
        """A detached signature over *content*, in whatever form the provider gives.

        Raises:
            tuntas.letters.errors.SigningFailed: refused, wrong secret, or no answer.
        """
        ...

    def holds(self, content: bytes, signature: bytes) -> bool:
        """Whether *signature* is this provider's over *content*."""
        ...
