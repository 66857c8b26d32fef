"""Who acts: a person behind an account, the program itself, a demo sign-in, or who holds a link.

Every action takes ``actor: Principal``; every ``access.py`` asks it what and where.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from tuntas.accounts import roles

Kind = Literal["user", "system", "demo", "link"]

NOBODY: Final = "0" * 32


class Area(NamedTuple):
    """Where one granted role holds: villages by id, None for everything the office has.

    *hamlets* narrows the villages to these dusun (a hamlet head), None for no narrowing.
    """

    role: str
    villages: frozenset[int] | None
    hamlets: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts, with what abilities and where.

    Attributes:
        kind: ``user``, ``system``, ``demo``, or ``link`` (whoever holds a link: no abilities
            and no area, only what the pages of that link open).
        ref: 32 hex digits; stands in the log.
        officer_ref: the human being behind the account; empty for the program itself.
        name: for display only, never in the log.
        abilities: union over the granted roles (`roles.TABLE`).
        grants: (role, region id) as granted and valid today.
        areas: the same grants resolved to villages.

    >>> clerk = Principal("user", "a" * 32, "b" * 32, "Pelaksana",
    ...     frozenset({"see_names"}), (("operator", 7),), (Area("operator", frozenset({71})),))
    >>> clerk.can("see_names"), clerk.can("approve_exit"), clerk.covers(71), clerk.covers(72)
    (True, False, True, False)
    """

    kind: Kind
    ref: str
    officer_ref: str
    name: str
    abilities: frozenset[str]
    grants: tuple[tuple[str, int], ...] = ()
    areas: tuple[Area, ...] = field(default=(), repr=False)

    @property
    def is_anonymous(self) -> bool:
        return self.ref == NOBODY

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.grants)

    def can(self, ability: str) -> bool:
        return ability in self.abilities

    def village_ids(self, ability: str | None = None) -> frozenset[int] | None:
        """Villages in which the principal holds *ability* (any role's when None given).

        None means everything, people without a village included. The areas of two
        roles never mix: a hamlet head who is also an operator elsewhere reads
        persons only where the operator may.
        """
        if self.kind == "system":
            return None
        areas = [area for area in self.areas if _gives(area.role, ability)]
        if any(area.villages is None for area in areas):
            return None
        return frozenset().union(*(area.villages or frozenset() for area in areas))

    def hamlet_ids(self, ability: str | None = None) -> frozenset[int] | None:
        """Dusun to which *ability* is narrowed; None when at least one role is not narrowed."""
        areas = [area for area in self.areas if _gives(area.role, ability)]
        if self.kind == "system" or any(area.hamlets is None for area in areas):
            return None
        return frozenset().union(*(area.hamlets or frozenset() for area in areas))

    def covers(self, village_id: int, ability: str | None = None) -> bool:
        """Whether *village_id* (0: no village) lies where the principal holds *ability*."""
        villages = self.village_ids(ability)
        return villages is None or village_id in villages


def _gives(role: str, ability: str | None) -> bool:
    if ability is None:
        return True
    # move_clock comes with the demo, not with a role.
    return ability == "move_clock" or ability in roles.TABLE[roles.Role(role)]


ANONYMOUS: Final = Principal("user", NOBODY, "", "", frozenset())


def system(name: str) -> Principal:
    """The program acting by itself, for instance ``system("import")``.

    Its ref spells the name, so that a reader of the log needs no table to know it.

    >>> system("import").ref
    '00696d706f7274000000000000000000'
    """
    spelled = name.encode("ascii")
    if not 1 <= len(spelled) <= 15:
        raise ValueError("a system principal has a name of 1 to 15 ASCII letters")
    ref = (b"\0" + spelled).ljust(16, b"\0").hex()
    abilities = frozenset(roles.ABILITIES) - {"move_clock"}
    return Principal("system", ref, "", name, abilities)


def system_name(ref: str) -> str | None:
    """The name that :func:`system` spelled into *ref*, None for anybody else's ref.

    >>> system_name(system("import").ref), system_name("ab" * 16), system_name(NOBODY)
    ('import', None, None)
    """
    raw = bytes.fromhex(ref)
    name = raw[1:].rstrip(b"\0")
    if raw[0] or not name or not name.isascii() or not name.decode().isprintable():
        return None
    return name.decode()


def distinct_persons(a: Principal, b: Principal) -> bool:
    """Whether *a* and *b* are two human beings: what every two-person rule compares.

    Two accounts of one officer are one person, and the program itself is nobody.

    >>> distinct_persons(system("import"), system("kit"))
    False
    """
    return bool(a.officer_ref and b.officer_ref and a.officer_ref != b.officer_ref)
