"""From characters to tokens: the lexicon applied to one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tuntas.reports.claims.lexicon import GRAMMAR, ROWS, T
from tuntas.reports.claims.places import KNOWN_PLACES, LONGEST_NAME_WORDS
from tuntas.reports.claims.quantities import (
    MULTIPLIERS,
    Count,
    Percent,
    read_count,
    read_mixed,
    read_percent,
    read_words,
)

_PER = re.compile(r"\s*(?:%|persen|prosen|percent|pct)$", re.IGNORECASE)
# Longer digit strings are serial numbers; they count nobody.
_LONGEST_NUMBER = 15


@dataclass(frozen=True)
class Token:
    """A stretch of the text and what it is; *value* only for figures."""

    kind: T
    start: int
    end: int
    text: str
    value: Count | Percent | None = None

    @property
    def printed(self) -> str:
        """The figure as it stands in the text, without its unit."""
        if self.kind is T.PERCENT:
            return _PER.sub("", self.text)
        return self.text.rstrip()


def _digits_end(text: str) -> int:
    last = max((i for i, c in enumerate(text) if c.isdecimal()), default=-1)
    return last + 1 if last >= 0 else len(text.rstrip(" %"))


def read_tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Tokens of ``text[start:end]`` in order, with places of the whole *text*.

    >>> [t.kind.value for t in read_tokens("1.569 jiwa belum merekam")]
    ['count', 'person', 'unrecorded']
    """
    return _name_places(list(_scan(text, start, len(text) if end is None else end)))


def _scan(text: str, start: int, end: int) -> Iterator[Token]:
    for found in GRAMMAR.finditer(text, start, end):
        assert found.lastindex
        kind = ROWS[found.lastindex - 1][0]
        token = Token(kind, found.start(), found.end(), found[0])
        if kind is T.PERCENT:
            yield _percent(token)
        elif kind is T.COUNT:
            yield _count(token)
        else:
            yield token


def _percent(token: Token) -> Token:
    body = token.text.lower().replace("%", "").strip()
    for word in ("persen", "prosen", "percent", "pct"):
        body = body.removesuffix(word).strip()
    if not body[:1].isdecimal():
        value = _spelled_percent(body)
    elif "koma" in body:
        value = read_percent(body.replace("koma", ",").replace(" ", ""))
    else:
        value = read_percent(body)
    return replace(token, value=value) if value else replace(token, kind=T.IGNORED)


def _spelled_percent(body: str) -> Percent | None:
    whole, _, decimals = body.partition("koma")
    left = read_words(whole)
    digits = [read_words(word) for word in decimals.split()]
    if left is None or any(digit is None or digit > 9 for digit in digits):
        return None
    return Percent(Decimal(f"{left}.{''.join(map(str, digits)) or '0'}"), len(digits))


def _count(token: Token) -> Token:
    words = token.text.lower().split()
    multiplier = next((m for m in MULTIPLIERS if words[-1].startswith(m)), "")
    digits = token.text[: _digits_end(token.text)]
    if not any(c.isdecimal() for c in digits):
        number = read_words(token.text)
        value = Count(number, number) if number is not None and number > 10 else None
    elif sum(c.isdecimal() for c in digits) > _LONGEST_NUMBER:
        value = None
    elif (mixed := read_mixed(token.text)) is not None:
        value = Count(mixed, mixed)
    else:
        value = read_count(digits.strip(), multiplier)
    if value and token.text.lower().rstrip().endswith("an"):
        value = None  # "2.000-an", "273 jutaan": an order of magnitude
    return replace(token, value=value) if value else replace(token, kind=T.IGNORED)


def _name_places(tokens: list[Token]) -> list[Token]:
    """Join capitalised words that are the name of a regency or province into one place."""
    named: list[Token] = []
    index = 0
    while index < len(tokens):
        length = _known_name(tokens, index)
        if length:
            first, last = tokens[index], tokens[index + length - 1]
            name = " ".join(token.text for token in tokens[index : index + length])
            named.append(Token(T.PLACE, first.start, last.end, name))
        else:
            named.append(tokens[index])
        index += max(1, length)
    return named


def _known_name(tokens: list[Token], index: int) -> int:
    for length in range(LONGEST_NAME_WORDS, 0, -1):
        words = tokens[index : index + length]
        named = all(t.kind is T.WORD and t.text[0].isupper() for t in words)
        known = " ".join(t.text.lower() for t in words) in KNOWN_PLACES
        if len(words) == length and named and known:
            return length
    return 0
