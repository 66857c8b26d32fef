"""Synthetic register files for measuring: as a SIAK export has them, NIKs under province 99."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from tuntas.demo.sources import read as read_sources
from tuntas.wilayah import shipped

HEADERS: Final = (
    "NO_KK;NIK;NAMA_LGKP;JENIS_KLMIN;TMPT_LHR;TGL_LHR;STAT_KWN;AGAMA;JENIS_PKRJN;KEWARGANEGARAAN;"
    "STAT_HBKEL;ALAMAT;DUSUN;NO_RT;NO_RW;KODE_DESA;DESA;KECAMATAN;STATUS_KTP_EL;STATUS_PENDUDUK"
)
"""Twenty columns."""

_WORK: Final = ("PETANI/PEKEBUN", "NELAYAN", "PELAJAR/MAHASISWA", "WIRASWASTA", "GURU", "BURUH")
_DUSUN: Final = ("TENGAH", "TIMUR", "BARAT", "PANTAI", "HUIDU")
_TOWNS: Final = ("KWANDANG", "ATINGGOLA", "ANGGREK", "GORONTALO", "LIMBOTO", "TOLINGGULA")


def write_register(path: Path, size: int, *, seed: int = 7, faulty: float = 0.001) -> None:
    """*size* people over the shipped villages, in the order of their families, as CSV.

    Args:
        faulty: share of rows that an import must reject.
    """
    rng = np.random.default_rng(seed)
    names = [region for region in shipped.regions() if len(region.code) == 13]
    districts = {r.code: r.name for r in shipped.regions() if len(r.code) == 8}
    village = np.sort(rng.integers(0, len(names), size))
    age_days = (rng.beta(1.1, 2.0, size) * 90 * 365).astype(np.int64)
    born = np.datetime64("2020-12-31") - age_days
    female = rng.random(size) < 0.5
    given = _given_names()
    sources = read_sources()
    first = rng.integers(0, len(given), size)
    second = rng.integers(0, len(given), size)
    family = rng.integers(0, len(sources.family_names), size)
    kind = rng.random((size, 4))
    bad = rng.random(size) < faulty
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADERS + "\n")
        for n in range(size):
            region = names[village[n]]
            year, month, day = map(int, str(born[n]).split("-"))
            district = region.code[6:8]
            birth = f"{day + 40 * female[n]:02}{month:02}{year % 100:02}"
            nik = "0" if bad[n] else f"9905{district}{birth}{1 + n % 9998:04}"
            adult = age_days[n] > 17 * 365
            out.write(
                f"9905{district}0101{n // 3571 % 20:02}{1 + n // 4 % 9999:04};{nik};"
                f"{given[first[n]]} {given[second[n]] + ' ' if kind[n, 0] < 0.6 else ''}"
                f"{sources.family_names[family[n]].upper()};{'P' if female[n] else 'L'};"
                f"{_TOWNS[int(kind[n, 1] * 6)]};{day:02}-{month:02}-{year};"
                f"{'KAWIN' if adult and kind[n, 2] < 0.7 else 'BELUM KAWIN'};ISLAM;"
                f"{_WORK[int(kind[n, 3] * 6)]};WNI;{'KEPALA KELUARGA' if n % 4 == 0 else 'ANAK'};"
                f"JL TRANS SULAWESI NO {n % 400};{_DUSUN[n % 5]};{1 + n % 4:03};{1 + n % 2:03};"
                f"{region.code};{region.name.upper()};{districts[region.code[:8]].upper()};"
                f"{_status(adult, float(kind[n, 0]))};AKTIF\n"
            )


def _given_names() -> list[str]:
    sources = read_sources()
    return [
        name.upper()
        for names in (sources.men, sources.women)
        for name in names.first + names.second
    ]


def _status(adult: bool, chance: float) -> str:
    if not adult:
        return "BELUM WAJIB"
    if chance < 0.012:
        return "BELUM REKAM"
    if chance < 0.05:
        return "PRINT_READY_RECORD"
    return "CARD_ISSUED" if chance < 0.9 else "SUDAH REKAM"
