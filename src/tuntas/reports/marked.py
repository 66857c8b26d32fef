"""A checked text cut at its findings, so that a page can mark each in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuntas.reports.claims import Finding

ORDER = {"contradicts": 0, "agrees": 1, "implies": 2, "repeated": 3}
"""Where two findings stand on the same words, the graver one marks them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text; ``number`` is that of the finding on them, ``None`` for plain words."""

    words: str
    number: int | None = None
    kind: str = ""


def pieces(text: str, findings: Sequence[Finding]) -> Iterator[Piece]:
    """*text* in order, whole and unchanged, the findings' places cut out.

    >>> finding = Finding("agrees", "sum", (2, 3, 5), printed="5", start=4, end=5)
    >>> [(p.words, p.number) for p in pieces("ada 5 orang", [finding])]
    [('ada ', None), ('5', 1), (' orang', None)]
    """
    at = 0
    for number, finding in _apart(findings):
        if finding.start > at:
            yield Piece(text[at : finding.start])
        yield Piece(text[finding.start : finding.end], number, finding.kind)
        at = finding.end
    if at < len(text):
        yield Piece(text[at:])


def _apart(findings: Sequence[Finding]) -> list[tuple[int, Finding]]:
    """Findings with places that do not overlap, the graver kept, in the order of the text."""
    numbered = [(n, f) for n, f in enumerate(findings, start=1) if f.end > f.start]
    kept: list[tuple[int, Finding]] = []
    for number, finding in sorted(numbered, key=lambda each: (ORDER[each[1].kind], each[0])):
        if all(finding.end <= f.start or f.end <= finding.start for _, f in kept):
            kept.append((number, finding))
    return sorted(kept, key=lambda each: each[1].start)
