"""``tuntas bench NAME``: speed beside its baseline in the same run; ratios are what to read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TypedDict

import click

from tuntas.cli.output import Answer, answering, bilingual, table


class Result(TypedDict):
    """One measured thing: *ours* and *baseline* in *unit*, *ratio* = ours / baseline."""

    what: str
    ours: float | None
    baseline: float | None
    unit: str
    ratio: float | None


BENCHES = {
    "import": "import_",
    "ledger": "ledger",
    "search": "search",
    "pages": "pages",
    "synthetic": "synthetic",
    "face": "face",
    "iris": "iris",
    "capture": "capture",
    "letters": "letters",
    "cards": "cards",
}


ANSWERING = {"match": "match", "identify": "identify", "link": "link", "plan": "plan"}
"""Benches with an answer of their own shape, given what of the options they ask for."""

KEPT = ("TUNTAS_DATA", "TUNTAS_MODELS")
"""Settings a bench may read: where reference images and the networks are."""


def result(what: str, ours: float, baseline: float | None, unit: str) -> Result:
    """A row of a bench, rounded to what a reader needs."""
    ratio = ours / baseline if baseline else None
    return {
        "what": what,
        "ours": float(f"{ours:.4g}"),
        "baseline": None if baseline is None else float(f"{baseline:.4g}"),
        "unit": unit,
        "ratio": None if ratio is None else float(f"{ratio:.3g}"),
    }


@click.command("bench")
@click.argument("name", type=click.Choice([*BENCHES, *ANSWERING, "all"]))
@answering
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help=bilingual(
        "folder gambar (match, identify) atau soal (plan)",
        "folder of images (match, identify) or instances (plan)",
    ),
)
@click.option(
    "--calibrate",
    type=click.Path(dir_okay=False, path_type=Path),
    help=bilingual(
        "tulis kalibrasi skor, atau bobot (link), ke berkas ini",
        "write the scores' calibration, or the weights (link), here",
    ),
)
@click.option(
    "--largest",
    type=click.IntRange(1_000, 1_000_000),
    help=bilingual(
        "orang di galeri terbesar (identify), baris terbanyak (link)",
        "largest gallery's people (identify), most rows (link)",
    ),
)
@click.option(
    "--seeds", type=click.IntRange(1, 100), help=bilingual("benih per soal (plan)", "seeds (plan)")
)
@click.option(
    "--seconds",
    type=click.FloatRange(0.5, 3600),
    help=bilingual("detik CPU per soal (plan)", "CPU-seconds an instance (plan)"),
)
def bench(
    name: str,
    data: Path | None,
    calibrate: Path | None,
    largest: int | None,
    seeds: int | None,
    seconds: float | None,
) -> Answer:
    """Measure; each number beside its baseline. ``all``: those that need no images."""
    if name in ANSWERING:
        given: dict[str, tuple[object, ...]] = {
            "match": (data, calibrate),
            "identify": (data, largest),
            "link": (largest, calibrate),
            "plan": (data, seeds, seconds),
        }
        answer: Answer = import_module(f"{__name__}.{ANSWERING[name]}").answer(*given[name])
        return answer
    names = list(BENCHES) if name == "all" else [name]
    found: list[Result] = []
    for one in names:
        found += run_apart(one)
    return Answer({"name": name, "results": found}, _text(found))


def run_apart(name: str) -> list[Result]:
    """The rows of one bench, measured in a process of its own: settings are read once."""
    child = "import json, sys; from importlib import import_module; "
    child += "print(json.dumps(import_module(sys.argv[1]).run()))"
    # Never in the office's own folder: a bench makes keys, static files and stores.
    environ = {
        name: said
        for name, said in os.environ.items()
        if name in KEPT or not name.startswith("TUNTAS_")
    }
    done = subprocess.run(
        [sys.executable, "-c", child, f"tuntas.cli.bench.{BENCHES[name]}"],
        env=environ,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    rows: list[Result] = json.loads(done.stdout.splitlines()[-1])
    return rows


def _text(results: Iterable[Result]) -> str:
    header = bilingual("apa|kami|pembanding|satuan|rasio", "what|ours|baseline|unit|ratio")
    return table(
        header.split("|"),
        [
            [row["what"], row["ours"], row["baseline"] or "-", row["unit"], row["ratio"] or "-"]
            for row in results
        ],
    )
