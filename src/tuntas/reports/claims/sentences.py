"""Cutting a text into sentences, and finding the blocks that a text repeats.

A sentence here is what a reader takes together: it ends at a full stop, a semicolon stays inside,
a line of a list stands alone, and lines that were only wrapped at a margin are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Abbreviations whose point ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:kab|kec|kel|prov|no|nop|des|okt|sept?|agt|agust|feb|jan|jl|dr|drs|dra|ir|h|hj|st|se|sh|"
    r"spd|sos|si|kom|ap|m|s|tgl|dll|dsb|rp|pkl|jln|gg|dkk|a\.n|u\.p|s\.d|vs|ds|km)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_END = re.compile(
    r"""[.!?…]+["'”’)\]]*(?=\s|$)|(?<=[a-z0-9])\.["”](?=\S)|(?<=[a-z])\.(?=[A-Z][a-z])"""
)
_BULLET = re.compile(r"\s*(?:[-–—•*▪·●○]|\(?[0-9]{1,3}[.)]\s|[a-z][.)]\s)")
_CLOSED = re.compile(r"""[.!?:;…]["'”’)\]*]*\s*$""")
_WIDEST_MARGIN = 160
# No statement is longer; a file without any full stop must not take for ever.
_LONGEST_SENTENCE = 2_000
# Shorter repetitions are headings, list items or "Baca juga" and prove no repeated body.
_SHORTEST_BLOCK = 80


@dataclass(frozen=True)
class Sentence:
    """A stretch ``text[start:end]`` that is read together, and the paragraph it stands in."""

    start: int
    end: int
    paragraph: int


def split_sentences(text: str) -> list[Sentence]:
    """Sentences of *text* in order; empty stretches are left out.

    >>> text = "Di Kab. Gorut ada 90.060 jiwa. Sisanya 1.569."
    >>> [text[s.start : s.end] for s in split_sentences(text)]
    ['Di Kab. Gorut ada 90.060 jiwa.', 'Sisanya 1.569.']
    """
    return [
        Sentence(start, end, number)
        for number, (first, last) in enumerate(_paragraphs(text))
        for long in _cut(text, first, last)
        for start, end in _shorten(text, *long)
    ]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    lines = _lines(text)
    found: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(lines):
        if not text[start:end].strip():
            continue
        wrapped = number > 0 and found and _wraps(text, lines, number)
        if wrapped:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((start, start + len(line.rstrip("\r\n"))))
        start += len(line)
    return lines


def _wraps(text: str, lines: Sequence[tuple[int, int]], number: int) -> bool:
    """Whether line *number* continues the one above it, which was full up to the margin."""
    above, line = text[slice(*lines[number - 1])], text[slice(*lines[number])]
    if not above.strip() or _CLOSED.search(above) or _BULLET.match(line):
        return False
    if line.lstrip()[0].islower():
        return True
    block = lines[max(0, number - 8) : number + 8]
    margin = max(end - start for start, end in block)
    first_word = line.split(maxsplit=1)[0]
    is_full = len(above.rstrip()) + 1 + len(first_word) > margin
    return is_full and 50 <= margin <= _WIDEST_MARGIN and len(above) >= margin - 25


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, begin = [], start
    for stop in _END.finditer(text, start, end):
        if _ABBREVIATED.search(text[max(begin, stop.end() - 12) : stop.end()]) or _is_list_number(
            text, begin, stop
        ):
            continue
        pieces.append((begin, stop.end()))
        begin = stop.end()
    pieces.append((begin, end))
    return [trimmed for piece in pieces if (trimmed := _trim(text, *piece))]


def _shorten(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of a stretch that is too long to be one statement, cut at blanks."""
    while end - start > _LONGEST_SENTENCE:
        blank = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = blank if blank > 0 else start + _LONGEST_SENTENCE
        yield start, cut
        start = cut
    yield start, end


def _is_list_number(text: str, begin: int, stop: re.Match[str]) -> bool:
    return text[begin : stop.start()].strip().isdigit()


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def find_repeats(
    text: str, sentences: Sequence[Sentence]
) -> tuple[list[Sentence], list[tuple[int, int]]]:
    """The sentences to be counted once, and the blocks that repeat earlier ones.

    >>> body = "Jumlah wajib KTP di kabupaten ini sebanyak 90.060 jiwa menurut data resmi dinas. "
    >>> kept, blocks = find_repeats(body * 2, split_sentences(body * 2))
    >>> len(kept), blocks == [(len(body), 2 * len(body) - 1)]
    (1, True)
    """
    first_seen: dict[str, int] = {}
    earlier = [_earlier(text, s, first_seen, i) for i, s in enumerate(sentences)]
    kept: list[Sentence] = []
    blocks: list[tuple[int, int]] = []
    index = 0
    while index < len(sentences):
        length = _run(earlier, index)
        block = sentences[index : index + length]
        if length and block[-1].end - block[0].start >= _SHORTEST_BLOCK:
            blocks.append((block[0].start, block[-1].end))
            index += length
        else:
            kept.extend(sentences[index : index + max(1, length)])
            index += max(1, length)
    return kept, blocks


def _earlier(text: str, sentence: Sentence, seen: dict[str, int], index: int) -> int | None:
    return _known(seen, " ".join(text[sentence.start : sentence.end].lower().split()), index)


def _known(seen: dict[str, int], key: str, index: int) -> int | None:
    if key in seen:
        return seen[key]
    seen[key] = index
    return None


def _run(earlier: Sequence[int | None], index: int) -> int:
    """How many sentences from *index* on repeat a block that stood together before."""
    length = 0
    while index + length < len(earlier):
        source = earlier[index + length]
        if source is None or (length and source < (earlier[index + length - 1] or 0)):
            break
        length += 1
    return length
