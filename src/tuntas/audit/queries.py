"""Reading the log: pages for the auditor, and whether everything still holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tuntas.audit import anchor, chain
from tuntas.audit.chain import GENESIS, Head, Problem
from tuntas.audit.errors import UnreadableFile
from tuntas.audit.models import TABLES, Act, ChainHead, View

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Filter:
    """What the auditor asks for; empty means any. *before* pages backwards by number."""

    actor: str = ""
    verb: str = ""
    subject: str = ""
    day: date | None = None
    before: int | None = None


def acts(wanted: Filter, limit: int) -> list[Act]:
    """The newest *limit* acts that match, the newest first."""
    return list(Act.objects.filter(**_conditions(wanted)).order_by("-n")[:limit])


def views(wanted: Filter, limit: int) -> list[View]:
    """The newest *limit* looks at names that match, the newest first."""
    return list(View.objects.filter(**_conditions(wanted)).order_by("-n")[:limit])


def verbs(name: str) -> list[str]:
    """Every verb that occurs in a chain, in order."""
    rows = (Act if name == "acts" else View)._default_manager
    return list(rows.order_by("verb").values_list("verb", flat=True).distinct())


def head(name: str) -> Head:
    """Where chain *name* ends now."""
    row = ChainHead.objects.filter(chain=name).values_list("n", "hash").first()
    return Head(*row) if row else Head(0, GENESIS)


def heads() -> dict[str, Head]:
    return {name: head(name) for name in chain.COLUMNS}


def verify_chain(name: str) -> Iterator[Problem]:
    """Every altered, inserted, deleted, reordered or cut-off row of chain *name*."""
    end = head(name)
    # Rows written while we read are not looked at: the head we compare with is older.
    yield from chain.check_rows(name, rows(name, end.n), end)
    yield from _beyond_the_head(name)


def verify_all() -> Iterator[Problem]:
    """Both chains and every anchor of this office."""
    for name in chain.COLUMNS:
        yield from verify_chain(name)
    yield from verify_anchors(anchors_folder())


def rows(name: str, last: int) -> Iterator[Sequence[Any]]:
    """Columns and hash of the rows up to number *last*, in order, streamed."""
    columns = ", ".join(f'"{column}"' for column in (*chain.COLUMNS[name], "hash"))
    query = f"SELECT {columns} FROM {TABLES[name]} WHERE n <= %s ORDER BY n"
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, (last,))
        while chunk := cursor.fetchmany(CHUNK):
            yield from chunk


def anchors_folder() -> Path:
    return Path(settings.DATA_DIR) / "anchors"


def anchor_files(folder: Path) -> list[Path]:
    """Anchors in the order of their days."""
    return sorted(folder.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].json"))


def published_keys(folder: Path) -> list[str]:
    """The keys that ever signed here; beside a copy kept elsewhere, those of the office itself."""
    for file in (folder / "anchor.pub", anchors_folder() / "anchor.pub"):
        if file.exists():
            return file.read_text().split()
    return []


def verify_anchors(folder: Path) -> Iterator[Problem]:
    """Every anchor in *folder* against the chains, and each against the one before it."""
    previous = GENESIS
    for path in anchor_files(folder):
        text = path.read_text("utf-8")
        try:
            named = anchor.read(text).previous
        except UnreadableFile as error:
            yield Problem(f"anchors/{path.name}", error.id, error.en)
        else:
            yield from verify_anchor(path)
            if named != previous:
                yield _anchor_missing_before(path)
        previous = anchor.digest(text)


def verify_anchor(path: Path) -> Iterator[Problem]:
    """Whether the anchor is genuine and the rows it names still stand in the chains.

    Raises:
        UnreadableFile: when *path* is not an anchor.
    """
    anchored = anchor.read(path.read_text("utf-8"))
    if anchored.public_key not in published_keys(path.parent) or not anchor.is_genuine(anchored):
        yield _anchor_not_genuine(path)
    for name, then in anchored.heads.items():
        if _hash_at(name, then.n) != then.hash:
            yield _anchored_row_gone(path, name, then)


def _conditions(wanted: Filter) -> dict[str, object]:
    conditions: dict[str, object] = {}
    if wanted.actor:
        conditions["actor_ref"] = wanted.actor
    if wanted.verb:
        conditions["verb"] = wanted.verb
    if wanted.subject:
        conditions["subjects__contains"] = f'"{wanted.subject}"'
    if wanted.day:
        conditions["at__gte"] = _midnight(wanted.day)
        conditions["at__lt"] = _midnight(wanted.day + timedelta(days=1))
    if wanted.before:
        conditions["n__lt"] = wanted.before
    return conditions


def _midnight(day: date) -> str:
    return chain.stamp(timezone.make_aware(datetime.combine(day, time())))


def _beyond_the_head(name: str) -> Iterator[Problem]:
    query = (
        f"SELECT MIN(n) FROM {TABLES[name]} "
        "WHERE n > COALESCE((SELECT n FROM audit_head WHERE chain = %s), 0)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, (name,))
        (first,) = cursor.fetchone()
    if first is not None:
        yield Problem(
            f"{name}/{first}",
            f"Baris {first} ada sesudah kepala rantai: ditambah di luar program, "
            "atau kepalanya diubah.",
            f"Row {first} stands beyond the head: it was added outside the program, "
            "or the head was changed.",
        )


def _hash_at(name: str, n: int) -> str | None:
    if n == 0:
        return GENESIS
    rows = (Act if name == "acts" else View)._default_manager
    return rows.filter(n=n).values_list("hash", flat=True).first()


def _anchor_not_genuine(path: Path) -> Problem:
    return Problem(
        f"anchors/{path.name}",
        "Tanda tangan jangkar ini tidak sah.",
        "The signature of this anchor is not genuine.",
    )


def _anchor_missing_before(path: Path) -> Problem:
    return Problem(
        f"anchors/{path.name}",
        "Jangkar sebelum yang ini hilang atau diganti.",
        "The anchor before this one is missing or was replaced.",
    )


def _anchored_row_gone(path: Path, name: str, then: Head) -> Problem:
    return Problem(
        f"anchors/{path.name}",
        f"Baris {then.n} rantai {name} yang dijangkarkan sudah berubah atau hilang.",
        f"Row {then.n} of chain {name}, anchored then, has changed or is gone.",
    )
