"""``tuntas bench match --data DIR``: the fingerprint engine by the FVC protocol, from the images.

Every folder below DIR that holds images FINGER_IMPRESSION.png (tif, bmp) is a set. Genuine: each
two impressions of a finger. Impostor: each two impressions of different fingers of the set (FVC
itself takes the first impressions only). EER and ZeroFMR (the lowest share of genuine pairs
missed with no impostor pair accepted) as FVC defines them; FMR100 and FMR1000: genuine pairs
missed where at most one impostor pair in 100, 1,000 is accepted. rank-1: each impression probes
all others of its set; the share whose best score belongs to the same finger. All in percent,
with 95 % intervals from drawing each set's fingers anew.

Beside it in the same run: the classical extractor with a plain rigid matcher, and the time of
the extraction network as shipped.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics import images
from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.fingers import classical
from tuntas.biometrics.fingers.extract import Extractor, template_of
from tuntas.biometrics.fingers.standard import standard
from tuntas.biometrics.images import Grey
from tuntas.biometrics.matching import calibration
from tuntas.biometrics.matching.matcher import match_all, match_pairs
from tuntas.biometrics.matching.prints import pack
from tuntas.biometrics.template import Template
from tuntas.cli.bench import plain
from tuntas.cli.bench.extraction import extraction_timing
from tuntas.cli.bench.protocol import MEASURES, Rates, fvc, mean
from tuntas.cli.bench.verification import reference_images
from tuntas.cli.output import Answer, Refused, bilingual, progress, table

T = TypeVar("T")

_NAME: Final = re.compile(r"(.+)_(\d+)\.(png|tif|tiff|bmp)", re.IGNORECASE)
_TIMED: Final = 24
"""Images on which extraction is timed beside the shipped network."""
_REPEATS: Final = 3
_SPEED_PAIRS: Final = 4000


@dataclass(frozen=True, slots=True)
class PrintSet:
    """One folder: files, and the finger of each."""

    name: str
    files: tuple[Path, ...]
    fingers: tuple[str, ...]


def answer(data: Path | None, calibrate: Path | None) -> Answer:
    """Measure the sets below *data*; TUNTAS_DATA/fingerprints when it is not said."""
    sets = find_sets(data or reference_images("fingerprints"))
    extractor = Extractor()
    greys = [[_read(file) for file in one.files] for one in sets]
    _ = extractor.extract(greys[0][0])  # compiled code and the network are loaded
    spent = time.process_time()
    with progress("extraction", sum(len(one.files) for one in sets)) as advance:
        ours = [_each(one, lambda grey: extractor.extract(grey).template, advance) for one in greys]
    spent = time.process_time() - spent
    fallback = [_each(one, _classical, lambda _: None) for one in greys]
    scores = [match_all(pack(templates)) for templates in ours]
    rates = [fvc(alike, one.fingers) for alike, one in zip(scores, sets, strict=True)]
    baseline = [
        fvc(plain.scores(templates), one.fingers)
        for templates, one in zip(fallback, sets, strict=True)
    ]
    payload = _payload(sets, rates, baseline) | _speed(sets, ours)
    payload |= {"symmetric": all(_symmetric(templates) for templates in ours)}
    payload |= {"extraction_ms": _rounded(1000 * spent / sum(len(one.files) for one in sets))}
    payload |= _shipped(greys)
    if calibrate:
        calibration.write(_calibration(sets, ours), calibrate)
    return Answer(payload, _text(payload))


def find_sets(folder: Path) -> list[PrintSet]:
    """The sets below *folder*. Raises Refused: no folder, no set, or a set of one finger."""
    if not folder.is_dir():
        raise Refused(
            "no_folder",
            id=f"Folder {folder} tidak ada. Sebutkan folder gambar sidik jari dengan --data.",
            en=f"There is no folder {folder}. Say where the prints are with --data.",
        )
    folders = [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())]
    sets = [found for path in folders if (found := _set(path, folder)).files]
    if not sets:
        raise Refused(
            "no_prints",
            id=f"Tidak ada gambar di {folder}. Namai gambar JARI_KE.png (tif, bmp): 101_1.png.",
            en=f"There are no images in {folder}. Name them FINGER_IMPRESSION.png (tif, bmp).",
        )
    for one in sets:
        count = len(set(one.fingers))
        if count < 2 or count == len(one.fingers):
            raise Refused(
                "too_few_fingers",
                id=f"Set {one.name} perlu paling sedikit dua jari, salah satunya dua gambar.",
                en=f"The set {one.name} needs two fingers at least, one of them with two images.",
            )
    return sets


def _set(path: Path, top: Path) -> PrintSet:
    named = sorted((file, _NAME.fullmatch(file.name)) for file in path.iterdir() if file.is_file())
    kept = [(file, match[1]) for file, match in named if match]
    name = path.name if path == top else path.relative_to(top).as_posix()
    return PrintSet(name, tuple(file for file, _ in kept), tuple(finger for _, finger in kept))


def _read(file: Path) -> Grey:
    try:
        return images.read(file.read_bytes())
    except (BiometricError, OSError) as unreadable:
        raise Refused(
            "unreadable_image",
            id=f"{file} tidak dapat dibaca sebagai gambar. Perbaiki atau keluarkan dari foldernya.",
            en=f"{file} cannot be read as an image. Mend it or take it out of its folder.",
        ) from unreadable


def _each(
    greys: Sequence[Grey], extract: Callable[[Grey], Template], advance: Callable[[int], None]
) -> list[Template]:
    found = []
    for grey in greys:
        found.append(extract(grey))
        advance(1)
    return found


def _classical(grey: Grey) -> Template:
    seen = standard(grey)
    return template_of(classical.minutiae(seen.image.pixels, seen.finger), seen.image)


def _payload(
    sets: Sequence[PrintSet], rates: Sequence[Rates], baseline: Sequence[Rates]
) -> dict[str, Any]:
    rows = [
        {
            "name": one.name,
            "images": len(one.files),
            "genuine": ours.genuine,
            "impostor": ours.impostor,
            **ours.percents,
            "between_95": ours.between,
            "classical_plain": plain_rates.percents,
        }
        for one, ours, plain_rates in zip(sets, rates, baseline, strict=True)
    ]
    ours_mean, plain_mean = mean(rates), mean(baseline)
    return {
        "sets": rows,
        "mean": {**ours_mean.percents, "between_95": ours_mean.between},
        "classical_plain_mean": plain_mean.percents,
    }


def _speed(sets: Sequence[PrintSet], ours: Sequence[Sequence[Template]]) -> dict[str, Any]:
    """Full matches in a second of one core's time, gallery in memory, from packed prints."""
    prints = pack([template for templates in ours for template in templates])
    fingers = _finger_numbers(sets)
    p, q = np.triu_indices(len(fingers), 1)
    rng = np.random.default_rng(1)
    speeds = {}
    for name, same in (("impostor", False), ("genuine", True)):
        chosen = np.flatnonzero((fingers[p] == fingers[q]) == same)
        chosen = rng.permutation(chosen)[:_SPEED_PAIRS]
        times = []
        for _ in range(_REPEATS):
            started = time.process_time()
            match_pairs(prints, p[chosen], prints, q[chosen])
            times.append(time.process_time() - started)
        speeds[name] = round(len(chosen) / min(times))
    return {
        "matches_per_s": speeds["impostor"],
        "matches_per_s_impostor": speeds["impostor"],
        "matches_per_s_genuine": speeds["genuine"],
    }


