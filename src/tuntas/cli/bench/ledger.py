"""``tuntas bench ledger``: reading and writing the ledger of a whole regency.

The store has 130,000 synthetic people in 123 villages and 3.5 years of acts. Reading is
set against SQL over the tallies, GROUP BY over persons and a DuckDB scan; writing against
a bare two-row insert through the same statements with the same durability, blocks alternated.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from statistics import median
from typing import Any

from tuntas.cli.bench import Result, result
from tuntas.cli.bench.empty_store import empty_store

PEOPLE = 130_000
VILLAGES = 123
OPENING = date(2020, 6, 30)
DAYS = 1280
ACTS_A_DAY = 22
UNRECORDED = 0.5  # share of the due at the opening: enough for all days and all blocks
NOW = datetime(2023, 12, 31, tzinfo=UTC)


def run() -> list[Result]:
    """All measurements, on a SQLite store of their own with the office's durability."""
    with empty_store("sqlite"):
        ids = fill(range(1, VILLAGES + 1))
        return [*_reading(), *_acting(ids)]


def fill(villages: Sequence[int]) -> list[int]:
    """People by the ledger's own bulk entry, then days of recordings; ids of the unrecorded."""
    from tuntas.accounts.principals import system
    from tuntas.ledger.actions import open_batch, open_ledger
    from tuntas.ledger.tracks import Change, TrackSet
    from tuntas.residents.eligibility import standing_changes

    rng = random.Random(75_05)
    _people()
    open_ledger(opening_on=OPENING, known_on=OPENING)
    left: list[int] = []
    for start in range(0, PEOPLE, 5000):
        with open_batch(
            actor=system("bench"), verb="bench.fill", source="bench", known_on=OPENING, at=NOW
        ) as batch:
            for person in range(start + 1, start + 5001):
                born = OPENING - timedelta(rng.randrange(80 * 365))
                due = born < OPENING - timedelta(17 * 366)
                recorded = due and rng.random() > UNRECORDED
                if due and not recorded:
                    left.append(person)
                batch.enter(
                    person,
                    TrackSet(
                        place=(Change(OPENING, rng.choice(villages), "listed"),),
                        standing=standing_changes(
                            birth_on=born,
                            ever_married_from=None,
                            foreign=False,
                            permit_from=None,
                            permit_until=None,
                            from_on=OPENING,
                        )[0 if due else 1 :],
                        enrol=(Change(OPENING, 1, "observed"),) if recorded else (),
                    ),
                )
    rng.shuffle(left)
    for day in range(1, DAYS):
        today = OPENING + timedelta(day)
        with open_batch(
            actor=system("bench"), verb="bench.day", source="bench", known_on=today, at=NOW
        ) as batch:
            for _ in range(ACTS_A_DAY):
                batch.restate(left.pop(), {"enrol": (Change(today, 1, "recorded"),)})
    _left[:] = left
    return left


_left: list[int] = []


def act_on_somebody() -> None:
    """Record one of the unrecorded of the filled store."""
    _act_one(_left.pop())


def _people() -> None:
    """Rows for the facts to point at."""
    import secrets

    from django.db import transaction

    from tuntas.ledger import bulk

    blank = ("kk", "name", "sex", "birth_place", "marital", "religion", "occupation")
    more = ("citizenship", "family_role", "address", "dusun", "rt", "rw", "warnings")
    columns = ("id", "ref", "village_id", "status", *blank, *more)
    rest = [""] * (len(blank) + len(more))
    with transaction.atomic():
        bulk.insert(
            "residents_person",
            columns,
            [(n, secrets.token_hex(16), 1, "here", *rest) for n in range(1, PEOPLE + 1)],
        )


# --- reading -----------------------------------------------------------------------------------


