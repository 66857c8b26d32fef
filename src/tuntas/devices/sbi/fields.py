"""JSON from a stranger, read without trust: bounded, without doubles, every field of its type.

>>> of({"errorCode": "111"}).whole("errorCode")
111
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tuntas.devices.errors import Unreadable

MOST_NUMERAL: Final = 12


def parse(content: bytes) -> object:
    """The value in *content*. Raises Unreadable: also for NaN, for names that come twice, and for
    anything that is not UTF-8."""
    try:
        value: object = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_never
        )
    except (ValueError, RecursionError):
        raise Unreadable from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return made


def _never(_constant: str) -> None:
    raise ValueError


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object; each reader raises Unreadable where the field is not what it should be."""

    values: Mapping[str, object]

    def text(self, name: str, most: int = 256) -> str:
        """A string; a field that is missing or null is empty."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > most:
            raise Unreadable
        return value

    def number(self, name: str) -> float:
        return number(self.values.get(name))

    def whole(self, name: str) -> int:
        return whole(self.values.get(name))

    def array(self, name: str, most: int) -> list[object]:
        return listed(self.values.get(name), most)

    def part(self, name: str) -> Fields | None:
        """An object within; None where it is missing or null."""
        value = self.values.get(name)
        return None if value is None else of(value)


def of(value: object) -> Fields:
    """*value* as an object. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable
    return Fields(value)


def listed(value: object, most: int) -> list[object]:
    """*value* as a list of at most *most*. Raises Unreadable."""
    if not isinstance(value, list) or len(value) > most:
        raise Unreadable
    return value


def number(value: object) -> float:
    """A finite number; some services send it as a string. Raises Unreadable."""
    if isinstance(value, str) and len(value) <= MOST_NUMERAL:
        try:
            value = float(value)
        except ValueError:
            raise Unreadable from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable
    try:
        found = float(value)
    except OverflowError:
        raise Unreadable from None
    if not math.isfinite(found):
        raise Unreadable
    return found


def whole(value: object) -> int:
    """A whole number. Raises Unreadable."""
    found = number(value)
    if not found.is_integer():
        raise Unreadable
    return int(found)
