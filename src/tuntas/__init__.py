"""Tuntas: the zero ledger of KTP-el enrolment for an Indonesian civil-registry office."""

__version__ = "0.2.4"
