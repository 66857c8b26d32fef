"""``identify``: one search among 10^3 to 10^6 people with ten fingers each.

Synthetic people fill the gallery; real prints below a folder are enrolled among them and searched
for with other impressions. The baseline in the same run is the same scan by numpy's popcount, and
comparing with everybody in full.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from tuntas.biometrics import images
from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.gallery.codes import Projection, codes_of, projection
from tuntas.biometrics.gallery.comparison import in_full
from tuntas.biometrics.gallery.gallery import BITS, Gallery
from tuntas.biometrics.gallery.person import Fingers
from tuntas.biometrics.gallery.scan import Codes
from tuntas.biometrics.gallery.search import Identified, Search
from tuntas.biometrics.gallery.shards import Engine
from tuntas.biometrics.positions import FINGERS
from tuntas.biometrics.synthetic.templates import Impressions, impressions
from tuntas.biometrics.template import Template
from tuntas.cli.bench.identify_misses import Prints, alike, full_match_alike, misses
from tuntas.cli.output import Answer

LARGEST: Final = 100_000
PROBES: Final = 3_000
STUDIED: Final = 100_000
"""Misses are studied among no more people than this."""
SEED: Final = 7505
STRANGERS: Final = 900_000_000
"""Synthetic people from this number on are never enrolled."""
WORKERS: Final[Mapping[str, tuple[Engine, int, int]]] = {
    "one process": ("processes", 1, 1),
    "two processes": ("processes", 2, 1),
    "two threads": ("here", 1, 2),
}
_SUFFIXES: Final = {".png", ".tif", ".tiff", ".bmp", ".jpg", ".jp2", ".wsq"}
_BATCH: Final = 500
TOUCHES: Final = 5
AT_ONE_SIZE: Final = 20
"""Right and wrong people searched for at each size, from scan to evidence."""


def answer(data: Path | None, largest: int | None) -> Answer:
    """What ``tuntas bench identify`` says."""
    found = run(data, largest or LARGEST)
    return Answer(found, json.dumps(found, indent=1))


def run(
    data: Path | None = None,
    largest: int = LARGEST,
    probes: int = PROBES,
    prints: Prints | None = None,
) -> dict[str, object]:
    """Measure galleries up to *largest* with the prints below *data* (or *prints* themselves)."""
    found = prints if prints is not None else extracted(data or _given())
    with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
        return _measured(Path(folder), found, largest, probes)


def _given() -> Path:
    return Path(os.environ.get("TUNTAS_DATA", "../shared/data")) / "fingerprints"


def extracted(data: Path) -> dict[tuple[str, int, int], Template]:
    """Templates of every FINGER_IMPRESSION image, one folder a set; empty without any."""
    paths = [path for path in sorted(data.glob("*/*_*")) if path.suffix.lower() in _SUFFIXES]
    extractor = Extractor()
    # Two threads of one each: an extraction gains little from a second.
    with ThreadPoolExecutor(2) as pool:
        templates = pool.map(lambda path: _template(extractor, path), paths)
        return {_key(path): one for path, one in zip(paths, templates, strict=True)}


def _template(extractor: Extractor, path: Path) -> Template:
    return extractor.extract(images.read(path.read_bytes())).template


def _key(path: Path) -> tuple[str, int, int]:
    finger, impression = path.stem.split("_")
    return path.parent.name, int(finger), int(impression)


def _measured(folder: Path, prints: Prints, largest: int, probes: int) -> dict[str, object]:
    by = projection(BITS)
    people = list(real_people(prints))
    answer: dict[str, object] = {"bits": BITS, "prints": len(prints), "sizes": []}
    sizes: list[dict[str, object]] = []
    for size in _sizes(largest):
        grown = _grow(folder, size, people)
        sizes.append({"people": size, **grown, **_searched(folder, people, size)})
    answer["sizes"] = sizes
    answer["baseline"] = _baseline(people, by)
    some = _some_codes(
        folder, min(largest - len(dict.fromkeys(ref for ref, _, _ in people)), STUDIED)
    )
    made = impressions(seed=SEED, first=STRANGERS, people=30)
    if prints:
        answer["impostors_by_codes"] = alike(prints, some, by)
        answer["impostors_by_full_match"] = full_match_alike(
            prints, [made.template(row) for row in range(len(made))]
        )
        answer["misses"] = misses(prints, some, by, probes=probes, threads=2)
    return answer


def _sizes(largest: int) -> list[int]:
    return [size for size in (1_000, 10_000, 100_000, 1_000_000) if size < largest] + [largest]


# People


def hands(made: Impressions, row: int) -> Fingers:
    """The ten fingers of the person in *row* of what was made."""
    return {finger: made.template(10 * row + finger - 1) for finger in FINGERS}


def real_people(prints: Prints) -> Iterator[tuple[str, Fingers, Fingers]]:
    """(ref, enrolled, probe): the ten fingers of a set as one person, searched for TOUCHES times.

    The impressions searched with are others than those enrolled.
    """
    sets: dict[str, dict[int, list[Template]]] = {}
    for (name, finger, _), template in prints.items():
        sets.setdefault(name, {}).setdefault(finger, []).append(template)
    for number, fingers in enumerate(sets.values()):
        held = [some for some in fingers.values() if len(some) > 1][:10]
        for touch in range(TOUCHES if len(held) == 10 else 0):
            probe = {
                position: some[1 + (touch + position) % (len(some) - 1)]
                for position, some in zip(FINGERS, held, strict=True)
            }
            enrolled = {position: some[0] for position, some in zip(FINGERS, held, strict=True)}
            yield f"{number:08d}".rjust(32, "e"), enrolled, probe


def _ref(person: int) -> str:
    return f"{person:032x}"


def _grow(
    folder: Path, size: int, people: Sequence[tuple[str, Fingers, Fingers]]
) -> dict[str, object]:
    """Insert synthetic people until there are *size*; what that cost a person."""
    with Gallery.open(folder) as gallery:
        if not len(gallery):
            gallery.insert_many({ref: enrolled for ref, enrolled, _ in people}.items())
        first, start = len(gallery), time.process_time()
        spent = 0.0
        while (held := len(gallery)) < size:
            batch = min(_BATCH, size - held)
            made = impressions(seed=SEED, first=held, people=batch)
            before = time.process_time()
            gallery.insert_many((_ref(held + row), hands(made, row)) for row in range(batch))
            spent += time.process_time() - before
    opened = time.process_time()
    with Gallery.open(folder, writing=False):
        opened = time.process_time() - opened
    added = max(1, size - first)
    return {
        "insert_ms_per_person": round(1000 * spent / added, 3),
        "grow_cpu_s": round(time.process_time() - start, 1),
        "open_cpu_s": round(opened, 3),
        "disk_mb": round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6, 1),
    }


# Searches


def _searched(
    folder: Path, people: Sequence[tuple[str, Fingers, Fingers]], size: int
) -> dict[str, object]:
    made = impressions(seed=SEED, first=STRANGERS, people=AT_ONE_SIZE)
    strangers = [hands(made, row) for row in range(AT_ONE_SIZE)]
    asked = [(ref, probe) for ref, _, probe in people]
    as_said = Search(exchanged=False)
    found: dict[str, object] = {}
    rows: dict[str, list[tuple[Identified, float, float]]] = {}
    for workers, (engine, shards, threads) in WORKERS.items():
        with Gallery.open(
            folder, writing=False, engine=engine, shards=shards, threads=threads
        ) as gallery:
            gallery.identify(strangers[0])
            rows = {
                "as_said": [_timed(gallery, probe, as_said) for _, probe in asked],
                "and_exchanged": [_timed(gallery, probe, Search()) for _, probe in asked],
                "strangers": [_timed(gallery, probe, Search()) for probe in strangers],
            }
            memory = _memory_mb([os.getpid(), *_pids(gallery)])
        found[workers] = {
            name: {
                "wall_s": round(float(np.median([wall for _, wall, _ in some])), 3),
                "cpu_s": round(float(np.median([cpu for _, _, cpu in some])), 3),
            }
            for name, some in rows.items()
            if some
        } | {"memory_mb": memory}
    answers = [answer for answer, _, _ in rows["and_exchanged"]]
    refs = [ref for ref, _ in asked]
    return found | _right_and_wrong(refs, answers, [answer for answer, _, _ in rows["strangers"]])


def _right_and_wrong(
    refs: Sequence[str], answers: Sequence[Identified], strangers: Sequence[Identified]
) -> dict[str, object]:
    """Who came first, and how far right and wrong people are apart in decades."""
    true, wrong = [], [one.decades for found in strangers for one in found.candidates[:1]]
    for ref, found in zip(refs, answers, strict=True):
        scores = {one.ref: one.decades for one in found.candidates}
        true.append(scores.pop(ref, 0.0))
        wrong += scores.values()
    first = sum(found.candidates[0].ref == ref for ref, found in zip(refs, answers, strict=True))
    return {
        "searched": len(refs),
        "first": first,
        "lowest_true_decades": round(min(true, default=0.0), 1),
        "highest_wrong_decades": round(max(wrong, default=0.0), 1),
        "false_positives": sum(score >= min(true, default=0.0) for score in wrong),
    }


def _timed(gallery: Gallery, probe: Fingers, search: Search) -> tuple[Identified, float, float]:
    pids = [os.getpid(), *_pids(gallery)]
    wall, cpu = time.perf_counter(), _cpu_s(pids)
    found = gallery.identify(probe, search)
    return found, time.perf_counter() - wall, _cpu_s(pids) - cpu


def _pids(gallery: Gallery) -> list[int]:
    return gallery.pids


def _cpu_s(pids: Sequence[int]) -> float:
    """CPU seconds of processes, from /proc: to a hundredth."""
    ticks = 0
    for pid in pids:
        said = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(said[11]) + int(said[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory_mb(pids: Sequence[int]) -> float:
    """Memory of processes together; what they share (the mapped codes) counts once."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return round(total / 1000, 1)


