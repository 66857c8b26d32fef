"""``tuntas bench cards``: five hundred specimen cards to PDF, beside a compiler for each card."""

from __future__ import annotations

import time
from dataclasses import replace

from tuntas.cards import layout
from tuntas.cli.bench import Result, result
from tuntas.letters.press import press

COUNT = 500
ANEW = 5
AIM_S = 5.0
"""What the office asks: five hundred cards in five seconds."""


def run() -> list[Result]:
    faces = [
        replace(
            layout.SPECIMEN,
            nik=f"990501410799{number:04d}",
            name=f"WARGA CONTOH {number}",
            serial=f"SPESIMEN-{number:06d}",
        )
        for number in range(1, COUNT + 1)
    ]
    layout.pdf(faces[:1], specimen=True)
    cpu, wall = time.process_time(), time.perf_counter()
    made = layout.pdf(faces, specimen=True)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    start = time.process_time()
    for face in faces[:ANEW]:
        press.cache_clear()
        layout.pdf([face], specimen=True)
    each = (time.process_time() - start) / ANEW * COUNT
    start = time.process_time()
    for face in faces[:50]:
        layout.pdf([face], specimen=True)
    single = (time.process_time() - start) / 50 * COUNT
    return [
        result("500 cards, front and back, one PDF, CPU", cpu, each, "s"),
        result("the same, by the clock; the aim is 5", wall, AIM_S, "s"),
        result("500 cards as 500 PDFs, CPU", single, each, "s"),
        result("size of the PDF", len(made) / 1e6, None, "MB"),
    ]
