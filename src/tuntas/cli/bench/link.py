"""``tuntas bench link``: whom a list's rows are, beside the plain number and Splink's default.

Accuracy: lists with known mistakes (``link_people``) from seeds that nobody looked at while the
rules were written; precision is the share of links that are right, recall the share of listed
people that are linked, both overall and by mistake. Ours counts what the exact passes match
and, of the suggestions, those called sure: nothing is merged without a person, but this is
what a person is asked to trust. Everybody meets the same rows in the same run.

Speed: a list of a million rows, most of them of other regencies, read from its file and
matched against 130,000 people; Splink's default on the same rows from memory.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from tuntas.cli.bench import link_default, link_people
from tuntas.cli.bench.link_people import Sample, district_of, sample
from tuntas.cli.output import Answer, bilingual, table
from tuntas.residents.matching import columns, engine, exact, tables, weighing
from tuntas.residents.matching.reading import Entries, read_entries
from tuntas.residents.matching.training import train
from tuntas.residents.register_file import connect, open_file
from tuntas.web.numerals import decimal, whole

TRAINED_ON: Final = 11
"""Seed of the shipped weights; 12 and 13 were looked at while the rules were written."""
REPORTED: Final = (2026, 2027, 2028)
SPEED_SEED: Final = 2029
REGISTER, LISTED, STRANGERS = 40_000, 30_000, 8_000
REGENCY: Final = 130_000
ROWS: Final = 1_000_000
WITHIN_S: Final = 60.0


def answer(largest: int | None, calibrate: Path | None) -> Answer:
    """Measure; with *calibrate* train the weights anew and write them there first."""
    if calibrate:
        weighing.dump_weights(trained(), calibrate)
    weights = weighing.load_weights(calibrate or weighing.SHIPPED)
    shares = {"exact": Tally(), "ours": Tally(), "splink_default": Tally()}
    for seed in REPORTED:
        _accuracy(shares, seed, weights)
    payload = {
        "seeds": {"trained": TRAINED_ON, "reported": REPORTED},
        "accuracy": {name: tally.payload() for name, tally in shares.items()},
        "speed": speed(largest or ROWS, weights),
    }
    return Answer(payload, _text(payload))


# --- accuracy -------------------------------------------------------------------------------


class Tally:
    """Links counted against the truth, by the mistake of the row."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()

    def count(self, seen: Sample, links: Mapping[int, int]) -> None:
        for line, person, kind in zip(seen.entries.line, seen.truth, seen.kind, strict=True):
            self.rows[kind] += 1
            linked = links.get(line)
            if linked is not None:
                (self.right if linked == person else self.wrong)[kind] += 1

    def payload(self) -> dict[str, Any]:
        listed = {kind: n for kind, n in self.rows.items() if kind != "stranger"}
        right, wrong = sum(self.right.values()), sum(self.wrong.values())
        return {
            "rows": sum(self.rows.values()),
            "links": right + wrong,
            "wrong": wrong,
            "precision": right / max(right + wrong, 1),
            "recall": right / max(sum(listed.values()), 1),
            "by_mistake": {
                kind: {
                    "rows": n,
                    "recall": self.right[kind] / n,
                    "wrong": self.wrong[kind],
                }
                for kind, n in sorted(listed.items())
            },
            "strangers_linked": self.wrong["stranger"],
        }


def _accuracy(shares: Mapping[str, Tally], seed: int, weights: weighing.Weights) -> None:
    seen = sample(seed=seed, register_size=REGISTER, listed=LISTED, strangers=STRANGERS)
    person_of = {
        nik: person for nik, person in zip(seen.people.nik, seen.people.person, strict=True)
    }
    told = zip(seen.entries.line, seen.entries.pattern, strict=True)
    shares["exact"].count(
        seen, {line: person_of[nik] for line, nik in told if nik and nik in person_of}
    )
    shares["ours"].count(seen, links_of(_match(seen, weights)))
    shares["splink_default"].count(
        seen, link_default.link(seen.people, seen.entries, seed=seed).links
    )


def _match(seen: Sample, weights: weighing.Weights) -> engine.Outcome:
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as con:
        return engine.match(con, seen.people, seen.entries, district_of(), weights=weights)


def links_of(outcome: engine.Outcome) -> dict[int, int]:
    """line → person of what is matched, and of what is suggested as sure."""
    sure = {one.line: one.person for one in outcome.suggestions if one.is_sure}
    return sure | {one.line: one.person for one in outcome.matches if one.how != exact.DOUBLE}


