"""Loading the outlines of regions, so that maps draw areas instead of circles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tuntas.wilayah import boundaries, revision
from tuntas.wilayah.actions import acts
from tuntas.wilayah.actions.acts import Actor
from tuntas.wilayah.boundaries import RejectedBoundary
from tuntas.wilayah.errors import FileTooLarge
from tuntas.wilayah.models import Boundary, Region

LARGEST_FILE_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BoundaryReport:
    """``read`` features = ``loaded`` + those rejected; ``replaced`` of the loaded were there."""

    read: int
    loaded: int
    replaced: int
    rejected: tuple[RejectedBoundary, ...]


def load_boundaries(
    *, actor: Actor, content: bytes, source: str, now: datetime, dry_run: bool = False
) -> BoundaryReport:
    """Check a GeoJSON file and keep every boundary of a region in force.

    Raises:
        FileTooLarge, NotGeoJson.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise FileTooLarge
    ids = dict(Region.objects.filter(valid_to__isnull=True).values_list("code", "id"))
    checked = boundaries.check(content.decode("utf-8-sig", errors="replace"), ids.keys())
    wanted = [ids[boundary.code] for boundary in checked.accepted]
    there = set(Boundary.objects.filter(region_id__in=wanted).values_list("region_id", flat=True))
    report = BoundaryReport(
        read=len(checked.accepted) + len(checked.rejected),
        loaded=len(checked.accepted),
        replaced=len(there),
        rejected=checked.rejected,
    )
    if checked.accepted and not dry_run:
        with transaction.atomic():
            Boundary.objects.bulk_create(
                [
                    Boundary(
                        region_id=ids[boundary.code],
                        geojson=boundary.geojson,
                        outline=boundary.outline,
                        source=source,
                        loaded_at=now,
                    )
                    for boundary in checked.accepted
                ],
                update_conflicts=True,
                unique_fields=["region"],
                update_fields=["geojson", "outline", "source", "loaded_at"],
            )
            revision.renew()
            acts.write(
                actor,
                "load_boundaries",
                now,
                source=source,
                loaded=report.loaded,
                rejected=len(report.rejected),
            )
    return report
