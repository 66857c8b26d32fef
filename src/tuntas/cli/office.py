"""``tuntas office``: which regency this store serves, and in which mode it records."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup


@click.group("office")
def office() -> None:
    """The office of this store."""


@office.command("open")
@click.option("--region", "region_code", default="75.05", show_default=True)
@click.option("--name", required=True, help=bilingual("nama dinas", "name of the office"))
@click.option("--short-name", help=bilingual("nama pendek", "short name"))
@answering
def open_(region_code: str, name: str, short_name: str | None) -> Answer:
    """Set up the office: shipped regions, its own regency, targets and deadlines."""
    django_setup()
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.authority.actions import install_shipped as install_seats
    from tuntas.coverage.actions import install_shipped_rows
    from tuntas.letters.actions import install_shipped as install_stationery
    from tuntas.wilayah import queries as wilayah
    from tuntas.wilayah.actions.office import install_shipped_regions, open_office

    actor, now = system("office"), timezone.now()
    install_shipped_regions(actor=actor, now=now, on=timezone.localdate())
    open_office(
        actor=actor,
        region_code=region_code,
        name=name,
        short_name=short_name or name,
        now=now,
    )
    install_shipped_rows()
    install_seats(districts=wilayah.districts())
    region = wilayah.office_region().name
    install_stationery(on=timezone.localdate(), region=region, office=name, place=region)
    return Answer(
        {"region": region_code, "name": name},
        bilingual(f"Kantor ditetapkan: {name} ({region_code}).", f"Office set: {name}."),
    )


@office.command("show")
@answering
def show() -> Answer:
    """The office, its recording mode and where its ledger stands."""
    django_setup()
    from tuntas.enrolment.queries import mode_on
    from tuntas.ledger import clock, queries
    from tuntas.wilayah.queries import office as facts

    held, today = facts(), clock.today()
    payload: dict[str, object] = {
        "region": held.region.code,
        "name": held.name,
        "today": today,
        "mode": mode_on(today),
    }
    if queries.is_open():
        state = queries.state()
        payload |= {"opening_on": state.opening_on, "known_on": state.known_on, "seq": state.seq}
    return Answer(payload, "\n".join(f"{key}: {value}" for key, value in payload.items()))


@office.command("mode")
@click.argument("mode", type=click.Choice(["national", "local"]))
@click.option("--as", "username", required=True, help=bilingual("akun kepala dinas", "the head"))
@click.option("--document", required=True, help=bilingual("surat izinnya", "the authorisation"))
@click.option("--from", "from_on", type=click.DateTime(["%Y-%m-%d"]))
@answering
def mode_(mode: str, username: str, document: str, from_on: datetime | None) -> Answer:
    """Record the authorisation to capture here (local), or the return to national."""
    django_setup()
    from django.utils import timezone

    from tuntas.cli.acting import acting
    from tuntas.enrolment.actions import authorise_mode
    from tuntas.ledger import clock

    start = from_on.date() if from_on else clock.today()
    authorise_mode(
        actor=acting(username, "authorise_mode"),
        mode=mode,
        from_on=start,
        document=document,
        now=timezone.now(),
    )
    return Answer(
        {"mode": mode, "from": start},
        bilingual(f"Mode {mode} sejak {start}.", f"Mode {mode} from {start}."),
    )


@office.command("target")
@click.argument("year", type=int)
@click.argument("percent")
@click.option("--scope", default="national", show_default=True)
@click.option("--above", is_flag=True, help=bilingual("harus di atasnya", "must be exceeded"))
@click.option("--source", required=True, help=bilingual("dasar", "where it is set"))
@click.option("--as", "username", required=True, help=bilingual("akun", "account"))
@answering
def target(year: int, percent: str, scope: str, above: bool, source: str, username: str) -> Answer:
    """Set the target of a year in percent (99.40 or 99,40); national or a region code."""
    django_setup()
    from django.utils import timezone

    from tuntas.cli.acting import acting
    from tuntas.coverage.actions import set_target

    points = _basis_points(percent)
    set_target(
        actor=acting(username, "manage_totals"),
        year=year,
        scope=scope,
        basis_points=points,
        strictly_above=above,
        source=source,
        at=timezone.now(),
    )
    return Answer(
        {"year": year, "scope": scope, "basis_points": points, "strictly_above": above},
        bilingual(f"Target {year} ({scope}): {percent} persen.", f"Target {year}: {percent} %."),
    )


def _basis_points(percent: str) -> int:
    """Hundredths of a percent; more decimals than two are no target anybody published."""
    try:
        points = Decimal(percent.replace(",", ".")) * 100
    except InvalidOperation as error:
        raise click.UsageError(f"PERCENT: {percent}") from error
    if points != points.to_integral_value() or not 0 <= points <= 10_000:
        raise click.UsageError(f"PERCENT: {percent}")
    return int(points)


@office.command("deadline")
@click.argument("kind", type=click.Choice(["fiscal_year_end", "voter_list", "voting_day", "own"]))
@click.argument("on", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--source", required=True, help=bilingual("dasar", "where it is set"))
@click.option("--as", "username", required=True, help=bilingual("akun", "account"))
@answering
def deadline(kind: str, on: datetime, source: str, username: str) -> Answer:
    """Add a day by which the office wants to be done."""
    django_setup()
    from django.utils import timezone

    from tuntas.cli.acting import acting
    from tuntas.coverage.actions import add_deadline

    added = add_deadline(
        actor=acting(username, "manage_totals"),
        kind=kind,
        on=on.date(),
        source=source,
        at=timezone.now(),
    )
    return Answer(
        {"kind": added.kind, "on": added.on, "source": added.source},
        bilingual(f"Tenggat {added.on} ditambahkan.", f"Deadline {added.on} added."),
    )
