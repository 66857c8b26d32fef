"""Which team goes on which day with which things: the choice of kinds made concrete.

A small programme of its own: every chosen part gets one team and one session, nobody is in two
places, no thing is used twice at a time, and where it can be helped no venue is visited twice on
one day. What cannot be placed is given up, the least valuable first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuntas.missions.planning.columns import Column, Layout, Part
from tuntas.missions.planning.field import Field, Floats, Load
from tuntas.missions.planning.master import Model, solve_whole
from tuntas.missions.planning.problem import Gear, GearKind

_SAME_DAY = 0.01
_LATER = 1e-5


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with its team and session (indices into the problem) and the things it takes."""

    part: Part
    joint: int
    team: int
    session: int
    gear: tuple[Gear, ...]


def place(layout: Layout, counts: dict[Column, int]) -> list[Placed]:
    """Every chosen column on its days, as far as that can be done; in order of day and team."""
    chosen = [column for column, count in counts.items() for _ in range(count)]
    chosen.sort(key=lambda column: (-_worth(layout, column), column.parts[0].venues))
    while chosen:
        slots = _settle(layout, chosen)
        placed = _equip(layout.field, slots)
        if placed is not None:
            return sorted(placed, key=lambda p: (_when(layout.field, p), p.team))
        kept = {slot.column for slot in slots}
        chosen = [column for n, column in enumerate(chosen) if n in kept][:-1]
    return []


def _worth(layout: Layout, column: Column) -> float:
    return sum(
        layout.gain(part, n) for part in column.parts for n in range(len(part.venues))
    ) + 1e3 * _wished(layout, column)


def _wished(layout: Layout, column: Column) -> int:
    modes = layout.field.modes
    return sum(len(layout.pins_met(modes[p.mode], v)) for p in column.parts for v in p.venues)


def _when(field: Field, placed: Placed) -> tuple[object, int]:
    session = field.problem.sessions[placed.session]
    return session.on, session.starts


@dataclass(frozen=True, slots=True)
class _Slot:
    part: Part
    joint: int
    column: int
    number: int  # of the part within its column
    team: int
    session: int


def _settle(layout: Layout, chosen: Sequence[Column]) -> list[_Slot]:
    """A team and a session for each part, as many as can have one."""
    field = layout.field
    slots = [slot for n, column in enumerate(chosen) for slot in _options(field, n, column)]
    rows = _Rows(len(slots))
    for n, slot in enumerate(slots):
        _constrain(field, rows, n, slot, len(chosen[slot.column].parts))
    worths = [_worth(layout, column) / len(column.parts) for column in chosen]
    cost = _cost(slots) - np.array([worths[slot.column] for slot in slots])
    answer = solve_whole(rows.model(cost), seconds=10.0, seed=1, gap=0.0)
    return [slot for slot, x in zip(slots, answer.values[: len(slots)], strict=True) if x > 0.5]


def _options(field: Field, n: int, column: Column) -> list[_Slot]:
    made = []
    for number, part in enumerate(column.parts):
        mode = field.modes[part.mode]
        for team in field.team_kinds[mode.team].teams:
            for session in field.session_kinds[mode.session].sessions:
                made.append(_Slot(part, column.joint, n, number, team, session))
    return made


