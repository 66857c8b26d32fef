"""Files given to the office: the list of them, and what came of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuntas.accounts.access import require
from tuntas.residents import queries_import
from tuntas.web.numbered import numbered

PER_PAGE = 50


@require("import_register")
def imports(request: HttpRequest) -> HttpResponse:
    """All files, the newest first."""
    text = request.GET.get("halaman", "1")
    found = queries_import.imports()
    number = int(text) if text.isdecimal() and len(text) < 7 else 1
    rows = list(found[(number - 1) * PER_PAGE : number * PER_PAGE]) if number else []
    page = numbered(rows, number=number, total=found.count(), per_page=PER_PAGE)
    return render(request, "residents/imports.html", {"page": page, "rows": rows})
