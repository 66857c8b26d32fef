"""Areas as a tree by date: a frozen picture that answers without asking the database.

Two areas may bear one name (Biau the kecamatan and Biau the desa; Iloheluma in
Atinggola and in Anggrek), so an area is never shown or looked up by its bare name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

PROVINCE, REGENCY, DISTRICT, VILLAGE = 1, 2, 3, 4

_TITLES = re.compile(r"^(desa|ds|kelurahan|kel|kecamatan|kec|dusun)\b[. ]*")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}

# A change of the whole: everything the old area was is in the new one.
WHOLE_KINDS = frozenset({"merge", "recode"})


@dataclass(frozen=True, slots=True)
class Area:
    """One region with its code and name in force; ``valid_to`` is the first day without it."""

    id: int
    code: str
    name: str
    level: int
    parent_id: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    lat: float | None = None
    lng: float | None = None
    area_km2: float | None = None
    is_island: bool = False

    def in_force(self, on: date | None) -> bool:
        """Whether the area stands on day *on* (``None``: now, that is without an end)."""
        if on is None:
            return self.valid_to is None
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Succession:
    predecessor_id: int
    successor_id: int
    effective_on: date
    kind: str


@dataclass(frozen=True, slots=True)
class FormerName:
    region_id: int
    name: str
    valid_to: date


@dataclass(frozen=True)
class Tree:
    """All areas that one office works with.

    >>> tree = Tree.of([Area(1, "75", "Gorontalo", 1), Area(2, "75.05", "Kab. X", 2, 1)])
    >>> [area.name for area in tree.children(1)]
    ['Kab. X']
    """

    areas: Mapping[int, Area]
    successions: Sequence[Succession] = ()
    former_names: Sequence[FormerName] = ()
    root_id: int | None = None
    _villages: dict[int, frozenset[int]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        areas: Iterable[Area],
        successions: Sequence[Succession] = (),
        former_names: Sequence[FormerName] = (),
        root_id: int | None = None,
    ) -> Tree:
        ordered = sorted(areas, key=lambda area: (area.code, area.valid_from or date.min))
        return cls({area.id: area for area in ordered}, successions, former_names, root_id)

    # --- finding -------------------------------------------------------------------------

    def by_code(self, code: str, on: date | None = None) -> Area | None:
        """The area bearing the code on a day; without a day, the one in force, else the last."""
        bearers = self._by_code.get(code, ())
        standing = [area for area in bearers if area.in_force(on)]
        if standing:
            return standing[-1]
        return bearers[-1] if bearers and on is None else None

    def children(self, region_id: int | None, on: date | None = None) -> list[Area]:
        """Areas directly below, in force on the day, in the order of their codes."""
        return [area for area in self._children.get(region_id, ()) if area.in_force(on)]

    def ancestors(self, region_id: int) -> list[Area]:
        """From the parent up to the province."""
        found: list[Area] = []
        parent_id = self.areas[region_id].parent_id
        while parent_id is not None and parent_id in self.areas:
            found.append(self.areas[parent_id])
            parent_id = self.areas[parent_id].parent_id
        return found

    def descendants(self, region_id: int) -> Iterator[Area]:
        """Every area below, whatever its days."""
        for child in self._children.get(region_id, ()):
            yield child
            yield from self.descendants(child.id)

    def at_level(self, region_id: int, level: int, on: date | None = None) -> list[Area]:
        """Areas of one level in *region_id* (itself included) on the day, by code."""
        own = self.areas[region_id]
        below = [own, *self.descendants(region_id)]
        return sorted(
            (area for area in below if area.level == level and area.in_force(on)),
            key=lambda area: area.code,
        )

    # --- the past ------------------------------------------------------------------------

    def subtree_village_ids(self, region_id: int) -> frozenset[int]:
        """Villages of all days that belong to this area, by id.

        An area that has ended is followed to its successors; an area that took over
        others whole (merger, new code) takes their villages with it. A part that was
        split off is its own area and does not come back.
        """
        found = self._villages.get(region_id)
        if found is None:
            found = frozenset(
                area.id
                for same in self._same_as(region_id)
                for area in (self.areas[same], *self.descendants(same))
                if area.level == VILLAGE
            )
            self._villages[region_id] = found
        return found

    def contains(self, ancestor_id: int, region_id: int) -> bool:
        """Whether *region_id* lies in *ancestor_id*, by the rules of ``subtree_village_ids``."""
        same = self._same_as(ancestor_id)
        if region_id in same:
            return True
        if region_id not in self.areas:
            return False
        return any(area.id in same for area in self.ancestors(region_id))

    def successors(self, region_id: int) -> list[Area]:
        """The areas in force that stand where this one stood; itself when it still stands."""
        if self.areas[region_id].valid_to is None:
            return [self.areas[region_id]]
        found = {
            area.id: area for next_ in self._after(region_id) for area in self.successors(next_)
        }
        return list(found.values())

    def name_on(self, region_id: int, on: date) -> str:
        """The name the area bore on a day."""
        later = [
            former
            for former in self.former_names
            if former.region_id == region_id and on < former.valid_to
        ]
        if later:
            return min(later, key=lambda former: former.valid_to).name
        return self.areas[region_id].name

    def _same_as(self, region_id: int) -> set[int]:
        seen = {region_id}
        queue = [region_id]
        while queue:
            here = queue.pop()
            ended = here in self.areas and self.areas[here].valid_to is not None
            next_ = (self._after(here) if ended else []) + self._before(here)
            fresh = [other for other in next_ if other not in seen and other in self.areas]
            seen.update(fresh)
            queue.extend(fresh)
        return seen

    def _after(self, region_id: int) -> list[int]:
        return [s.successor_id for s in self.successions if s.predecessor_id == region_id]

    def _before(self, region_id: int) -> list[int]:
        return [
            s.predecessor_id
            for s in self.successions
            if s.successor_id == region_id and s.kind in WHOLE_KINDS
        ]

    # --- names ---------------------------------------------------------------------------

    def full_name(self, region_id: int) -> str:
        """A name that cannot be taken for another: always with its kind and its parent.

        >>> tree = Tree.of([Area(2, "75.05", "Kabupaten Gorontalo Utara", 2),
        ...     Area(3, "75.05.10", "Biau", 3, 2), Area(4, "75.05.10.2001", "Biau", 4, 3)])
        >>> tree.full_name(4), tree.full_name(3)
        ('Desa Biau, Kecamatan Biau', 'Kecamatan Biau, Kabupaten Gorontalo Utara')
        """
        area = self.areas[region_id]
        parent = self.areas.get(area.parent_id or 0)
        if parent is None or area.level <= REGENCY:
            return self.titled_name(region_id)
        return f"{self.titled_name(region_id)}, {self.titled_name(parent.id)}"

    def titled_name(self, region_id: int) -> str:
        """The name with what it is: ``Desa Biau``, ``Kecamatan Biau``, ``Provinsi Gorontalo``."""
        area = self.areas[region_id]
        return f"{_title(area)}{area.name}"

    # --- indexes -------------------------------------------------------------------------

    @cached_property
    def _by_code(self) -> dict[str, list[Area]]:
        index: dict[str, list[Area]] = {}
        for area in self.areas.values():
            index.setdefault(area.code, []).append(area)
        return index

    @cached_property
    def name_index(self) -> dict[tuple[int, str], list[Area]]:
        """Areas of the office by (level, folded name), former names included."""
        index: dict[tuple[int, str], list[Area]] = {}
        inside = [a for a in self.areas.values() if self._in_office(a)]
        named = [(area, area.name) for area in inside]
        named += [
            (self.areas[f.region_id], f.name)
            for f in self.former_names
            if f.region_id in self.areas and self._in_office(self.areas[f.region_id])
        ]
        for area, name in named:
            bearers = index.setdefault((area.level, folded(name)), [])
            if area not in bearers:
                bearers.append(area)
        return index

    def _in_office(self, area: Area) -> bool:
        return self.root_id is None or self.contains(self.root_id, area.id)

    @cached_property
    def _children(self) -> dict[int | None, list[Area]]:
        index: dict[int | None, list[Area]] = {}
        for area in self.areas.values():
            index.setdefault(area.parent_id, []).append(area)
        return index


def _title(area: Area) -> str:
    if area.level == PROVINCE:
        return "Provinsi "
    if area.level == REGENCY:
        return ""  # regencies bear it in their name: Kabupaten Gorontalo, Kota Gorontalo
    if area.level == DISTRICT:
        return "Kecamatan "
    return "Kelurahan " if area.code.split(".")[-1].startswith("1") else "Desa "


def folded(name: str) -> str:
    """A name as it is compared: no title, case, accents or marks; Roman numbers as digits.

    >>> folded("Ds. DEME  II"), folded("Kec. Ponelo-Kepulauan"), folded("Deme i")
    ('deme 2', 'ponelo kepulauan', 'deme 1')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['`’]", "", plain)
    plain = _TITLES.sub("", plain.strip())
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    return " ".join(_ROMAN.get(word, word) if place else word for place, word in enumerate(words))
