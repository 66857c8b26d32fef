"""A client of MOSIP's Secure Biometric Interface 0.9.5, as scanners and cameras speak it.

Everything a device service sends is foreign: it is bounded, read strictly, and believed only when
it is signed by a certificate the office trusts and answers exactly what was asked.
"""

from typing import Final

SPEC: Final = "0.9.5"
PORTS: Final = range(4501, 4601)
HOST: Final = "127.0.0.1"
PURPOSE: Final = "Registration"