# Baselines


def _baseline(
    people: Sequence[tuple[str, Fingers, Fingers]], by: Projection
) -> Mapping[str, object]:
    """The same scan by numpy, and everybody in full: CPU microseconds a person."""
    made = impressions(seed=SEED, first=0, people=100)
    enrolled = [(_ref(row), hands(made, row), ()) for row in range(100)]
    probe = people[0][2] if people else hands(made, 0)
    templates = [fingers[finger] for _, fingers, _ in enrolled for finger in FINGERS]
    codes = codes_of(templates, by).reshape(100, 10, by.words, -1)
    ours = codes_of([probe[finger] for finger in FINGERS], by)
    start = time.process_time()
    for position in range(10):
        apart = codes[:, position, :, :, None] ^ ours[position][None, :, None, :]
        by.weight[np.bitwise_count(apart).sum(axis=1).min(axis=2)].sum(axis=1)
    numpy_s = time.process_time() - start
    in_full(probe, enrolled[:1])
    start = time.process_time()
    in_full(probe, enrolled)
    full_s = time.process_time() - start
    return {
        "numpy_scan_us_per_person": round(numpy_s * 1e4, 2),
        "full_match_us_per_person": round(full_s * 1e4, 1),
    }


def _some_codes(folder: Path, people: int) -> Codes:
    """Codes of the last *people* people, as the gallery keeps them: synthetic ones."""
    with Gallery.open(folder, writing=False) as gallery:
        return gallery.codes(people)
