"""Splink as its documentation sets it up, on the same sample: what ours is measured beside."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from time import process_time
from typing import Any, Final

import duckdb
import pyarrow as pa

from tuntas.residents.matching.reading import Entries
from tuntas.residents.matching.tables import People

ACCEPT_AT: Final = 0.9
"""The probability from which Splink's tutorials take a link."""


@dataclass(frozen=True, slots=True)
class Default:
    """What Splink's default linked: line → person; CPU seconds of training and predicting."""

    links: dict[int, int]
    train_s: float
    predict_s: float


def link(people: People, entries: Entries, *, seed: int) -> Default:
    """Train and predict with the comparisons of Splink's library, blocked on NIK, day and name."""
    con = duckdb.connect()
    con.execute("SET enable_progress_bar = false")
    started = process_time()
    linker = _linker(con, people, entries)
    _train(linker, seed)
    trained = process_time()
    found = linker.inference.predict(threshold_match_probability=ACCEPT_AT).physical_name
    rows = con.execute(
        "SELECT unique_id_l, unique_id_r FROM ("
        " SELECT *, row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC) AS n"
        f" FROM {found}) WHERE n = 1"
    ).fetchall()
    ended = process_time()
    con.close()
    return Default(dict(rows), trained - started, ended - trained)


def _linker(con: duckdb.DuckDBPyConnection, people: People, entries: Entries) -> Any:
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    _table(con, "entries", entries.line, entries.pattern, entries)
    _table(con, "people", people.person, people.nik, people)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            library.NameComparison("name"),
            library.DateOfBirthComparison("birth", input_is_string=True),
            library.ExactMatch("nik"),
            library.ExactMatch("kk"),
            library.ExactMatch("sex"),
            library.ExactMatch("village").configure(term_frequency_adjustments=True),
            library.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("nik"),
            block_on("birth"),
            block_on("name"),
        ],
    )
    api = DuckDBAPI(con)
    left = api.register("entries", dataset_display_name="entries")
    right = api.register("people", dataset_display_name="people")
    return Linker([left, right], settings, log_level=None)


def _train(linker: Any, seed: int) -> None:
    from splink import block_on

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker.training.estimate_probability_two_random_records_match(
            [block_on("nik"), block_on("name", "birth")], recall=0.8
        )
        linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=seed)
        for rule in (block_on("birth"), block_on("name")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)


def _table(
    con: duckdb.DuckDBPyConnection,
    name: str,
    ids: list[int],
    patterns: list[str],
    side: People | Entries,
) -> None:
    """What Splink's documentation asks for: nulls where nothing is said, a NIK only if whole."""
    columns: dict[str, Any] = {
        "unique_id": pa.array(ids, pa.int64()),
        "nik": [text if text and "?" not in text else None for text in patterns],
        "name": [text.upper() for text in side.name],
        "birth": [text or None for text in side.birth],
        "kk": [text or None for text in side.kk],
        "sex": [text or None for text in side.sex],
        "village": pa.array([n or None for n in side.village], pa.int64()),
        "birth_place": [text or None for text in side.birth_place],
    }
    con.register("given", pa.table(columns))
    con.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    con.unregister("given")
