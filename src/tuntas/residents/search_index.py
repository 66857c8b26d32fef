"""Keeping the words of names findable: folded words, the keys that lead to them, who has them.

Three plain tables instead of an extension of one database, so that both find the same
people. A word is stored once, its keys once; only the postings grow with the people.
Words stay when nobody bears them any more: they cost nothing and find nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.db import connection

from tuntas.ledger.bulk import array, chunks, copy, places
from tuntas.residents.names import TITLES, fold, keys_of, plain_words

TOKENS: Final = "residents_nametoken"
KEYS: Final = "residents_tokenkey"
POSTINGS: Final = "residents_nameposting"

ALONE: Final = "="
"""Starts the word, and every key, of somebody with a single name.

*Ali* alone would otherwise drown among all the Alis with a family name.
"""


def index_names(rows: Iterable[tuple[int, str]], *, are_new: bool = False) -> None:
    """Make people findable by name, inside the caller's transaction.

    People already indexed under the same name are left as they are.

    Args:
        rows: (person id, name); any number, in any order.
        are_new: the index has never heard of any of these people.
    """
    bearers = _bearers(list(rows))
    ids = _token_ids({token for token, _ in bearers})
    _index_spellings({(written, ids[token]) for token, written in bearers})
    people_of: defaultdict[int, list[int]] = defaultdict(list)
    for (token, _), people in bearers.items():
        people_of[ids[token]] += people
    # In the order of the key; one name may hold a word twice, or two spellings of it.
    postings = [
        (token_id, list(dict.fromkeys(sorted(people_of[token_id]))))
        for token_id in sorted(people_of)
    ]
    if are_new and connection.vendor == "postgresql":
        _copy_postings(postings)
    else:
        _insert_postings(postings)


def _bearers(rows: Sequence[tuple[int, str]]) -> dict[tuple[str, str], list[int]]:
    """(token, word as written) → the people whose names have it, in any order, some twice.

    Piece by piece, for pieces come again and again. Who has a single word is seen only when
    all pieces are read: whoever has few pieces, or one that is no word, is looked at alone.
    """
    by_piece: defaultdict[str, list[int]] = defaultdict(list)
    few: set[int] = set()
    for person_id, name in rows:
        pieces = name.split()
        if len(pieces) < 2:
            few.add(person_id)
            continue
        for piece in pieces:
            by_piece[piece].append(person_id)
    bearers: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for piece, people in by_piece.items():
        words = _words_of_piece(piece)
        if not words:
            few.update(people)
        for word in words:
            bearers[word] += people
    for person_id, name in rows if few else ():
        if person_id in few:
            for word in _words_of(name):
                bearers[word].append(person_id)
    return bearers


def _words_of(name: str) -> list[tuple[str, str]]:
    """(token, word as written) for each word of *name*, a single one also as :data:`ALONE`."""
    words = [word for piece in name.split() for word in _words_of_piece(piece)]
    if not words:  # all titles
        words = [(fold(word), word) for word in plain_words(name)]
    if len(words) == 1:
        token, written = words[0]
        words.append((ALONE + token, ALONE + written))
    return words


@lru_cache(maxsize=65_536)
def _words_of_piece(piece: str) -> tuple[tuple[str, str], ...]:
    words = plain_words(piece)
    return tuple((fold(word), word) for word in words if word not in TITLES)


def reindex_name(person_id: int, old: str, new: str) -> None:
    """A person's name changed from *old* (empty for a new person) to *new* (empty: forget it)."""
    if old == new:
        return
    gone = {token for token, _ in _words_of(old)} - {token for token, _ in _words_of(new)}
    if gone:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {POSTINGS} WHERE person_id = %s AND token_id IN"
                f" (SELECT id FROM {TOKENS} WHERE token IN ({places(sorted(gone))}))",
                [person_id, *sorted(gone)],
            )
    if new:
        index_names([(person_id, new)])


def rebuild(rows: Iterable[tuple[int, str]]) -> None:
    """Empty the index and fill it again from all people."""
    with connection.cursor() as cursor:
        for table in (POSTINGS, KEYS, TOKENS):
            cursor.execute(f"DELETE FROM {table}")
    index_names(rows)


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
        _insert(TOKENS, {"token": "text"}, [(token,) for token in missing])
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


def _index_spellings(spellings: set[tuple[str, int]]) -> None:
    """Keys of every (written word, token id) that the index has not met."""
    met: set[tuple[str, int]] = set()
    with connection.cursor() as cursor:
        for some in chunks(sorted({written for written, _ in spellings})):
            cursor.execute(
                f"SELECT key, token_id FROM {KEYS} WHERE key IN ({places(some)})", list(some)
            )
            met.update(cursor.fetchall())
    new = spellings - met
    rows = sorted({(key, token_id) for written, token_id in new for key in word_keys(written)})
    _insert(KEYS, {"key": "text", "token_id": "bigint"}, rows)


def _copy_postings(postings: Sequence[tuple[int, list[int]]]) -> None:
    """A quarter of the time of the statement that looks for rows already there."""
    lines = [
        f"{token_id}\t" + f"\n{token_id}\t".join(map(str, people)) + "\n"
        for token_id, people in postings
        if people
    ]
    copy(POSTINGS, ("token_id", "person_id"), ["".join(lines)])


def _insert_postings(postings: Sequence[tuple[int, list[int]]]) -> None:
    """*postings*: (token id, people), in the order of the key; those there already stay.

    A word's people go over as one value: 0.2 s for 130,000 names where a row at a time
    takes 0.6 s.
    """
    into = f"INSERT INTO {POSTINGS} (token_id, person_id)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"{into} SELECT w.id, unnest(string_to_array(w.people, ',')::bigint[])"
                " FROM unnest(%s::bigint[], %s::text[]) w(id, people) ON CONFLICT DO NOTHING",
                [
                    [token_id for token_id, _ in postings],
                    [",".join(map(str, people)) for _, people in postings],
                ],
            )
            return
        cursor.executemany(
            f"{into} SELECT %s, value FROM json_each(%s) WHERE true ON CONFLICT DO NOTHING",
            [(token_id, f"[{','.join(map(str, people))}]") for token_id, people in postings],
        )


def _insert(table: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Rows into *table* (column → type), those it has already left alone."""
    if not rows:
        return
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in columns.values())
            cursor.execute(
                f"{into} SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING",
                [array(column) for column in zip(*rows, strict=True)],
            )
            return
        values = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"{into} VALUES ({values}) ON CONFLICT DO NOTHING", rows)
