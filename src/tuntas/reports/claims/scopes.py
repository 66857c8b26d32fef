"""Whom, where and when a figure is about, as far as its own sentence says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tuntas.reports.claims.dates import EARLIER, Period, read_period
from tuntas.reports.claims.lexicon import T
from tuntas.reports.claims.links import UNITS, Links
from tuntas.reports.claims.places import KNOWN_PLACES, PROVINCES
from tuntas.reports.claims.tokens import Token

_GROUPS = (
    ("pupil", ("siswa", "siswi", "pelajar", "mahasiswa", "santri", "dapodik", "remaja")),
    ("minor", ("15", "16", "17")),
    ("voter", ("pemilih", "pemula", "dpt", "dps", "dp4", "dpshp", "dptb", "daftar pemilih")),
    ("child", ("anak", "balita", "bayi")),
    ("staff", ("petugas", "pegawai", "operator", "honorer", "guru", "asn", "pns")),
)
# Words that name a group only when they stand beside the number ("5 operator").
_ONLY_BESIDE = ("staff", "child")
_KTP_TOPIC = frozenset(
    {T.EKTP, T.OBLIGED, T.RECORDED, T.RECORDING, T.UNRECORDED, T.RECORDING_TARGET}
)
_BETWEEN_DATE = UNITS | {T.LINK, T.WORD, T.RECORDED, T.UNRECORDED, T.RECORDING, T.OBLIGED, T.HERE}
_CUT_OFF = ("pada", "per", "hingga", "sampai", "tanggal")
_BESIDE_SEX = (T.PERSON, T.OPEN, T.GROUP, T.OTHERS, T.LINK)
_NOT_A_LABEL = (
    "Disdukcapil", "Dukcapil", "Kantor", "Dinas", "Mal", "Balai", "Aula", "Indonesia", "Sekolah",
    "Pasar", "Rutan", "Lapas", "Kemendagri", "Pemkab", "Pemkot", "Pemprov", "Pemda", "Tim",
    "Sampai",    "Hingga", "Per", "Dari", "Untuk", "Yakni", "Menurut", "Catatan", "Data",
    "Angka", "Rumah",
)  # fmt: skip
_OF_SPEECH = (
    "mengatakan", "kata", "katanya", "ujar", "ujarnya", "ungkap", "ungkapnya", "jelas", "jelasnya",
    "tutur", "menjelaskan", "menyebutkan", "menyampaikan", "ditemui", "dihubungi", "dikonfirmasi",
    "wartawan", "menuturkan", "tandas", "imbuh", "tambah", "tambahnya", "papar", "paparnya",
)  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What keeps figures of different things apart. Empty means: not said.

    Attributes:
        place: lower-case name as the text gives it; *district* when it is below a regency.
        period: when, in so many words; None is "now" or unsaid.
        group: pupils, voters, …; *sex* male or female; *topic* another document than the KTP-el.
    """

    place: str = ""
    district: bool = False
    period: Period | None = None
    group: str = ""
    sex: str = ""
    topic: str = ""

    def same_kind(self, other: Scope) -> bool:
        """Same sort of people and document."""
        return (self.group, self.sex, self.topic) == (other.group, other.sex, other.topic)

    def same_place(self, other: Scope) -> bool:
        """Same place, or nothing said against it."""
        if self.place and other.place:
            return self.place == other.place
        return not (self.district or other.district)

    def same_time(self, other: Scope) -> bool:
        """Same time, or nothing said against it."""
        if self.period and other.period:
            return not self.period.clashes(other.period)
        return EARLIER not in (self.period, other.period)

    def meets(self, other: Scope) -> bool:
        """Whether figures of both scopes may speak of the same thing."""
        return self.same_kind(other) and self.same_place(other) and self.same_time(other)


def read_scope(tokens: Sequence[Token], index: int, links: Links) -> Scope:
    """The scope of the figure at *index*, by the words of its own sentence."""
    place, district = _place(tokens, index)
    partner = links.partner.get(index)
    sex = _sex(tokens, index)
    if not sex and partner is not None:
        sex = _sex(tokens, partner)
    group = _group(tokens, index) or ("" if partner is None else _group(tokens, partner))
    return Scope(place, district, _period(tokens, index), group, sex, _topic(tokens, index))


def _sex(tokens: Sequence[Token], index: int) -> str:
    for step in (1, -1):
        position = index + step
        while 0 <= position < len(tokens):
            kind = tokens[position].kind
            if kind in (T.MALE, T.FEMALE):
                return kind.value
            skipped = _BESIDE_SEX if step > 0 else (*_BESIDE_SEX, T.COLON)
            if kind not in skipped:
                break
            position += step
    return ""


def _group(tokens: Sequence[Token], index: int) -> str:
    for position in range(index + 1, min(index + 4, len(tokens))):
        if tokens[position].kind is T.GROUP:
            return _group_name(tokens[position])
        if tokens[position].kind not in (T.PERSON, T.WORD, T.OBLIGED, T.PARTLY, T.LINK):
            break
    for position in range(index - 1, max(-1, index - 30), -1):
        token = tokens[position]
        if token.kind is T.BUT:
            break
        if token.kind is T.GROUP and _group_name(token) not in _ONLY_BESIDE:
            return _group_name(token)
    return ""


def _group_name(token: Token) -> str:
    words = token.text.lower()
    return next((name for name, marks in _GROUPS if any(m in words for m in marks)), words)


def _topic(tokens: Sequence[Token], index: int) -> str:
    for position in range(index - 1, -1, -1):
        if tokens[position].kind in _KTP_TOPIC:
            return ""
        if tokens[position].kind is T.OTHER_TOPIC:
            return tokens[position].text.lower()
    for position in range(index + 1, len(tokens)):
        kind = tokens[position].kind
        if kind in _KTP_TOPIC or kind in (T.COMMA, T.BUT):
            return ""
        if kind is T.OTHER_TOPIC:
            return tokens[position].text.lower()
    return ""


