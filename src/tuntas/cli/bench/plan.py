"""``tuntas bench plan``: how good the plans are, and how good that could be.

Two measures. Team orienteering against the best values of the literature (``--data DIR``, or
``orienteering`` of ``TUNTAS_DATA``), so many CPU-seconds an instance, averaged over seeds. And
the regency's week: the proven gap, twenty variations of it, and 200 outcomes from seeds the
planner never saw, beside five rules an office might follow.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tuntas.cli.bench.verification import reference_images
from tuntas.cli.output import Answer, bilingual, progress, table
from tuntas.missions import apart, planner, week
from tuntas.missions.planning import baselines, orienteering, simulate
from tuntas.missions.planning.answer import Plan
from tuntas.missions.planning.choice import Limit
from tuntas.missions.planning.field import Field
from tuntas.missions.planning.problem import Problem

SEEDS = 3
SECONDS = 30.0
OUTCOMES = 200
UNSEEN = 2_023_061_4
"""Seed of the simulated outcomes; the planner gets 1, 2, … ."""


def answer(data: Path | None, seeds: int | None, seconds: float | None) -> Answer:
    """Measure both; *data*: another folder of instances with its ``best_known.json``."""
    folder = data or reference_images("orienteering")
    instances = measure_instances(folder, range(1, (seeds or SEEDS) + 1), seconds or SECONDS)
    gaps = [row["gap"] for row in instances if row["gap"] is not None]
    payload = {
        "instances": instances,
        "mean_gap": round(sum(gaps) / len(gaps), 4) if gaps else None,
        "week": measure_week(seconds or SECONDS),
        "seeds": seeds or SEEDS,
        "seconds": seconds or SECONDS,
    }
    return Answer(payload, _text(payload))


def cpu_seconds() -> float:
    """Of this process and of the children that it has ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


# --- orienteering --------------------------------------------------------------------------------


def measure_instances(folder: Path, seeds: Sequence[int], seconds: float) -> list[dict[str, Any]]:
    """One row an instance: mean value over seeds, best known, gap in percent."""
    if not folder.is_dir():
        return []
    listed = folder / "best_known.json"
    known = json.loads(listed.read_text("utf-8")) if listed.is_file() else {}
    files = sorted(path for path in folder.iterdir() if _is_instance(path))
    orienteering.ready()
    rows = []
    with progress("orienteering", len(files)) as advance:
        for path in files:
            rows.append(_measured(path, known.get(path.stem), seeds, seconds))
            advance(1)
    return rows


def _is_instance(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (".txt", ".top", ".dat")


def _measured(
    path: Path, best_known: float | None, seeds: Sequence[int], seconds: float
) -> dict[str, Any]:
    instance = orienteering.read(path.read_text("utf-8", errors="replace"))
    values, spent = [], []
    for seed in seeds:
        before = cpu_seconds()
        limit = Limit(seconds, cpu_seconds)
        found = orienteering.solve(
            instance, seed=seed, limit=limit, solver=apart.solve, enough=best_known
        )
        wrong = orienteering.check(instance, found)
        if wrong:
            raise AssertionError(f"{path.name}: {wrong[0]}")
        values.append(orienteering.value(instance, found))
        spent.append(cpu_seconds() - before)
    mean = sum(values) / len(values)
    return {
        "name": path.stem,
        "value": round(mean, 4),
        "best_known": best_known,
        "gap": round(100 * (best_known - mean) / best_known, 4) if best_known else None,
        "values": values,
        "seconds": round(sum(spent) / len(spent), 2),
    }


# --- the week ------------------------------------------------------------------------------------


def measure_week(seconds: float) -> dict[str, Any]:
    """The regency's week, its variations, and outcomes beside the baselines'."""
    problem = week.problem()
    plan, spent = _planned(problem, seconds)
    drawn = simulate.willing(problem, outcomes=OUTCOMES, seed=UNSEEN)
    ours = float(simulate.recorded(drawn, simulate.visits_of(problem, plan)).mean())
    rules = {
        name: float(simulate.recorded(drawn, visits).mean())
        for name, visits in baselines.all_of(Field(problem)).items()
    }
    return {
        "expected": round(plan.expected, 3),
        "bound": round(plan.bound, 3),
        "gap": round(plan.gap, 4),
        "baselines": {name: round(mean, 2) for name, mean in rules.items()},
        "simulated": {
            "outcomes": OUTCOMES,
            "recorded": round(ours, 2),
            "more_percent": {n: round(100 * (ours / mean - 1), 2) for n, mean in rules.items()},
        },
        "seconds": round(spent, 2),
        "variations": [_variation(variation, seconds) for variation in week.variations()],
    }


def _variation(variation: week.Variation, seconds: float) -> dict[str, Any]:
    plan, spent = _planned(week.problem(variation), seconds)
    usual = week.Variation()
    differs = {
        name: getattr(variation, name)
        for name in variation.__slots__
        if getattr(variation, name) != getattr(usual, name)
    }
    return {
        **differs,
        "expected": round(plan.expected, 3),
        "bound": round(plan.bound, 3),
        "gap": round(plan.gap, 4),
        "seconds": round(spent, 2),
    }


def _planned(problem: Problem, seconds: float) -> tuple[Plan, float]:
    """A plan that the independent check found possible, and its CPU-seconds."""
    before = cpu_seconds()
    plan = planner.plan(problem, seed=1, seconds=seconds)
    spent = cpu_seconds() - before
    wrong = planner.validate(problem, plan)
    if wrong:
        raise AssertionError(wrong[0])
    return plan, spent


# --- for people ----------------------------------------------------------------------------------


def _text(payload: dict[str, Any]) -> str:
    header = bilingual("soal|kami|terbaik|selisih %|detik", "instance|ours|best|gap %|seconds")
    blocks = []
    if payload["instances"]:
        blocks.append(
            table(
                header.split("|"),
                [
                    [
                        row["name"],
                        row["value"],
                        row["best_known"] or "-",
                        row["gap"],
                        row["seconds"],
                    ]
                    for row in payload["instances"]
                ],
            )
        )
        blocks.append(bilingual("rata-rata selisih: ", "mean gap: ") + f"{payload['mean_gap']} %")
    made = payload["week"]
    rows = [["plan", made["simulated"]["recorded"], "-"]]
    rows += [
        [name, mean, made["simulated"]["more_percent"][name]]
        for name, mean in made["baselines"].items()
    ]
    blocks.append(
        bilingual(
            f"Pekan 14-20 Juni 2023: harapan {made['expected']}, batas {made['bound']}, "
            f"selisih {made['gap']} %, {made['seconds']} detik CPU",
            f"The week of 14-20 June 2023: expected {made['expected']}, bound {made['bound']}, "
            f"gap {made['gap']} %, {made['seconds']} CPU-seconds",
        )
    )
    blocks.append(table(["", bilingual("terekam", "recorded"), "+ %"], rows))
    worst = max(row["gap"] for row in made["variations"])
    blocks.append(bilingual("selisih terbesar 20 variasi: ", "largest gap of 20: ") + f"{worst} %")
    return "\n\n".join(blocks)
