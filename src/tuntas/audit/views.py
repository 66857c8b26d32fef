"""The log on screen, for the auditor: both chains, filtered, the newest first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tuntas.accounts import queries as accounts
from tuntas.accounts.access import require
from tuntas.audit import queries, wording
from tuntas.audit.models import Act, View
from tuntas.audit.queries import Filter
from tuntas.outreach.queries import links

PER_PAGE = 100
SHOWN_SUBJECTS = 5


class LogFilterForm(forms.Form):
    rantai = forms.ChoiceField(
        label=_("Catatan"),
        choices=[("acts", _("perbuatan")), ("views", _("melihat nama"))],
        required=False,
    )
    perbuatan = forms.CharField(label=_("Perbuatan"), required=False, max_length=64)
    pelaku = forms.RegexField(r"^[0-9a-f]{32}$", label=_("Pelaku (ref)"), required=False)
    subjek = forms.RegexField(r"^[0-9a-f]{32}$", label=_("Subjek (ref)"), required=False)
    hari = forms.DateField(
        label=_("Hari"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    sebelum = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the log as a person reads it."""

    n: int
    at: datetime
    actor: str
    actor_ref: str
    verb: str
    subjects: Sequence[str]
    subject_count: int
    detail: Sequence[tuple[str, str]]
    hash: str


@require("read_audit")
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    form = LogFilterForm(request.GET)
    wanted = _wanted(form) if form.is_valid() else Filter()
    chain = str(form.cleaned_data.get("rantai") or "acts")
    # One more than shown says whether there are older ones.
    rows = _rows(chain, wanted)
    shown = rows[:PER_PAGE]
    context = {
        "form": form,
        "chain": chain,
        "lines": _lines(shown),
        "older": shown[-1].n if len(rows) > PER_PAGE else None,
        "verbs": [(verb, wording.in_words(verb)) for verb in queries.verbs(chain)],
        "head": queries.head(chain),
        "anchored_on": _anchored_on(),
    }
    return render(request, "audit/log.html", context)


def _anchored_on() -> date | None:
    files = queries.anchor_files(queries.anchors_folder())
    return date.fromisoformat(files[-1].stem) if files else None


def _wanted(form: LogFilterForm) -> Filter:
    typed = form.cleaned_data
    return Filter(
        actor=typed["pelaku"],
        verb=typed["perbuatan"],
        subject=typed["subjek"],
        day=typed["hari"],
        before=typed["sebelum"],
    )


def _rows(chain: str, wanted: Filter) -> Sequence[Act | View]:
    if chain == "views":
        return queries.views(wanted, PER_PAGE + 1)
    return queries.acts(wanted, PER_PAGE + 1)


def _lines(rows: Sequence[Act | View]) -> list[Line]:
    refs = {row.actor_ref for row in rows}
    names = accounts.names_of(refs)
    # Whoever holds a link acts without an account.
    names |= {ref: accounts.Name(name, "link") for ref, name in links.names_of(refs).items()}
    return [_line(row, names) for row in rows]


def _line(row: Act | View, names: dict[str, accounts.Name]) -> Line:
    subjects = row.subject_refs
    name = names.get(row.actor_ref)
    return Line(
        n=row.n,
        at=row.happened_at,
        actor=name.text if name else row.actor_ref[:8],
        actor_ref=row.actor_ref,
        verb=wording.in_words(row.verb),
        subjects=subjects[:SHOWN_SUBJECTS],
        subject_count=len(subjects),
        detail=_detail(row),
        hash=row.hash,
    )


def _detail(row: Act | View) -> list[tuple[str, str]]:
    if isinstance(row, View):
        return [(str(_("banyaknya")), str(row.count)), (str(_("keperluan")), row.purpose)]
    facts: dict[str, object] = json.loads(row.detail)
    return [(key, _plain(value)) for key, value in facts.items() if value is not None]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
