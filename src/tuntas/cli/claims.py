"""``tuntas claims check FILE…``: does the arithmetic of a text hold?"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from tuntas.cli.output import Answer, answering, bilingual, language
from tuntas.reports.claims import Finding, Verdict, check_text
from tuntas.reports.claims.wording import number, word

# More than any press text or letter; a larger file is not text of this kind.
_LARGEST_BYTES = 5_000_000
_STYLES = {"agrees": "green", "contradicts": "bold red", "implies": "cyan", "repeated": "dim"}
_LABELS = {
    "agrees": ("cocok", "agrees"),
    "contradicts": ("bertentangan", "contradicts"),
    "implies": ("tersirat", "implies"),
    "repeated": ("berulang", "repeated"),
}
_EXCERPT_CHARACTERS = 44


@click.group(help=bilingual("Periksa angka dalam teks.", "Check the figures in a text."))
def claims() -> None:
    """The group ``tuntas claims``."""


@claims.command(
    "check",
    help=bilingual(
        "Periksa apakah persentase, jumlah dan selisih dalam FILE cocok ('-' untuk masukan baku).",
        "Check whether percentages, sums and differences in FILE agree ('-' for standard input).",
    ),
)
@click.argument("files", nargs=-1, metavar="FILE…")
@answering
def check(files: tuple[str, ...]) -> Answer:
    """Exit 0 when nothing contradicts, 1 when something does, 2 when a file cannot be read."""
    if not files:
        raise click.UsageError(
            bilingual("Sebutkan sekurangnya satu file.", "Name at least one file.")
        )
    texts = [(name, _read(name)) for name in files]
    verdicts = [(name, text, check_text(text)) for name, text in texts]
    payload = {
        "files": [
            {"file": name, "findings": [_as_json(text, f) for f in verdict.findings]}
            for name, text, verdict in verdicts
        ]
    }
    human = "\n\n".join(_render(name, text, verdict) for name, text, verdict in verdicts)
    return Answer(payload, human, ok=not any(v.contradicts for _, _, v in verdicts))


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise click.UsageError(
            bilingual(
                f"File {name} tidak dapat dibaca. Periksa apakah namanya benar, bukan folder, dan "
                "boleh dibaca oleh Anda.",
                f"File {name} cannot be read. Check that its name is right, that it is no folder "
                "and that you may read it.",
            )
        ) from error
    if len(data) > _LARGEST_BYTES or b"\0" in data[:4096]:
        raise click.UsageError(
            bilingual(
                f"File {name} bukan teks biasa. Simpan dahulu sebagai .txt.",
                f"File {name} is not plain text. Save it as .txt first.",
            )
        )
    return decode(data)


def decode(data: bytes) -> str:
    """Text of *data*: UTF-8, with or without a mark, else the code page of old Windows.

    >>> decode("98,18 persen – naik".encode("cp1252"))
    '98,18 persen – naik'
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _as_json(text: str, finding: Finding) -> dict[str, object]:
    line, column = _position(text, finding.start)
    return {
        "kind": finding.kind,
        "relation": finding.relation,
        "counts": list(finding.counts),
        "printed": finding.printed,
        "computed": finding.computed,
        "low": finding.low,
        "high": finding.high,
        "span": [finding.start, finding.end],
        "text": text[finding.start : finding.end],
        "line": line,
        "column": column,
        "rule": finding.rule,
        "sentence": word(finding).in_language(language()),
    }


def _position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _render(name: str, text: str, verdict: Verdict) -> str:
    console = Console(highlight=False, soft_wrap=True)
    with console.capture() as capture:
        console.print(Text(name, style="bold"))
        for finding in verdict.findings:
            console.print(_line(text, finding))
            console.print(_excerpt(text, finding))
        console.print(_summary(verdict))
    return capture.get().rstrip("\n")


def _line(text: str, finding: Finding) -> Text:
    line, column = _position(text, finding.start)
    label = bilingual(*_LABELS[finding.kind])
    return Text.assemble(
        f"  {line}:{column}  ",
        (label, _STYLES[finding.kind]),
        f"  {word(finding).in_language(language())}",
    )


def _excerpt(text: str, finding: Finding) -> Text:
    end = min(finding.end, finding.start + _EXCERPT_CHARACTERS)
    before = text[max(0, finding.start - _EXCERPT_CHARACTERS) : finding.start]
    after = text[end : end + _EXCERPT_CHARACTERS]
    return Text.assemble(
        ("      …" + _flat(before), "dim"),
        (_flat(text[finding.start : end]), _STYLES[finding.kind]),
        (_flat(after) + "…", "dim"),
    )


def _flat(piece: str) -> str:
    return "".join(" " if c.isspace() or not c.isprintable() else c for c in piece)


def _summary(verdict: Verdict) -> Text:
    wrong = sum(finding.kind == "contradicts" for finding in verdict.findings)
    right = sum(finding.kind == "agrees" for finding in verdict.findings)
    if not verdict.findings:
        return Text(bilingual("  Tidak ada angka yang dapat dihubungkan.",
                              "  No figures that can be related."))  # fmt: skip
    sentence = bilingual(
        f"  {number(right)} cocok, {number(wrong)} bertentangan.",
        f"  {number(right)} agree, {number(wrong)} contradict.",
    )
    return Text(sentence, style=_STYLES["contradicts" if wrong else "agrees"])
