"""The map of the villages, shaded by how many are left, with its legend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tuntas.coverage.queries import Row
from tuntas.wilayah import maps


def left_by_village(rows: Sequence[Row], *, on: date, region_id: int | None = None) -> SafeString:
    """Villages as the office's boundaries draw them, else circles at their centroids."""
    values = {row.region_id: row.figures.left for row in rows}
    drawn = maps.choropleth_svg(
        values,
        title=_("Belum rekam per desa"),
        unit=_("orang belum rekam"),
        href="/desa/{code}/",
        region_id=region_id,
        on=on,
    )
    legend = render_to_string("web/components/legend.html", {"items": maps.legend(values)})
    return mark_safe(f'<div class="map-box">{drawn}</div>{legend}')
