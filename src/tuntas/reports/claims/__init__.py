"""The claims check: does a text's arithmetic hold? See ``docs/claims.md`` for the grammar."""

from tuntas.reports.claims.check import Verdict, check_text
from tuntas.reports.claims.findings import Finding, Kind, Relation

__all__ = ["Finding", "Kind", "Relation", "Verdict", "check_text"]
