"""Values on a map: an :class:`~tuntas.wilayah.atlas.Atlas` with shades, sizes and tooltips.

Runs for every page, so it only joins strings that were made before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tuntas.wilayah import geometry, shading
from tuntas.wilayah.atlas import Atlas, Sheet


@dataclass(frozen=True, slots=True)
class Wording:
    """What the map says in words."""

    key: str
    title: str
    description: str
    unit: str
    shade: str = "left"
    linked: bool = True


def draw(
    atlas: Atlas, values: Mapping[int, int], numbers: Mapping[int, str], words: Wording
) -> str:
    """Both sheets with the values of the villages.

    Args:
        values: by village id; a village without one is drawn as unknown.
        numbers: the same as people write them (``1.569``).
    """
    bounds = shading.class_bounds(values.values())
    largest = max(values.values(), default=0)
    return "".join(_drawn(sheet, values, numbers, bounds, largest, words) for sheet in atlas.sheets)


def _drawn(
    sheet: Sheet,
    values: Mapping[int, int],
    numbers: Mapping[int, str],
    bounds: Sequence[int],
    largest: int,
    words: Wording,
) -> str:
    key = f"{words.key}-{sheet.size.name}"
    # A picture cannot hold links for assistive technology: with links it is a group.
    role = "group" if words.linked else "img"
    parts = [
        f'<svg class="chart chart-{sheet.size.name} map map-{words.shade}" role="{role}"'
        f' viewBox="0 0 {sheet.size.width:.0f} {sheet.height:.0f}"'
        f' aria-labelledby="{key}-t {key}-d"><title id="{key}-t">{escape(words.title)}</title>'
        f'<desc id="{key}-d">{escape(words.description)}</desc>',
        sheet.behind,
    ]
    told = f" {escape(words.unit)}</title>"
    looks = {value: _look(sheet, value, bounds, largest) for value in set(values.values())}
    for mark in sheet.marks:
        value = values.get(mark.id)
        if value is None:
            parts.append(f"{mark.head}</title>{_element(sheet)}m-none{mark.shape}{mark.tail}")
            continue
        shade, core = looks[value]
        parts.append(f"{mark.head}: {numbers[mark.id]}{told}{shade}{mark.shape}")
        if core:
            parts.append(f"{core[0]}{mark.core}{core[1]}")
        parts.append(mark.tail)
    parts += [sheet.before, "</svg>"]
    return "".join(parts)


def _element(sheet: Sheet) -> str:
    return '<circle class="' if sheet.radius else '<path class="'


def _look(
    sheet: Sheet, value: int, bounds: Sequence[int], largest: int
) -> tuple[str, tuple[str, str] | None]:
    """How a value looks: the class of the shape and, for circles, the core's class and radius.

    A circle is a pale disc for the village with a core whose area is the number; a
    village where nobody is left is a whole disc.
    """
    shade = f"{_element(sheet)}m-{shading.class_of(value, bounds)}"
    if not sheet.radius or value <= 0:
        return shade, None
    radius = geometry.radius_for(value, largest, sheet.radius)
    return f"{_element(sheet)}m-disc", (shade, f'{radius:.1f}"/>')
