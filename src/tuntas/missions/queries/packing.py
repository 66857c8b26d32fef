"""What a team takes along: gear of the plan, blanks and ribbons where it prints, lists."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from tuntas.missions.models import Asset, Stop, Venue
from tuntas.missions.queries import people, resources
from tuntas.missions.queries.missions import MissionRow

LISTED_A_SHEET: Final = 20


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the packing list; *why* says what it follows from."""

    what: str
    count: int
    why: str = ""


def needed(row: MissionRow) -> list[Item]:
    """The packing list of a mission."""
    taken = [each.asset for each in row.mission.equipment.select_related("asset")]
    items = [
        Item(asset.name, 1, str(Asset.Kind(asset.kind).label))
        for asset in sorted(taken, key=lambda asset: (asset.kind, asset.name))
    ]
    served = max(1, math.ceil(row.mission.expected))
    if any(asset.kind == Asset.Kind.PRINTER for asset in taken):
        ribbon = resources.parameters(row.mission.on)["cards_per_ribbon"].value
        items += [
            Item(_("Blangko KTP-el"), served, _("sebanyak yang diperkirakan direkam")),
            Item(_("Pita pencetak"), math.ceil(served / max(ribbon, 1)), _("menurut isi pita")),
        ]
    items.append(Item(_("Lembar hari tercetak"), _sheets(row), _("cadangan bila listrik padam")))
    items.append(Item(_("Surat tugas dan SPD"), 2, _("asli atau salinan")))
    return items + _for_places(row.stops, {asset.kind for asset in taken})


def _sheets(row: MissionRow) -> int:
    names = sum(len(people.listed(stop, row.mission.on)) for stop in row.stops if stop.slot)
    return max(1, math.ceil(names / LISTED_A_SHEET))


def _for_places(stops: list[Stop], kinds: set[str]) -> list[Item]:
    """What a place lacks and the plan brings no gear for."""
    venues = [stop.venue for stop in stops if stop.venue is not None]
    dark = [v.name for v in venues if v.power == Venue.Power.NONE]
    found = []
    if dark and Asset.Kind.GENERATOR not in kinds:
        found.append(Item(str(Asset.Kind.GENERATOR.label), 1, _("tempat tanpa listrik")))
    if any(stop.kind == Stop.Kind.HOME for stop in stops):
        found.append(Item(_("Latar foto lipat"), 1, _("kunjungan rumah")))
    return found
