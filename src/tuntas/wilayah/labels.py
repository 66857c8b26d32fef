"""Labels of a map: near what they name, never over each other, never over the edge."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuntas.wilayah.geometry import Bounds, Point


@dataclass(frozen=True, slots=True)
class LabelWish:
    """A label that wants to stand near *home*; of two that collide the heavier stays."""

    key: int
    text: str
    home: Bounds
    weight: float


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """Middle of the text's baseline."""

    key: int
    text: str
    x: float
    y: float


def place_labels(
    wishes: Sequence[LabelWish],
    *,
    obstacles: NDArray[np.float64],
    page: Bounds,
    letter_width: float,
    line_height: float,
) -> list[PlacedLabel]:
    """Labels near their homes that touch neither each other nor the edge.

    Args:
        obstacles: shape (m, 4): x, y, radius and key of the owner, of circles better not
            written over; a label must not seem to belong to another's circles.
    Returns:
        The labels that found a place, heaviest first; one that fits nowhere is left out.
    """
    space = _Space(obstacles, page, letter_width, line_height)
    offers = {wish.key: _offers(wish, space) for wish in wishes}
    # Placing one by one depends on who comes first; a few orders are tried, the best stays.
    orders = (
        lambda wish: (-wish.weight, wish.key),
        lambda wish: (wish.weight, wish.key),
        lambda wish: (wish.home.left, wish.key),
        lambda wish: (-wish.home.right, wish.key),
        lambda wish: (wish.home.top, wish.key),
        lambda wish: (wish.home.width, wish.key),
    )
    attempts = [_one_by_one(sorted(wishes, key=order), offers) for order in orders]
    best = min(attempts, key=lambda attempt: attempt[0])[1]
    weights = {wish.key: wish.weight for wish in wishes}
    return sorted(best, key=lambda label: (-weights[label.key], label.key))


LEFT_OUT_COST = 1000.0


@dataclass(frozen=True, slots=True)
class _Space:
    obstacles: NDArray[np.float64]
    page: Bounds
    letter_width: float
    line_height: float

    def box(self, text: str, x: float, y: float) -> Bounds:
        half = len(text) * self.letter_width / 2 + 2
        return Bounds(x - half, y - self.line_height * 0.85, x + half, y + self.line_height * 0.25)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A place on the page where a label might stand, and what it costs."""

    cost: float
    label: PlacedLabel
    box: Bounds


def _one_by_one(
    wishes: Sequence[LabelWish], offers: Mapping[int, Sequence[_Offer]]
) -> tuple[float, list[PlacedLabel]]:
    """Each label at its cheapest place that is still free; the cost of all."""
    placed: list[PlacedLabel] = []
    taken: list[Bounds] = []
    total = 0.0
    for wish in wishes:
        free = (o for o in offers[wish.key] if not any(_touch(o.box, other) for other in taken))
        offer = next(free, None)
        if offer is None:
            total += LEFT_OUT_COST + wish.weight
        else:
            total += offer.cost
            placed.append(offer.label)
            taken.append(offer.box)
    return total, placed


def _offers(wish: LabelWish, space: _Space) -> list[_Offer]:
    """Every place for a label, the cheapest first."""
    found: list[_Offer] = []
    for x, y in _candidates(wish, space):
        box = space.box(wish.text, x, y)
        if not _inside(box, space.page):
            continue
        away = math.hypot(x - _middle_x(wish.home), _middle_y(box) - _middle_y(wish.home))
        cost = away * 0.2 + _crowding(wish.key, box, space.obstacles)
        found.append(_Offer(cost, PlacedLabel(wish.key, wish.text, x, y), box))
    return sorted(found, key=lambda offer: offer.cost)


def _candidates(wish: LabelWish, space: _Space) -> Iterable[Point]:
    home, half, line_height = wish.home, len(wish.text) * space.letter_width / 2, space.line_height
    page = space.page
    lines = [
        _middle_y(home) + line_height / 3,
        home.top - line_height * 0.3,
        home.bottom + line_height * 0.95,
        home.top + line_height,
        home.bottom - line_height * 0.3,
        home.top - line_height * 1.4,
        home.bottom + line_height * 2.0,
    ]
    shifts = [0.0, -0.25, 0.25, -0.5, 0.5]
    reach = max(home.width, half)
    for y in lines:
        for shift in shifts:
            x = _middle_x(home) + shift * reach
            yield min(max(x, page.left + half + 2), page.right - half - 2), y
    y = _middle_y(home) + line_height / 3
    yield home.right + half + 4, y
    yield home.left - half - 4, y


def _inside(box: Bounds, page: Bounds) -> bool:
    across = box.left >= page.left and box.right <= page.right
    return across and box.top >= page.top and box.bottom <= page.bottom


def _touch(a: Bounds, b: Bounds) -> bool:
    across = a.left < b.right and b.left < a.right
    return across and a.top < b.bottom and b.top < a.bottom


def _crowding(key: int, box: Bounds, obstacles: NDArray[np.float64]) -> float:
    """6 for each circle written over, and 25 when another's circle stands nearest."""
    if not len(obstacles):
        return 0.0
    x, y = obstacles[:, 0], obstacles[:, 1]
    dx = np.maximum(np.maximum(box.left - x, x - box.right), 0.0)
    dy = np.maximum(np.maximum(box.top - y, y - box.bottom), 0.0)
    space = np.hypot(dx, dy) - obstacles[:, 2]
    owned = obstacles[:, 3] == key
    nearest_own = float(space[owned].min(initial=np.inf))
    foreign = float(space[~owned].min(initial=np.inf)) < nearest_own
    return 6.0 * int(np.count_nonzero(space < 0)) + (25.0 if foreign else 0.0)


def _middle_x(bounds: Bounds) -> float:
    return (bounds.left + bounds.right) / 2


def _middle_y(bounds: Bounds) -> float:
    return (bounds.top + bounds.bottom) / 2