def _finger_numbers(sets: Sequence[PrintSet]) -> NDArray[np.int64]:
    names = [f"{one.name}/{finger}" for one in sets for finger in one.fingers]
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def _symmetric(templates: Sequence[Template]) -> bool:
    """Is every score of (a, b) that of (b, a), to the last bit?"""
    prints = pack(templates)
    p, q = np.triu_indices(len(templates), 1)
    there, back = match_pairs(prints, p, prints, q), match_pairs(prints, q, prints, p)
    return bool(np.array_equal(there, back))


def _shipped(greys: Sequence[Sequence[Grey]]) -> dict[str, Any]:
    every = [grey for one in greys for grey in one]
    timing = extraction_timing(every[:: max(1, len(every) // _TIMED)])
    return {
        "extraction": {
            "images": timing.images,
            "ours_ms": _rounded(timing.whole_ms),
            "network_ms": _rounded(timing.network_ms),
            "shipped_network_ms": _rounded(timing.shipped_ms),
            "times_faster": _rounded(timing.shipped_ms / timing.whole_ms),
            "same_minutiae": timing.same,
            "shipped_minutiae": timing.shipped,
        }
    }


def _calibration(
    sets: Sequence[PrintSet], ours: Sequence[Sequence[Template]]
) -> calibration.Calibration:
    """Strangers are all pairs of different fingers, of different sets too."""
    prints = pack([template for templates in ours for template in templates])
    fingers = _finger_numbers(sets)
    p, q = np.triu_indices(len(fingers), 1)
    p, q = p[fingers[p] != fingers[q]], q[fingers[p] != fingers[q]]
    source = ", ".join(one.name for one in sets) + ": all pairs of different fingers"
    return calibration.fit(match_pairs(prints, p, prints, q), fingers[p], fingers[q], source)


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _text(payload: dict[str, Any]) -> str:
    header = ["set", *(name.upper().replace("_", "-") for name in MEASURES)]
    rows = [
        [row["name"], *(_with_interval(row, name) for name in MEASURES)]
        for row in [*payload["sets"], {"name": bilingual("rata-rata", "mean"), **payload["mean"]}]
    ]
    rows.append(
        [
            bilingual("klasik", "classical + plain"),
            *(f"{payload['classical_plain_mean'][name]:.2f}" for name in MEASURES),
        ]
    )
    timing = payload["extraction"]
    return "\n".join(
        (
            bilingual("persen (selang 95 persen)", "percent (95 % interval)"),
            table(header, rows),
            f"{payload['matches_per_s_impostor']} impostor, {payload['matches_per_s_genuine']} "
            f"genuine / s / core; (a, b) = (b, a): {payload['symmetric']}",
            f"{payload['extraction_ms']:.0f} ms; {timing['ours_ms']:.0f} : "
            f"{timing['shipped_network_ms']:.0f} ms ({timing['times_faster']} ×)",
        )
    )


def _with_interval(row: dict[str, Any], name: str) -> str:
    low, high = row["between_95"][name]
    return f"{row[name]:.2f} ({low:.1f}–{high:.1f})"
