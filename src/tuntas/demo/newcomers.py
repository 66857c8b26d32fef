"""People who are born or arrive during the story, appended to those of the opening."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuntas.demo import names, numbers
from tuntas.demo.acts import day
from tuntas.demo.households import Marital, Relation
from tuntas.demo.people import Population
from tuntas.demo.sources import Sources

Ints = NDArray[np.int64]

_GROWN_WORK = (3, 5, 6, 7, 2)
_DISTRICTS_ELSEWHERE = 9


@dataclass(slots=True)
class Newcomers:
    """Gathers people one by one; :meth:`joined` makes them part of the population."""

    people: Population
    rng: np.random.Generator
    rows: list[_Newcomer] = field(default_factory=list)

    def born_to(self, mother: int, on: int) -> int:
        """A child of *mother*, on her family card; its index."""
        people = self.people
        return self._add(
            _Newcomer(
                village=int(people.village[mother]),
                head=int(people.head[mother]),
                card_of=int(people.head[mother]),
                relation=Relation.CHILD,
                marital=Marital.SINGLE,
                female=bool(self.rng.random() < 0.49),
                born=day(on),
                came=on,
                native=True,
            )
        )

    def arriving(self, village: int, on: int, *, household: bool) -> list[int]:
        """A single person or a young family from elsewhere; their indices, the head first."""
        age = int(self.rng.integers(24, 42) if household else self.rng.integers(20, 52))
        married = Marital.MARRIED if household else Marital.SINGLE
        female = not household and bool(self.rng.random() < 0.5)
        head = self._add(self._stranger(village, on, age, female, married, Relation.HEAD, -1))
        members = [head]
        if household:
            wife = self._stranger(village, on, age - 2, True, married, Relation.WIFE, head)
            members.append(self._add(wife))
            for _ in range(int(self.rng.integers(0, 3))):
                child = int(self.rng.integers(0, max(1, age - 22)))
                sex = bool(self.rng.random() < 0.5)
                members.append(
                    self._add(
                        self._stranger(
                            village, on, child, sex, Marital.SINGLE, Relation.CHILD, head
                        )
                    )
                )
        return members

    def _stranger(
        self,
        village: int,
        on: int,
        age: int,
        female: bool,
        marital: Marital,
        relation: Relation,
        head: int,
    ) -> _Newcomer:
        born = day(on - int(age * 365.25) - int(self.rng.integers(1, 360)))
        return _Newcomer(village, head, head, relation, marital, female, born, on, native=False)

    def _add(self, newcomer: _Newcomer) -> int:
        index = len(self.people) + len(self.rows)
        if newcomer.head < 0:
            newcomer.head = newcomer.card_of = index
        self.rows.append(newcomer)
        return index

    def joined(self, sources: Sources) -> Population:
        """Everybody: the opening's people first, in their old places."""
        added = self._columns(sources)
        merged = {
            column.name: _append(getattr(self.people, column.name), getattr(added, column.name))
            for column in fields(Population)
            if column.name != "villages"
        }
        return Population(villages=self.people.villages, **merged)

    def _columns(self, sources: Sources) -> Population:
        rows, rng, n = self.rows, self.rng, len(self.rows)
        born = np.array([row.born for row in rows], dtype="datetime64[D]")
        female = np.array([row.female for row in rows], dtype=np.bool_)
        village = np.array([row.village for row in rows], dtype=np.int64)
        district = np.array([v.district_number for v in self.people.villages])[village]
        native = np.array([row.native for row in rows], dtype=np.bool_)
        elsewhere = rng.choice(numbers.NEIGHBOURS, n) * 100 + rng.integers(
            1, _DISTRICTS_ELSEWHERE, n
        )
        ages = np.array([(day(row.came) - row.born).days // 365 for row in rows], dtype=np.int64)
        family = _family_numbers(rows, self.people, sources, rng)
        work = np.where(ages < 6, 0, np.where(ages < 19, 1, rng.choice(_GROWN_WORK, n)))
        return Population(
            villages=self.people.villages,
            village=village,
            head=np.array([row.head for row in rows], dtype=np.int64),
            relation=np.array([row.relation for row in rows], dtype=np.int8),
            marital=np.array([row.marital for row in rows], dtype=np.int8),
            female=female,
            born=born,
            foreign=np.zeros(n, dtype=np.bool_),
            permit_until=np.full(n, np.datetime64("NaT", "D")),
            religion=np.zeros(n, dtype=np.int8),
            occupation=work.astype(np.int8),
            dusun=rng.integers(0, 3, n).astype(np.int8),
            rt=rng.integers(1, 4, n).astype(np.int8),
            name=names.compose(
                female=female, ages=ages, family_names=family, sources=sources, rng=rng
            ),
            birth_place=[
                self.people.villages[row.village].district if row.native else "Gorontalo"
                for row in rows
            ],
            nik=numbers.niks(
                prefixes=np.where(native, numbers.REGENCY * 100 + district, elsewhere),
                days=born,
                female=female,
            ),
            kk=self._cards(district),
        )

    def _cards(self, district: Ints) -> NDArray[np.str_]:
        came = np.array([day(row.came) for row in self.rows], dtype="datetime64[D]")
        own = numbers.family_cards(districts=numbers.REGENCY * 100 + district, days=came)
        size = len(self.people)
        return np.array(
            [
                self.people.kk[row.card_of] if row.card_of < size else own[row.card_of - size]
                for row in self.rows
            ],
            dtype="U16",
        )


@dataclass(slots=True)
class _Newcomer:
    village: int
    head: int
    card_of: int
    relation: Relation
    marital: Marital
    female: bool
    born: date
    came: int
    native: bool


def _family_numbers(
    rows: list[_Newcomer], people: Population, sources: Sources, rng: np.random.Generator
) -> Ints:
    """Family names by head: the head's own where the head is known, else one drawn for all."""
    numbered = {name: n for n, name in enumerate(sources.family_names)}
    drawn: dict[int, int] = {}
    for row in rows:
        if row.head not in drawn:
            known = people.name[row.head].rsplit(" ", 1)[-1] if row.head < len(people) else ""
            drawn[row.head] = numbered.get(known, int(rng.integers(len(numbered))))
    return np.array([drawn[row.head] for row in rows], dtype=np.int64)


def _append(old: Any, new: Any) -> Any:
    return old + new if isinstance(old, list) else np.concatenate([old, new])
