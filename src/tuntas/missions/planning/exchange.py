"""Problems and plans as JSON, there and back without loss."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from tuntas.missions.planning.answer import Done, Plan
from tuntas.missions.planning.problem import Problem

T = TypeVar("T", Problem, Plan, Done)


class BadFile(ValueError):
    """The text is not a problem (or a plan): what is wrong, and where."""

    code = "bad_plan_file"

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.id = f"Berkas bukan masalah perencanaan yang lengkap: {where}."
        self.en = f"The file is no complete planning problem: {where}."


def to_json(value: Problem | Plan | Done) -> str:
    """One JSON object; dates as ``2023-06-14``.

    >>> from tuntas.missions.planning.answer import Done
    >>> to_json(Done(date(2023, 6, 14)))
    '{"through": "2023-06-14", "outcomes": [], "absences": [], "keep": []}'
    """
    return json.dumps(to_plain(value), ensure_ascii=False)


def to_plain(value: Problem | Plan | Done) -> dict[str, Any]:
    """Dicts, lists, numbers and strings only."""
    plain: dict[str, Any] = _plain(value)
    return plain


def from_json(kind: type[T], text: str) -> T:
    """The value that ``to_json`` wrote.

    Raises:
        BadFile: no JSON, a missing or unknown field, or a value of the wrong kind.

    >>> from_json(Done, '{"through": "2023-06-14"}').through.isoformat()
    '2023-06-14'
    """
    try:
        read = json.loads(text)
    except ValueError as wrong:
        raise BadFile("JSON") from wrong
    return from_plain(kind, read)


def from_plain(kind: type[T], read: object) -> T:
    made: T = _made(kind, read, kind.__name__)
    return made


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def _made(kind: Any, read: Any, where: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind, read, where)
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if read is None:
            return None
        (kind,) = (one for one in typing.get_args(kind) if one is not types.NoneType)
        return _made(kind, read, where)
    if origin is tuple:
        return _tuple(typing.get_args(kind), read, where)
    if origin is typing.Literal:
        if read not in typing.get_args(kind):
            raise BadFile(f"{where}: {read!r}")
        return read
    return _scalar(kind, read, where)


def _dataclass(kind: Any, read: Any, where: str) -> Any:
    if not isinstance(read, Mapping):
        raise BadFile(where)
    hints = typing.get_type_hints(kind)
    unknown = set(read) - set(hints)
    if unknown:
        raise BadFile(f"{where}.{min(unknown)}")
    given = {name: _made(hints[name], value, f"{where}.{name}") for name, value in read.items()}
    try:
        return kind(**given)
    except TypeError as missing:
        raise BadFile(f"{where}: {missing}") from missing


def _tuple(kinds: tuple[Any, ...], read: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(read, list):
        raise BadFile(where)
    if kinds[-1] is Ellipsis:
        return tuple(_made(kinds[0], item, f"{where}[{n}]") for n, item in enumerate(read))
    if len(read) != len(kinds):
        raise BadFile(where)
    return tuple(_made(kind, item, where) for kind, item in zip(kinds, read, strict=True))


def _scalar(kind: Any, read: Any, where: str) -> Any:
    if kind is date and isinstance(read, str):
        try:
            return date.fromisoformat(read)
        except ValueError as wrong:
            raise BadFile(where) from wrong
    if kind is float and isinstance(read, (int, float)) and not isinstance(read, bool):
        return float(read)
    if type(read) is not kind:
        raise BadFile(where)
    return read
