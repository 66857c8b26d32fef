"""Figures of coverage as drawings with words: pure charts, labelled in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from string import ascii_lowercase

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tuntas.coverage import queries
from tuntas.coverage.figures import Figures
from tuntas.coverage.flows import Fall
from tuntas.coverage.targets import Goal, percent_text
from tuntas.web import charts, numerals


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A swatch with its word and count, as ``components/legend.html`` draws it."""

    name: str
    class_: str
    count: int | None = None


def language() -> str:
    return numerals.supported(get_language())


def spelled(count: int) -> str:
    return numerals.whole(count, language())


def short_month(day: date) -> str:
    """``Jun``; with its year in January, where a reader would lose count."""
    name = numerals.SHORT_MONTHS[language()][day.month - 1]
    return f"{name} {day.year}" if day.month == 1 else name


def percent(text: str, places: int | None = None) -> str:
    """A percentage from :meth:`Figures.percent` as it is read: ``98,26 %``."""
    return f"{numerals.decimal(text, places, language())} %" if text else "–"


def line_to_zero(
    points: Sequence[queries.Point],
    *,
    key: str,
    goal: Goal | None = None,
    cuts: Iterable[Cut] = (),
    aim: charts.Point | None = None,
) -> SafeString:
    """The unrecorded day by day; with the target in force drawn at the last day's denominator."""
    if not points:
        return mark_safe("")
    first, last = points[0], points[-1]
    targets = [_target(goal, last.obliged)] if goal and last.obliged else []
    drawn = charts.burn_down(
        [charts.Point(point.on, point.left) for point in points],
        key=key,
        title=_("Belum rekam menuju nol"),
        desc=_("Dari %(first)s orang pada %(from)s menjadi %(last)s orang pada %(to)s.")
        % {
            "first": spelled(first.left),
            "from": numerals.long_date(first.on, language()),
            "last": spelled(last.left),
            "to": numerals.long_date(last.on, language()),
        },
        targets=targets,
        breaks=[charts.Break(cut.on, cut.letter) for cut in cuts],
        aim=aim,
        language=language(),
    )
    return mark_safe(drawn)


def _target(goal: Goal, obliged: int) -> charts.Target:
    most = goal.most_left(obliged)
    label = _("target %(share)s = paling banyak %(most)s") % {
        "share": percent(goal.text),
        "most": spelled(most),
    }
    return charts.Target(most, label)


@dataclass(frozen=True, slots=True)
class Cut:
    """A frozen denominator that begins to hold: its letter on the drawing and its words."""

    on: date
    letter: str
    obliged: int
    document: str


def denominator_cuts(from_on: date, to_on: date) -> list[Cut]:
    """The switches of denominator within these days, lettered in order."""
    return [
        Cut(figure.cut_off, letter, figure.obliged or 0, figure.document)
        for letter, figure in zip(
            ascii_lowercase, queries.denominator_breaks(from_on, to_on), strict=False
        )
    ]


def four_numerators(figures: Figures, *, key: str) -> SafeString:
    """Captured, unique, printed and in hand against the obliged."""
    counts = (
        (_("Sudah rekam"), figures.captured),
        (_("Tunggal (siap cetak)"), figures.unique),
        (_("Tercetak"), figures.printed),
        (_("Di tangan pemilik"), figures.in_hand),
    )
    drawn = charts.numerators(
        [charts.Numerator(name, n, _share(n, figures.obliged)) for name, n in counts],
        obliged=figures.obliged,
        obliged_label=_("wajib KTP %(n)s") % {"n": spelled(figures.obliged)},
        key=key,
        title=_("Empat angka terhadap wajib KTP"),
        desc="; ".join(f"{name}: {spelled(n)}" for name, n in counts),
        language=language(),
    )
    return mark_safe(drawn)


def _share(part: int, whole: int) -> str:
    return percent(percent_text(part, whole)) if whole else "–"


def causes() -> list[charts.Cause]:
    """What changes the list, in the order in which :func:`counts` gives the numbers."""
    return [
        charts.Cause(_("Direkam"), 0),
        charts.Cause(_("Dikeluarkan dari register"), 1),
        charts.Cause(_("Tidak lagi wajib"), 2),
        charts.Cause(_("Pindah desa"), 3),
        charts.Cause(_("Menjadi wajib atau datang"), 4, enters=True),
    ]


def counts(fall: Fall) -> tuple[int, ...]:
    """Counts by :func:`causes`; a net of moves inwards is an entry."""
    moved_out, moved_in = max(-fall.moved, 0), max(fall.moved, 0)
    return (
        fall.n_recorded,
        fall.n_removed,
        fall.n_no_longer_due,
        moved_out,
        fall.n_entered + moved_in,
    )


def comings_and_goings(
    days: Sequence[date],
    labels: Sequence[str],
    *,
    key: str,
    known: date | None,
    villages: queries.Villages,
) -> tuple[SafeString, list[LegendItem]]:
    """A column for each stretch between neighbouring *days*, and the legend with its sums."""
    found = [
        counts(queries.fall(after=after, until=until, known=known, villages=villages))
        for after, until in pairwise(days)
    ]
    drawn = charts.fall(
        [charts.Period(label, n) for label, n in zip(labels, found, strict=True)],
        causes(),
        key=key,
        title=_("Yang keluar dari daftar dan yang masuk"),
        language=language(),
    )
    return mark_safe(drawn), legend(found)


def legend(found: Sequence[tuple[int, ...]]) -> list[LegendItem]:
    sums = [sum(column) for column in zip(*found, strict=True)] or [0] * len(causes())
    return [
        LegendItem(cause.name, f"c-cause-{cause.swatch}", n)
        for cause, n in zip(causes(), sums, strict=True)
    ]
