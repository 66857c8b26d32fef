"""What of the regions a principal may look at and change.

Figures and names of regions are public knowledge; changing them is for those who may
edit the whole of the region they change.
"""

from __future__ import annotations

from typing import Protocol

from django.http import Http404

from tuntas.wilayah import codes, queries
from tuntas.wilayah.errors import UnknownRegion
from tuntas.wilayah.queries import ServicePointRow
from tuntas.wilayah.tree import Area


class Viewer(Protocol):
    """What this room asks a principal."""

    def village_ids(self, ability: str | None = None) -> frozenset[int] | None: ...


def region_or_404(code: str) -> Area:
    """The region of the office's tree with this code, in force or the last one to bear it."""
    dotted = codes.normal(code)
    found = queries.tree().by_code(dotted) if dotted else None
    if found is None:
        raise Http404
    return found


def listed_region(code: str) -> Area:
    """The region with this code anywhere in the national list, for whoever sits at the machine.

    Raises:
        UnknownRegion: no region ever bore it, or it is no code.
    """
    dotted = codes.normal(code)
    found = queries.region_by_code(dotted) if dotted else None
    if found is None:
        raise UnknownRegion(code)
    return found


def may_edit(principal: Viewer, region_id: int) -> bool:
    """Whether every village of the region lies where *principal* may edit regions."""
    allowed = principal.village_ids("edit_wilayah")
    if allowed is None:
        return True
    inside = queries.subtree_village_ids(region_id)
    return bool(inside) and inside <= allowed


def editable_region(principal: Viewer, code: str) -> Area:
    """The region in force with this code, if *principal* may change it.

    Raises:
        UnknownRegion: there is none, or it is not *principal*'s: a stranger learns no more.
    """
    found = queries.tree().by_code(codes.normal(code) or "")
    if found is None or found.valid_to is not None or not may_edit(principal, found.id):
        raise UnknownRegion(code)
    return found


def service_point_or_404(principal: Viewer, ref: str) -> ServicePointRow:
    """A place of service that *principal* may change."""
    found = queries.service_point(ref)
    if found is None or not may_edit(principal, found.region_id):
        raise Http404
    return found


def edits_everything(principal: Viewer) -> bool:
    """Whether *principal* may change all regions of the office: boundaries, lists of regions."""
    return may_edit(principal, queries.office_region().id)
