"""Finding people of the register by name, NIK or KK.

A name may be mistyped by a letter, have two swapped, stand in another century's spelling
or lack a part. The words asked for lead over their keys to the words that are there
(``search_index``); people who have all of them come first, those who lack one after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import connection

from tuntas.ledger.bulk import places
from tuntas.residents.names import fold, fold_name, keys_of, likeness, plain_words
from tuntas.residents.search_index import (
    ALONE,
    KEYS,
    POSTINGS,
    TOKENS,
    index_names,
    rebuild,
    reindex_name,
)

__all__ = ["Hit", "index_names", "rebuild", "reindex_name", "search", "search_person_ids"]

PEOPLE: Final = "residents_person"
MOST_WORDS: Final = 6
MOST_SPELLINGS: Final = 12
LEAST_LIKENESS: Final = 0.5
GOOD_ENOUGH: Final = 0.85
"""At this score nobody needs a bolder reading of what was typed."""

COUNTED: Final = 1_000
"""Postings are counted, and people sorted, up to here: of a thousand any will do."""

FEW_VILLAGES: Final = 5
"""Up to here all bearers in the villages are read before any is chosen."""

LOOKED_AT: Final = 300
"""People whose whole names are compared, at most, per attempt."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found.

    Attributes:
        score: 0–1; 1 = everything asked for and nothing else.
        how: ``name``, ``nik`` or ``kk``.
    """

    person_id: int
    score: float
    how: str


def search(text: str, *, village_ids: Collection[int] | None = None, limit: int = 20) -> list[Hit]:
    """People for what a clerk typed: a number (whole, beginning, end or masked) or a name.

    Args:
        village_ids: only people whose last village is one of these; None = everywhere.
    """
    number = _number(text)
    if number is not None:
        return _by_number(number, village_ids, limit)
    return search_person_ids(text, village_ids=village_ids, limit=limit)


# --- Numbers ----------------------------------------------------------------------------

_NUMBER_LIKE: Final = re.compile(r"[\s'\".,\-/]*[0-9*•…xX#?_]([0-9*•…xX#?_\s'\".,\-/])*")
_HIDDEN: Final = re.compile(r"[*•…xX#?_]+")
_NOISE: Final = re.compile(r"[\s'\".,\-/]+")


@dataclass(frozen=True, slots=True)
class _Number:
    begins: str
    ends: str


def _number(text: str) -> _Number | None:
    """The number typed, None for a name. Four digits alone are the end that masks show."""
    if not _NUMBER_LIKE.fullmatch(text):
        return None
    parts = _HIDDEN.split(_NOISE.sub("", text))
    begins, ends = (parts[0], parts[-1]) if len(parts) > 1 else (parts[0], "")
    if len(parts) == 1 and len(begins) == 4:
        begins, ends = "", begins
    if len(begins) + len(ends) < 4 or len(begins) > 16 or len(ends) > 16:
        return None
    return _Number(begins, ends)


def _by_number(number: _Number, village_ids: Collection[int] | None, limit: int) -> list[Hit]:
    hits: dict[int, Hit] = {}
    # Masks are shown of NIKs only.
    for column in ("nik",) if number.ends else ("nik", "kk"):
        for person_id in _ids_by_number(column, number, village_ids, limit):
            hits.setdefault(person_id, Hit(person_id, 1.0, column))
    return list(hits.values())[:limit]


def _ids_by_number(
    column: str, number: _Number, village_ids: Collection[int] | None, limit: int
) -> list[int]:
    conditions, values = [], []
    if len(number.begins) == 16:
        conditions.append(f"{column} = %s")
        values.append(number.begins)
    elif number.begins:
        # Digits only on both sides: the same order in every collation.
        conditions.append(f"{column} BETWEEN %s AND %s")
        values += [number.begins.ljust(16, "0"), number.begins.ljust(16, "9")]
    if number.ends:
        conditions.append(f"{_from(column, 17 - len(number.ends))} = %s")
        values.append(number.ends)
    if len(number.ends) > 4:
        conditions.append(f"{_from(column, 13)} = %s")  # the index of Person
        values.append(number.ends[-4:])
    if village_ids is not None:
        conditions.append(f"village_id IN ({_listed(village_ids)})")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {PEOPLE} WHERE {' AND '.join(conditions)}"
            f" ORDER BY {column} LIMIT {int(limit)}",
            values,
        )
        return [person_id for (person_id,) in cursor.fetchall()]


def _from(column: str, place: int) -> str:
    """The end of a number, in the words in which Django made the index on it."""
    function = "substring" if connection.vendor == "postgresql" else "substr"
    return f"{function}({column}, {place})"


def _listed(ids: Iterable[int]) -> str:
    """Whole numbers for an ``IN (…)``; NULL, which nothing equals, when there are none."""
    return ", ".join(str(int(value)) for value in ids) or "NULL"


# --- Names ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A word asked for, and the words of the index that may be meant by it."""

    asked: str
    tokens: dict[int, float]  # token id → likeness
    single: dict[int, float]  # the same of people who have no other name
    spelled: dict[str, float]  # folded word → likeness

    def strict(self) -> _Word:
        """Only the likest."""
        best = max(self.tokens.values(), default=0.0)
        kept = {token: value for token, value in self.tokens.items() if value >= best - 1e-9}
        return replace(self, tokens=kept)

    def alone(self) -> _Word:
        """Only people who have no other name."""
        return replace(self, tokens=self.single)


