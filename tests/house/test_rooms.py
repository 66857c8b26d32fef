"""A face composes queries and actions of any room, never another room's rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "tuntas"
FACES = ("views", "tasks", "urls", "api", "templatetags")
# The bench lays SQL of its own beside ours, which is what it is for.
MAY_SEE_ROWS = ("cli.bench",)


def _modules() -> Iterator[tuple[str, Path]]:
    for file in SOURCE.rglob("*.py"):
        yield ".".join(file.relative_to(SOURCE).with_suffix("").parts), file


def _is_face(module: str) -> bool:
    room, *rest = module.split(".")
    return room in ("cli", "config") or any(part.startswith(FACES) for part in rest)


def _imported(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text())
    for block in ast.walk(tree):
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING":
            block.body = []  # a name for the type checker is no use of the rows
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _rows_of_others(module: str, file: Path) -> list[str]:
    room = module.split(".")[0]
    return [
        f"{module} -> {name}"
        for name in _imported(file)
        if (parts := name.split("."))[0] == "tuntas"
        and parts[2:3] == ["models"]
        and len(parts) == 3
        and parts[1] != room
    ]


def test_no_face_imports_the_rows_of_another_room() -> None:
    found = [
        use
        for module, file in _modules()
        if _is_face(module) and not module.startswith(MAY_SEE_ROWS)
        for use in _rows_of_others(module, file)
    ]

    assert found == []


def test_the_check_knows_a_face_when_it_sees_one() -> None:
    modules = dict(_modules())

    assert _is_face("residents.views_left")
    assert _is_face("config.backups.make")
    assert not _is_face("ledger.queries")
    assert "tuntas.residents.models" in set(_imported(modules["residents.queries"]))
