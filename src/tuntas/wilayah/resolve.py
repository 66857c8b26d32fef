"""From what a file says (codes, names, misspelt or half) to one village, or to a reason.

Never guesses: a name that fits two villages is not resolved without its kecamatan or
its code, and a code that contradicts the name is refused, not preferred.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tuntas.wilayah import codes
from tuntas.wilayah.tree import DISTRICT, VILLAGE, Area, Tree, folded


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why no village could be named, and which came into question.

    ``code``: ``not_given``, ``unknown_code``, ``not_a_village``, ``unknown_name``,
    ``ambiguous_name``, ``unknown_district``, ``name_against_code``.
    """

    code: str
    given: str
    candidates: tuple[Area, ...] = ()


def resolve_village(
    tree: Tree,
    *,
    village: str = "",
    district: str = "",
    code: str = "",
    on: date | None = None,
) -> Area | Unresolved:
    """One village in force on the day from a code and/or names as a file writes them.

    A code stands alone; when a name is given too, both must agree. *village* may itself
    be a code. A code of an earlier day leads to its only successor.
    """
    written = code.strip() or (village if codes.normal(village) else "")
    if written:
        found = _by_code(tree, written, on)
        if isinstance(found, Unresolved) or not village or codes.normal(village):
            return found
        return _agreeing(tree, found, village)
    if not village.strip():
        return Unresolved("not_given", "")
    return _by_name(tree, village, district, on)


def _by_code(tree: Tree, written: str, on: date | None) -> Area | Unresolved:
    dotted = codes.normal(written)
    area = tree.by_code(dotted, on) or tree.by_code(dotted) if dotted else None
    if area is None:
        return Unresolved("unknown_code", written)
    if area.level != VILLAGE:
        return Unresolved("not_a_village", written, (area,))
    if area.in_force(on):
        return area
    heirs = tree.successors(area.id)
    return heirs[0] if len(heirs) == 1 else Unresolved("ambiguous_name", written, tuple(heirs))


def _agreeing(tree: Tree, area: Area, village: str) -> Area | Unresolved:
    names = {area.name} | {n.name for n in tree.former_names if n.region_id == area.id}
    if folded(village) in {folded(name) for name in names}:
        return area
    return Unresolved("name_against_code", village, (area,))


def _by_name(tree: Tree, village: str, district: str, on: date | None) -> Area | Unresolved:
    named = _named(tree, village, VILLAGE, on)
    if not named:
        return Unresolved("unknown_name", village)
    if district.strip():
        parents = _districts(tree, district, on)
        if not parents:
            return Unresolved("unknown_district", district, tuple(named))
        inside = [area for area in named if area.parent_id in parents]
        if not inside:
            return Unresolved("unknown_name", village, tuple(named))
        named = inside
    if len(named) > 1:
        return Unresolved("ambiguous_name", village, tuple(named))
    return named[0]


def _districts(tree: Tree, written: str, on: date | None) -> set[int]:
    dotted = codes.normal(written)
    if dotted:
        area = tree.by_code(dotted, on)
        return {area.id} if area and area.level == DISTRICT else set()
    return {area.id for area in _named(tree, written, DISTRICT, on)}


def _named(tree: Tree, written: str, level: int, on: date | None) -> list[Area]:
    """Areas of the level below the tree's root that bear or once bore the name."""
    wanted = folded(written)
    return [area for area in tree.name_index.get((level, wanted), ()) if area.in_force(on)]
