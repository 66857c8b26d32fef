"""Weights out of Splink's training, from lists whose truth is known (synthetic people only)."""

from __future__ import annotations

from typing import Any, Final

import duckdb

from tuntas.residents.matching.weighing import COMPARISONS, Weights, settings

LEAST_M: Final = 0.005
LEAST_U: Final = 1e-6
"""What a sample never shows may still happen: lists that nobody synthesised are worse."""
SAMPLED_PAIRS: Final = 1e6


def train(con: duckdb.DuckDBPyConnection, *, seed: int) -> Weights:
    """Learn m and u from tables ``entries`` and ``people`` and the truth in ``pairs_known``.

    Args:
        con: holds ``pairs_known(entry, person)``: the true pairs of which the exact passes
            leave a doubt.
    """
    from splink import DuckDBAPI, Linker

    api = DuckDBAPI(con)
    left = api.register("entries", dataset_display_name="entries")
    right = api.register("people", dataset_display_name="people")
    linker = Linker(
        [left, right],
        settings(None, prior=1e-5),
        log_level=None,
        validate_settings=False,
    )
    training: Any = linker.training
    training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=seed)
    con.execute(
        "CREATE OR REPLACE TABLE labels AS SELECT 'entries' AS source_dataset_l,"
        " entry AS unique_id_l, 'people' AS source_dataset_r, person AS unique_id_r"
        " FROM pairs_known"
    )
    labels = api.register("labels", table_name="labels_known")
    training.estimate_m_from_pairwise_labels(labels)
    learnt: dict[str, Any] = linker.misc.save_model_to_json()
    found = {
        made["output_column_name"]: made["comparison_levels"] for made in learnt["comparisons"]
    }
    return {
        one.name: {
            level.code: (
                max(LEAST_M, made.get("m_probability") or 0.0),
                max(LEAST_U, made.get("u_probability") or 0.0),
            )
            for level, made in zip(one.levels, found[one.name][1:], strict=True)
        }
        for one in COMPARISONS
    }
