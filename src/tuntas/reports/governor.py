"""The short report to the governor: a text ready to be sent, every figure computed.

It says the figure, the target, what changed since the last letter split into recorded
and removed, and where most are left; and it names the snapshot it was made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tuntas.coverage.figures import Figures
from tuntas.coverage.flows import Fall
from tuntas.coverage.targets import Goal
from tuntas.web.numerals import change, decimal, long_date, whole

MOST_NAMED = 5


@dataclass(frozen=True)
class GovernorReport:
    """What the text says; ``since`` is the day of the last letter."""

    office: str
    region: str
    on: date
    known: date
    seq: int
    figures: Figures
    goal: Goal | None
    since: date
    fall: Fall
    districts: Sequence[tuple[str, int]]  # name, left; the most first
    unconfirmed: int = 0


def text(report: GovernorReport, language: str = "id") -> str:
    """The report as plain text with WhatsApp's asterisks for bold."""
    words = _EN if language == "en" else _ID
    figures = report.figures
    lines = [
        f"*{words['title']} {report.region}*",
        words["as_of"].format(on=long_date(report.on, language)),
        "",
        f"{words['obliged']}: {whole(figures.obliged, language)}",
        f"{words['captured']}: {whole(figures.captured, language)} ({_percent(report, language)})",
        f"*{words['left']}: {whole(figures.left, language)}*",
        *_target(report, words, language),
        *_aside(report, words, language),
        "",
        *_since(report, words, language),
        "",
        f"{words['where']}:",
        *(f"- {name}: {whole(left, language)}" for name, left in report.districts[:MOST_NAMED]),
        "",
        report.office,
        words["snapshot"].format(
            on=report.on.isoformat(), known=report.known.isoformat(), seq=report.seq
        ),
    ]
    return "\n".join(lines)


def _percent(report: GovernorReport, language: str) -> str:
    share = decimal(report.figures.percent(goal=report.goal) or "0", None, language)
    return f"{share} {'percent' if language == 'en' else 'persen'}"


def _target(report: GovernorReport, words: dict[str, str], language: str) -> list[str]:
    if report.goal is None:
        return []
    figures = report.figures
    share = decimal(report.goal.text, None, language)
    if figures.meets(report.goal):
        return [words["reached"].format(target=share)]
    missing = figures.left - report.goal.most_left(figures.obliged)
    return [words["missing"].format(target=share, n=whole(missing, language))]


def _aside(report: GovernorReport, words: dict[str, str], language: str) -> list[str]:
    lines = []
    if report.figures.left != report.figures.left_dynamic:
        lines.append(words["dynamic"].format(n=whole(report.figures.left_dynamic, language)))
    if report.unconfirmed:
        lines.append(words["unconfirmed"].format(n=whole(report.unconfirmed, language)))
    return lines


def _since(report: GovernorReport, words: dict[str, str], language: str) -> list[str]:
    fall = report.fall
    rows = [
        ("recorded", -fall.n_recorded),
        ("removed", -fall.n_removed),
        ("no_longer_due", -fall.n_no_longer_due),
        ("entered", fall.n_entered),
        ("moved", fall.moved),
        ("restated", fall.restated),
    ]
    start = whole(fall.opening, language)
    end = whole(fall.closing, language)
    head = words["since"].format(since=long_date(report.since, language), start=start, end=end)
    return [head, *(f"- {words[name]}: {change(n, language)}" for name, n in rows if n)]


_ID = {
    "title": "Perekaman KTP-el",
    "as_of": "Keadaan {on}",
    "obliged": "Wajib KTP",
    "captured": "Sudah rekam",
    "left": "Belum rekam",
    "reached": "Target nasional {target} persen: tercapai",
    "missing": "Target nasional {target} persen: kurang {n} orang",
    "dynamic": "Belum rekam dinamis (tanpa yang diusulkan keluar): {n}",
    "unconfirmed": "Termasuk {n} tanda rekam yang belum dikonfirmasi pusat",
    "since": "Sejak {since}: {start} menjadi {end}",
    "recorded": "direkam",
    "removed": "keluar dari daftar (meninggal, pindah, nonaktif)",
    "no_longer_due": "tidak lagi wajib",
    "entered": "wajib baru",
    "moved": "pindah antardesa",
    "restated": "dihitung ulang karena laporan terlambat",
    "where": "Belum rekam terbanyak",
    "snapshot": "Potret {on}, diketahui {known}, catatan {seq}",
}

_EN = {
    "title": "KTP-el recording,",
    "as_of": "As of {on}",
    "obliged": "Obliged",
    "captured": "Recorded",
    "left": "Unrecorded",
    "reached": "National target {target} percent: reached",
    "missing": "National target {target} percent: {n} short",
    "dynamic": "Unrecorded, dynamic (without proposed exits): {n}",
    "unconfirmed": "Includes {n} marks not yet confirmed by the centre",
    "since": "Since {since}: from {start} to {end}",
    "recorded": "recorded",
    "removed": "left the list (died, moved, deactivated)",
    "no_longer_due": "no longer obliged",
    "entered": "newly obliged",
    "moved": "moved between desa",
    "restated": "restated by late reports",
    "where": "Most unrecorded",
    "snapshot": "Snapshot {on}, known {known}, record {seq}",
}
