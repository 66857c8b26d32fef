"""``tuntas report NAME``: texts for others, made from the ledger."""

from __future__ import annotations

from datetime import datetime

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, language

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("report")
def report() -> None:
    """Reports."""


@report.command("governor")
@click.option("--as-of", type=DAY, help=bilingual("keadaan hari", "as of"))
@click.option("--known", type=DAY, help=bilingual("diketahui per hari", "as known on"))
@click.option("--since", type=DAY, help=bilingual("hari laporan terakhir", "the last letter"))
@answering
def governor(as_of: datetime | None, known: datetime | None, since: datetime | None) -> Answer:
    """The short report to the governor, ready for WhatsApp."""
    django_setup()
    from tuntas.ledger import clock
    from tuntas.reports import governor as wording
    from tuntas.reports.queries import governor_report

    made = governor_report(
        on=as_of.date() if as_of else clock.today(),
        known=known.date() if known else None,
        since=since.date() if since else None,
    )
    text = wording.text(made, language())
    return Answer(
        {
            "on": made.on,
            "known": made.known,
            "seq": made.seq,
            "obliged": made.figures.obliged,
            "captured": made.figures.captured,
            "left": made.figures.left,
            "percent": made.figures.percent(goal=made.goal),
            "text": text,
        },
        text,
    )
