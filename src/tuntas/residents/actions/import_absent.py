"""Who is missing from a file that says it is complete: proposed, never removed."""

from __future__ import annotations

from datetime import date

from django.db import connection

from tuntas.ledger import bulk
from tuntas.residents.actions.import_plan import former_niks
from tuntas.residents.register_check import readable_niks
from tuntas.residents.register_file import OpenFile
from tuntas.wilayah import queries as wilayah


def absent_people(file: OpenFile, scope: str, on: date) -> list[int]:
    """People who lived in the region *scope* on the file's day, still do, and are not in it.

    A row that was rejected names its person all the same.
    """
    region = wilayah.region_by_code(scope)
    if region is None:
        return []
    present = readable_niks(file)
    present_ids = {person for nik, person in former_niks().items() if nik in present}
    day = on.isoformat()
    absent: list[int] = []
    villages = sorted(wilayah.subtree_village_ids(region.id))
    with connection.cursor() as cursor:
        for chunk in bulk.chunks(villages):
            cursor.execute(
                "SELECT s.person_id, p.nik FROM ledger_spell s"
                " JOIN residents_person p ON p.id = s.person_id"
                " WHERE s.from_on <= %s AND s.to_on > %s AND p.status = 'here'"
                f" AND s.village IN ({bulk.places(chunk)})",
                [day, day, *chunk],
            )
            absent += [
                person
                for person, nik in cursor.fetchall()
                if nik not in present and person not in present_ids
            ]
    return sorted(absent)
