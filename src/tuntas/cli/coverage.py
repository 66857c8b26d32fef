"""``tuntas coverage``: figures of the office or below, as of and as known on any day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, table

if TYPE_CHECKING:
    from datetime import date

    from tuntas.coverage.queries import Row
    from tuntas.coverage.targets import Goal

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("coverage")
@click.option("--as-of", type=DAY, help=bilingual("hari yang ditanyakan", "the day asked about"))
@click.option("--known", type=DAY, help=bilingual("diketahui per hari", "as known on this day"))
@click.option("--by", "level", type=click.Choice(["kabupaten", "kecamatan", "desa"]))
@click.option("--under", help=bilingual("kode wilayah di atasnya", "code of the area above"))
@answering
def coverage(
    as_of: datetime | None, known: datetime | None, level: str | None, under: str | None
) -> Answer:
    """Who must hold a KTP-el, who is recorded, who is left."""
    django_setup()
    from tuntas.coverage import queries
    from tuntas.ledger import clock

    on = as_of.date() if as_of else clock.today()
    known_on = known.date() if known else None
    goal = queries.goal_on(on)
    rows = queries.rows(level=level or "kabupaten", on=on, known=known_on, under=under)  # type: ignore[arg-type]
    payload = {
        "as_of": on,
        "known": known_on,
        "target": goal.text if goal else None,
        "rows": [_json_row(row, on, goal) for row in rows],
        "unknowable": queries.what_cannot_be_known(),
    }
    return Answer(payload, _text(rows, goal))


def _json_row(row: Row, on: date, goal: Goal | None) -> dict[str, object]:
    figures = row.figures
    return {
        "on": on,
        "code": row.code,
        "name": row.name,
        "obliged": figures.obliged,
        "captured": figures.captured,
        "left": figures.left,
        "percent": figures.percent(goal=goal),
        "reached": figures.meets(goal) if goal else None,
        "unique": figures.unique,
        "printed": figures.printed,
        "in_hand": figures.in_hand,
        "left_dynamic": figures.left_dynamic,
        "aside": figures.aside,
        "unknown": figures.unknown,
        "captured_early": figures.captured_early,
        "population": figures.population,
    }


def _text(rows: list[Row], goal: Goal | None) -> str:
    from tuntas.cli.output import language
    from tuntas.web.numerals import decimal, whole

    lang = language()
    header = bilingual(
        "kode|nama|wajib|rekam|%|belum|tunggal|cetak|di tangan|16 th",
        "code|name|obliged|captured|%|left|unique|printed|in hand|early",
    ).split("|")
    lines = [
        [
            f"{row.code} {row.name}",
            *(whole(n, lang) for n in (row.figures.obliged, row.figures.captured)),
            decimal(row.figures.percent(goal=goal) or "0", None, lang) + " ✓" * bool(row.meets),
            *(
                whole(n, lang)
                for n in (
                    row.figures.left,
                    row.figures.unique,
                    row.figures.printed,
                    row.figures.in_hand,
                    row.figures.captured_early,
                )
            ),
        ]
        for row in rows
    ]
    return table([f"{header[0]} {header[1]}", *header[2:]], lines)
