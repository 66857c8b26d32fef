"""Rows that are somebody without weighing: the same NIK and name, or all that a mask leaves.

A number alone is not believed: lists carry a wife's NIK beside her husband's name. A person
is matched once; further rows of the same person are told apart as doubles.
"""

from __future__ import annotations

from typing import Final

import duckdb

from tuntas.residents.matching.masked import FEWEST_SHOWN, LENGTH, duckdb_agrees

BY_NIK: Final = "nik"
BY_MASK: Final = "masked"
DOUBLE: Final = "double"

MISSPELLED: Final = (
    "(damerau_levenshtein(e.joined, p.joined) <= 1"
    " AND least(length(e.joined), length(p.joined)) >= 4)"
)
_CONTAINED: Final = "(list_has_all(e.sounds, p.sounds) OR list_has_all(p.sounds, e.sounds))"
_SAME_BIRTH: Final = "(e.birth = p.birth OR e.birth = '' OR p.birth = '')"
SAME_PERSON: Final = (
    "(e.name_key <> '' AND p.name_key <> '' AND (e.sound_key = p.sound_key"
    f" OR ({_SAME_BIRTH} AND ({_CONTAINED} OR {MISSPELLED}))))"
)
"""Whether row ``e`` with the NIK of person ``p`` is them: one name as people write it; a name
that is only nearly theirs may be a relative's, so the day of birth must not say otherwise."""


def match_exactly(con: duckdb.DuckDBPyConnection) -> None:
    """Create table ``matched(entry, person, how)``; every entry at most once.

    *how* is :data:`BY_NIK`, :data:`BY_MASK`, or :data:`DOUBLE` for a further row of a person.
    """
    con.execute("CREATE OR REPLACE TABLE matched (entry BIGINT, person BIGINT, how VARCHAR)")
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE found AS
        SELECT e.unique_id AS entry, p.unique_id AS person, '{BY_NIK}' AS how,
            (e.name_key = p.name_key)::INT * 2 + (e.birth = p.birth)::INT AS agreed,
            {_CONTENT} AS content
        FROM entries e JOIN people p ON e.nik = p.nik
        WHERE e.nik <> '' AND {SAME_PERSON}
        """
    )
    _keep(con)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE found AS
        WITH pairs AS (
            SELECT e.unique_id AS entry, p.unique_id AS person, {_CONTENT} AS content
            FROM entries e JOIN people p ON e.birth = p.birth AND e.name_key = p.name_key
            WHERE e.birth <> '' AND e.name_key <> '' AND e.unseen > 0
                AND {LENGTH} - e.unseen >= {FEWEST_SHOWN} AND {duckdb_agrees("e.pattern", "p.nik")}
                AND e.unique_id NOT IN (SELECT entry FROM matched)
        )
        SELECT entry, min(person) AS person, '{BY_MASK}' AS how, 0 AS agreed,
            min(content) AS content
        FROM pairs GROUP BY entry HAVING count(*) = 1
        """
    )
    _keep(con)


# What a row says, so that of two rows of one person the same one counts whatever their order.
_CONTENT: Final = (
    "concat_ws('|', e.pattern, e.joined, e.birth, e.sex, e.kk, e.village, e.birth_place)"
)


def _keep(con: duckdb.DuckDBPyConnection) -> None:
    """The best row of each person counts; the others, and later ones, are doubles."""
    con.execute(
        f"""
        INSERT INTO matched
        SELECT entry, person,
            CASE WHEN place = 1 AND person NOT IN (SELECT person FROM matched) THEN how
                ELSE '{DOUBLE}' END
        FROM (
            SELECT *, row_number() OVER (PARTITION BY person ORDER BY agreed DESC, content, entry)
                AS place
            FROM found
        )
        """
    )
