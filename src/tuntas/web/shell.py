"""What every page stands in: the office, the business day, who is signed in, where one may go.

This room is the lowest and knows no other: the configuration composes a ``Shell`` from the rooms
above and hands it to the templates (``tuntas.config.shell``). Pages without one still render.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from tuntas.web.fragments import kept

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place in the navigation, for those who hold one of *abilities*; none asked: everyone."""

    label: StrOrPromise
    route: str
    abilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation item ready to draw."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links that belong to one piece of the office's work."""

    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of a page.

    ``today`` and ``now`` are business time (movable in the demo), ``now`` aware, in the office's
    zone; ``clock_url`` is where a POST moves the demo's clock forward, empty outside the demo.
    """

    office: str = ""
    today: date | None = None
    now: datetime | None = None
    person: str = ""
    role: str = ""
    nav: tuple[Link, ...] = ()
    desk: tuple[Group, ...] = ()
    account: tuple[Link, ...] = ()
    sign_in_url: str = ""
    sign_out_url: str = ""
    demo: bool = False
    clock_url: str = ""
    notice: str = ""

    @property
    def initials(self) -> str:
        """
        >>> Shell(person="Siti Rahma Djafar").initials
        'SD'
        """
        words = self.person.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def desk_menu(self) -> str:
        """The groups as ready HTML: every page has them, and they are the same all day."""
        if not self.desk:
            return ""
        return kept("desk", self.desk, make=lambda: _menu(self.desk))


def _menu(groups: tuple[Group, ...]) -> SafeString:
    return render_to_string("web/components/menu_groups.html", {"groups": groups})


def links(items: Iterable[NavItem], abilities: frozenset[str], path: str) -> tuple[Link, ...]:
    """The items a person may use, with the one that *path* belongs to marked.

    The longest address that starts the path wins, so ``/`` is current on itself alone. A route
    that this installation does not have (a room switched off) is left out.
    """
    reachable = [
        (item, url)
        for item in items
        if (not item.abilities or abilities.intersection(item.abilities))
        and (url := address(item.route))
    ]
    inside = [url for _, url in reachable if path == url or (url != "/" and path.startswith(url))]
    here = max(inside, key=len, default=None)
    return tuple(Link(str(item.label), url, url == here) for item, url in reachable)


def groups(
    named: Iterable[tuple[StrOrPromise, Iterable[NavItem]]], abilities: frozenset[str], path: str
) -> tuple[Group, ...]:
    """The groups in which a person may use something."""
    found = (Group(str(label), links(items, abilities, path)) for label, items in named)
    return tuple(group for group in found if group.links)


@lru_cache(maxsize=256)
def address(route: str) -> str | None:
    """The address of a named route, or ``None`` where it does not exist."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return None
