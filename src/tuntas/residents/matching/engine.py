"""A list against the register, from both tables to what is sure, suggested, and unknown.

Sure means: good enough to stand first before a person who decides, at the precision that
``tuntas bench link`` measures. What looks like a twin, a sibling or two people alike is never
sure, whatever its weight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb

from tuntas.residents.matching import candidates, exact, weighing
from tuntas.residents.matching.reading import Entries
from tuntas.residents.matching.tables import People, load
from tuntas.residents.matching.weighing import COMPARISONS, Weights, gamma_of, level_of

ACCEPT_AT: Final = 0.95
"""Probability from which a suggestion can be sure."""
SUGGEST_AT: Final = 0.05
"""Probability below which a pair is not shown to anybody."""
MARGIN_BITS: Final = 6.0
"""How far the best must stand above the second best of the same row to be sure."""
SHOWN: Final = 3
"""Suggestions shown for one row."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row that is somebody: *how* is ``nik``, ``masked`` or ``double``."""

    line: int
    person: int
    how: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row that could be somebody.

    Attributes:
        weight: bits; each doubles the odds.
        levels: comparison → level, as ``evidence`` tells them.
        is_sure: stands above every doubt the rules know; never merged because of it.
    """

    line: int
    person: int
    weight: float
    probability: float
    levels: Mapping[str, str]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a list; rows in neither are nobody the register knows."""

    matches: list[Match]
    suggestions: list[Suggestion]
    pairs: int


def match(
    con: duckdb.DuckDBPyConnection,
    people: People,
    entries: Entries,
    district_of: Mapping[int, int],
    *,
    weights: Weights | None = None,
    max_pairs: int = candidates.MAX_PAIRS,
    advance: Callable[[str], None] = lambda step: None,
) -> Outcome:
    """Match *entries* against *people*.

    Args:
        con: a private DuckDB, as ``register_file.connect`` opens it.
        district_of: village id → id of its kecamatan.
        weights: those shipped when left out.
        advance: told the name of each step before it begins.
    """
    con.execute("SET enable_progress_bar = false")  # it would write into our answers
    advance("load")
    load(con, people, entries, district_of)
    advance("exact")
    exact.match_exactly(con)
    advance("gather")
    pairs = candidates.gather(con, max_pairs=max_pairs)
    advance("weigh")
    weighing.weigh(con, weights or weighing.load_weights())
    return Outcome(_matches(con), _suggestions(con), pairs)


def _matches(con: duckdb.DuckDBPyConnection) -> list[Match]:
    found = con.execute("SELECT entry, person, how FROM matched ORDER BY entry").fetchall()
    return [Match(*row) for row in found]


def _suggestions(con: duckdb.DuckDBPyConnection) -> list[Suggestion]:
    names = [one.name for one in COMPARISONS]
    rows = con.execute(
        f"""
        WITH ranked AS (
            SELECT *, {_SURE} AS sure,
                row_number() OVER of_entry AS place,
                coalesce(weight - lead(weight) OVER of_entry, 1e9) AS margin
            FROM weighed WHERE probability >= {SUGGEST_AT}
            WINDOW of_entry AS (PARTITION BY entry ORDER BY weight DESC, person)
        ), once AS (
            -- Two rows for one person: the heavier is, the other may be the sibling.
            SELECT *, place = 1 AND sure AND margin >= {MARGIN_BITS} AS good,
                coalesce(weight - lag(weight) OVER (
                    PARTITION BY person, place = 1 AND sure ORDER BY weight DESC, entry), 0)
                    AS behind
            FROM ranked
        )
        SELECT entry, person, weight, probability, good AND behind > -{MARGIN_BITS},
            {", ".join(names)}
        FROM once WHERE place <= {SHOWN} ORDER BY entry, place
        """
    ).fetchall()
    return [
        Suggestion(
            entry,
            person,
            round(weight, 2),
            round(probability, 6),
            {name: level_of(name, gamma) for name, gamma in zip(names, gammas, strict=True)},
            bool(sure),
        )
        for entry, person, weight, probability, sure, *gammas in rows
    ]


def _is(comparison: str, *codes: str) -> str:
    return f"{comparison} IN ({', '.join(str(gamma_of(comparison, code)) for code in codes)})"


_SAME_HOME = f"({_is('kk', 'same')} OR {_is('village', 'same')})"
_NOT_OTHER_SEX = f"NOT {_is('sex', 'else')}"
_SAME_NAME = _is("name", "same", "same_sound")
_STRONG = (
    f"({_is('name', 'same')} AND {_is('birth', 'same', 'swapped')} AND {_SAME_HOME}"
    f" AND {_NOT_OTHER_SEX})"
)
_SURE: Final = f"""(
    probability >= {ACCEPT_AT}
    AND ({_is("name", "same", "same_sound", "part", "misspelled", "one_word")}
        OR ({_is("name", "misspelled_twice")} AND {_is("nik", "masked_much")}))
    -- One word of a name is borne by the whole family.
    AND NOT ({_is("name", "one_word")}
        AND NOT ({_is("birth", "same")} AND {_SAME_HOME} AND {_NOT_OTHER_SEX}))
    -- A brother and a sister born together.
    AND NOT ({_is("sex", "else")} AND NOT {_SAME_NAME})
    -- A number of one's own that says otherwise: a twin's, a namesake's, or a second NIK.
    AND NOT ({_is("nik", "serial", "else")} AND NOT {_STRONG})
    -- Somebody who is on the list already is hardly there twice.
    AND NOT (person IN (SELECT person FROM matched) AND NOT {_STRONG})
)"""