def trained() -> weighing.Weights:
    """The weights out of Splink's training on the rows that the exact passes leave in doubt."""
    seen = sample(seed=TRAINED_ON, register_size=REGISTER, listed=LISTED, strangers=STRANGERS)
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as con:
        tables.load(con, seen.people, seen.entries, district_of())
        exact.match_exactly(con)
        con.execute("CREATE TABLE pairs_known (entry BIGINT, person BIGINT)")
        sure = {row[0] for row in con.execute("SELECT entry FROM matched").fetchall()}
        told = zip(seen.entries.line, seen.truth, strict=True)
        known = [[line, person] for line, person in told if person and line not in sure]
        con.execute(
            "INSERT INTO pairs_known SELECT unnest($lines), unnest($people)",
            {"lines": [line for line, _ in known], "people": [person for _, person in known]},
        )
        return train(con, seed=TRAINED_ON)


# --- speed ----------------------------------------------------------------------------------


def speed(rows: int, weights: weighing.Weights) -> dict[str, Any]:
    """CPU and wall seconds of a list of *rows* against the regency, beside Splink's default."""
    regency = min(REGENCY, rows)
    listed = int(regency * 0.9)
    seen = sample(seed=SPEED_SEED, register_size=regency, listed=listed, strangers=rows - listed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "daftar.csv"
        write_list(path, seen.entries)
        cpu, wall = process_time(), perf_counter()
        file = open_file(path, Path(folder), columns.likeness)
        entries = read_entries(file, columns.detect(file.headers), _village, link_people.AS_OF)
        read_s = process_time() - cpu
        outcome = engine.match(file.con, seen.people, entries, district_of(), weights=weights)
        ours_s, wall_s = process_time() - cpu, perf_counter() - wall
        file.close()
    ours = Tally()
    ours.count(seen, links_of(outcome))
    default = link_default.link(seen.people, seen.entries, seed=SPEED_SEED)
    default_s = default.train_s + default.predict_s
    return {
        "rows": len(seen.entries),
        "people": len(seen.people),
        "ours": {
            "cpu_s": _rounded(ours_s),
            "wall_s": _rounded(wall_s),
            "read_cpu_s": _rounded(read_s),
            "pairs": outcome.pairs,
            "precision": ours.payload()["precision"],
            "recall": ours.payload()["recall"],
        },
        "splink_default": {
            "cpu_s": _rounded(default_s),
            "train_cpu_s": _rounded(default.train_s),
            "predict_cpu_s": _rounded(default.predict_s),
        },
        "ratio": _rounded(ours_s / default_s),
        "within_s": WITHIN_S,
        "is_within": wall_s <= WITHIN_S,
    }


def write_list(path: Path, entries: Entries) -> None:
    """The rows as a voter list has them."""
    lines = ["No;NKK;NIK;Nama;Tempat Lahir;Tanggal Lahir;L/P;Kode Desa"]
    rows = zip(
        entries.kk,
        entries.pattern,
        entries.name,
        entries.birth_place,
        entries.birth,
        entries.sex,
        entries.village,
        strict=True,
    )
    for n, (kk, pattern, name, place, birth, sex, village) in enumerate(rows, start=1):
        day = f"{birth[8:]}-{birth[5:7]}-{birth[:4]}" if birth else ""
        nik = pattern.replace("?", "*")
        lines.append(f"{n};{kk};{nik};{name};{place};{day};{sex};{village or ''}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _village(desa: str, kecamatan: str, code: str) -> int:
    return int(code) if code.isdecimal() else 0


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def _text(payload: Mapping[str, Any]) -> str:
    told, fast = payload["accuracy"], payload["speed"]
    header = bilingual(
        "kesalahan|baris|NIK saja|kami|Splink bawaan",
        "mistake|rows|number only|ours|Splink default",
    )
    lines = [
        [
            kind,
            whole(row["rows"]),
            *(_percent(told[name]["by_mistake"][kind]["recall"]) for name in told),
        ]
        for kind, row in told["ours"]["by_mistake"].items()
    ]
    lines += [
        [bilingual("recall", "recall"), "", *(_percent(told[name]["recall"]) for name in told)],
        [
            bilingual("presisi", "precision"),
            "",
            *(_percent(told[name]["precision"]) for name in told),
        ],
    ]
    ours, default = fast["ours"], fast["splink_default"]
    return "\n".join(
        (
            bilingual("persen orang yang dikenali", "percent of people linked"),
            table(header.split("|"), lines),
            f"{whole(fast['rows'])} × {whole(fast['people'])}: "
            f"{ours['cpu_s']} s CPU, {ours['wall_s']} s "
            + bilingual("jam dinding", "wall")
            + f"; Splink {default['cpu_s']} s CPU; {fast['ratio']} ×",
        )
    )


def _percent(share: float) -> str:
    return decimal(f"{100 * share:.2f}")
