"""Who must hold a KTP-el (*wajib KTP*), and from which day. Derived, never stored.

Obliged are citizens, and foreigners while they hold a permanent permit (ITAP), who are
seventeen or older, or are or were married (UU 24/2013 art. 63(1)). Without a birth date
nobody can say, unless the person was ever married: three values, not two.

The answer is a list of dated changes that already holds the future: somebody of sixteen
has their seventeenth birthday in it, a foreigner the day after their permit ends.

>>> standing_changes(birth_on=date(2006, 6, 20), ever_married_from=None, foreign=False,
...                  permit_from=None, permit_until=None, from_on=date(2020, 12, 31))
(Change(on=datetime.date(2020, 12, 31), value=<Standing.MINOR: 0>, cause='start'), \
Change(on=datetime.date(2023, 6, 20), value=<Standing.DUE: 2>, cause='birthday'))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from tuntas.ledger.tracks import Change, Changes, Standing
from tuntas.residents.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Rule:
    """The obliging age from a day onward.

    Attributes:
        first_day: first day in force.
        age_years: full years of age from which one is obliged.
        leap_birthday: (month, day) on which people born on 29 February complete a year in
            a common year.
        source: article.
    """

    first_day: date
    age_years: int
    leap_birthday: tuple[int, int]
    source: str


# The law asks for "telah berumur 17 (tujuh belas) tahun", full years, and says nothing of
# 29 February. Of a common year, 28 February is still the last day of the seventeenth year;
# 1 March is the first day on which seventeen years have passed.
RULES: Final[tuple[Rule, ...]] = (
    Rule(date(2006, 12, 29), 17, (3, 1), "UU 23/2006 pasal 63 ayat (1)"),
    Rule(date(2013, 12, 24), 17, (3, 1), "UU 24/2013 pasal 63 ayat (1)"),
)
"""A new rule is a new row with its first day; days before the first row follow it."""


def standing_changes(
    *,
    birth_on: date | None,
    ever_married_from: date | None,
    foreign: bool,
    permit_from: date | None,
    permit_until: date | None,
    from_on: date,
    rules: Sequence[Rule] = RULES,
) -> Changes:
    """Standing from *from_on* onward: its value there (cause ``start``), then each change.

    Args:
        birth_on: None when unknown.
        ever_married_from: first day known to be, or to have been, married; None = never,
            or not known to be.
        foreign: needs a permanent permit to be obliged.
        permit_from, permit_until: first and last day of the ITAP. One alone leaves the
            other end open; none means no permit.
        from_on: the day from which the ledger asks.

    Later causes: ``birthday``, ``married``, ``permit_granted``, ``permit_ended``,
    ``rule_changed``.
    """
    rule = _ALWAYS if rules is RULES else _always(rules)
    if rule is not None and birth_on is not None and not foreign:
        return _citizen(birth_on, ever_married_from, from_on, rule)
    facts = _Facts(birth_on, ever_married_from, foreign, permit_from, permit_until)
    return _walk(facts, from_on, rules)


def _always(rules: Sequence[Rule]) -> Rule | None:
    """The first rule if all say the same, whatever the day."""
    terms = {(rule.age_years, rule.leap_birthday) for rule in rules}
    return rules[0] if len(terms) == 1 else None


_ALWAYS: Final = _always(RULES)


def _citizen(birth_on: date, ever_married_from: date | None, from_on: date, rule: Rule) -> Changes:
    """Almost everybody, in a tenth of the time of the walk."""
    due_on, cause = birthday(birth_on, rule.age_years, rule.leap_birthday), "birthday"
    if ever_married_from is not None and ever_married_from < due_on:
        due_on, cause = ever_married_from, "married"
    if due_on <= from_on:
        return _start(from_on, Standing.DUE)
    return (*_start(from_on, Standing.MINOR), Change(due_on, Standing.DUE, cause))


@lru_cache(maxsize=1024)
def _start(from_on: date, value: Standing) -> Changes:
    return (Change(from_on, value, "start"),)


def birthday(birth_on: date, years: int, leap_birthday: tuple[int, int] = (3, 1)) -> date:
    """The day on which *years* full years of age are completed.

    >>> birthday(date(2004, 2, 29), 17)
    datetime.date(2021, 3, 1)
    """
    try:
        return birth_on.replace(year=birth_on.year + years)
    except ValueError:
        return date(birth_on.year + years, *leap_birthday)


def age_years(birth_on: date, on: date, leap_birthday: tuple[int, int] = (3, 1)) -> int:
    """Full years of age on a day; negative before birth.

    >>> age_years(date(2004, 2, 29), date(2021, 2, 28)), age_years(
    ...     date(2004, 2, 29), date(2021, 3, 1))
    (16, 17)
    """
    years = on.year - birth_on.year
    return years if birthday(birth_on, years, leap_birthday) <= on else years - 1


@dataclass(frozen=True, slots=True)
class _Facts:
    birth_on: date | None
    ever_married_from: date | None
    foreign: bool
    permit_from: date | None
    permit_until: date | None

    def permitted(self, on: date) -> bool:
        if not self.foreign:
            return True
        if self.permit_from is None and self.permit_until is None:
            return False
        begun = self.permit_from is None or self.permit_from <= on
        return begun and (self.permit_until is None or on <= self.permit_until)

    def standing(self, on: date, rule: Rule) -> Standing:
        if not self.permitted(on):
            return Standing.MINOR
        if self.ever_married_from is not None and self.ever_married_from <= on:
            return Standing.DUE
        if self.birth_on is None:
            return Standing.UNKNOWN
        due = birthday(self.birth_on, rule.age_years, rule.leap_birthday) <= on
        return Standing.DUE if due else Standing.MINOR

    def turns(self, rules: Sequence[Rule]) -> dict[date, str]:
        """Days on which something may change, with the cause; the last named wins a tie."""
        turns = {rule.first_day: "rule_changed" for rule in rules[1:]}
        if self.ever_married_from is not None:
            turns[self.ever_married_from] = "married"
        if self.birth_on is not None:
            for rule in rules:
                turns[birthday(self.birth_on, rule.age_years, rule.leap_birthday)] = "birthday"
        if self.foreign and self.permit_until is not None and self.permit_until < date.max:
            turns[self.permit_until + timedelta(days=1)] = "permit_ended"
        if self.foreign and self.permit_from is not None:
            turns[self.permit_from] = "permit_granted"
        return turns


def _walk(facts: _Facts, from_on: date, rules: Sequence[Rule]) -> Changes:
    value = facts.standing(from_on, _in_force(rules, from_on))
    changes = [Change(from_on, value, "start")]
    for on, cause in sorted(facts.turns(rules).items()):
        after = facts.standing(on, _in_force(rules, on))
        if on > from_on and after is not value:
            changes.append(Change(on, after, cause))
            value = after
    return tuple(changes)


def _in_force(rules: Sequence[Rule], on: date) -> Rule:
    found = rules[0]
    for rule in rules:
        if rule.first_day <= on:
            found = rule
    return found


def becomes_due_on(
    *,
    birth_on: date | None,
    from_on: date,
    ever_married_from: date | None = None,
    foreign: bool = False,
    permit_from: date | None = None,
    permit_until: date | None = None,
    rules: Sequence[Rule] = RULES,
) -> date | None:
    """First day from *from_on* onward on which the person is obliged; None if never as known.

    >>> becomes_due_on(birth_on=date(2007, 1, 5), from_on=date(2023, 6, 14))
    datetime.date(2024, 1, 5)
    """
    changes = standing_changes(
        birth_on=birth_on,
        ever_married_from=ever_married_from,
        foreign=foreign,
        permit_from=permit_from,
        permit_until=permit_until,
        from_on=from_on,
        rules=rules,
    )
    return next((change.on for change in changes if change.value == Standing.DUE), None)


BIRTH_UNKNOWN: Final = Explanation(
    "birth_unknown",
    "Tanggal lahir tidak diketahui dan belum pernah kawin; wajib KTP atau belum, tidak dapat "
    "dipastikan.",
    "The birth date is unknown and the person was never married; "
    "whether they must hold a KTP-el cannot be said.",
    "Lengkapi tanggal lahir dari akta, ijazah atau surat pernyataan (F-1.04).",
    "Fill in the birth date from a certificate, a diploma or a statement (F-1.04).",
)
BIRTH_AND_MARRIAGE_UNKNOWN: Final = Explanation(
    "birth_and_marriage_unknown",
    "Tanggal lahir dan status kawin tidak diketahui; wajib KTP atau belum, tidak dapat dipastikan.",
    "Birth date and marital status are unknown; "
    "whether the person must hold a KTP-el cannot be said.",
    "Lengkapi status kawin dari KK; bila belum pernah kawin, lengkapi juga tanggal lahirnya.",
    "Fill in the marital status from the family card; if never married, the birth date too.",
)


def why_unknown(*, marital_known: bool) -> Explanation:
    """Why a standing is ``UNKNOWN``, with its remedy.

    >>> why_unknown(marital_known=True).code
    'birth_unknown'
    """
    return BIRTH_UNKNOWN if marital_known else BIRTH_AND_MARRIAGE_UNKNOWN