def search_person_ids(
    text: str, *, village_ids: Collection[int] | None = None, limit: int = 20
) -> list[Hit]:
    """People by name, the likest first."""
    words = plain_words(text)[:MOST_WORDS]
    hits: dict[int, Hit] = {}
    for reading in _readings(words):
        for hit in _people_like(reading, village_ids, limit):
            if hit.person_id not in hits or hits[hit.person_id].score < hit.score:
                hits[hit.person_id] = hit
        if any(hit.score >= GOOD_ENOUGH for hit in hits.values()):
            break
    return sorted(hits.values(), key=_best_first)[:limit]


def _best_first(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.person_id


def _readings(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """As typed; then, should that find nobody, with two words joined, or one divided.

    Only into words that are names here: *Nur Haliza* and *Nurhaliza* are written as one
    pleases, and the space is a letter that people forget.
    """
    if not words:
        return
    yield tuple(words)
    places_of_joints = range(len(words) - 1)
    cuts = {word: [(word[:i], word[i:]) for i in range(3, len(word) - 2)] for word in words}
    known = _known(
        {
            *words,
            *(words[i] + words[i + 1] for i in places_of_joints),
            *(part for some in cuts.values() for cut in some for part in cut),
        }
    )
    for i in places_of_joints:
        if fold(words[i] + words[i + 1]) in known:
            yield (*words[:i], words[i] + words[i + 1], *words[i + 2 :])
    for i, word in enumerate(words):
        divided = [cut for cut in cuts[word] if {fold(cut[0]), fold(cut[1])} <= known]
        if divided and fold(word) not in known:
            yield (*words[:i], *min(divided, key=_unevenness), *words[i + 1 :])


def _unevenness(cut: tuple[str, str]) -> int:
    return abs(len(cut[0]) - len(cut[1]))


def _known(words: Collection[str]) -> set[str]:
    """Folds of those *words* that are names here."""
    folds = sorted(map(fold, words))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT token FROM {TOKENS} WHERE token IN ({places(folds)})", folds)
        return {token for (token,) in cursor.fetchall()}


def _people_like(
    reading: Sequence[str], village_ids: Collection[int] | None, limit: int
) -> list[Hit]:
    meant = _meant(reading)
    words = _rarest_first([word for word in meant if word.tokens])
    length = len(" ".join(reading))
    find = _finder(words, village_ids)
    hits: dict[int, Hit] = {}
    for chosen, only_if_poor in _attempts(words):
        if only_if_poor and any(hit.score >= GOOD_ENOUGH for hit in hits.values()):
            break
        for person_id, name in find(chosen, length).items():
            if person_id not in hits:
                hits[person_id] = Hit(person_id, _score(meant, name), "name")
        if len(hits) >= limit:
            break
    return sorted(hits.values(), key=_best_first)[:limit]


def _attempts(words: Sequence[_Word]) -> Iterable[tuple[Sequence[_Word], bool]]:
    """What to look for in turn, until there are enough people; and whether only if need be.

    First the likest spelling of every word, then all spellings, then all words but one.
    """
    if not words:
        return
    if len(words) == 1:
        yield [words[0].alone()], False
    yield [word.strict() for word in words], False
    yield words, False
    if len(words) > 1:
        for left_out in words:
            yield [word for word in words if word is not left_out], True


def _meant(reading: Sequence[str]) -> list[_Word]:
    """For each word asked for the words of the index that share a key with it."""
    keys = {word: keys_of(word) for word in reading}
    if len(reading) == 1:
        keys[reading[0]] |= {ALONE + key for key in keys[reading[0]]}
    wanted = sorted(set().union(*keys.values()))
    by_key: dict[str, list[tuple[int, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.key, t.id, t.token FROM {KEYS} k JOIN {TOKENS} t ON t.id = k.token_id"
            f" WHERE k.key IN ({places(wanted)})",
            wanted,
        )
        for key, token_id, token in cursor.fetchall():
            by_key.setdefault(key, []).append((token_id, token))
    return [
        _likest(word, {pair for key in keys[word] for pair in by_key.get(key, ())})
        for word in reading
    ]


def _likest(asked: str, tokens: Collection[tuple[int, str]]) -> _Word:
    liked = [
        (likeness(asked, token.removeprefix(ALONE)), token_id, token) for token_id, token in tokens
    ]
    liked = sorted((found for found in liked if found[0] >= LEAST_LIKENESS), reverse=True)
    single = [found for found in liked if found[2].startswith(ALONE)][:MOST_SPELLINGS]
    others = [found for found in liked if not found[2].startswith(ALONE)][:MOST_SPELLINGS]
    return _Word(
        asked,
        tokens={token_id: value for value, token_id, _ in others},
        single={token_id: value for value, token_id, _ in single},
        spelled={token.removeprefix(ALONE): value for value, _, token in [*others, *single]},
    )


def _rarest_first(words: Sequence[_Word]) -> list[_Word]:
    if len(words) < 2:
        return list(words)
    ids = {token for word in words for token in word.tokens}
    count = f"SELECT COUNT(*) FROM (SELECT 1 FROM {POSTINGS} WHERE token_id = t.id LIMIT {COUNTED})"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.id, ({count} p) FROM {TOKENS} t WHERE t.id IN ({_listed(ids)})")
        bearers = dict(cursor.fetchall())
    return sorted(words, key=lambda word: sum(bearers[token] for token in word.tokens))


Find = Callable[[Sequence[_Word], int], dict[int, str]]
"""Names of people who have a token of every word, by id; those about as long first."""


def _finder(words: Sequence[_Word], village_ids: Collection[int] | None) -> Find:
    if village_ids is not None and len(village_ids) <= FEW_VILLAGES:
        return _few_villages(words, village_ids)
    return lambda chosen, length: _named(chosen, village_ids, length)


def _few_villages(words: Sequence[_Word], village_ids: Collection[int]) -> Find:
    """All bearers there of any word are asked for at once; each attempt picks among them."""
    tokens = {token for word in words for token in (*word.tokens, *word.single)}
    listed = f"SELECT v.id FROM {PEOPLE} v WHERE v.village_id IN ({_listed(village_ids)})"
    # Each database needs its own word for listing the people of the villages once, instead of
    # looking up every bearer (PostgreSQL) or walking the people (SQLite).
    among = (
        f"p.person_id IN ({listed} OFFSET 0)"
        if connection.vendor == "postgresql"
        else f"+p.person_id IN ({listed})"
    )
    borne: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.person_id, p.token_id FROM {POSTINGS} p"
            f" WHERE p.token_id IN ({_listed(tokens)}) AND {among}"
        )
        for person_id, token_id in cursor.fetchall():
            borne.setdefault(person_id, set()).add(token_id)

    def find(chosen: Sequence[_Word], length: int) -> dict[int, str]:
        people = [
            person_id
            for person_id, tokens in borne.items()
            if not any(tokens.isdisjoint(word.tokens) for word in chosen)
        ]
        if not people:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, name FROM {PEOPLE} WHERE id IN ({_listed(people)})"
                f" ORDER BY abs(length(name) - {int(length)}), id LIMIT {LOOKED_AT}"
            )
            return dict(cursor.fetchall())

    return find


def _named(
    words: Sequence[_Word], village_ids: Collection[int] | None, length: int
) -> dict[int, str]:
    first, *others = words
    bearers = f"SELECT p.person_id FROM {POSTINGS} p WHERE p.token_id IN ({_listed(first.tokens)})"
    scope = "" if village_ids is None else f" AND s.village_id IN ({_listed(village_ids)})"
    for word in others:
        bearers += (
            f" AND EXISTS (SELECT 1 FROM {POSTINGS} o WHERE o.person_id = p.person_id"
            f" AND o.token_id IN ({_listed(word.tokens)}))"
        )
    people = _people(bearers, scope)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, name FROM ({people}) f"
            f" ORDER BY abs(length(name) - {int(length)}), id LIMIT {LOOKED_AT}"
        )
        return dict(cursor.fetchall())


def _people(bearers: str, scope: str) -> str:
    """SQL of up to a thousand people of the *scope* among the *bearers*."""
    if connection.vendor != "postgresql":
        return (
            f"SELECT s.id, s.name FROM {PEOPLE} s WHERE s.id IN ({bearers}){scope} LIMIT {COUNTED}"
        )
    # It takes every word for one of middling frequency and would read all people for a rare
    # one (15 ms instead of 1): LATERAL … OFFSET 0 has it look them up one by one.
    return (
        f"SELECT l.id, l.name FROM (SELECT DISTINCT d.person_id FROM ({bearers}) d) b"
        f" CROSS JOIN LATERAL (SELECT s.id, s.name FROM {PEOPLE} s"
        f" WHERE s.id = b.person_id{scope} OFFSET 0) l LIMIT {COUNTED}"
    )


EXTRA_WORD: Final = 0.03
"""What a word in the name that was not asked for costs."""


def _score(words: Sequence[_Word], name: str) -> float:
    """How well *name* answers: mean likeness, longer words weighing more."""
    folded = fold_name(name)
    weight = total = 0.0
    for word in words:
        weight += len(word.asked)
        total += len(word.asked) * max((word.spelled.get(f, 0.0) for f in folded), default=0.0)
    extra = max(0, len(folded) - len(words))
    return max(0.0, total / weight - EXTRA_WORD * extra)
