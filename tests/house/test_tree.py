"""What may never be in the project: addresses of registries, paths of machines, real people."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).relative_to(PROJECT)
BINARY = {".npz", ".woff2", ".png", ".jpg", ".gz", ".mo", ".xlsx", ".ico"}
# Not written here: the hashes of the locks, other people's code, the licence's own text.
FOREIGN = re.compile(r"(^LICENSE$|/vendor/|\.lock$)")

REGISTRIES = re.compile(
    r"p[y]pi\.org|p[y]thonhosted\.org|registry\.n[p]mjs|/simple/|--(extra-)?index-url="
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(work|root|home|Users|opt|mnt)/\w")
UNFINISHED = re.compile(r"\b(TODO|FIXME|HACK|lorem ipsum)\b")
FILLER = r"(?!(?:1234567890123456|([0-9])\1{15})\b)"
LIKE_A_NIK = re.compile(rf"(?<![\w.]){FILLER}([0-9]{{2}})[0-9]{{14}}(?![\w.])")
# Provinces that exist or existed; a NIK outside them cannot be anybody's.
REAL_PROVINCES = range(11, 97)
DRAWERS = {"utils.py", "helpers.py", "common.py", "constants.py", "misc.py"}
LINK = re.compile(r"\]\(([^)\s]+)\)")


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [Path(name) for name in listed.stdout.split("\0") if name and (PROJECT / name).exists()]


def _lines(*, foreign: bool = False) -> Iterator[tuple[str, str]]:
    """Every line we wrote, with its place; *foreign* also gives the locks."""
    for path in _tracked():
        if path.suffix in BINARY or path == HERE:
            continue
        if FOREIGN.search(path.as_posix()) and not (foreign and path.suffix == ".lock"):
            continue
        text = (PROJECT / path).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{path}:{number}", line


def _found(pattern: re.Pattern[str], *, foreign: bool = False) -> list[str]:
    return [place for place, line in _lines(foreign=foreign) if pattern.search(line)]


def test_no_address_of_a_package_registry() -> None:
    assert _found(REGISTRIES, foreign=True) == []


def test_no_path_of_somebodys_machine() -> None:
    assert _found(MACHINE_PATHS) == []


def test_nothing_is_left_for_later_in_a_comment() -> None:
    assert _found(UNFINISHED) == []


def test_numbers_like_a_nik_lie_under_a_province_that_does_not_exist() -> None:
    found = [
        place
        for place, line in _lines()
        if any(int(match[2]) in REAL_PROVINCES for match in LIKE_A_NIK.finditer(line))
    ]

    assert found == []


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [path for path in _tracked() if path.name in DRAWERS] == []


def test_no_source_file_is_longer_than_a_sitting() -> None:
    longer = [
        path
        for path in _tracked()
        if path.suffix == ".py"
        and path.parts[0] == "src"  # a long test file may list the situations of the field
        and "migrations" not in path.parts
        and len((PROJECT / path).read_text().splitlines()) > 600
    ]

    assert longer == []


def test_links_in_the_documents_lead_somewhere() -> None:
    broken = [
        f"{path}: {target}"
        for path in _tracked()
        if path.suffix == ".md"
        for target in LINK.findall((PROJECT / path).read_text())
        if "://" not in target and not _resolves(path, target)
    ]

    assert broken == []


def _resolves(document: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    file = (PROJECT / document.parent / name) if name else PROJECT / document
    if not file.exists():
        return False
    return not anchor or anchor in _anchors(file)


def _anchors(file: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}


def test_every_decision_is_in_the_index() -> None:
    folder = PROJECT / "docs" / "decisions"
    index = (folder / "README.md").read_text()

    missing = [file.name for file in folder.glob("[0-9]*.md") if f"({file.name})" not in index]

    assert missing == []


@pytest.mark.parametrize("lock", ["register.lock", "base.lock", "dev.lock"])
def test_every_pin_has_hashes_and_a_line_in_notice(lock: str) -> None:
    text = (PROJECT / "requirements" / lock).read_text()
    pins = re.findall(r"^([A-Za-z0-9._-]+)==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    named = {
        line.split()[0].lower().replace("_", "-")
        for line in (PROJECT / "NOTICE").read_text().splitlines()
        if line.startswith("  ") and line.strip()
    }

    assert pins
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert sorted({pin.lower() for pin in pins} - named) == []


def test_the_structure_document_names_every_room() -> None:
    structure = (PROJECT / "docs" / "structure.md").read_text()
    rooms = {path.parts[2] for path in _tracked() if path.parts[:2] == ("src", "tuntas")}

    assert sorted(r for r in rooms if "." not in r and f"`{r}`" not in structure) == []


def test_every_file_that_the_structure_document_names_is_there() -> None:
    structure = (PROJECT / "docs" / "structure.md").read_text()
    named = re.findall(r"`([a-z_]+/[\w/.]+)`", structure)

    missing = [
        name
        for name in named
        if not any((base / name).exists() for base in (PROJECT, PROJECT / "src" / "tuntas"))
    ]

    assert named
    assert missing == []
