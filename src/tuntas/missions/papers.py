"""Papers of a mission as PDF: typed data handed to a typst template as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from django.utils.translation import get_language

from tuntas.letters.press import set_paper
from tuntas.missions import wording
from tuntas.missions.queries.missions import MissionRow
from tuntas.missions.queries.packing import Item
from tuntas.missions.queries.people import Listed
from tuntas.missions.queries.resources import MemberRow
from tuntas.web import numerals
from tuntas.wilayah import queries as wilayah

FOLDER: Final = Path(str(files("tuntas.missions").joinpath("typst")))


def day_sheet(
    row: MissionRow, lists: Sequence[Sequence[Listed]], members: Sequence[MemberRow]
) -> bytes:
    """The day sheet: each place with its contact and its names. Raises Unprintable."""
    held = wilayah.tree()
    stops = [
        {
            **_stop(stop, held.full_name(stop.village_id)),
            "people": [
                {
                    "name": each.name,
                    "year": str(each.birth_year or ""),
                    "sex": each.sex,
                    "where": " ".join(
                        filter(None, [each.dusun, f"{each.rt}/{each.rw}".strip("/")])
                    ),
                    "home": each.home,
                }
                for each in listed
            ],
        }
        for stop, listed in zip(row.stops, lists, strict=True)
    ]
    return _made("day_sheet-1", {**_head(row), "members": _names(members), "stops": stops})


def packing_list(row: MissionRow, items: Sequence[Item], members: Sequence[MemberRow]) -> bytes:
    """The team and what it takes along. Raises Unprintable."""
    held = wilayah.tree()
    said = {
        **_head(row),
        "members": _names(members),
        "stops": [_stop(stop, held.full_name(stop.village_id)) for stop in row.stops],
        "items": [{"what": i.what, "count": i.count, "why": i.why} for i in items],
    }
    return _made("packing_list-1", said)


def _head(row: MissionRow) -> dict[str, Any]:
    language = numerals.supported(get_language())
    mission = row.mission
    return {
        "office": wilayah.office().name,
        "team": mission.team.name,
        "day": numerals.weekday_date(mission.on, language),
        "session": str(wording.SESSIONS[mission.session]),
        "leaves": f"{mission.leaves:%H.%M}" if mission.leaves else "",
        "returns": f"{mission.returns:%H.%M}" if mission.returns else "",
        "joint": mission.joint,
    }


def _stop(stop: Any, village: str) -> dict[str, Any]:
    venue = stop.venue
    return {
        "village": village,
        "place": venue.name if venue else "",
        "kind": str(stop.get_kind_display()),
        "hours": f"{stop.starts:%H.%M}–{stop.ends:%H.%M}",
        "contact": " ".join(filter(None, [venue.contact, venue.phone])) if venue else "",
        "network": str(venue.get_network_display()) if venue else "",
        "power": str(venue.get_power_display()) if venue else "",
    }


def _names(members: Sequence[MemberRow]) -> list[dict[str, str]]:
    return [
        {
            "name": one.name,
            "skills": ", ".join(str(wording.SKILLS.get(each, each)) for each in one.skills),
        }
        for one in members
    ]


def _made(template: str, said: Mapping[str, Any]) -> bytes:
    language = numerals.supported(get_language())
    return set_paper(FOLDER / f"{template}.typ", said=said, language=language)