class _Rows:
    """Rows of the small programme: what each use counts towards, and its limits."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.uses: defaultdict[tuple[object, ...], list[tuple[int, float]]] = defaultdict(list)
        self.limits: dict[tuple[object, ...], tuple[float, float]] = {}

    def add(self, key: tuple[object, ...], n: int, least: float, most: float) -> None:
        self.uses[key].append((n, 1.0))
        self.limits[key] = (least, most)

    def model(self, cost: Floats) -> Model:
        soft = [key for key in self.uses if key[0] == "once"]
        count = self.count + len(soft)
        for n, key in enumerate(soft):
            self.uses[key].append((self.count + n, -1.0))
        rows = [sorted(row) for row in self.uses.values()]
        limits = [self.limits[key] for key in self.uses]
        return Model(
            cost=np.concatenate([cost, np.full(len(soft), _SAME_DAY)]),
            least=np.zeros(count),
            most=np.concatenate([np.ones(self.count), np.full(len(soft), 99.0)]),
            integer=np.arange(count) < self.count,
            row_least=np.array([low for low, _ in limits]),
            row_most=np.array([high for _, high in limits]),
            starts=np.cumsum([0, *(len(row) for row in rows)]),
            columns=np.array([n for row in rows for n, _ in row], np.int64),
            values=np.array([amount for row in rows for _, amount in row]),
        )


def _constrain(field: Field, rows: _Rows, n: int, slot: _Slot, parts: int) -> None:
    problem = field.problem
    session, mode = problem.sessions[slot.session], field.modes[slot.part.mode]
    team = problem.teams[slot.team]
    rows.add(("part", slot.column, slot.number), n, 0, 1)
    rows.add(("busy", slot.team, slot.session), n, 0, 1)
    rows.add(("day", slot.team, session.on), n, 0, team.sessions_a_day)
    if team.most_sessions is not None:
        rows.add(("most", slot.team), n, 0, team.most_sessions)
    for key, amount, most in _thing_limits(field, slot, mode.load):
        rows.uses[key].append((n, amount))
        rows.limits[key] = (0, most)
    for v in slot.part.venues:
        rows.add(("once", v, session.on), n, 0, 1)
        rows.uses["room", v, slot.session].append((n, float(mode.load.kits)))
        rows.limits["room", v, slot.session] = (0, float(field.venues[v].kits_at_once))
    if slot.joint >= 0:
        _keep_together(rows, n, slot, session.on, parts)


def _keep_together(rows: _Rows, n: int, slot: _Slot, on: object, parts: int) -> None:
    """All parts of a joint operation in the same session; one operation a day and kecamatan."""
    if slot.number == 0:
        rows.add(("joint", slot.joint, on), n, 0, 1)
    others = range(1, parts) if slot.number == 0 else (slot.number,)
    for other in others:
        key = ("together", slot.column, slot.session, other)
        rows.uses[key].append((n, -1.0 if slot.number == 0 else 1.0))
        rows.limits[key] = (0, 0)


def _thing_limits(
    field: Field, slot: _Slot, load: Load
) -> list[tuple[tuple[object, ...], float, float]]:
    session = field.problem.sessions[slot.session]
    size = len(field.problem.teams[slot.team].officers)
    kits = field.present("kit", session)
    s = slot.session
    made: list[tuple[tuple[object, ...], float, float]] = [
        (("kit", s), float(load.kits), float(len(kits)))
    ]
    if load.offline:
        made.append((("offline", s), float(load.kits), float(sum(k.offline for k in kits))))
    wanted: list[tuple[GearKind, bool]] = [
        ("generator", load.generator),
        ("link", load.link),
        ("printer", load.printer),
    ]
    for kind, needed in wanted:
        if needed:
            made.append(((kind, s), 1.0, float(len(field.present(kind, session)))))
    for least in {len(team.officers) for team in field.problem.teams}:
        if least > size:
            continue
        if field.gear["vehicle"]:
            fit = [v for v in field.present("vehicle", session) if v.seats >= least]
            made.append((("vehicle", s, least), 1.0, float(len(fit))))
        if load.boat >= 0:
            fit = [b for b in _boats(field, slot.session, load) if b.seats >= least]
            made.append((("boat", load.boat, s, least), 1.0, float(len(fit))))
    return made


def _boats(field: Field, session: int, load: Load) -> list[Gear]:
    kind = field.boats[load.boat]
    present = field.present("boat", field.problem.sessions[session])
    return [b for b in present if (b.starts, b.ends, b.cost) == (kind.starts, kind.ends, kind.cost)]


def _cost(slots: Sequence[_Slot]) -> Floats:
    """Early days first; a tie goes to the team that stands first."""
    return np.array([_LATER * slot.session + _LATER / 100 * slot.team for slot in slots])


def _equip(field: Field, slots: Sequence[_Slot]) -> list[Placed] | None:
    """Give out the things of each session: to whom the fewest fit, first."""
    by_session: defaultdict[int, list[_Slot]] = defaultdict(list)
    for slot in slots:
        by_session[slot.session].append(slot)
    placed: list[Placed] = []
    for session, there in sorted(by_session.items()):
        free = {gear.ref: gear for gear in field.problem.gear if _there(field, gear, session)}
        there.sort(key=lambda slot: _need(field, slot))
        for slot in there:
            taken = _take(field, slot, free)
            if taken is None:
                return None
            placed.append(Placed(slot.part, slot.joint, slot.team, session, taken))
    return placed


def _there(field: Field, gear: Gear, session: int) -> bool:
    return field.problem.sessions[session].on not in gear.away


def _need(field: Field, slot: _Slot) -> tuple[int, int, int]:
    load = field.modes[slot.part.mode].load
    return -int(load.offline), -len(field.problem.teams[slot.team].officers), slot.team


def _take(field: Field, slot: _Slot, free: dict[str, Gear]) -> tuple[Gear, ...] | None:
    load = field.modes[slot.part.mode].load
    size = len(field.problem.teams[slot.team].officers)
    kits = [g for g in free.values() if g.kind == "kit" and (g.offline or not load.offline)]
    kits.sort(key=lambda kit: (kit.offline and not load.offline, kit.cost))
    if len(kits) < load.kits:
        return None
    taken = kits[: load.kits]
    wanted: list[tuple[GearKind, bool]] = [
        ("vehicle", bool(field.gear["vehicle"])),
        ("generator", load.generator),
        ("link", load.link),
        ("printer", load.printer),
        ("boat", load.boat >= 0),
    ]
    for kind, needed in wanted:
        if not needed:
            continue
        fit = [g for g in free.values() if g.kind == kind and _fits(field, slot, g, size)]
        if not fit:
            return None
        # The largest crews choose first: the tightest seat that still holds them.
        taken.append(min(fit, key=lambda g: (g.cost, g.seats)))
    for gear in taken:
        del free[gear.ref]
    return tuple(taken)


def _fits(field: Field, slot: _Slot, gear: Gear, size: int) -> bool:
    if gear.kind not in ("vehicle", "boat"):
        return True
    if gear.seats < size:
        return False
    if gear.kind == "vehicle":
        return True
    return gear in _boats(field, slot.session, field.modes[slot.part.mode].load)
