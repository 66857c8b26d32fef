"""The tree answers by date, for any history of codes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.wilayah.conftest import NOW, TODAY
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, queries, revision
from tuntas.wilayah.models import Region
from tuntas.wilayah.tree import DISTRICT, REGENCY, VILLAGE, Area, Succession, Tree, folded

START = date(2020, 1, 1)


@st.composite
def histories(draw: st.DrawFn) -> Tree:
    """A regency whose kecamatan are recoded again and again, with the desa below."""
    areas = {1: Area(1, "99", "P", 1), 2: Area(2, "99.05", "K", REGENCY, 1)}
    successions: list[Succession] = []
    standing: list[int] = []
    number = 0

    def add(name: str, level: int, parent: int, code: str, begin: date | None) -> int:
        id_ = len(areas) + 1
        areas[id_] = Area(id_, code, name, level, parent, begin)
        return id_

    def add_district(begin: date | None, villages: int) -> tuple[int, list[int]]:
        nonlocal number
        number += 1
        code = f"99.05.{number:02d}"
        district = add(f"C{number}", DISTRICT, 2, code, begin)
        return district, [
            add(f"D{number}-{n}", VILLAGE, district, f"{code}.{2001 + n}", begin)
            for n in range(villages)
        ]

    for villages in draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)):
        standing.append(add_district(None, villages)[0])
    for step in range(draw(st.integers(0, 4))):
        day = START + timedelta(days=30 * (step + 1))
        old = draw(st.sampled_from(standing))
        below = [a for a in areas.values() if a.parent_id == old and a.valid_to is None]
        new, replaced = add_district(day, len(below))
        for before, after in zip([areas[old], *below], [new, *replaced], strict=True):
            ended = Area(
                before.id,
                before.code,
                before.name,
                before.level,
                before.parent_id,
                before.valid_from,
                day,
            )
            areas[before.id] = ended
            successions.append(Succession(before.id, after, day, "recode"))
        standing[standing.index(old)] = new
    return Tree.of(areas.values(), successions, root_id=2)


DAYS = st.integers(0, 200).map(lambda n: START + timedelta(days=n))


@given(histories(), DAYS)
def test_on_any_day_every_village_lies_in_one_kecamatan(tree: Tree, on: date) -> None:
    by_district = [tree.at_level(d.id, VILLAGE, on) for d in tree.at_level(2, DISTRICT, on)]
    together = [area.id for villages in by_district for area in villages]

    assert sorted(together) == sorted(area.id for area in tree.at_level(2, VILLAGE, on))
    assert len(together) == len(set(together))


@given(histories())
def test_kecamatan_in_force_share_out_all_villages_of_all_days(tree: Tree) -> None:
    parts = [tree.subtree_village_ids(d.id) for d in tree.at_level(2, DISTRICT)]

    assert frozenset().union(*parts) == tree.subtree_village_ids(2)
    assert sum(map(len, parts)) == len(tree.subtree_village_ids(2))


@given(histories())
def test_old_and_new_code_are_one_area(tree: Tree) -> None:
    for link in tree.successions:
        old, new = link.predecessor_id, link.successor_id
        assert tree.subtree_village_ids(old) == tree.subtree_village_ids(new)
        assert tree.contains(old, new)
        assert tree.contains(new, old)


@given(histories())
def test_what_contains_agrees_with_the_villages(tree: Tree) -> None:
    villages = tree.subtree_village_ids(2)
    for area in tree.areas.values():
        inside = {village for village in villages if tree.contains(area.id, village)}
        assert inside == tree.subtree_village_ids(area.id)


@given(histories(), DAYS)
def test_a_code_is_borne_by_at_most_one_area_a_day(tree: Tree, on: date) -> None:
    for area in tree.areas.values():
        bearer = tree.by_code(area.code, on)
        assert (bearer is not None and bearer.id == area.id) == area.in_force(on)
        assert tree.by_code(area.code) is not None


@given(st.text(max_size=40))
def test_folding_is_calm_and_final(name: str) -> None:
    once = folded(name)

    assert once == once.strip().lower()
    assert "  " not in once


@pytest.mark.django_db
class TestRemembering:
    def test_a_tree_is_read_once_and_again_after_a_change(
        self, gorut: None, actor: Principal, django_assert_num_queries: object
    ) -> None:
        first = queries.tree()
        assert queries.tree() is first

        actions.rename_region(
            actor=actor,
            code="75.05.01.2003",
            name="Baru",
            effective_on=TODAY,
            source="x",
            now=NOW,
        )

        assert queries.tree() is not first

    def test_asking_costs_one_query(self, gorut: None, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        queries.tree()

        with django_assert_num_queries(1):
            queries.districts()

    def test_within_one_request_it_is_asked_once(self, gorut, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
        queries.tree()

        with revision.read_once(), django_assert_num_queries(1):
            queries.districts()
            queries.villages()
            queries.office_region()

    def test_a_request_that_changes_a_region_sees_it(self, gorut: None) -> None:
        with revision.read_once():
            before = queries.tree()
            with transaction.atomic():
                Region.objects.filter(code="75.05.01.2003").update(name="Baru")
                assert "Baru" in {area.name for area in queries.tree().areas.values()}
                transaction.set_rollback(True)

            assert "Baru" not in {area.name for area in queries.tree().areas.values()}
            assert queries.tree().areas == before.areas

    @pytest.mark.parametrize("how", ["save", "update", "bulk_update", "bulk_create"])
    def test_every_way_of_writing_is_noticed(self, gorut: None, how: str) -> None:
        mark = revision.current()
        row = Region.objects.get(code="75.05.01.2003")
        row.name = "Baru"

        if how == "save":
            row.save()
        elif how == "update":
            Region.objects.filter(id=row.id).update(name="Baru")
        elif how == "bulk_update":
            Region.objects.bulk_update([row], ["name"])
        else:
            Region.objects.bulk_create([Region(code="76", name="Baru", level=1, source="x")])

        assert revision.current() != mark
        assert "Baru" in {area.name for area in queries.tree().areas.values()}
