"""XML from strangers: no DTD, no entities, and no deeper or wider than a record needs.

The text is UTF-8, or UTF-16 where its mark stands first; no declaration chooses another codec.

>>> parse(b'<a xmlns="urn:x"><b key="1">text</b></a>').child("b").text
'text'
>>> parse(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')
Traceback (most recent call last):
tuntas.biometrics.errors.ForbiddenXml: This CBEFF file carries a DTD or entities and is refused. \
Ask for it without them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from tuntas.biometrics.errors import ForbiddenXml, ImageTooLarge, UnreadableRecord
from tuntas.biometrics.formats.reader import MOST_BYTES

DEEPEST: Final = 16
MOST_ELEMENTS: Final = 50_000
MOST_ATTRIBUTES: Final = 16
_SEPARATOR: Final = "}"


@dataclass(slots=True)
class Element:
    """An element by its *namespace* and *name*; *text* without the text of its children."""

    namespace: str
    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()

    def all(self, name: str) -> Iterator[Element]:
        """The children of that name and this element's namespace."""
        return (one for one in self.children if (one.namespace, one.name) == (self.namespace, name))

    def find(self, name: str) -> Element | None:
        """The only child of that name. Raises UnreadableRecord when there are several."""
        found = list(self.all(name))
        if len(found) > 1:
            raise UnreadableRecord
        return found[0] if found else None

    def child(self, name: str) -> Element:
        """The only child of that name. Raises UnreadableRecord when it is not there."""
        found = self.find(name)
        if found is None:
            raise UnreadableRecord
        return found

    def value(self, name: str) -> str | None:
        """The text of the only child of that name, None when it is not there."""
        found = self.find(name)
        return None if found is None else found.text


class _Builder:
    """The handlers of one parse."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        deep = len(self._open) >= DEEPEST
        if deep or self._count > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise UnreadableRecord
        namespace, _, local = name.rpartition(_SEPARATOR)
        element = Element(namespace, local, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].parts.append(text)


def _forbidden(*_arguments: object) -> None:
    raise ForbiddenXml


def parse(content: bytes) -> Element:
    """The root of *content*. Raises UnreadableRecord, ForbiddenXml, ImageTooLarge."""
    if len(content) > MOST_BYTES:
        raise ImageTooLarge
    builder = _Builder()
    # The encoding is fixed, so that a declaration cannot call for a codec of its choice.
    parser = expat.ParserCreate("utf-8", _SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _forbidden
    parser.EntityDeclHandler = _forbidden
    parser.UnparsedEntityDeclHandler = _forbidden
    parser.ProcessingInstructionHandler = _forbidden
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise UnreadableRecord from None
    if builder.root is None:
        raise UnreadableRecord
    return builder.root
