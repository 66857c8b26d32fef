"""``tuntas bench search``: finding one among 130,000 people, beside a scan with LIKE.

Names and mistakes are those of ``unseen_names``. Somebody counts as found when they, or a
namesake nobody could tell from them by name, are among the first twenty. Each question is
asked twice and the quicker answer counts, ours and the baseline's alike: what else the
machine does is not measured.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from tuntas.cli.bench import Result, empty_store, result, unseen_names

PEOPLE: Final = 130_000
VILLAGES: Final = 123
ASKED: Final = 300
LIMIT: Final = 20
SEED: Final = 20230620

Ask = Callable[[str], Sequence[int]]


def run(people: int = PEOPLE, asked: int = ASKED) -> list[Result]:
    """Times in milliseconds (95th percentile), recall in percent, for each database here."""
    found: list[Result] = []
    for vendor in empty_store.available():
        with empty_store.empty_store(vendor):
            found += _measure(vendor, people, asked)
    return found


def _measure(vendor: str, people: int, asked: int) -> list[Result]:
    rng = np.random.default_rng(SEED)
    names = unseen_names.people(people, rng)
    niks = _load(names)
    rows = [_indexing(vendor, names)]
    wanted = [names[i] for i in rng.choice(people, asked, replace=False)]
    by_name = dict(enumerate(names, start=1))

    for what, asked_for in _mistakes(wanted, rng).items():
        times, recall = _ask(_ours, asked_for, by_name)
        scan_times, scan_recall = _ask(_scan, asked_for[:40], by_name)
        rows.append(result(f"{vendor}: p95, {what}", _p95(times), _p95(scan_times), "ms"))
        rows.append(result(f"{vendor}: recall@20, {what}", recall, scan_recall or None, "%"))
    rows += _numbers(vendor, niks, rng)
    rows.append(_scoped(vendor, "within one village", wanted, lambda n: [n % VILLAGES + 1]))
    everywhere = list(range(1, VILLAGES + 1))
    rows.append(_scoped(vendor, "within all villages by name", wanted, lambda _: everywhere))
    given = [name.split()[0] for name in wanted]
    rows.append(_scoped(vendor, "a common name alone", given, lambda _: everywhere))
    return rows


def _mistakes(wanted: Sequence[str], rng: np.random.Generator) -> dict[str, list[tuple[str, str]]]:
    """Kind of mistake → (what is typed, the name wanted)."""
    alone = [name for name in wanted if " " not in name] or list(wanted[:1])
    return {
        "as written": [(name, name) for name in wanted],
        "one letter": [(unseen_names.one_letter(name, rng), name) for name in wanted],
        "swapped": [(unseen_names.two_swapped(name, rng), name) for name in wanted],
        "old spelling": [(unseen_names.old_spelling(name), name) for name in wanted],
        "single name": [(name, name) for name in alone],
    }


def _ask(
    ask: Ask, asked_for: Sequence[tuple[str, str]], by_name: dict[int, str]
) -> tuple[list[float], float]:
    times, found = [], 0
    for text, name in asked_for:
        ids, spent = _timed(ask, text)
        times.append(spent)
        found += any(by_name[person_id] == name for person_id in ids)
    return times, 100 * found / len(times)


def _timed(ask: Ask, text: str) -> tuple[Sequence[int], float]:
    """The answer, and milliseconds of the quicker of two askings."""
    started = time.perf_counter()
    ask(text)
    between = time.perf_counter()
    ids = ask(text)
    return ids, min(between - started, time.perf_counter() - between) * 1000


def _p95(times: Sequence[float]) -> float:
    return float(np.percentile(times, 95))


def _ours(text: str, village_ids: Sequence[int] | None = None) -> list[int]:
    from tuntas.residents.search import search

    return [hit.person_id for hit in search(text, village_ids=village_ids, limit=LIMIT)]


def _scan(text: str) -> list[int]:
    """What a program without an index of words does."""
    from tuntas.residents.models import Person

    people = Person.objects.filter(name__contains=text.upper()).values_list("id", flat=True)
    return list(people[:LIMIT])


def _load(names: Sequence[str]) -> list[str]:
    """People with these names, ids from 1; their NIKs (province 99)."""
    from django.db import transaction

    from tuntas.ledger import bulk
    from tuntas.residents.models import Person

    columns = [str(field.column) for field in Person._meta.concrete_fields]
    empty: dict[str, Any] = dict.fromkeys(columns, "")
    empty |= {"birth_on": None, "permit_until": None, "status": "here"}
    niks = [f"9905{n % 11 + 1:02}{n % 28 + 1:02}0190{n % 9973 + 1:04}" for n in range(len(names))]
    niks = [f"{nik[:8]}{n // 9973 % 12 + 1:02}{nik[10:]}" for n, nik in enumerate(niks)]
    rows = []
    for n, name in enumerate(names):
        row = empty | {"id": n + 1, "name": name, "nik": niks[n], "village_id": n % VILLAGES + 1}
        row["ref"] = uuid.UUID(int=n).hex
        rows.append([row[column] for column in columns])
    with transaction.atomic():
        bulk.insert(Person._meta.db_table, columns, rows)
    return niks


def _indexing(vendor: str, names: Sequence[str]) -> Result:
    from django.db import connection, transaction

    from tuntas.residents.search import index_names

    started = time.process_time()
    with transaction.atomic():
        index_names(enumerate(names, start=1))
    spent = time.process_time() - started
    if vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return result(f"{vendor}: index of {len(names)} names, CPU of this process", spent, None, "s")


def _numbers(vendor: str, niks: Sequence[str], rng: np.random.Generator) -> list[Result]:
    some = [niks[i] for i in rng.choice(len(niks), 100)]
    forms = {
        "NIK": some,
        "first digits of a NIK": [nik[:10] for nik in some],
        "masked NIK": [f"{nik[:4]}********{nik[12:]}" for nik in some],
    }
    rows = []
    for what, texts in forms.items():
        times = [_timed(_ours, text)[1] for text in texts]
        rows.append(result(f"{vendor}: p95, {what}", _p95(times), None, "ms"))
    return rows


def _scoped(
    vendor: str, what: str, texts: Sequence[str], villages: Callable[[int], list[int]]
) -> Result:
    def ask(scope: list[int]) -> Ask:
        return lambda text: _ours(text, scope)

    times = [_timed(ask(villages(n)), text)[1] for n, text in enumerate(texts)]
    return result(f"{vendor}: p95, {what}", _p95(times), None, "ms")
