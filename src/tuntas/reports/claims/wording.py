"""Findings as sentences, Indonesian and English, with numbers as each language writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tuntas.reports.claims.findings import Finding

LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Sentence:
    """The same statement in both languages."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.id


def number(value: int | str, language: str = "id") -> str:
    """A count or a decimal as *language* writes it.

    >>> number(90060), number("98.26"), number(90060, "en"), number("-42.4")
    ('90.060', '98,26', '90,060', '-42,4')
    """
    whole, _, decimals = str(value).partition(".")
    grouped = f"{int(whole):,}" if whole.lstrip("-").isdecimal() else whole
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = "-" + grouped
    text = f"{grouped}.{decimals}" if decimals else grouped
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def word(finding: Finding) -> Sentence:
    """What *finding* says, in one sentence.

    >>> word(Finding("contradicts", "share", (88491, 90060), "98,18", "98.26")).id
    '88.491 dari 90.060 adalah 98,26 persen, bukan 98,18 persen (selisih 0,08 poin).'
    """
    if finding.kind == "repeated":
        return Sentence(
            "Bagian ini mengulang bagian sebelumnya; angkanya dihitung satu kali.",
            "This part repeats an earlier one; its figures are counted once.",
        )
    assert finding.relation
    return _WORDS[finding.relation](finding)


def _share(finding: Finding) -> Sentence:
    part, whole = finding.counts
    computed, printed = str(finding.computed), str(finding.printed)
    said_id = f"{number(part)} dari {number(whole)} adalah {number(computed)} persen"
    said_en = f"{number(part, 'en')} of {number(whole, 'en')} is {number(computed, 'en')} %"
    if finding.kind == "contradicts":
        stated = printed.replace(" ", "").replace(",", ".")
        off = abs(Decimal(computed) - Decimal(stated)) if stated[:1].isdecimal() else None
        by_id = f" (selisih {number(f'{off:f}')} poin)" if off else ""
        by_en = f" (off by {off:f} points)" if off else ""
        return Sentence(
            f"{said_id}, bukan {printed} persen{by_id}.", f"{said_en}, not {printed} %{by_en}."
        )
    how_id, how_en = _HOW.get(finding.rule.rpartition(":")[2], ("", ""))
    return Sentence(
        f"{said_id}; tertulis {printed} persen, cocok{how_id}.",
        f"{said_en}; {printed} % is printed, which agrees{how_en}.",
    )


_HOW = {
    "truncate": (" (desimalnya dipotong)", " (decimals cut off)"),
    "near": (" (angka bulat)", " (rounded counts)"),
    "hedged": (" (perkiraan)", " (an estimate)"),
}


def _chain(counts: tuple[int, ...], sign: str, language: str) -> str:
    return f" {sign} ".join(number(count, language) for count in counts)


def _difference(finding: Finding) -> Sentence:
    *terms, rest = finding.counts
    return _equation(finding, tuple(terms), "−", rest)


def _sum(finding: Finding) -> Sentence:
    if not finding.counts:
        return _percent_sum(finding)
    *terms, total = finding.counts
    return _equation(finding, tuple(terms), "+", total)


def _equation(finding: Finding, terms: tuple[int, ...], sign: str, stated: int) -> Sentence:
    computed = str(finding.computed)
    said_id = f"{_chain(terms, sign, 'id')} = {number(computed)}"
    said_en = f"{_chain(terms, sign, 'en')} = {number(computed, 'en')}"
    if finding.kind == "agrees":
        return Sentence(f"{said_id}, cocok.", f"{said_en}, which agrees.")
    off = int(computed) - stated
    return Sentence(
        f"{said_id}, bukan {finding.printed} (selisih {number(abs(off))}).",
        f"{said_en}, not {finding.printed} (off by {number(abs(off), 'en')}).",
    )


def _percent_sum(finding: Finding) -> Sentence:
    if finding.kind == "agrees":
        return Sentence(
            f"Persentase sudah dan belum ({finding.printed}) berjumlah 100.",
            f"The percentages done and not done ({finding.printed}) add up to 100.",
        )
    return Sentence(
        f"Persentase sudah dan belum tidak berjumlah 100: sisanya {number(str(finding.computed))} "
        f"persen, bukan {finding.printed} persen.",
        f"The percentages done and not done do not add up to 100: the rest is {finding.computed} %,"
        f" not {finding.printed} %.",
    )


def _pace(finding: Finding) -> Sentence:
    earlier, later = finding.counts
    computed = str(finding.computed)
    if finding.rule == "stated":
        said_id = f"{number(earlier)} dalam {later} hari adalah {number(computed)} per hari"
        said_en = f"{number(earlier, 'en')} in {later} days is {computed} a day"
        if finding.kind == "agrees":
            return Sentence(
                f"{said_id}; tertulis {finding.printed}, cocok.",
                f"{said_en}; {finding.printed} is printed, which agrees.",
            )
        return Sentence(
            f"{said_id}, bukan {finding.printed}.", f"{said_en}, not {finding.printed}."
        )
    return Sentence(
        f"Dari {number(earlier)} ke {number(later)}: {number(computed)} jiwa per hari.",
        f"From {number(earlier, 'en')} to {number(later, 'en')}: {computed} people a day.",
    )


def _denominator(finding: Finding) -> Sentence:
    if finding.kind == "contradicts":
        return Sentence(
            f"Persentase untuk {_listed(finding.counts, 'id')} tidak mungkin dari wajib KTP yang "
            "sama.",
            f"The percentages for {_listed(finding.counts, 'en')} cannot come from the same number "
            "of obliged residents.",
        )
    low_id, high_id = number(finding.low or 0), number(finding.high or 0)
    low_en, high_en = number(finding.low or 0, "en"), number(finding.high or 0, "en")
    if finding.kind == "agrees":
        return Sentence(
            f"Persentase untuk {_listed(finding.counts, 'id')} bisa berasal dari wajib KTP yang "
            f"sama: antara {low_id} dan {high_id}.",
            f"The percentages for {_listed(finding.counts, 'en')} can come from the same number of "
            f"obliged residents: between {low_en} and {high_en}.",
        )
    return Sentence(
        f"{number(finding.counts[0])} pada {finding.printed} persen berarti wajib KTP antara "
        f"{low_id} dan {high_id}.",
        f"{number(finding.counts[0], 'en')} at {finding.printed} % means between {low_en} and "
        f"{high_en} obliged residents.",
    )


def _listed(counts: tuple[int, ...], language: str) -> str:
    words = [number(count, language) for count in counts]
    last = " and " if language == "en" else " dan "
    return last.join(filter(None, [", ".join(words[:-1]), words[-1]]))


_WORDS: dict[str, Callable[[Finding], Sentence]] = {
    "share": _share,
    "difference": _difference,
    "sum": _sum,
    "pace": _pace,
    "denominator": _denominator,
}
