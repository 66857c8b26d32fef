"""The English catalogue is complete, agrees with the sources, and is compiled.

The sources are read here as Python and Django read them, so that a fresh machine needs no gettext
tools to know whether a sentence is missing; ``make messages`` writes the catalogue with them.
"""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

SOURCES = Path(str(files("tuntas")))
FOLDER = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES"
RENEW = "run `make messages` and translate what is new"

# The functions of django.utils.translation, by how many messages they take.
ONE = frozenset({"gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
IN_CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]")
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(
    rf"\b(?P<call>pgettext|n?gettext|_)\(\s*(?P<first>{TEXT})(?:\s*,\s*(?P<second>{TEXT}))?"
)


class Message(NamedTuple):
    """A message of the sources; its plural and its context may be empty."""

    one: str
    many: str = ""
    context: str = ""


Catalogue = dict[Message, polib.POEntry]


class Unreadable(NamedTuple):
    """A call that no tool can extract: not a plain string."""

    place: str


def in_python(path: Path) -> Iterator[Message | Unreadable]:
    """Messages of a module: calls of what it imported from ``django.utils.translation``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            function = names.get(node.func.id, "")
            n = 1 if function in ONE else 2 if function in PLURAL | IN_CONTEXT else 0
            if n:
                texts = [a.value for a in node.args[:n] if isinstance(a, ast.Constant)]
                if len(texts) == n and all(isinstance(text, str) for text in texts):
                    yield message(list(map(str, texts)), function in IN_CONTEXT)
                else:
                    yield Unreadable(f"{path.name}:{node.lineno}")


def message(texts: list[str], in_context: bool) -> Message:
    return Message(texts[1], context=texts[0]) if in_context else Message(*texts)


def in_template(path: Path) -> Iterator[Message]:
    """Messages of a template: Django's own lexer turns its tags into calls."""
    for found in TEMPLATE_CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        texts = [ast.literal_eval(text) for text in found.group("first", "second") if text]
        yield message(texts, found["call"] == "pgettext")


def sources() -> Iterator[Message | Unreadable]:
    for path in sorted(SOURCES.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from in_python(path)
    for path in sorted(SOURCES.rglob("templates/**/*.html")):
        yield from in_template(path)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    entries = polib.pofile(str(FOLDER / "django.po"))
    return {
        Message(entry.msgid, entry.msgid_plural, entry.msgctxt or ""): entry for entry in entries
    }


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return sorted({found for found in sources() if isinstance(found, Message)})


def english(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [entry.msgstr_plural.get(form, "") for form in (0, 1)]
    return [entry.msgstr]


def places(text: str) -> set[str]:
    return set(PLACES.findall(text.replace("%%", "")))


def test_every_message_can_be_extracted() -> None:
    assert [found.place for found in sources() if isinstance(found, Unreadable)] == []


def test_every_sentence_of_the_sources_has_an_english_one(
    messages: list[Message], catalogue: Catalogue
) -> None:
    missing = []
    for message in messages:
        entry = catalogue.get(message)
        if entry is None or "fuzzy" in entry.flags or not all(english(entry)):
            missing.append(message.one)

    assert len(messages) > 800
    assert missing == [], RENEW


def test_the_catalogue_holds_nothing_the_sources_do_not_say(
    messages: list[Message], catalogue: Catalogue
) -> None:
    assert catalogue.keys() - set(messages) == set(), RENEW


def test_english_keeps_every_place_to_fill(catalogue: Catalogue) -> None:
    differing = [
        entry.msgid
        for entry in catalogue.values()
        for text in english(entry)
        if places(text) != places(entry.msgid) | places(entry.msgid_plural)
        or text.count("%%") != entry.msgid.count("%%")
        or sorted(re.findall(r"<[^>]+>", text)) != sorted(re.findall(r"<[^>]+>", entry.msgid))
    ]

    assert differing == []


def test_the_compiled_catalogue_is_in_step(catalogue: Catalogue) -> None:
    expected: dict[str | tuple[str, int], str] = {}
    for entry in catalogue.values():
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        if entry.msgid_plural:
            expected |= {(key, form): text for form, text in enumerate(english(entry))}
        else:
            expected[key] = entry.msgstr

    with (FOLDER / "django.mo").open("rb") as compiled:
        held = dict(gettext.GNUTranslations(compiled)._catalog)  # type: ignore[attr-defined]
    held.pop("")

    assert held == expected, "run `make messages`"


def test_one_term_has_one_english_word(catalogue: Catalogue) -> None:
    """The glossary's own terms, where they stand alone."""
    for indonesian, term in (
        ("Wajib KTP", "Obliged"),
        ("Belum rekam", "Unrecorded"),
        ("Sudah rekam", "Recorded"),
        ("Tercetak", "Printed"),
        ("Kecamatan", "Kecamatan"),
        ("Desa", "Desa"),
        ("Dusun", "Dusun"),
    ):
        assert catalogue[Message(indonesian)].msgstr == term


def test_django_finds_the_catalogue_and_the_source_language_needs_none() -> None:
    with translation.override("en"):
        assert translation.gettext("Belum rekam") == "Unrecorded"
        assert translation.ngettext("%(n)s tempat", "%(n)s tempat", 1) == "%(n)s place"
        assert translation.ngettext("%(n)s tempat", "%(n)s tempat", 2) == "%(n)s places"
    with translation.override("id"):
        assert translation.gettext("Belum rekam") == "Belum rekam"


def test_the_readers_of_sources_find_each_form(tmp_path: Path) -> None:
    module, page = tmp_path / "module.py", tmp_path / "page.html"
    module.write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        "_('Cari')\n"
        "_(f'{n} orang')\n"
        "ngettext('%(n)d desa', '%(n)d desa', n)\n"
        "other('Bukan pesan')\n"
    )
    page.write_text(
        "{% load i18n %}{% translate 'Rekam' context 'tajuk' %}"
        "<a title=\"{% translate 'Tutup' %}\">{% include 'x' with a=_('Kode') %}</a>"
        "{% blocktranslate count n=n %}{{ n }} hari{% plural %}{{ n }} hari{% endblocktranslate %}"
    )

    assert set(in_python(module)) == {
        Message("Cari"),
        Message("%(n)d desa", "%(n)d desa"),
        Unreadable("module.py:3"),
    }
    assert set(in_template(page)) == {
        Message("Rekam", context="tajuk"),
        Message("Tutup"),
        Message("Kode"),
        Message("%(n)s hari", "%(n)s hari"),
    }
