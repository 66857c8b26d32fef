"""The check itself: a text in, findings out."""

from __future__ import annotations

from dataclasses import dataclass

from tuntas.reports.claims.denominators import judge_denominators
from tuntas.reports.claims.differences import judge_differences
from tuntas.reports.claims.figures import read_lines
from tuntas.reports.claims.findings import Finding
from tuntas.reports.claims.pace import judge_pace
from tuntas.reports.claims.reading import Reading
from tuntas.reports.claims.sentences import find_repeats, split_sentences
from tuntas.reports.claims.shares import judge_shares
from tuntas.reports.claims.sums import judge_sums
from tuntas.reports.claims.tables import blank_out, find_tables, judge_tables


@dataclass(frozen=True)
class Verdict:
    """All findings of one text, in the order of the text."""

    findings: tuple[Finding, ...]

    @property
    def contradicts(self) -> bool:
        """Whether anything in the text contradicts its own figures."""
        return any(finding.kind == "contradicts" for finding in self.findings)


def check_text(text: str) -> Verdict:
    """Find figures of *text* that speak of the same thing and say how they agree.

    Pure: no clock, disk or network; any text is accepted, also one without figures.

    >>> verdict = check_text("Dari 90.060 wajib KTP, 88.491 jiwa (98,18 persen) sudah merekam.")
    >>> [(f.kind, f.counts, f.printed, f.computed) for f in verdict.findings]
    [('contradicts', (88491, 90060), '98,18', '98.26')]
    """
    tables = find_tables(text)
    prose = blank_out(text, tables)
    kept, blocks = find_repeats(prose, split_sentences(prose))
    reading = Reading(read_lines(prose, kept))
    shares = judge_shares(reading)
    found = [
        *(judged.finding for judged in shares if judged.finding),
        *judge_differences(reading, shares),
        *judge_sums(reading, shares),
        *judge_denominators(reading, shares),
        *judge_pace(reading),
        *judge_tables(tables),
        *(Finding("repeated", None, start=start, end=end, rule="repeat") for start, end in blocks),
    ]
    return Verdict(tuple(sorted(_distinct(found), key=lambda f: (f.start, f.end))))


def _distinct(found: list[Finding]) -> list[Finding]:
    """Each statement once, at its first place, however often the text makes it."""
    first: dict[object, Finding] = {}
    for finding in sorted(found, key=lambda f: f.start):
        key: object = (finding.relation, frozenset(finding.counts), finding.printed)
        if finding.kind == "repeated":
            key = (finding.start, finding.end)
        first.setdefault(key, finding)
    return _without_echoes(list(first.values()))


def _without_echoes(found: list[Finding]) -> list[Finding]:
    """A difference and a sum of the same counts are one statement."""
    differences = {frozenset(f.counts) for f in found if f.relation == "difference"}
    return [
        f
        for f in found
        if f.relation != "sum" or not f.counts or frozenset(f.counts) not in differences
    ]
