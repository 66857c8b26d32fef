"""Figures with all that the text says about them: the material of every relation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tuntas.reports.claims.dates import Period, fill_years
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.links import FIGURES, Links, link
from tuntas.reports.claims.quantities import Count, Percent
from tuntas.reports.claims.roles import Role, read_role
from tuntas.reports.claims.scopes import Scope, read_scope
from tuntas.reports.claims.sentences import Sentence
from tuntas.reports.claims.tokens import Token, read_tokens


class Unit(StrEnum):
    """What is counted; people may stand without a unit."""

    PERSON = "person"
    CARD = "card"
    HOUSEHOLD = "household"
    PLACE = "place"
    THING = "thing"
    UNSAID = ""


_UNIT_OF = {
    T.PERSON: Unit.PERSON,
    T.OBLIGED: Unit.PERSON,
    T.GROUP: Unit.PERSON,
    T.MALE: Unit.PERSON,
    T.FEMALE: Unit.PERSON,
    T.CARD: Unit.CARD,
    T.EKTP: Unit.CARD,
    T.HOUSEHOLD: Unit.HOUSEHOLD,
    T.PLACE_UNIT: Unit.PLACE,
    T.THING: Unit.THING,
}


_COVERAGE = (Role.RECORDED, Role.UNRECORDED)
_OF_CARDS = (Role.PRINTED, Role.UNPRINTED, Role.HELD, Role.UNHELD)


@dataclass(frozen=True)
class Figure:
    """One count or percentage.

    Attributes:
        token: where it stands and what it states.
        line: number of its sentence; *position* among the tokens of that sentence.
        noun: the very word for the unit, because a desa is no kecamatan.
        role: what it measures, None when the text does not say.
        firm: whether the role was named in so many words.
        about: hedged (*sekitar*); *bounded* (*lebih dari*): only good for agreeing.
        aim: a target; *change*: a rise or fall; *rate*: so many a day.
        inferred: day carried over from the sentence before, only for pace.
    """

    token: Token
    line: int
    paragraph: int
    position: int
    unit: Unit
    scope: Scope
    noun: str = ""
    role: Role | None = None
    firm: bool = True
    about: bool = False
    bounded: bool = False
    aim: bool = False
    change: bool = False
    rate: bool = False
    partial: bool = False
    inferred: Period | None = None

    @property
    def count(self) -> Count:
        assert isinstance(self.token.value, Count)
        return self.token.value

    @property
    def percent(self) -> Percent:
        assert isinstance(self.token.value, Percent)
        return self.token.value

    @property
    def value(self) -> int:
        return self.count.middle

    @property
    def is_count(self) -> bool:
        return isinstance(self.token.value, Count)

    @property
    def of_people(self) -> bool:
        return self.unit in (Unit.PERSON, Unit.UNSAID)

    def like(self, other: Figure) -> bool:
        """Whether both count the same sort of thing; people may stand without a unit."""
        if self.of_people and other.of_people:
            return True
        same_noun = self.unit is not Unit.PLACE or self.noun == other.noun
        return self.unit is other.unit and same_noun

    @property
    def solid(self) -> bool:
        """Precise enough to accuse with."""
        return not (self.about or self.bounded or self.rate or self.change)


@dataclass
class Line:
    """One sentence, read: tokens, ties, and its figures by position."""

    number: int
    paragraph: int
    tokens: list[Token]
    links: Links
    figures: dict[int, Figure] = field(default_factory=dict)

    def partner(self, figure: Figure) -> Figure | None:
        position = self.links.partner.get(figure.position)
        return None if position is None else self.figures.get(position)

    def whole(self, figure: Figure) -> Figure | None:
        position = self.links.whole.get(figure.position)
        return None if position is None else self.figures.get(position)

    @property
    def opening(self) -> Figure | None:
        position = self.links.opening
        return None if position is None else self.figures.get(position)

    @property
    def counts(self) -> list[Figure]:
        return [figure for figure in self.figures.values() if figure.is_count]

    @property
    def percents(self) -> list[Figure]:
        return [figure for figure in self.figures.values() if not figure.is_count]


def read_lines(text: str, sentences: Sequence[Sentence]) -> list[Line]:
    """Every sentence with its figures; what a sentence leaves unsaid is taken from before."""
    lines = [_read_line(text, number, s) for number, s in enumerate(sentences)]
    for before, line in zip([None, *lines], lines, strict=False):
        _complete(before, line)
    _fill_years(lines)
    return lines


# A sentence with neither digits nor these words states no figure and need not be taken apart.
_MAY_STATE = re.compile(r"[0-9]|\b(?:persen|puluh|belas|ratus|seratus|ribu|seribu|juta)\b", re.I)


def _read_line(text: str, number: int, sentence: Sentence) -> Line:
    states = _MAY_STATE.search(text, sentence.start, sentence.end)
    tokens = read_tokens(text, sentence.start, sentence.end) if states else []
    links = link(tokens)
    line = Line(number, sentence.paragraph, tokens, links)
    for position, token in enumerate(tokens):
        if token.kind in FIGURES:
            line.figures[position] = _read_figure(line, position)
    for figure in list(line.figures.values()):
        line.figures[figure.position] = _share_role(line, figure)
    return line


def _read_figure(line: Line, position: int) -> Figure:
    tokens, links = line.tokens, line.links
    cue = read_role(tokens, position, links)
    unit, noun = _unit(tokens, position)
    return Figure(
        token=tokens[position],
        line=line.number,
        paragraph=line.paragraph,
        position=position,
        unit=unit,
        scope=read_scope(tokens, position, links),
        noun=noun,
        role=cue.role if cue else None,
        firm=bool(cue and cue.firm),
        about=_beside(tokens, position, T.ABOUT) and _is_round(tokens[position]),
        bounded=_beside(tokens, position, T.BOUND) or _more_behind(tokens, position),
        aim=_is_aim(tokens, position),
        change=_is_change(tokens, position),
        rate=_is_rate(tokens, position),
        partial=_is_partial(tokens, position),
    )


def _share_role(line: Line, figure: Figure) -> Figure:
    """Figures in apposition measure the same, unless each has its own words."""
    partner = line.partner(figure)
    if figure.role is None and partner and partner.role:
        if partner.role is Role.OBLIGED and not figure.is_count:
            return figure
        if partner.role is Role.UNRECORDED and _leaves_rest(line, figure, partner):
            return replace(figure, role=Role.RECORDED, firm=False)
        return replace(figure, role=partner.role, firm=partner.firm)
    if figure.role is None:
        return _follow_change(line, figure)
    return figure


def _leaves_rest(line: Line, percent: Figure, rest: Figure) -> bool:
    """ "99,31 persen dengan sisa 1.012 jiwa": the percentage is that of the others."""
    between = line.tokens[percent.position + 1 : rest.position]
    leaves = any(token.kind is T.REST for token in between)
    return not percent.is_count and percent.percent.value > 50 and leaves


def _follow_change(line: Line, figure: Figure) -> Figure:
    """ "862 jiwa … menjadi 650 jiwa": the later figure measures what the earlier one did."""
    before = [f for p, f in line.figures.items() if p < figure.position]
    between = line.tokens[before[-1].position : figure.position] if before else []
    becomes = any(token.kind is T.BECOMES for token in between) or _goes_on_later(between[1:])
    if becomes and before[-1].is_count == figure.is_count and before[-1].role:
        return replace(figure, role=before[-1].role, firm=before[-1].firm)
    return figure


def _goes_on_later(between: Sequence[Token]) -> bool:
    """ "… 4.200 jiwa dan pada 31 Maret sebanyak 3.600 jiwa": the same figure on another day."""
    kinds = {token.kind for token in between}
    passing = {T.PERSON, T.LINK, T.AND, T.COMMA, T.DATE, T.WEEKDAY, T.OPEN, T.CLOSE}
    words = [token for token in between if token.kind is T.WORD]
    return T.DATE in kinds and kinds <= passing | {T.WORD} and len(words) <= 2


def _unit(tokens: Sequence[Token], position: int) -> tuple[Unit, str]:
    for token in tokens[position + 1 : position + 3]:
        if token.kind in _UNIT_OF:
            return _UNIT_OF[token.kind], token.text.lower()
        if token.kind not in (T.ABOUT, T.BOUND):
            break
    for token in reversed(tokens[max(0, position - 4) : position]):
        if token.kind in (T.CARD, T.HOUSEHOLD, T.PLACE_UNIT, T.THING):
            return _UNIT_OF[token.kind], token.text.lower()
        if token.kind not in (T.LINK, T.TOTAL, T.COLON, T.EKTP, T.ABOUT):
            break
    return Unit.UNSAID, ""


def _beside(tokens: Sequence[Token], position: int, kind: T) -> bool:
    for token in reversed(tokens[max(0, position - 3) : position]):
        if token.kind is kind:
            return True
        if token.kind not in (T.LINK, T.ABOUT, T.BOUND, T.TOTAL):
            return False
    return False


def _is_round(token: Token) -> bool:
    """ "sekitar 1.021 orang" is said to the last person, whatever *sekitar* says."""
    if isinstance(token.value, Percent):
        return token.value.decimals < 2
    return not (token.value and token.value.exact and token.value.low % 10)


def _more_behind(tokens: Sequence[Token], position: int) -> bool:
    return [t.text.lower() for t in tokens[position + 1 : position + 2]] in (["lebih"], ["sekian"])


def _is_aim(tokens: Sequence[Token], position: int) -> bool:
    """ "target nasional 99,4 persen", not "99,4 persen atau sesuai target nasional"."""
    words = 0
    for token in reversed(tokens[max(0, position - 8) : position]):
        if token.kind in (T.TARGET, T.RECORDING_TARGET):
            return True
        words += token.kind is T.WORD
        if token.kind in FIGURES or token.kind in (T.BUT, T.COMMA, T.OR, T.OF) or words > 3:
            return False
    return False


def _is_change(tokens: Sequence[Token], position: int) -> bool:
    """ "naik 2 persen" is a change, "naik menjadi 98 persen" and "naik dari 96 persen" are not."""
    for token in reversed(tokens[max(0, position - 4) : position]):
        if token.kind is T.CHANGE:
            return True
        if token.kind not in (T.LINK, T.ABOUT, T.BOUND, T.WORD):
            return False
        if token.text.lower() in ("mencapai", "ke", "hingga", "sampai"):
            return False
    return False


def _is_rate(tokens: Sequence[Token], position: int) -> bool:
    for step in (1, -1):
        for distance in range(1, 6):
            at = position + step * distance
            if not 0 <= at < len(tokens) or tokens[at].kind in FIGURES | {T.COMMA, T.BUT}:
                break
            if tokens[at].kind is T.RATE:
                return True
    return False


def _is_partial(tokens: Sequence[Token], position: int) -> bool:
    """ "di antaranya 300 belum merekam karena sakit": a part of those meant, not all of them."""
    for token in tokens[position + 1 :]:
        if token.kind is T.REASON:
            return True
        if token.kind in FIGURES or token.kind in (T.BUT, T.COMMA):
            break
    return any(t.kind is T.PARTLY for t in tokens[max(0, position - 3) : position])


def _complete(before: Line | None, line: Line) -> None:
    for position, figure in line.figures.items():
        if before is not None:
            line.figures[position] = figure = _continue(before, line, figure)
        if figure.role not in _OF_CARDS and not figure.of_people:
            line.figures[position] = replace(figure, role=None)


def _continue(before: Line, line: Line, figure: Figure) -> Figure:
    last = next(reversed(before.figures.values()), None) if before.figures else None
    scope = figure.scope
    if last and not figure.firm and not scope.topic and not _speaks_of_ktp(line):
        scope = replace(scope, topic=last.scope.topic)
    if last and before.paragraph == line.paragraph:
        if not scope.group and not _speaks_of_obliged(line):
            scope = replace(scope, group=last.scope.group)
        if not scope.place and last.scope.place and not _names_here(line):
            scope = replace(scope, place=last.scope.place, district=last.scope.district)
        if not scope.period:
            figure = replace(figure, inferred=last.scope.period or last.inferred)
    figure = replace(figure, scope=scope)
    if figure.role is None and not figure.is_count and _rises(line, figure):
        earlier = [f for f in before.percents if f.role]
        if earlier:
            figure = replace(figure, role=earlier[-1].role, firm=earlier[-1].firm)
    if figure.role is None and figure.is_count and figure.of_people and _rises(line, figure):
        roles = {f.role for f in before.counts}
        if len(roles) == 1 and before.paragraph == line.paragraph:
            figure = replace(figure, role=roles.pop(), firm=False)
    continues = any(f.role in _COVERAGE for f in before.figures.values())
    if figure.role is None and continues and _is_coverage(line, figure):
        figure = replace(figure, role=Role.RECORDED, firm=True)
    return figure


def _is_coverage(line: Line, figure: Figure) -> bool:
    """ "Artinya capaian 98,26 persen", after a sentence about recording."""
    near = line.tokens[max(0, figure.position - 4) : figure.position]
    named = any(t.text.lower() in _COVERAGE_WORDS for t in near)
    elsewhere = any(t.kind is T.OTHER_TOPIC for t in line.tokens)
    return named and not figure.is_count and not elsewhere


_COVERAGE_WORDS = ("capaian", "capaiannya", "realisasi", "realisasinya", "cakupan", "cakupannya",
                   "persentase", "persentasenya", "progres")  # fmt: skip


def _speaks_of_ktp(line: Line) -> bool:
    return any(t.kind in (T.EKTP, T.OBLIGED, T.RECORDED, T.UNRECORDED, T.RECORDING)
               for t in line.tokens)  # fmt: skip


def _speaks_of_obliged(line: Line) -> bool:
    return any(t.kind is T.OBLIGED for t in line.tokens)


def _names_here(line: Line) -> bool:
    return any(t.kind is T.HERE for t in line.tokens)


def _rises(line: Line, figure: Figure) -> bool:
    near = line.tokens[max(0, figure.position - 5) : figure.position]
    return any(t.kind in (T.BECOMES, T.CHANGE) for t in near) and not figure.change


def _fill_years(lines: Sequence[Line]) -> None:
    dated = [(line, f) for line in lines for f in line.figures.values() if f.scope.period]
    filled = fill_years([f.scope.period for _, f in dated if f.scope.period])
    for (line, figure), full in zip(dated, filled, strict=True):
        scope = replace(figure.scope, period=full)
        line.figures[figure.position] = replace(figure, scope=scope)
    inferred = [(line, f) for line in lines for f in line.figures.values() if f.inferred]
    years = [p for p in filled if p.year and p.month]
    for line, figure in inferred:
        period = fill_years([*years[-1:], figure.inferred])[-1] if figure.inferred else None
        line.figures[figure.position] = replace(figure, inferred=period)
