"""Rows of the log. They are written by `actions` alone and never changed.

Times and lists are stored as the very text that is hashed, so that a verifier on
either database reads what was signed and converts nothing.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

from django.db import models

from tuntas.audit import chain
from tuntas.audit.fields import NumberField


class Entry(models.Model):
    """What both chains share."""

    n = NumberField(primary_key=True)
    at = models.CharField(max_length=27, db_index=True)
    """UTC, ISO 8601 with microseconds: ``2023-06-20T17:00:00.000000Z``."""
    actor_ref = models.CharField(max_length=32, db_index=True)
    verb = models.CharField(max_length=64, db_index=True)
    subjects = models.TextField()
    """JSON list of refs (32 hex digits each)."""
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @property
    def happened_at(self) -> datetime:
        return chain.unstamp(self.at)

    @property
    def subject_refs(self) -> list[str]:
        refs: list[str] = json.loads(self.subjects)
        return refs


class Act(Entry):
    """Something that somebody did."""

    detail = models.TextField()
    """Canonical JSON object; people by ref, never by name or number."""
    batch_seq = models.BigIntegerField(null=True)
    facts_digest = models.CharField(max_length=64, null=True)

    class Meta:
        db_table = "audit_act"


class View(Entry):
    """Somebody's look at names: who, how many, for what purpose."""

    count = models.BigIntegerField()
    purpose = models.TextField()

    class Meta:
        db_table = "audit_view"


class ChainHead(models.Model):
    """The end of each chain; its row is the lock under which the chain grows."""

    chain = models.CharField(max_length=8, primary_key=True)
    n = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_head"


TABLES: Final = {"acts": Act._meta.db_table, "views": View._meta.db_table}
