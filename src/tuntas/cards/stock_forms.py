"""Forms of the stock: what came, what moves, what is counted, what is burnt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.cards import queries, serials, stock_words
from tuntas.cards.errors import CardsError
from tuntas.cards.models import InvalidCard, Printer
from tuntas.cards.stock import ALLOWED, SUPPLIES, Item, Kind, Move, account
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah

SERIALS_HINT = gettext_lazy("Satu rentang per baris: awal – akhir.")
_FREE = frozenset({Kind.LENT, Kind.OTHER})


class _Supplies(forms.Form):
    """Fields for ribbons, film and cleaning kits."""

    def __init__(self, *said: Any, **named: Any) -> None:
        super().__init__(*said, **named)
        for item in SUPPLIES:
            self.fields[item] = forms.IntegerField(
                label=stock_words.ITEMS[item], min_value=0, max_value=9999, required=False
            )

    def supplies(self) -> dict[Item, int]:
        return {item: self.cleaned_data.get(item) or 0 for item in SUPPLIES}


class ReceiveForm(_Supplies):
    """What came with a BAST; *kotak* one carton a line."""

    kotak = forms.CharField(
        label=gettext_lazy("Kotak dan nomor seri"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Satu kotak per baris: label kotak, titik dua, nomor seri awal – akhir."
        ),
    )
    surat = forms.CharField(label=gettext_lazy("Nomor BAST atau surat"), max_length=200)
    pihak = forms.CharField(label=gettext_lazy("Yang menyerahkan"), max_length=100, required=False)
    jabatan = forms.CharField(label=gettext_lazy("Jabatannya"), max_length=100, required=False)
    pemilik = forms.CharField(
        label=gettext_lazy("Kantor pemilik, bila pinjaman"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Kosongkan bila dari Ditjen Dukcapil atau provinsi."),
    )
    catatan = forms.CharField(label=gettext_lazy("Catatan"), max_length=300, required=False)

    def boxes(self) -> list[tuple[str, str]]:
        """(label, serials) of each line; a line without a label is named by its place."""
        lines = [line for line in self.cleaned_data["kotak"].splitlines() if line.strip()]
        return [self._box(place, line) for place, line in enumerate(lines, 1)]

    def _box(self, place: int, line: str) -> tuple[str, str]:
        label, colon, text = line.rpartition(":")
        return (label.strip() if colon else _("Kotak %(n)s") % {"n": place}), text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            found = [each for _label, text in self.boxes() for each in serials.read(text)]
        except CardsError as refused:
            self.add_error("kotak", sentence(refused))
        except KeyError:
            return data
        else:
            if not found and not any(self.supplies().values()):
                self.add_error("kotak", _("Isi kotak blangko, atau jumlah bahan di bawah."))
        return data


class MoveForm(_Supplies):
    """One movement between two accounts."""

    asal = forms.ChoiceField(label=gettext_lazy("Dari"))
    tujuan = forms.ChoiceField(label=gettext_lazy("Ke"))
    banyak = forms.IntegerField(
        label=gettext_lazy("Banyak blangko"),
        min_value=1,
        required=False,
        help_text=gettext_lazy("Nomor seri terendah diambil lebih dulu."),
    )
    seri = forms.CharField(
        label=gettext_lazy("Atau nomor serinya"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=SERIALS_HINT,
    )
    surat = forms.CharField(
        label=gettext_lazy("Nomor surat atau laporan"), max_length=200, required=False
    )
    catatan = forms.CharField(label=gettext_lazy("Catatan"), max_length=300, required=False)

    def __init__(self, move: Move, *said: Any, document: bool = False, **named: Any) -> None:
        super().__init__(*said, **named)
        sources, targets = ALLOWED[move]
        _choices(self.fields["asal"], queries.kinds_held(sources))
        if targets & _FREE:
            self.fields["tujuan"] = forms.CharField(
                label=gettext_lazy("Kantor mana"), max_length=40
            )
        else:
            _choices(self.fields["tujuan"], list(_accounts(targets)))
        self.free = next(iter(targets & _FREE), None)
        if document:
            self.fields["surat"].required = True
        if move is Move.USED:
            del self.fields["banyak"], self.fields["seri"]
        elif move not in (Move.ISSUED, Move.RETURNED, Move.LENT, Move.LENT_BACK, Move.GIVEN_BACK):
            for item in SUPPLIES:
                del self.fields[item]

    def target(self) -> str:
        said = self.cleaned_data["tujuan"]
        return account(self.free, said.strip()) if self.free else str(said)

    def serials_text(self) -> str:
        return str(self.cleaned_data.get("_serials", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number, text = data.get("banyak"), data.get("seri", "")
        if number and text.strip():
            self.add_error("seri", _("Isi banyaknya atau nomor serinya, jangan keduanya."))
        elif number and data.get("asal"):
            chosen = queries.choose(data["asal"], number)
            if serials.count(chosen) < number:
                self.add_error("banyak", _("Tidak sebanyak itu di tempat asal."))
            data["_serials"] = "\n".join(map(str, chosen))
        else:
            data["_serials"] = text
        nothing = not number and not text.strip() and not any(self.supplies().values())
        if nothing and not self.errors:
            raise forms.ValidationError(_("Isi apa yang dipindahkan."))
        return data


def _causes() -> list[tuple[str, str]]:
    """Why a card comes back over the counter; what fails in a printer is said there."""
    at_printer = (InvalidCard.Cause.FAILED_ENCODE, InvalidCard.Cause.FAILED_PRINT)
    causes = [cause for cause in InvalidCard.Cause if cause not in at_printer]
    return [(cause, str(capfirst(cause.label))) for cause in causes]


class WithdrawForm(forms.Form):
    """An old card that comes back."""

    sebab = forms.ChoiceField(label=gettext_lazy("Sebab"), choices=_causes)
    seri = forms.CharField(
        label=gettext_lazy("Nomor seri"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Kosongkan bila kartu dari kantor lain atau tidak terbaca."),
    )
    catatan = forms.CharField(label=gettext_lazy("Catatan"), max_length=300, required=False)


class DestroyForm(forms.Form):
    """What was counted by hand before the fire, and who stood by."""

    tempat = forms.CharField(label=gettext_lazy("Tempat"), max_length=100)
    cara = forms.CharField(
        label=gettext_lazy("Cara"), max_length=100, initial=gettext_lazy("dibakar")
    )
    saksi = forms.CharField(
        label=gettext_lazy("Saksi"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu per baris: nama; jabatan. Paling sedikit dua orang."),
    )

    def __init__(self, causes: Sequence[str], *said: Any, **named: Any) -> None:
        super().__init__(*said, **named)
        self.causes = list(causes)
        for cause in self.causes:
            self.fields[cause] = forms.IntegerField(
                label=capfirst(InvalidCard.Cause(cause).label), min_value=0, max_value=99_999
            )

    def counted(self) -> dict[str, int]:
        return {cause: self.cleaned_data[cause] for cause in self.causes}

    def witnesses(self) -> list[tuple[str, str]]:
        rows = [line.partition(";") for line in self.cleaned_data["saksi"].splitlines()]
        return [(name.strip(), position.strip()) for name, _semicolon, position in rows]


class CountForm(forms.Form):
    """What one person found, place by place; nothing of the book is shown."""

    def __init__(
        self, keys: Sequence[tuple[Item, str]], *said: Any, found: Mapping[str, str], **named: Any
    ) -> None:
        super().__init__(*said, **named)
        self.keys = list(keys)
        for item, where in self.keys:
            name = self.field_name(item, where)
            label = f"{_label(where)} · {stock_words.ITEMS[item]}"
            if item is Item.BLANK:
                self.fields[name] = forms.CharField(
                    label=label,
                    required=False,
                    initial=found.get(name),
                    widget=forms.Textarea(attrs={"rows": 2}),
                    help_text=_("Rentang nomor seri, satu per baris; 0 bila tidak ada."),
                )
            else:
                self.fields[name] = forms.IntegerField(
                    label=label, min_value=0, required=False, initial=found.get(name)
                )

    @staticmethod
    def field_name(item: Item, where: str) -> str:
        return f"{item}@{where}"

    def found(self) -> Iterator[tuple[Item, str, str]]:
        """(item, account, what was found), the places that were left empty left out."""
        for item, where in self.keys:
            said = self.cleaned_data[self.field_name(item, where)]
            if said not in (None, ""):
                yield item, where, str(said)


def _choices(field: forms.Field, accounts: Sequence[str]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(where, _label(where)) for where in accounts]


def _label(where: str) -> str:
    return str(capfirst(stock_words.place(where)))


def _accounts(kinds: frozenset[Kind]) -> Iterator[str]:
    """Every account of *kinds* that there can be now."""
    for kind in Kind:
        if kind not in kinds:
            continue
        match kind:
            case Kind.PRINTER:
                for code in Printer.objects.order_by("name").values_list("code", flat=True):
                    yield account(kind, code)
            case Kind.DISTRICT:
                yield from (account(kind, area.code) for area in wilayah.districts())
            case Kind.WORK | Kind.LENT | Kind.OTHER:
                continue
            case _:
                yield account(kind)
