"""How much what two rows share speaks for one person: Fellegi and Sunter, as Splink has it.

The comparisons are ours (Indonesian names, days and months exchanged, masked numbers); the
weights come from ``weights.json``, which ``tuntas bench link --train`` writes from Splink's
training on synthetic people; how common a name is comes from the register at hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from tuntas.residents.matching.masked import LENGTH

SHIPPED: Final = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: *code* stands in stored evidence, *sql* finds it."""

    code: str
    sql: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Levels from the most telling to the least; the last is "else". Empty sides say nothing."""

    name: str
    unsaid: str
    levels: tuple[Level, ...]


def _unsaid(column: str) -> str:
    return f"{column}_l = '' OR {column}_r = ''"


_LETTERS_WRONG = "damerau_levenshtein(joined_l, joined_r)"
_SHORTEST = "least(length(joined_l), length(joined_r))"
_CONTAINED = "(list_has_all(sounds_l, sounds_r) OR list_has_all(sounds_r, sounds_l))"
_MASKED = (
    "((nik_r <> '' AND nik_r LIKE replace(pattern_l, '?', '_'))"
    " OR (nik_l <> '' AND nik_l LIKE replace(pattern_r, '?', '_')))"
)
_WHOLE = "nik_l <> '' AND nik_r <> ''"
_DEFAULT_DAY = "('01-01', '07-01', '12-31')"

COMPARISONS: Final = (
    Comparison(
        "name",
        _unsaid("name_key"),
        (
            Level("same", "name_key_l = name_key_r"),
            Level("same_sound", "sound_key_l = sound_key_r"),
            Level("part", f"{_CONTAINED} AND least(len(sounds_l), len(sounds_r)) >= 2"),
            Level("misspelled", f"{_LETTERS_WRONG} <= 1 AND {_SHORTEST} >= 4"),
            # Hasan and Husin are two letters apart, and twins.
            Level("misspelled_twice", f"{_LETTERS_WRONG} <= 2 AND {_SHORTEST} >= 8"),
            Level("one_word", _CONTAINED),
            Level("other_given", "list_has_any(sounds_l, sounds_r)"),
            Level("else", "ELSE"),
        ),
    ),
    Comparison(
        "birth",
        "year_l = 0 OR year_r = 0",
        (
            Level("same", "birth_l = birth_r AND birth_l <> ''"),
            Level(
                "swapped",
                "(birth_swapped_l = birth_r OR birth_swapped_r = birth_l)"
                " AND birth_l <> '' AND birth_r <> ''",
            ),
            Level(
                "default_day",
                f"year_l = year_r AND (month_day_l IN {_DEFAULT_DAY}"
                f" OR month_day_r IN {_DEFAULT_DAY} OR birth_l = '' OR birth_r = '')",
            ),
            Level(
                "two_parts",
                "birth_l <> '' AND birth_r <> '' AND (month_day_l = month_day_r"
                " OR birth_l[:7] = birth_r[:7]"
                " OR (year_l = year_r AND birth_l[9:] = birth_r[9:]))",
            ),
            Level("same_year", "year_l = year_r"),
            Level("else", "ELSE"),
        ),
    ),
    Comparison(
        "nik",
        _unsaid("pattern"),
        (
            Level("same", f"{_WHOLE} AND nik_l = nik_r"),
            Level("masked_much", f"{_MASKED} AND unseen_l + unseen_r <= {LENGTH - 8}"),
            Level("masked_little", _MASKED),
            Level("serial", f"{_WHOLE} AND nik_l[:12] = nik_r[:12]"),
            Level("near", f"{_WHOLE} AND damerau_levenshtein(nik_l, nik_r) <= 2"),
            Level("else", "ELSE"),
        ),
    ),
    Comparison("kk", _unsaid("kk"), (Level("same", "kk_l = kk_r"), Level("else", "ELSE"))),
    Comparison("sex", _unsaid("sex"), (Level("same", "sex_l = sex_r"), Level("else", "ELSE"))),
    Comparison(
        "village",
        "village_l = 0 OR village_r = 0",
        (
            Level("same", "village_l = village_r"),
            Level("same_district", "district_l = district_r"),
            Level("else", "ELSE"),
        ),
    ),
    Comparison(
        "birth_place",
        _unsaid("place_key"),
        (
            Level("same", "place_key_l = place_key_r"),
            Level("like", "jaro_winkler_similarity(place_key_l, place_key_r) >= 0.9"),
            Level("else", "ELSE"),
        ),
    ),
)

Weights = Mapping[str, Mapping[str, tuple[float, float]]]
"""comparison → level → (m, u): the share of true and of other pairs on this level."""


def load_weights(path: Path = SHIPPED) -> Weights:
    told: dict[str, dict[str, list[float]]] = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: {level: (float(mu[0]), float(mu[1])) for level, mu in levels.items()}
        for name, levels in told.items()
    }


def dump_weights(weights: Weights, path: Path) -> None:
    told = {
        name: {level: [float(f"{value:.4g}") for value in mu] for level, mu in levels.items()}
        for name, levels in weights.items()
    }
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def settings(weights: Weights | None, *, prior: float) -> dict[str, Any]:
    """The comparisons as Splink takes them; without *weights* they are still to be trained."""
    return {
        "link_type": "link_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": ["l.birth = r.birth"],
        "comparisons": [_comparison(one, weights) for one in COMPARISONS],
        "retain_matching_columns": True,  # keeps the levels as well
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(one: Comparison, weights: Weights | None) -> dict[str, Any]:
    told = weights[one.name] if weights else {}
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.unsaid, "label_for_charts": "unsaid", "is_null_level": True}
    ]
    for level in one.levels:
        made: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.code}
        if level.code in told:
            made["m_probability"], made["u_probability"] = told[level.code]
        if one.name == "name" and level.code == "same":
            made["tf_adjustment_column"] = "name_key"
            made["tf_adjustment_weight"] = 1.0
        levels.append(made)
    return {"output_column_name": one.name, "comparison_levels": levels}


def weigh(con: duckdb.DuckDBPyConnection, weights: Weights) -> None:
    """Weigh table ``pairs``; afterwards ``weighed(entry, person, weight, probability, gammas…)``.

    *weight* is in bits: each bit doubles the odds that the two rows are one person.
    """
    con.execute(
        "CREATE OR REPLACE TABLE rows_left AS SELECT * FROM entries"
        " WHERE unique_id IN (SELECT entry FROM pairs)"
    )
    con.execute(
        "CREATE OR REPLACE TABLE rows_right AS SELECT * FROM people"
        " WHERE unique_id IN (SELECT person FROM pairs)"
    )
    # Read to the end: Splink finds no connection with a result that is still open.
    [counted] = con.execute(
        "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM pairs)"
    ).fetchall()
    gammas = ", ".join(f"gamma_{one.name} AS {one.name}" for one in COMPARISONS)
    if not counted[1]:
        empty = ", ".join(f"0 AS {one.name}" for one in COMPARISONS)
        con.execute(
            "CREATE OR REPLACE TABLE weighed AS SELECT entry, person, 0.0 AS weight,"
            f" 0.0 AS probability, {empty} FROM pairs"
        )
        return
    _hear_names(con, weights["name"]["same"][1])
    scored = _predict(con, settings(weights, prior=min(0.5, 0.5 / counted[0])))
    con.execute(
        "CREATE OR REPLACE TABLE weighed AS SELECT unique_id_l AS entry, unique_id_r AS person,"
        f" match_weight AS weight, match_probability AS probability, {gammas} FROM {scored}"
    )


def _hear_names(con: duckdb.DuckDBPyConnection, anybody: float) -> None:
    """How likely somebody else bears each name: the other bearers here, and *anybody* besides.

    Counting the person themselves would make every name common in a small register.
    """
    con.execute(
        "CREATE OR REPLACE TABLE names_heard AS SELECT name_key, least(0.5, $anybody"
        " + (count(*) - 1) / greatest(sum(count(*)) OVER (), 10000)) AS tf_name_key"
        " FROM people WHERE name_key <> '' GROUP BY name_key",
        {"anybody": anybody},
    )


def _predict(con: duckdb.DuckDBPyConnection, told: dict[str, Any]) -> str:
    """Name of the table that Splink made of ``pairs``."""
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(con)
    left = api.register("rows_left", dataset_display_name="entries")
    right = api.register("rows_right", dataset_display_name="people")
    linker = Linker([left, right], told, log_level=None, validate_settings=False)
    linker.table_management.register_term_frequency_lookup(
        api.register("names_heard", table_name="names_heard_tf"), "name_key"
    )
    con.execute(
        "CREATE OR REPLACE TABLE blocked AS SELECT '0' AS match_key,"
        " 'entries-__-' || entry AS join_key_l, 'people-__-' || person AS join_key_r FROM pairs"
    )
    linker.table_management.register_blocked_pairs_for_predict(
        api.register("blocked", table_name="blocked_pairs")
    )
    return str(linker.inference.predict().physical_name)


def level_of(comparison: str, gamma: int) -> str:
    """The code of the level that Splink numbers *gamma* (the last is 0, unsaid −1)."""
    if gamma < 0:
        return "unsaid"
    levels = _LEVELS[comparison]
    return levels[len(levels) - 1 - gamma]


_LEVELS: Final[Mapping[str, Sequence[str]]] = {
    one.name: [level.code for level in one.levels] for one in COMPARISONS
}


def gamma_of(comparison: str, code: str) -> int:
    """Inverse of :func:`level_of`.

    >>> gamma_of("name", "else"), level_of("name", gamma_of("name", "same_sound"))
    (0, 'same_sound')
    """
    levels = _LEVELS[comparison]
    return -1 if code == "unsaid" else len(levels) - 1 - levels.index(code)
