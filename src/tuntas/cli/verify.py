"""``tuntas verify``: recount everything from the facts, and check the log."""

from __future__ import annotations

from pathlib import Path

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, language

SHOWN = 200


@click.command("verify")
@click.option(
    "--anchor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=bilingual("periksa juga jangkar dari luar", "check an anchor kept outside as well"),
)
@answering
def verify(anchor: Path | None) -> Answer:
    """Exit 0 when all holds; 1 and a line for each thing that does not."""
    django_setup(migrate=False)
    from tuntas.audit import queries as audit
    from tuntas.ledger import verification

    counts = verification.Counts()
    problems = [*audit.verify_all(), *verification.verify(counts)]
    if anchor is not None:
        problems += audit.verify_anchor(anchor)
    found = [{"place": p.place, "message": p.en if language() == "en" else p.id} for p in problems]
    payload = {
        "verify": "ok" if not found else "failed",
        "problems": found,
        "counts": vars(counts),
    }
    if found:
        lines = [f"{problem['place']}: {problem['message']}" for problem in found[:SHOWN]]
        if len(found) > SHOWN:
            more = len(found) - SHOWN
            lines.append(bilingual(f"… dan {more} lagi", f"… and {more} more"))
        return Answer(payload, "\n".join(lines), ok=False)
    return Answer(
        payload,
        bilingual(
            f"Semua cocok: {counts.people} orang, {counts.facts} fakta, {counts.arcs} gerak, "
            f"{counts.tallies} jumlah, {counts.batches} catatan.",
            f"All agrees: {counts.people} people, {counts.facts} facts, {counts.arcs} arcs, "
            f"{counts.tallies} tallies, {counts.batches} batches.",
        ),
    )
