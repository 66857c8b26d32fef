"""Pairs that could be one person: the rows left over, beside people with something in common.

Each rule is an equality that a database joins by, so nothing is compared that shares
nothing; of a row no more than :data:`MOST_PER_ENTRY` people are kept.
"""

from __future__ import annotations

from typing import Final

import duckdb

MAX_PAIRS: Final = 4_000_000
"""Pairs weighed in one run; the poorest are left out beyond it."""
MOST_PER_ENTRY: Final = 12

_NAME_IN_COMMON: Final = "list_has_any(e.sounds, p.sounds)"
RULES: Final = (
    # One day of birth, and a word of the name or the home in common.
    f"e.birth = p.birth AND e.birth <> '' AND ({_NAME_IN_COMMON}"
    " OR (e.village = p.village AND e.village <> 0 AND e.sex = p.sex"
    " AND jaro_winkler_similarity(e.joined, p.joined) > 0.75))",
    # Day and month exchanged.
    f"e.birth_swapped = p.birth AND e.birth_swapped <> '' AND {_NAME_IN_COMMON}",
    # The same number, refused by the exact pass because of the name.
    "e.nik = p.nik AND e.nik <> ''",
    # The same name, and part of the day of birth, or the home.
    "e.sound_key = p.sound_key AND e.year = p.year AND e.year <> 0",
    "e.sound_key = p.sound_key AND e.month_day = p.month_day AND e.month_day <> ''",
    "e.sound_key = p.sound_key AND e.village = p.village AND e.village <> 0",
    # Both ends of the number, when a digit of the day of birth is wrong in it and in the list.
    "e.nik[:6] = p.nik[:6] AND e.nik[13:] = p.nik[13:] AND e.nik <> '' AND p.nik <> ''"
    f" AND {_NAME_IN_COMMON} AND (e.year = p.year OR e.month_day = p.month_day)",
    # One family.
    f"e.kk = p.kk AND e.kk <> '' AND {_NAME_IN_COMMON}",
)


def gather(con: duckdb.DuckDBPyConnection, *, max_pairs: int = MAX_PAIRS) -> int:
    """Create table ``pairs(entry, person)`` for the entries not in ``matched``; how many."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE left_over AS SELECT * FROM entries"
        " WHERE unique_id NOT IN (SELECT entry FROM matched) AND name_key <> ''"
    )
    union = " UNION ALL ".join(
        f"SELECT e.unique_id AS entry, p.unique_id AS person, {_LIKENESS} AS likeness"
        f" FROM left_over e JOIN people p ON {rule}"
        for rule in RULES
    )
    con.execute(
        f"""
        CREATE OR REPLACE TABLE pairs AS
        SELECT entry, person FROM (
            SELECT entry, person, likeness,
                row_number() OVER (PARTITION BY entry ORDER BY likeness DESC, person) AS place
            FROM (SELECT entry, person, max(likeness) AS likeness FROM ({union})
                WHERE likeness >= {FEWEST_LIKENESS} GROUP BY entry, person)
        ) WHERE place <= {MOST_PER_ENTRY}
        ORDER BY likeness DESC, entry, person LIMIT {int(max_pairs)}
        """
    )
    [counted] = con.execute("SELECT count(*) FROM pairs").fetchall()
    return int(counted[0])


# A coarse count of what two rows share; only to leave out those that share hardly anything.
_LIKENESS: Final = (
    "(CASE WHEN e.sound_key = p.sound_key THEN 4 WHEN list_has_all(e.sounds, p.sounds)"
    " OR list_has_all(p.sounds, e.sounds) THEN 3"
    " WHEN jaro_winkler_similarity(e.joined, p.joined) > 0.9 THEN 3"
    " WHEN jaro_winkler_similarity(e.joined, p.joined) > 0.75 THEN 1 ELSE 0 END"
    " + CASE WHEN e.birth = p.birth AND e.birth <> '' THEN 3"
    " WHEN e.birth_swapped = p.birth AND p.birth <> '' THEN 2"
    " WHEN e.year = p.year AND p.year <> 0 THEN 1 ELSE 0 END"
    " + (e.nik = p.nik AND e.nik <> '')::INT * 3"
    " + (e.kk = p.kk AND e.kk <> '')::INT * 2 + (e.village = p.village AND e.village <> 0)::INT)"
)
FEWEST_LIKENESS: Final = 4
