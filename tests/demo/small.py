"""A corner of the story: the people of a few villages with everything that happens to them."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from tuntas.demo.people import Population
from tuntas.demo.story import Story


def corner(story: Story, villages: tuple[int, ...]) -> Story:
    """The same story, told of those only whose first village is one of *villages*."""
    people = story.people
    kept = np.flatnonzero(np.isin(people.village, villages))
    new_index = {int(old): new for new, old in enumerate(kept)}
    columns = {
        column.name: _chosen(getattr(people, column.name), kept)
        for column in fields(Population)
        if column.name != "villages"
    }
    columns["head"] = np.array([new_index[int(head)] for head in columns["head"]])
    return Story(
        people=Population(villages=people.villages, **columns),
        opening_size=int((kept < story.opening_size).sum()),
        statuses=[story.statuses[old] for old in kept if old < story.opening_size],
        came_recorded=story.came_recorded[kept],
        semesters=story.semesters,
        acts=tuple(
            act._replace(person=new_index[act.person])
            for act in story.acts
            if act.person in new_index
        ),
    )


def _chosen(column, kept):  # type: ignore[no-untyped-def]
    return [column[at] for at in kept] if isinstance(column, list) else column[kept]