def _reading() -> list[Result]:
    from tuntas.ledger import queries

    rng = random.Random(1)
    cube = queries.cube()
    days = [OPENING.toordinal() + rng.randrange(DAYS) for _ in range(400)]
    known = [OPENING.toordinal() + rng.randrange(DAYS) for _ in range(100)]
    now = _each(days, cube.stock)
    earlier = _each(list(zip(days, known, strict=False)), lambda pair: cube.stock(*pair))
    sql = _each(days[:20], _by_sql)
    group = _each(days[:20], _by_persons)
    scan = _by_duckdb(days[:20])
    _agree(cube, days[:20])
    return [
        result("as of a day, known today: 123 villages x 54 cells / SQL over tallies",
               now, sql, "ms"),
        result("  / GROUP BY over persons", now, group, "ms"),
        result("  / DuckDB scan", now, scan, "ms"),
        result("as known on an earlier day / SQL over tallies", earlier,
               _each(list(zip(days, known, strict=False))[:20], lambda p: _by_sql(*p)), "ms"),
    ]  # fmt: skip


def _each(values: Sequence[Any], ask: Callable[[Any], object]) -> float:
    """Median milliseconds of one question, warm."""
    for value in values[:5]:
        ask(value)
    times = []
    for value in values:
        start = time.perf_counter()
        ask(value)
        times.append(time.perf_counter() - start)
    return median(times) * 1000


def _by_sql(day: int, known: int | None = None) -> dict[tuple[int, int], int]:
    from django.db import connection

    sums: dict[tuple[int, int], int] = {}
    until = date.fromordinal(known or date.max.toordinal()).isoformat()
    with connection.cursor() as cursor:
        for end, sign in (("to", 1), ("from", -1)):
            cursor.execute(
                f"SELECT {end}_village, {end}_cell, SUM(n) FROM ledger_tally "
                f"WHERE effective_on <= %s AND known_on <= %s GROUP BY 1, 2",
                [date.fromordinal(day).isoformat(), until],
            )
            for village, cell, n in cursor.fetchall():
                sums[(village, cell)] = sums.get((village, cell), 0) + sign * n
    return sums


def _by_persons(day: int) -> list[Any]:
    from django.db import connection

    on = date.fromordinal(day).isoformat()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT village, cell, COUNT(*) FROM ledger_spell "
            "WHERE from_on <= %s AND to_on > %s GROUP BY 1, 2",
            [on, on],
        )
        return list(cursor.fetchall())


def _by_duckdb(days: Sequence[int]) -> float:
    import duckdb
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT village, cell, from_on, to_on FROM ledger_spell")
        rows = cursor.fetchall()
    database = duckdb.connect()
    database.execute("CREATE TABLE spell (village INT, cell INT, from_on INT, to_on INT)")
    import numpy as np

    columns = list(zip(*rows, strict=True))
    spells = {
        "village": np.array(columns[0]),
        "cell": np.array(columns[1]),
        "from_on": _day_numbers(columns[2]),
        "to_on": _day_numbers(columns[3]),
    }
    database.register("spells", spells)
    database.execute("INSERT INTO spell SELECT village, cell, from_on, to_on FROM spells")

    def ask(day: int) -> object:
        on = day - date(1970, 1, 1).toordinal()
        return database.execute(
            "SELECT village, cell, COUNT(*) FROM spell WHERE from_on <= ? AND to_on > ? "
            "GROUP BY 1, 2",
            [on, on],
        ).fetchall()

    return _each(days, ask)


def _day_numbers(days: Sequence[str]) -> Any:
    import numpy as np

    return np.array(days, dtype="datetime64[D]").astype(np.int64)


def _agree(cube: Any, days: Sequence[int]) -> None:
    """The cube says what a scan over persons says, or the bench is void."""
    for day in days:
        stock = cube.stock(day)
        scanned = {(village, cell): n for village, cell, n in _by_persons(day)}
        held = {
            (int(cube.villages[v]), int(c)): int(stock[v, c])
            for v, c in zip(*stock.nonzero(), strict=True)
        }
        if held != scanned:
            raise AssertionError("the cube and the scan over persons differ")


