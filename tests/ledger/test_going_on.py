"""One more change: the short way writes what composing the whole story would."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tuntas.ledger.compose import difference, walk
from tuntas.ledger.going_on import go_on
from tuntas.ledger.tracks import OUT, TRACKS, Change, Changes, TrackSet, dump, settle

OPENING = date(2020, 6, 30)
VALUES = {"place": (OUT, 11, 12), "standing": (0, 1, 2), "aside": (0, 1), "enrol": (0, 1, 2)}
CAUSES = ("recorded", 'said "so"', "kabar\x1flama", "pindah ké", "[1]}")


@st.composite
def courses(draw: st.DrawFn, name: str, most: int = 3) -> Changes:
    days = st.integers(-400, 1300).map(lambda n: OPENING + timedelta(n))
    change = st.builds(
        Change, days, st.sampled_from(VALUES.get(name, (0, 1, 2))), st.sampled_from(CAUSES)
    )
    return settle(draw(st.lists(change, max_size=most)))


@st.composite
def lives(draw: st.DrawFn) -> TrackSet:
    return TrackSet(**{name: draw(courses(name)) for name in TRACKS})


@st.composite
def stays(draw: st.DrawFn) -> TrackSet:
    """Came in once and never left: nearly everybody."""
    since = OPENING + timedelta(draw(st.integers(-3, 300)))
    return draw(lives())._replace(place=(Change(since, 11, "listed"),))


@st.composite
def restated(draw: st.DrawFn, tracks: TrackSet) -> dict[str, Changes]:
    """What a room says of its tracks: mostly one change more, late or early; sometimes anew."""
    name = draw(st.sampled_from(TRACKS[1:]))
    if draw(st.integers(0, 9)) == 0:
        return {name: draw(courses(name)), "place": draw(courses("place"))}
    known: Changes = getattr(tracks, name)
    late = draw(st.one_of(st.integers(1301, 1600), st.integers(-10, 1600)))
    last = known[-1].value if known else 0
    others = [value for value in VALUES.get(name, (0, 1, 2)) if value != last]
    more = Change(
        OPENING + timedelta(late), draw(st.sampled_from(others)), draw(st.sampled_from(CAUSES))
    )
    return {"enrol": tracks.enrol, "card": tracks.card, name: settle([*known, more])}


@settings(max_examples=600)
@given(st.data())
def test_one_more_change_is_what_the_whole_story_says(data: st.DataObject) -> None:
    old = data.draw(st.one_of(stays(), stays(), lives()))
    changes = data.draw(restated(old))

    more = go_on(dump(old), changes, OPENING.isoformat())

    new = old._replace(**changes)
    was, now = walk(old, OPENING), walk(new, OPENING)
    event("goes on" if more else "composed")
    if more is None:
        return
    assert more.text == dump(new)
    assert difference(
        tuple((a.on.isoformat(), *a[1:]) for a in was.arcs),
        tuple((a.on.isoformat(), *a[1:]) for a in now.arcs),
    ) == [(more.arc, 1)]
    spells = [(s[0].isoformat(), s[1].isoformat(), *s[2:]) for s in now.spells]
    before = [(s[0].isoformat(), s[1].isoformat(), *s[2:]) for s in was.spells]
    assert spells == [*before[:-1], more.ended, more.begun]
    assert more.ended[0] == before[-1][0]


def test_recording_somebody_who_is_here_goes_on() -> None:
    known = TrackSet(
        place=(Change(OPENING, 11, "listed"),), standing=(Change(OPENING, 2, "opening"),)
    )
    recorded = (Change(date(2023, 6, 20), 1, "recorded"),)

    more = go_on(dump(known), {"enrol": recorded, "card": ()}, OPENING.isoformat())

    assert more is not None
    assert more.begun == ("2023-06-20", "9999-12-31", 11, 39)
    assert more.text == dump(known._replace(enrol=recorded))


def test_a_future_birthday_is_composed() -> None:
    child = TrackSet(
        place=(Change(OPENING, 11, "listed"),), standing=(Change(date(2024, 1, 2), 2, "birthday"),)
    )

    more = go_on(
        dump(child), {"enrol": (Change(date(2023, 6, 20), 1, "recorded"),)}, OPENING.isoformat()
    )

    assert more is None
