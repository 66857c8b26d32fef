"""``tuntas bench letters``: a hundred letters to PDF, beside one compiler started for each."""

from __future__ import annotations

import time
from collections.abc import Callable

from tuntas.cli.bench import Result, result
from tuntas.letters import rendering
from tuntas.letters.kinds import KINDS, read
from tuntas.letters.press import press

COUNT = 100
CALLED = {
    "village": "Dudepo",
    "place": "Balai desa",
    "on": "2023-06-20",
    "hours": "08.00 WITA",
    "bring": ["Kartu Keluarga"],
    "people": [
        {"name": f"Warga Contoh {n}", "birth_year": str(1940 + n), "hamlet": "Tengah"}
        for n in range(60)
    ],
}


def run() -> list[Result]:
    warm = _timed(_letter, 1)
    ours = _timed(_letter, COUNT)
    each = _timed(_compiled_anew, 5) / 5 * COUNT
    return [
        result("first letter, CPU", warm, None, "s"),
        result("100 call letters of 60 names, CPU", ours, each, "s"),
    ]


def _letter(number: int) -> bytes:
    return rendering.pdf(kind="call_letter", version=1, language="id", letter=_said(number))


def _compiled_anew(number: int) -> bytes:
    press.cache_clear()
    return _letter(number)


def _said(number: int) -> dict[str, object]:
    kind = KINDS["call_letter"]
    return {
        "title": kind.title_id,
        "head": {"lines": ["Kabupaten Contoh", "Dinas Contoh", ""], "place": "Kwandang"},
        "number": f"400/{number}/2023",
        "date": "2023-06-20",
        "signer": None,
        "form": "wet",
        "verify": f"https://kantor.contoh/periksa-surat/{number:032x}/",
        "draft": False,
        "data": read(kind, CALLED),
    }


def _timed(act: Callable[[int], bytes], count: int) -> float:
    start = time.process_time()
    for number in range(count):
        act(number)
    return time.process_time() - start
