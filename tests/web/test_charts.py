from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tuntas.web import charts

START = date(2020, 12, 31)
SVG = "{svg}"


def parsed(drawn: str) -> ElementTree.Element:
    """The drawings as one tree: anything unescaped or unclosed fails here."""
    return ElementTree.fromstring(f'<figure xmlns="svg">{drawn}</figure>')


def words(drawn: str) -> list[str]:
    return [node.text or "" for node in parsed(drawn).iter(f"{SVG}text")]


def line_of(days: dict[int, int], **options: object) -> str:
    points = [charts.Point(START + timedelta(days=n), left) for n, left in days.items()]
    return charts.burn_down(points, key="k", title="Menuju nol", **options)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> list[charts.Point]:
    gaps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=60))
    day, points = START, []
    for gap in gaps:
        day += timedelta(days=gap)
        points.append(charts.Point(day, draw(st.integers(0, 10**6)), draw(st.booleans())))
    return points


@given(histories(), st.text(max_size=30))
def test_every_history_draws_inside_its_frame(points: list[charts.Point], label: str) -> None:
    label = re.sub(r"[^\x20-\ud7ff]", "", label)

    drawn = charts.burn_down(
        points, key="k", title="T", notes=[charts.Note(points[0].on, label)], desc=label
    )

    for drawing in parsed(drawn).iter(f"{SVG}svg"):
        _, _, width, height = map(float, drawing.attrib["viewBox"].split())
        for line in drawing.iter(f"{SVG}polyline"):
            for pair in line.attrib["points"].split():
                x, y = map(float, pair.split(","))
                assert 0 <= x <= width
                assert 0 <= y <= height


@given(histories())
def test_the_line_falls_exactly_when_fewer_are_left(points: list[charts.Point]) -> None:
    drawing = next(parsed(charts.burn_down(points, key="k", title="T")).iter(f"{SVG}svg"))
    drawn = [
        tuple(map(float, pair.split(",")))
        for line in drawing.iter(f"{SVG}polyline")
        for pair in line.attrib["points"].split()
    ]

    assert len(drawn) == len(points)
    for before, after, (_, high), (_, low) in zip(
        points, points[1:], drawn, drawn[1:], strict=False
    ):
        assert (low >= high) if after.left <= before.left else (low <= high)


def test_the_axis_always_reaches_zero() -> None:
    assert "0" in words(line_of({0: 900, 1: 880}))


def test_another_denominator_cuts_the_line_and_says_so() -> None:
    cut = charts.Break(START + timedelta(days=2), "penyebut DKB 2021")

    drawn = line_of({0: 450, 1: 440, 2: 1569, 3: 1500}, breaks=[cut])

    assert drawn.count("<polyline") == 4  # two runs in each of the two drawings
    assert "penyebut DKB 2021" in words(drawn)


def test_the_last_point_turns_green_only_when_the_target_is_reached() -> None:
    target = [charts.Target(554, "target")]

    assert "c-dot-left" in line_of({0: 650, 1: 555}, targets=target)
    assert "c-dot-done" in line_of({0: 650, 1: 554}, targets=target)


def test_a_target_out_of_force_reaches_nothing() -> None:
    target = charts.Target(1000, "target 2020", to_on=START)

    assert "c-dot-left" in line_of({0: 900, 30: 850}, targets=[target])


def test_labels_of_one_drawing_do_not_lie_on_each_other() -> None:
    drawn = line_of(
        {n: 900 - n for n in range(9)},
        notes=[charts.Note(START + timedelta(days=n), f"peristiwa {n}") for n in range(3)],
    )

    for drawing in parsed(drawn).iter(f"{SVG}svg"):
        places = [(t.attrib["x"], t.attrib["y"]) for t in drawing.iter(f"{SVG}text")]
        assert len(places) == len(set(places))


def test_three_years_are_thinned_but_keep_the_marked_day() -> None:
    points = [
        charts.Point(START + timedelta(days=n), 1000 + n, marked=n == 777) for n in range(1200)
    ]

    drawn = charts.burn_down(points, key="k", title="T")

    assert "1.777" in words(drawn)
    assert len(drawn) < 20_000


def test_words_from_outside_cannot_become_markup() -> None:
    note = charts.Note(START, "<script>alert(1)</script>")

    drawn = line_of({0: 5, 1: 4}, notes=[note], desc='"><script>')

    assert "<script" not in drawn


def test_no_drawing_carries_an_inline_style() -> None:
    causes = [charts.Cause("Direkam", 0), charts.Cause("Wajib baru", 4, enters=True)]
    drawn = (
        line_of({0: 5, 1: 4})
        + charts.bar(3, 4)
        + charts.fall([charts.Period("1", (3, 2))], causes, key="f", title="F")
        + charts.numerators([charts.Numerator("R", 3, "75 %")], obliged=4, key="n", title="N")
        + charts.sparkline([3, 2, 1], label="turun")
        + charts.parts([charts.Part("A", 1)], key="p", title="P")
    )

    assert "style=" not in drawn


def test_every_drawing_with_words_is_an_image_with_a_name() -> None:
    for drawing in parsed(line_of({0: 5, 1: 4}, desc="Turun satu.")).iter(f"{SVG}svg"):
        named = {node.attrib.get("id") for node in drawing}
        assert drawing.attrib["role"] == "img"
        assert set(drawing.attrib["aria-labelledby"].split()) <= named


def test_no_two_elements_of_a_page_share_an_id() -> None:
    ids = re.findall(r'id="([^"]+)"', line_of({0: 5, 1: 4}, desc="d"))

    assert len(ids) == len(set(ids)) == 4


@given(st.integers(-5, 10**6), st.integers(-5, 10**6))
def test_a_bar_is_never_longer_than_its_cell_nor_invisible(value: int, most: int) -> None:
    width = float(re.findall(r'rect width="([^"]+)"', charts.bar(value, most))[0])

    assert 0 <= width <= 100
    assert (width > 0) == (value > 0 and most > 0)


def test_more_cards_than_people_are_drawn_past_the_line_not_clamped() -> None:
    drawn = charts.numerators(
        [charts.Numerator("Di tangan", 110, "110,00 %")],
        obliged=100,
        key="n",
        title="N",
    )

    assert "c-over" in drawn
    assert "110" in words(drawn)


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=40))
def test_columns_of_the_fall_stay_inside_and_keep_their_proportion(
    counts: list[tuple[int, int]],
) -> None:
    causes = [charts.Cause("Direkam", 0), charts.Cause("Wajib baru", 4, enters=True)]
    periods = [charts.Period(str(n), pair) for n, pair in enumerate(counts)]

    drawn = charts.fall(periods, causes, key="f", title="F")

    for drawing in parsed(drawn).iter(f"{SVG}svg"):
        height = float(drawing.attrib["viewBox"].split()[3])
        for column in drawing.iter(f"{SVG}rect"):
            top = float(column.attrib["y"])
            assert top >= 0
            assert top + float(column.attrib["height"]) <= height


def test_a_list_without_days_draws_nothing() -> None:
    assert charts.burn_down([], key="k", title="T") == ""
    assert charts.fall([], [], key="k", title="T") == ""
    assert charts.parts([charts.Part("A", 0)], key="p", title="P") == ""
