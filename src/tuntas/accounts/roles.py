"""What each role may do. One table; whoever wants to know opens this file.

An ability says *what*; *where* comes from the area of the grant (`principals`).
Two-person rules need two people besides: see :func:`principals.distinct_persons`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    OPERATOR = "operator"
    ADB = "adb"
    COORDINATOR = "coordinator"
    SECRETARY = "secretary"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    CAMAT = "camat"
    VILLAGE_HEAD = "village_head"
    HAMLET_HEAD = "hamlet_head"
    PROVINCE_VIEWER = "province_viewer"
    AUDITOR = "auditor"


ABILITIES: Final = {
    "see_figures": "figures of every area: no person can be found from them",
    "see_left_minimal": "the unrecorded of the own area: name, dusun and reason, no numbers",
    "see_names": "lists of names",
    "see_person": "one person with the whole timeline",
    "record": "mark or capture a recording",
    "import_register": "import register files and lists",
    "approve_exit": "approve a batch of exits that another person proposed",
    "propose_aside": "propose to set a person aside, with evidence",
    "approve_aside": "approve setting aside what another person proposed",
    "export_names": "take a list of names out of the program, with purpose and watermark",
    "manage_totals": "enter official totals and frozen denominators",
    "edit_wilayah": "change regions, service points, distances, boundaries",
    "manage_accounts": "people, accounts, roles, second factors",
    "read_audit": "read the log",
    "draft_letters": "draft letters and put them into the signature queue",
    "sign_letters": "open the signature queue; who may sign what is the seat's, by date",
    "manage_letters": "letterhead, numbering, cancelling letters, moving one ahead",
    "manage_authority": "record appointments, absences, certificates, mandates, suspensions",
    "cosign": "approve, as a second person, what a recording leaves out",
    "enter_outcomes": "enter what came of a call, a visit or a slot",
    "manage_outreach": "campaigns, slots, invitations, links for village heads, cohorts",
    "match_lists": "compare another agency's list with the register and decide",
    "plan_missions": "plan mobile service, teams, kits, venues; close the evening report",
    "work_missions": "work on a mission: its day sheet, outcomes, progress",
    "manage_stock": "receive, issue, lend, count and write off blanks, ribbons, film",
    "witness_stock": "sign, as a second person, a movement of stock or a destruction",
    "print_cards": "work the print queue and the printers",
    "hand_over": "hand a card over, withdraw an old one",
    "adjudicate": "decide, as one of two, whether two recordings are one person",
    "authorise_mode": "record the authorisation to switch the recording mode",
    "move_clock": "move the business clock forward (demo only)",
}

_NAMES = {"see_figures", "see_names", "see_person"}
_LETTERS = {"draft_letters", "sign_letters"}

TABLE: Final[dict[Role, frozenset[str]]] = {
    Role.OPERATOR: frozenset(
        _NAMES
        | {"record", "propose_aside", "draft_letters", "enter_outcomes"}
        | {"work_missions", "print_cards", "hand_over"}
    ),
    Role.ADB: frozenset(
        _NAMES
        | {"record", "import_register", "propose_aside", "export_names", "manage_totals"}
        | {"edit_wilayah", "draft_letters", "adjudicate"}
        | {"enter_outcomes", "manage_outreach", "match_lists", "work_missions"}
        | {"manage_stock", "print_cards", "hand_over"}
    ),
    Role.COORDINATOR: frozenset(
        _NAMES
        | _LETTERS
        | {"approve_exit", "propose_aside", "approve_aside", "export_names", "manage_totals"}
        | {"cosign", "adjudicate"}
        | {"enter_outcomes", "manage_outreach", "match_lists", "plan_missions", "work_missions"}
        | {"manage_stock", "witness_stock", "hand_over"}
    ),
    # Staffing and correspondence are the secretary's in every regency office.
    Role.SECRETARY: frozenset(
        _NAMES
        | _LETTERS
        | {"approve_aside", "export_names", "manage_letters", "manage_authority", "cosign"}
        | {"manage_outreach", "plan_missions", "witness_stock"}
    ),
    Role.HEAD: frozenset(
        _NAMES
        | _LETTERS
        | {"approve_exit", "approve_aside", "export_names", "authorise_mode", "read_audit"}
        | {"manage_letters", "cosign", "adjudicate"}
        | {"manage_outreach", "plan_missions", "witness_stock"}
    ),
    # Manages who may see names, and so sees none. Keeps appointments when the secretary is away.
    Role.ADMINISTRATOR: frozenset({"see_figures", "manage_accounts", "manage_authority"}),
    Role.CAMAT: frozenset({"see_figures", "see_left_minimal", "sign_letters"}),
    Role.VILLAGE_HEAD: frozenset({"see_figures", "see_left_minimal"}),
    Role.HAMLET_HEAD: frozenset({"see_figures", "see_left_minimal"}),
    Role.PROVINCE_VIEWER: frozenset({"see_figures"}),
    Role.AUDITOR: frozenset({"see_figures", "read_audit"}),
}

OFFICE_ROLES: Final = frozenset(
    {
        Role.OPERATOR,
        Role.ADB,
        Role.COORDINATOR,
        Role.SECRETARY,
        Role.HEAD,
        Role.ADMINISTRATOR,
    }
)
"""Roles of the office itself; only they can be given ``export_names``."""

SECOND_FACTOR_ROLES: Final = OFFICE_ROLES | {Role.AUDITOR, Role.PROVINCE_VIEWER}
"""Roles that sign in with a second factor, always."""


def abilities_of(roles: Iterable[str]) -> frozenset[str]:
    """The union of what *roles* may do.

    >>> sorted(abilities_of(["auditor"]))
    ['read_audit', 'see_figures']
    """
    return frozenset().union(*(TABLE[Role(role)] for role in roles))


def needs_second_factor(roles: Iterable[str]) -> bool:
    """Whether anyone who holds one of *roles* must sign in with a second factor.

    >>> needs_second_factor(["village_head"]), needs_second_factor(["camat", "operator"])
    (False, True)
    """
    return any(Role(role) in SECOND_FACTOR_ROLES for role in roles)
