"""``tuntas plan``: where to send the teams, from a file or from the office's own store."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from tuntas.cli.output import Answer, Refused, answering, bilingual, django_setup, table
from tuntas.missions import planner
from tuntas.missions.planning import exchange
from tuntas.missions.planning.answer import Assignment, Plan
from tuntas.missions.planning.problem import Problem
from tuntas.web.numerals import decimal, whole

DAY = click.DateTime(["%Y-%m-%d"])
DAYS = 7


@click.command("plan")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--on", type=DAY, help=bilingual("hari pertama (dari data kantor)", "first day"))
@click.option("--days", type=click.IntRange(1, 14), default=DAYS, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 600),
    default=planner.SECONDS,
    show_default=True,
    help=bilingual("waktu mencari", "time to search"),
)
@click.option(
    "--problem",
    "as_problem",
    is_flag=True,
    help=bilingual("cetak masalahnya, jangan rencanakan", "print the problem only"),
)
@answering
def plan(
    file: Path | None,
    on: datetime | None,
    days: int,
    seed: int,
    seconds: float,
    as_problem: bool,
) -> Answer:
    """Plan the mobile service: FILE is a problem as JSON; without it the office's own week."""
    if file is not None:
        problem = exchange.from_json(Problem, file.read_text("utf-8"))
    else:
        problem = _of_the_office(on.date() if on else None, days)
    if as_problem:
        return Answer(exchange.to_plain(problem), exchange.to_json(problem))
    made = planner.plan(problem, seed=seed, seconds=seconds)
    wrong = planner.validate(problem, made)
    if wrong:
        raise Refused(
            "plan_invalid",
            id=f"Rencana tidak lolos pemeriksaan: {wrong[0]}. Laporkan kepada pengembang.",
            en=f"The plan did not pass its check: {wrong[0]}. Report it to the developers.",
        )
    payload = exchange.to_plain(made) | {"cost_per_person": made.cost_per_person}
    return Answer(payload, _text(problem, made))


def _of_the_office(on: date | None, days: int) -> Problem:
    django_setup()
    from tuntas.ledger import clock
    from tuntas.missions.queries import framing

    first = on or clock.today()
    return framing.frame(
        from_on=first,
        until_on=first + timedelta(days=days - 1),
        known_on=min(first, clock.today()),
        wishes={},
    ).problem


def _text(problem: Problem, made: Plan) -> str:
    names = _names(problem)
    header = bilingual(
        "hari|tim|berangkat|tempat|kembali|harapan", "day|team|out|places|back|expected"
    )
    rows = [
        [
            f"{one.on:%d-%m} {one.session}",
            names[one.team],
            _hour(one.leaves),
            ", ".join(_stop(one, names)),
            _hour(one.returns),
            decimal(one.expected, 1),
        ]
        for one in made.assignments
    ]
    cost = whole(round(made.cost_per_person)) if made.cost_per_person else "-"
    ending = bilingual(
        f"Harapan {decimal(made.expected, 1)} orang; tidak ada rencana yang lebih dari "
        f"{decimal(made.bound, 1)} (selisih {decimal(made.gap, 2)} persen). "
        f"Rp{whole(made.cost)}, Rp{cost} per orang.",
        f"{made.expected:.1f} people expected; no plan brings more than {made.bound:.1f} "
        f"(gap {made.gap:.2f} %). Rp{made.cost:,}, Rp{cost} a person.",
    )
    left = _left(problem, made)
    return "\n\n".join([table(header.split("|"), rows), ending, left])


def _stop(one: Assignment, names: dict[str, str]) -> list[str]:
    return [f"{names[stop.venue]} {_hour(stop.serves_from)} ({stop.places})" for stop in one.stops]


def _names(problem: Problem) -> dict[str, str]:
    place = {each.code: each.name for each in problem.places}
    named = {
        venue.ref: venue.name or place.get(venue.place, venue.place) for venue in problem.venues
    }
    return named | {team.ref: team.name or team.ref for team in problem.teams}


def _hour(minute: int) -> str:
    return f"{minute // 60 % 24:02}.{minute % 60:02}"


def _left(problem: Problem, made: Plan) -> str:
    """Who is left, by kecamatan."""
    place = {venue.ref: venue.place for venue in problem.venues}
    district = {each.code: each.district_name or each.district for each in problem.places}
    left: defaultdict[str, float] = defaultdict(float)
    for row in made.left:
        left[district.get(place[row.venue], "")] += row.left
    header = bilingual("kecamatan|sisa", "district|left").split("|")
    return table(header, [[name, round(people)] for name, people in sorted(left.items())])