# --- acting ------------------------------------------------------------------------------------

BLOCKS, ACTS = 32, 60
BATCHES = {500: 4, 2_000: 1}
"""Acts in a transaction (a large day's sheet, a piece of a file), and how many of them a round."""
ROUNDS = 5


def _acting(ids: list[int]) -> list[Result]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_fact (id INTEGER PRIMARY KEY, who INT, said TEXT)")
        cursor.execute("CREATE TABLE bare_row (id INTEGER PRIMARY KEY, who INT, n INT)")
    _leave_out_the_log()
    blocks = [[ids.pop() for _ in range(ACTS)] for _ in range(BLOCKS)]
    single = [(_rate(_act_one, people), _rate(_bare_one, people)) for people in blocks]
    ours, bare = (median(side) for side in zip(*single, strict=True))
    found = [result("one act a transaction / bare two-row insert", ours, bare, "acts/s")]
    for size, n in BATCHES.items():
        wall, cpu = zip(*[_rate_many(ids, size, n) for _ in range(ROUNDS)], strict=True)
        found += [
            result(f"{size} acts a transaction", median(wall), None, "acts/s"),
            result("  / the same in CPU-seconds", median(cpu), None, "acts/s"),
        ]
    return found


def _leave_out_the_log() -> None:
    """The hash chain is measured apart: the goal compares the ledger with a bare insert."""
    from tuntas.ledger import actions

    setattr(actions, "write_act", lambda **_: 0)  # noqa: B010 — only here, in this process


def _rate(act: Callable[[int], None], people: Sequence[int]) -> float:
    start = time.perf_counter()
    for person in people:
        act(person)
    return len(people) / (time.perf_counter() - start)


def _act_one(person: int) -> None:
    _recording()([person])


def _bare_one(person: int) -> None:
    _bare()(person)


# Importing inside what is measured would be measured; importing above needs Django set up.


@cache
def _recording() -> Callable[[Sequence[int]], None]:
    """What recording people does to the ledger; the log is measured apart."""
    from tuntas.accounts.principals import system
    from tuntas.enrolment import tracks
    from tuntas.ledger.actions import open_batch
    from tuntas.ledger.facts import Fact, payload

    clerk, today = system("bench"), OPENING + timedelta(DAYS)

    def record(people: Sequence[int]) -> None:
        with open_batch(
            actor=clerk, verb="bench.act", source="Kantor", known_on=today, at=NOW
        ) as batch:
            for person in people:
                told = payload({"place": "Kantor"})
                fact_id = batch.fact(
                    tracks.TABLE,
                    person_id=person,
                    kind="recorded",
                    effective_on=today,
                    payload=told,
                )
                fact = Fact(fact_id, person, "recorded", today, told, batch.seq, None)
                batch.restate(person, tracks.derive([fact]))

    return record


@cache
def _bare() -> Callable[[int], None]:
    """Two rows, with nothing read and nothing derived, in a transaction of their own."""
    from django.db import transaction

    from tuntas.audit.statements import Insert, Session

    facts, rows = Insert("bare_fact", ("who", "said")), Insert("bare_row", ("who", "n"))

    def insert(person: int) -> None:
        with transaction.atomic():
            session = Session()
            session.append(facts, [(person, "Kantor")])
            session.append(rows, [(person, 1)])

    return insert


def _rate_many(ids: list[int], size: int, n_batches: int) -> tuple[float, float]:
    """Acts a second in batches: by the clock on the wall, and of this process's own time."""
    record = _recording()
    batches = [[ids.pop() for _ in range(size)] for _ in range(n_batches)]
    n = sum(map(len, batches))
    start, spent = time.perf_counter(), time.process_time()
    for people in batches:
        record(people)
    return n / (time.perf_counter() - start), n / (time.process_time() - spent)
