"""Reading the national list of regions as it is published; pure but for the files it is given.

Two layouts are known: the folder of npm ``idn-area-data`` 4 (provinces.csv …
islands.csv, or any one of them) and a single CSV, gzipped or not, with ``code,name``
(or ``kode,nama``) and perhaps ``lat,lng``.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tuntas.wilayah import codes
from tuntas.wilayah.errors import UnknownListLayout

PARTS = (
    "provinces.csv",
    "regencies.csv",
    "districts.csv",
    "villages.csv",
    "islands.csv",
)
_PARENT_COLUMNS = ("province_code", "regency_code", "district_code")
_ISLAND_CODE = re.compile(r"^\d{2}\.\d{2}\.4\d{4}$")
_DMS = re.compile(
    r"""^\s*(\d{1,3})°\s*(\d{1,2})'\s*(\d{1,2}(?:\.\d+)?)"\s*([NSEW])"""
    r"""\s+(\d{1,3})°\s*(\d{1,2})'\s*(\d{1,2}(?:\.\d+)?)"\s*([NSEW])\s*$"""
)


@dataclass(frozen=True, slots=True)
class ListedRegion:
    code: str
    name: str
    lat: float | None = None
    lng: float | None = None
    area_km2: float | None = None
    is_island: bool = False
    place: tuple[str, int] = field(default=("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class ListedIsland:
    code: str
    name: str
    region_code: str
    lat: float | None
    lng: float | None
    populated: bool
    place: tuple[str, int] = field(default=("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken over: where it stands and why, for the person who corrects it."""

    file: str
    line: int
    code: str
    reason: str


@dataclass(slots=True)
class NationalList:
    """What a list holds, parents before children; nothing read is lost."""

    regions: list[ListedRegion] = field(default_factory=list)
    islands: list[ListedIsland] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    rows: int = 0


def read(path: Path) -> NationalList:
    """Read a folder or a file.

    Raises:
        UnknownListLayout: neither layout fits, or the folder has none of the files.
    """
    found = NationalList()
    paths = _parts_of(path)
    if not paths:
        raise UnknownListLayout
    for part in paths:
        _read_file(part, found)
    found.regions.sort(key=lambda region: (len(region.code), region.code))
    _reject_repeated(found)
    return found


def _parts_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    folder = path / "data" if (path / "data" / PARTS[0]).exists() else path
    return [folder / part for part in PARTS if (folder / part).exists()]


def _read_file(path: Path, found: NationalList) -> None:
    reader = csv.DictReader(io.StringIO(_text(path), newline=""))
    names = {str(name).strip().lower() for name in reader.fieldnames or ()}
    if "coordinate" in names:
        _read_islands(path.name, reader, found)
    elif {"code", "name"} <= names or {"kode", "nama"} <= names:
        _read_regions(path.name, reader, found)
    else:
        raise UnknownListLayout(path.name)


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def _read_regions(file: str, reader: csv.DictReader[str], found: NationalList) -> None:
    for row in _counted(reader, found):
        written = (row.get("code") or row.get("kode") or "").strip()
        name = " ".join((row.get("name") or row.get("nama") or "").split())
        code = codes.normal(written)
        reason = _fault(code, name, row)
        if reason or code is None:
            found.rejected.append(Rejected(file, reader.line_num, written, reason))
        else:
            place = (file, reader.line_num)
            found.regions.append(ListedRegion(code, name, *_coordinates(row), place=place))


def _fault(code: str | None, name: str, row: dict[str, str]) -> str:
    if code is None:
        return "bad_code"
    if not name or len(name) > 120:
        return "bad_name"
    stated = next((row[column] for column in _PARENT_COLUMNS if row.get(column)), None)
    if stated is not None and codes.normal(stated) != codes.parent(code):
        return "parent_against_code"
    return ""


def _coordinates(row: dict[str, str]) -> tuple[float | None, float | None]:
    try:
        lat, lng = float(row.get("lat") or "nan"), float(row.get("lng") or "nan")
    except ValueError:
        return None, None
    on_earth = -90 <= lat <= 90 and -180 <= lng <= 180
    return (lat, lng) if on_earth else (None, None)


def _read_islands(file: str, reader: csv.DictReader[str], found: NationalList) -> None:
    for row in _counted(reader, found):
        code = (row.get("code") or "").strip()
        name = " ".join((row.get("name") or "").split())
        where = degrees(row.get("coordinate") or "")
        region = codes.normal(row.get("regency_code") or "") or codes.normal(code[:5] or "")
        if not _ISLAND_CODE.match(code) or region is None:
            found.rejected.append(Rejected(file, reader.line_num, code, "bad_code"))
        elif not name:
            found.rejected.append(Rejected(file, reader.line_num, code, "bad_name"))
        else:
            lat, lng = where if where else (None, None)
            populated = row.get("is_populated", "").strip() in {"1", "true", "True"}
            place = (file, reader.line_num)
            # 12.00: an island whose regency is not settled belongs to the province.
            region = region.removesuffix(".00")
            found.islands.append(ListedIsland(code, name, region, lat, lng, populated, place=place))


def _counted(reader: csv.DictReader[str], found: NationalList) -> Iterator[dict[str, str]]:
    for row in reader:
        found.rows += 1
        yield row


def degrees(text: str) -> tuple[float, float] | None:
    """Latitude and longitude of ``00°54'42.55" N 122°44'16.40" E``; ``None`` when unreadable.

    >>> degrees('''00°54'42.55" N 122°44'16.40" E''')
    (0.911819, 122.737889)
    >>> degrees("north of the bay") is None
    True
    """
    match = _DMS.match(text)
    if match is None:
        return None
    values = match.groups()
    first, second = _decimal(values[:4]), _decimal(values[4:])
    lat, lng = (first, second) if values[3] in "NS" else (second, first)
    return (lat, lng) if abs(lat) <= 90 and abs(lng) <= 180 else None


def _decimal(parts: tuple[str, ...]) -> float:
    whole = int(parts[0]) + int(parts[1]) / 60 + float(parts[2]) / 3600
    return round(-whole if parts[3] in "SW" else whole, 6)


def _reject_repeated(found: NationalList) -> None:
    """The second row of a code is listed, not silently preferred or dropped."""
    seen: dict[str, ListedRegion] = {}
    for region in found.regions:
        if region.code in seen:
            same = seen[region.code] == region
            reason = "repeated" if same else "repeated_with_other_content"
            found.rejected.append(Rejected(*region.place, region.code, reason))
        else:
            seen[region.code] = region
    found.regions = list(seen.values())