def _place(tokens: Sequence[Token], index: int) -> tuple[str, bool]:
    after = _place_after(tokens, index)
    before = _place_before(tokens, index)
    if before and before[2]:
        return before[:2]
    return after or (before[:2] if before else ("", False))


def _place_after(tokens: Sequence[Token], index: int) -> tuple[str, bool] | None:
    """ "900 jiwa di Gorontalo Utara": a place right behind the unit and *di*."""
    for position in range(index + 1, min(index + 6, len(tokens))):
        token = tokens[position]
        if token.kind is T.PLACE and tokens[position - 1].text.lower() in ("di", "untuk", "warga"):
            return _name(token)
        if token.kind not in _BETWEEN_DATE or token.kind is T.HERE:
            return None
    return None


def _place_before(tokens: Sequence[Token], index: int) -> tuple[str, bool, bool] | None:
    """The nearest place to the left: name, whether a district, whether right beside."""
    near = True
    for position in range(index - 1, -1, -1):
        token = tokens[position]
        if token.kind is T.HERE:
            here = token.text.lower()
            below = here.startswith(("kecamatan", "desa"))
            return (here if below else "", below, False)
        if token.kind is T.PLACE and not _is_dateline(tokens, position):
            first = _first_of_chain(tokens, position)
            return (*_name(tokens[first]), near)
        if _is_label(tokens, position, near):
            return (token.text.lower(), True, near)
        near = near and token.kind in (T.LINK, T.COLON, T.ABOUT, T.OPEN)
    return None


def _is_label(tokens: Sequence[Token], position: int, near: bool) -> bool:
    """A name we do not know: "di Anggrek", or "…, Anggrek 120 jiwa" right before the figure."""
    token = tokens[position]
    named = token.kind is T.WORD and token.text.istitle() and not token.text.endswith("nya")
    if not named or token.text in _NOT_A_LABEL:
        return False
    before = tokens[position - 1] if position else None
    if before and before.text.lower() in ("di", "untuk", "warga", "wilayah"):
        return not _is_dateline(tokens, position)
    starts = before is None or before.kind in (T.COMMA, T.AND, T.BUT, T.COLON, T.IGNORED)
    return near and starts


def _first_of_chain(tokens: Sequence[Token], position: int) -> int:
    """ "Kabupaten Lebong, Provinsi Bengkulu": the first of a chain is the place meant."""
    while (
        position >= 2
        and tokens[position - 1].kind is T.COMMA
        and tokens[position - 2].kind is T.PLACE
    ):
        position -= 2
    return position


def _is_dateline(tokens: Sequence[Token], position: int) -> bool:
    following = [token.kind for token in tokens[position + 1 : position + 3]]
    return following == [T.COMMA, T.WEEKDAY] or following[:1] == [T.OPEN]


def _name(token: Token) -> tuple[str, bool]:
    words = token.text.lower().split()
    head = words[0].rstrip(".")
    if head in ("kecamatan", "kec", "desa", "kelurahan", "kel", "distrik", "pulau", "gampong",
                "nagari", "kampung"):  # fmt: skip
        return " ".join(words), True
    if head in ("kabupaten", "kab"):
        return _known_part(words[1:]), False
    if head == "kota":
        return "kota " + _known_part(words[1:]), False
    if head in ("provinsi", "prov") or " ".join(words) in PROVINCES:
        return "provinsi " + " ".join(
            w for w in words if w.rstrip(".") not in ("provinsi", "prov")
        ), False
    return " ".join(words), False


def _known_part(words: list[str]) -> str:
    """The name at the head of *words*: "Boalemo" of "Kabupaten Boalemo Budi Santoso"."""
    for length in range(len(words), 0, -1):
        if " ".join(words[:length]) in KNOWN_PLACES:
            return " ".join(words[:length])
    return " ".join(words)


def _period(tokens: Sequence[Token], index: int) -> Period | None:
    after = _period_after(tokens, index)
    if after:
        return after
    for position in range(index - 1, -1, -1):
        token = tokens[position]
        if token.kind is T.EARLIER:
            return EARLIER
        if token.kind is T.LINK and token.text.lower() in ("saat ini", "kini", "hingga kini"):
            return None
        if token.kind is T.DATE and not _is_day_of_speech(tokens, position):
            return read_period(token.text)
    return None


def _period_after(tokens: Sequence[Token], index: int) -> Period | None:
    """ "862 jiwa pada 14 Juni": a time close behind the figure, before any comma."""
    words = 0
    for position in range(index + 1, len(tokens)):
        token = tokens[position]
        words += token.kind is T.WORD
        if token.kind is T.DATE and not _is_day_of_speech(tokens, position):
            return read_period(token.text)
        if token.kind not in _BETWEEN_DATE or words > 3:
            return None
    return None


def _is_day_of_speech(tokens: Sequence[Token], position: int) -> bool:
    """ "…, kata dia, Selasa (5/10/2021)": the day something was said is not a cut-off day."""
    before = [token.text.lower() for token in tokens[max(0, position - 10) : position]]
    if not any(token.kind is T.WEEKDAY for token in tokens[max(0, position - 4) : position]):
        return False
    if any(word in _OF_SPEECH for word in before):
        return True
    weekday = next(i for i in range(position - 1, -1, -1) if tokens[i].kind is T.WEEKDAY)
    after_comma = weekday > 0 and tokens[weekday - 1].kind is T.COMMA
    return after_comma and not any(word in _CUT_OFF for word in before[-4:])
