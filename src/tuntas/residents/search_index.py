"""Keeping the words of names findable: folded words, the keys that lead to them, who has them.

Three plain tables instead of an extension of one database, so that both find the same
people. A word is stored once, its keys once; only the postings grow with the people.
Words stay when nobody bears them any more: they cost nothing and find nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connection

from tuntas.ledger.bulk import chunks, places
from tuntas.residents.names import fold, fold_name, keys_of, plain_words

TOKENS: Final = "residents_nametoken"
KEYS: Final = "residents_tokenkey"
POSTINGS: Final = "residents_nameposting"

ALONE: Final = "="
"""Starts the word, and every key, of somebody with a single name.

*Ali* alone would otherwise drown among all the Alis with a family name.
"""


def index_names(rows: Iterable[tuple[int, str]]) -> int:
    """Make people findable by name; the number of postings given to the index.

    Inside the caller's transaction. People already indexed under the same name are left as
    they are, so that a resumed import may give a chunk again.

    Args:
        rows: (person id, name); any number, in any order.
    """
    people: dict[str, list[int]] = {}
    spellings: dict[str, set[str]] = {}
    for person_id, name in rows:
        words = plain_words(name)
        for word in words:
            _post(people, spellings, fold(word), word, person_id)
        if len(words) == 1:
            word = words[0]
            _post(people, spellings, ALONE + fold(word), ALONE + word, person_id)
    ids = _token_ids(people)
    _index_spellings(ids, spellings)
    return _insert_postings(ids, people)


def _post(
    people: dict[str, list[int]],
    spellings: dict[str, set[str]],
    token: str,
    written: str,
    person_id: int,
) -> None:
    bearers = people.get(token)
    if bearers is None:
        people[token] = [person_id]
        spellings[token] = {written}
        return
    if bearers[-1] != person_id:
        bearers.append(person_id)
    spellings[token].add(written)


def reindex_name(person_id: int, old: str, new: str) -> None:
    """A person's name changed from *old* (empty for a new person) to *new* (empty: forget it)."""
    if old and new and old != new and _tokens_of(old) == _tokens_of(new):
        index_names([(person_id, new)])  # the same words, perhaps in a spelling not seen before
        return
    if old and old != new:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {POSTINGS} WHERE person_id = %s", [person_id])
    if new and old != new:
        index_names([(person_id, new)])


def _tokens_of(name: str) -> frozenset[str]:
    words = fold_name(name)
    return frozenset(words) | ({ALONE + words[0]} if len(plain_words(name)) == 1 else frozenset())


def rebuild(rows: Iterable[tuple[int, str]]) -> int:
    """Empty the index and fill it again from all people."""
    with connection.cursor() as cursor:
        for table in (POSTINGS, KEYS, TOKENS):
            cursor.execute(f"DELETE FROM {table}")
    return index_names(rows)


def word_keys(written: str) -> set[str]:
    """Keys of a written word; of a single name all carry its mark."""
    if written.startswith(ALONE):
        return {ALONE + key for key in keys_of(written[1:])}
    return keys_of(written)


def _token_ids(tokens: Collection[str]) -> dict[str, int]:
    """Ids of folded words; new ones are stored."""
    ids = _known_ids(sorted(tokens))
    missing = [token for token in sorted(tokens) if token not in ids]
    if missing:
        _insert(TOKENS, ("token",), ("text",), [(token,) for token in missing])
        ids.update(_known_ids(missing))
    return ids


def _known_ids(tokens: Sequence[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    with connection.cursor() as cursor:
        for some in chunks(tokens):
            cursor.execute(
                f"SELECT token, id FROM {TOKENS} WHERE token IN ({places(some)})", list(some)
            )
            ids.update(cursor.fetchall())
    return ids


def _index_spellings(ids: Mapping[str, int], spellings: Mapping[str, set[str]]) -> None:
    """Keys of every spelling that the index has not met for its word."""
    wanted = {(word, ids[token]) for token, words in spellings.items() for word in words}
    met: set[tuple[str, int]] = set()
    with connection.cursor() as cursor:
        for some in chunks(sorted({word for word, _ in wanted})):
            cursor.execute(
                f"SELECT key, token_id FROM {KEYS} WHERE key IN ({places(some)})", list(some)
            )
            met.update(cursor.fetchall())
    rows = {(key, token_id) for word, token_id in wanted - met for key in word_keys(word)}
    _insert(KEYS, ("key", "token_id"), ("text", "bigint"), sorted(rows))


def _insert_postings(ids: Mapping[str, int], people: Mapping[str, list[int]]) -> int:
    # In the order of the unique index, which is then written from left to right.
    ordered = sorted((ids[token], bearers) for token, bearers in people.items())
    rows = [(token_id, person_id) for token_id, bearers in ordered for person_id in bearers]
    _insert(POSTINGS, ("token_id", "person_id"), ("bigint", "bigint"), rows)
    return len(rows)


def _insert(
    table: str, columns: Sequence[str], types: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Rows into *table*, those it has already left alone."""
    if not rows:
        return
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in types)
            cursor.execute(
                f"{into} SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING",
                [list(column) for column in zip(*rows, strict=True)],
            )
            return
        values = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"{into} VALUES ({values}) ON CONFLICT DO NOTHING", rows)
