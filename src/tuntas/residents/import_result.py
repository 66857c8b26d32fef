"""What came, or would come, of an import: the same figures before and after it is applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from tuntas.residents import queries_import
from tuntas.residents.forms_import import COLUMN_NAMES
from tuntas.residents.models import RegisterImport
from tuntas.residents.rejections import explain, explain_warning
from tuntas.web.language import sentence
from tuntas.web.numerals import supported

FIRST_REJECTS = 50


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason and its remedy in the reader's language; *n* rows have it."""

    code: str
    what: str
    remedy: str
    n: int = 1


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is not taken over; *column* in the reader's language."""

    line: int
    column: str
    cause: Cause


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of an import; *is_final* once they have happened, else the dry run's.

    Attributes:
        exits: proposed to leave, the *absent* among them while it is a dry run.
        withdrawn: proposals of an older file, taken back because this one lists the people.
        absent: missing from a file that declares itself complete; only before applying.
        has_status: the file says who is recorded.
        share: how far the rows have been applied, in percent.
    """

    is_final: bool
    read: int
    accepted: int
    rejected: int
    new: int
    changed: int
    same: int
    exits: int
    absent: int
    withdrawn: int
    warned: int
    from_totals: int
    has_status: bool
    share: int
    causes: tuple[Cause, ...]
    first_rejects: tuple[Reject, ...]
    refusal: Cause | None
    warnings: tuple[Cause, ...] = ()


def result_of(row: RegisterImport) -> Result:
    """What the import's page shows, whatever state it is in."""
    seen = queries_import.foreseen(row)
    is_final = row.state == RegisterImport.State.DONE
    refusal = cause_of(row.refusal) if row.refusal else None
    warnings = _warnings(seen.get("by_warning", {}))
    if is_final:
        listed = queries_import.rejects_of(row).values_list("line", "column", "code")
        return Result(
            is_final=True,
            read=row.n_read,
            accepted=row.n_accepted,
            rejected=row.n_rejected,
            new=row.n_new,
            changed=row.n_changed,
            same=row.n_same,
            exits=row.n_proposed,
            absent=0,
            withdrawn=row.n_withdrawn,
            warned=row.n_warned,
            from_totals=row.n_from_totals,
            has_status=seen.get("has_status", True),
            share=100,
            causes=_causes(queries_import.causes_of(row)),
            first_rejects=_rejects(listed[:FIRST_REJECTS]),
            refusal=refusal,
            warnings=warnings,
        )
    figures = {name: int(seen.get(name, 0)) for name in _FORESEEN}
    absent = figures.pop("absent")
    return Result(
        is_final=False,
        **figures | {"exits": figures["exits"] + absent},
        absent=absent,
        has_status=seen.get("has_status", True),
        share=_share(row, figures["read"]),
        causes=_causes(seen.get("by_code", {})),
        first_rejects=_rejects(seen.get("first_rejects", [])[:FIRST_REJECTS]),
        refusal=refusal,
        warnings=warnings,
    )


_FORESEEN = (
    "read",
    "accepted",
    "rejected",
    "new",
    "changed",
    "same",
    "exits",
    "absent",
    "withdrawn",
    "warned",
    "from_totals",
)


def cause_of(code: str, n: int = 1) -> Cause:
    why = explain(code)
    english = supported(get_language()) == "en"
    return Cause(code, sentence(why), why.remedy_en if english else why.remedy_id, n)


def _causes(counted: dict[str, int]) -> tuple[Cause, ...]:
    return tuple(cause_of(code, n) for code, n in counted.items())


def _warnings(counted: dict[str, int]) -> tuple[Cause, ...]:
    language = supported(get_language())
    return tuple(Cause(code, explain_warning(code, language), "", n) for code, n in counted.items())


def _rejects(rows: Iterable[tuple[int, str, str]]) -> tuple[Reject, ...]:
    names = {column.value: str(name) for column, name in COLUMN_NAMES.items()}
    return tuple(
        Reject(line, names.get(column, column), cause_of(code)) for line, column, code in rows
    )


def _share(row: RegisterImport, total: int) -> int:
    # Before the first chunk n_read still holds the dry run's count.
    is_counted = row.cursor or row.state == RegisterImport.State.CHECKING
    applied = row.n_read if is_counted else 0
    return min(100, 100 * applied // total) if total else 0
