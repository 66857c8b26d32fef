"""The words registers use, and what they mean here.

Every vocabulary is *open*: a word nobody has seen before is never dropped and never
guessed. Each reader returns None both for "not known" (``TIDAK TAHU``, empty) and for a
word it does not recognise; :func:`is_unknown_word` tells the two apart, so that an
importer can flag the second. Columns hold few distinct words: read the distinct ones,
then join.

>>> read_sex(" Lk. "), read_sex("Tdk Th"), is_unknown_word("Tdk Th"), is_unknown_word("XY")
(<Sex.MALE: 'L'>, None, True, False)
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Final, TypeVar

from tuntas.ledger.tracks import Card, Enrol

_not_alphanumeric = re.compile(r"[^0-9A-Z]+")
_repeated_letters = re.compile(r"([A-Z])\1+")
_in_parentheses = re.compile(r"[(\[{][^)\]}]*[)\]}]")


def fold_word(text: str | None) -> str:
    """Upper case, letters and digits only, the form in which words are compared.

    >>> fold_word(" Laki - laki. ")
    'LAKILAKI'
    """
    return _not_alphanumeric.sub("", (text or "").upper())


def _words(*lines: str) -> frozenset[str]:
    """Folded words out of comma-separated lines."""
    return frozenset(fold_word(word) for line in lines for word in line.split(","))


UNKNOWN_WORDS: Final = _words(
    "-, TIDAK TAHU, TDK TAHU, TDK TH, TDK THU, TIDAK DIKETAHUI, TDK DIKETAHUI, TAK DIKETAHUI",
    "BELUM DIKETAHUI, BELUM DIISI, BELUM TERISI, TIDAK DIISI, TIDAK ADA DATA, KOSONG",
    "NULL, NAN, NONE, NA, N/A, UNKNOWN, X, XX, 0, LAINNYA",
)
"""Folded words that say "not known"; the empty text is among them."""


def is_unknown_word(text: str | None) -> bool:
    """Whether the register itself says that it does not know."""
    return fold_word(text) in UNKNOWN_WORDS


_T = TypeVar("_T")


def _table(meanings: dict[_T, frozenset[str]]) -> dict[str, _T]:
    """Word → meaning; a word with two meanings is a mistake in this file."""
    table: dict[str, _T] = {}
    for meaning, words in meanings.items():
        for word in words:
            if word in table:
                raise AssertionError(f"{word} means both {table[word]} and {meaning}")
            table[word] = meaning
    return table


# --- Sex --------------------------------------------------------------------------------


class Sex(StrEnum):
    """As the KTP abbreviates it."""

    MALE = "L"
    FEMALE = "P"


_SEX: Final = _table(
    {
        Sex.MALE: _words("L, LK, LAKI, LAKI LAKI, LAKI2, LELAKI, PRIA, M, MALE, 1"),
        Sex.FEMALE: _words("P, PR, PEREMPUAN, PRP, PEREMP, WANITA, W, F, FEMALE, 2"),
    }
)


def read_sex(text: str | None) -> Sex | None:
    return _SEX.get(fold_word(text))


# --- Marriage ---------------------------------------------------------------------------


class Marital(StrEnum):
    """Marital status. ``ONCE``: was married, how it ended is not said (*janda*, *duda*)."""

    NEVER = "never"
    MARRIED = "married"
    UNREGISTERED = "unregistered"  # kawin belum tercatat
    DIVORCED = "divorced"
    WIDOWED = "widowed"
    ONCE = "once"

    @property
    def ever_married(self) -> bool:
        """*Kawin atau pernah kawin*: obliges whatever the age (UU 24/2013 art. 63(1))."""
        return self is not Marital.NEVER


_MARITAL: Final = _table(
    {
        # B/S/P are the voter list's letters, 1–4 the codes of OpenSID.
        Marital.NEVER: _words(
            "BELUM KAWIN, BLM KAWIN, BELUM MENIKAH, BELUM NIKAH, BLM NIKAH, TIDAK KAWIN",
            "TIDAK MENIKAH, LAJANG, BELUM PERNAH KAWIN, BELUM PERNAH MENIKAH, B, BK, TK, 1",
            "BELUM, BELUM KWN, BLM KWN, SINGLE",
        ),
        Marital.MARRIED: _words(
            "KAWIN, KAWIN TERCATAT, MENIKAH, NIKAH, SUDAH KAWIN, SUDAH MENIKAH, SDH KAWIN, KWN",
            "SUDAH NIKAH, KAWIN TERCATAT KUA, S, K, KT, 2, SUDAH, MARRIED",
        ),
        Marital.UNREGISTERED: _words(
            "KAWIN BELUM TERCATAT, KAWIN TIDAK TERCATAT, KAWIN BLM TERCATAT, KBT",
            "NIKAH SIRI, KAWIN SIRI, NIKAH BELUM TERCATAT",
        ),
        Marital.DIVORCED: _words(
            "CERAI HIDUP, CERAI HIDUP TERCATAT, CERAI HIDUP BELUM TERCATAT, CH, CERAI HDP, 3",
            "CERAI TERCATAT, CERAI BELUM TERCATAT",
        ),
        Marital.WIDOWED: _words(
            "CERAI MATI, CERAI MATI TERCATAT, CERAI MATI BELUM TERCATAT, CM, CERAI MT, 4",
            "DITINGGAL MATI",
        ),
        Marital.ONCE: _words("PERNAH KAWIN, PERNAH MENIKAH, P, CERAI, JANDA, DUDA, JANDA/DUDA"),
    }
)


def read_marital(text: str | None) -> Marital | None:
    """
    >>> read_marital("KAWIN BELUM TERCATAT")
    <Marital.UNREGISTERED: 'unregistered'>
    """
    return _MARITAL.get(fold_word(text))


EVER_MARRIED: Final = frozenset(marital for marital in Marital if marital.ever_married)
"""The values that oblige; plain strings compare equal to them."""


def ever_married(marital: Marital | None) -> bool | None:
    """True, False, or None when the register does not say.

    >>> ever_married(Marital.ONCE), ever_married(Marital.NEVER), ever_married(None)
    (True, False, None)
    """
    return None if marital is None else marital.ever_married


# --- Citizenship ------------------------------------------------------------------------


class Citizenship(StrEnum):
    WNI = "WNI"
    WNA = "WNA"


class Permit(StrEnum):
    """Permit of stay of a foreigner; only a permanent one obliges."""

    PERMANENT = "itap"
    LIMITED = "itas"


_CITIZENSHIP: Final = _table(
    {
        Citizenship.WNI: _words("WNI, INDONESIA, WARGA NEGARA INDONESIA, INDONESIAN, 1, IDN"),
        Citizenship.WNA: _words(
            "WNA, OA, ORANG ASING, ASING, WARGA NEGARA ASING, 2",
            "WNA ITAP, WNA KITAP, OA ITAP, WNA ITAS, WNA KITAS, OA ITAS",
        ),
    }
)
_PERMIT: Final = _table(
    {
        Permit.PERMANENT: _words(
            "ITAP, KITAP, IZIN TINGGAL TETAP, IJIN TINGGAL TETAP, TETAP",
            "WNA ITAP, WNA KITAP, OA ITAP",
        ),
        Permit.LIMITED: _words(
            "ITAS, KITAS, IZIN TINGGAL TERBATAS, IJIN TINGGAL TERBATAS, TERBATAS, SKTT",
            "WNA ITAS, WNA KITAS, OA ITAS",
        ),
    }
)


def read_citizenship(text: str | None) -> Citizenship | None:
    return _CITIZENSHIP.get(fold_word(text))


def read_permit(text: str | None) -> Permit | None:
    return _PERMIT.get(fold_word(text))


# --- Standing in the register -----------------------------------------------------------


class RegisterStatus(StrEnum):
    """What a register says of somebody's place in it.

    ``MISSING``, ``AWAY`` and ``INVALID`` are a village's own remarks: nobody leaves the
    list by them, they are leads for a visit.
    """

    HERE = "here"
    DIED = "died"
    MOVED_OUT = "moved_out"
    DEACTIVATED = "deactivated"
    MISSING = "missing"
    AWAY = "away"
    INVALID = "invalid"

    @property
    def leaves(self) -> bool:
        return self in (RegisterStatus.DIED, RegisterStatus.MOVED_OUT, RegisterStatus.DEACTIVATED)


_REGISTER_STATUS: Final = _table(
    {
        # The digits are OpenSID's status_dasar.
        RegisterStatus.HERE: _words("AKTIF, HIDUP, ADA, TETAP, ACTIVE, A, 1, TERDAFTAR, NORMAL"),
        RegisterStatus.DIED: _words(
            "MENINGGAL, MENINGGAL DUNIA, MATI, WAFAT, ALM, ALMARHUM, ALMARHUMAH, MD, 2, DEAD"
        ),
        RegisterStatus.MOVED_OUT: _words(
            "PINDAH, PINDAH KELUAR, PINDAH DATANG KELUAR, SUDAH PINDAH, PINDAH DOMISILI, 3"
        ),
        RegisterStatus.DEACTIVATED: _words(
            "NONAKTIF, NON AKTIF, TIDAK AKTIF, TDK AKTIF, DINONAKTIFKAN, INAKTIF, DIBLOKIR"
        ),
        RegisterStatus.MISSING: _words(
            "HILANG, TIDAK DITEMUKAN, TIDAK DIKENAL, TIDAK DIKETAHUI KEBERADAANNYA, 4"
        ),
        RegisterStatus.AWAY: _words("PERGI, MERANTAU, DI LUAR DAERAH, LUAR NEGERI, TKI, PMI, 6"),
        RegisterStatus.INVALID: _words("TIDAK VALID, TDK VALID, GANDA, SAMPAH, 9"),
    }
)


def read_register_status(text: str | None) -> RegisterStatus | None:
    """
    >>> read_register_status("Non-Aktif").leaves
    True
    """
    return _REGISTER_STATUS.get(fold_word(text))


# --- Events -----------------------------------------------------------------------------


class EventWord(StrEnum):
    """What an events file (*mutasi*) reports; values are kinds of register events where one fits.

    ``divorced`` only changes a field; ``missing`` is a lead for a visit, nobody leaves by it.
    """

    BIRTH = "born"
    DEATH = "died"
    MOVE_IN = "moved_in"
    MOVE_OUT = "moved_out"
    MARRIAGE = "married"
    DIVORCE = "divorced"
    DEACTIVATION = "deactivated"
    REACTIVATION = "reactivated"
    CORRECTION = "corrected"
    MISSING = "missing"


_EVENTS: Final = _table(
    {
        # The digits are OpenSID's kode_peristiwa.
        EventWord.BIRTH: _words("LAHIR, KELAHIRAN, LAHIR HIDUP, BARU LAHIR, 1"),
        EventWord.DEATH: _words(
            "MATI, KEMATIAN, MENINGGAL, MENINGGAL DUNIA, WAFAT, AKTA KEMATIAN, 2"
        ),
        EventWord.MOVE_OUT: _words("PINDAH, PINDAH KELUAR, KELUAR, PERPINDAHAN, 3, SKPWNI"),
        EventWord.MISSING: _words("HILANG, 4"),
        EventWord.MOVE_IN: _words(
            "DATANG, PINDAH MASUK, MASUK, KEDATANGAN, PINDAH DATANG, PENDATANG, 5"
        ),
        EventWord.MARRIAGE: _words("KAWIN, NIKAH, PERKAWINAN, PERNIKAHAN, MENIKAH"),
        EventWord.DIVORCE: _words("CERAI, PERCERAIAN, CERAI HIDUP"),
        EventWord.DEACTIVATION: _words(
            "NONAKTIF, NON AKTIF, PENONAKTIFAN, DINONAKTIFKAN, DEAKTIVASI"
        ),
        EventWord.REACTIVATION: _words(
            "AKTIF KEMBALI, PENGAKTIFAN, PENGAKTIFAN KEMBALI, AKTIVASI, REAKTIVASI, DIAKTIFKAN"
        ),
        EventWord.CORRECTION: _words(
            "PERBAIKAN, KOREKSI, PERUBAHAN, PERUBAHAN DATA, PEMBETULAN, PERUBAHAN BIODATA"
        ),
    }
)


def read_event(text: str | None) -> EventWord | None:
    return _EVENTS.get(fold_word(text))


# --- KTP-el status ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KtpStatus:
    """A status of the national system as a snapshot tells it.

    Attributes:
        code: the canonical name, or the text as it stood (tidied) when not *known*.
        known: False = flag it; the vocabulary is open and ours is incomplete.
        enrol, card: the least this status implies; None when not *known*.
    """

    code: str
    known: bool
    enrol: Enrol | None
    card: Card | None


def ktp_status_rows() -> list[dict[str, str]]:
    """The one table of statuses: names as public sources show them, their order, what is next.

    ``words`` are spelling variants; digits among them are OpenSID's StatusKTPEnum, not in order of
    time. Sent, received, failed, similar or duplicate: a person sat before the devices all the
    same. What the other columns mean is said in ``enrolment/statuses.py``.
    """
    content = files("tuntas.residents").joinpath("data/ktp_statuses.csv").read_text("utf-8")
    return list(csv.DictReader(content.splitlines()))


KTP_STATUSES: Final[dict[str, tuple[tuple[Enrol, Card], frozenset[str]]]] = {
    row["code"]: ((Enrol(int(row["enrol"])), Card(int(row["card"]))), _words(row["words"]))
    for row in ktp_status_rows()
}


def _squeezed(word: str) -> str:
    """*word* with repeated letters once: SHIPPPED and SHIPED are one word."""
    return _repeated_letters.sub(r"\1", word)


_KTP_BY_WORD: Final = _table(
    {
        code: frozenset(_squeezed(word) for word in words)
        for code, (_, words) in KTP_STATUSES.items()
    }
)
_separators = re.compile(r"[\s_\-/.]+")


def read_ktp_status(text: str | None) -> KtpStatus | None:
    """The status in a register cell; None when the cell says nothing.

    >>> read_ktp_status("card_shippped").code
    'CARD_SHIPPED'
    >>> read_ktp_status("Packet retry")
    KtpStatus(code='PACKET_RETRY', known=False, enrol=None, card=None)
    """
    word = fold_word(text)
    if word in UNKNOWN_WORDS:
        return None
    code = _KTP_BY_WORD.get(_squeezed(word))
    if code is None:
        return KtpStatus(_separators.sub("_", (text or "").strip().upper()), False, None, None)
    (enrol, card), _ = KTP_STATUSES[code]
    return KtpStatus(code, True, enrol, card)


# --- Headers ----------------------------------------------------------------------------


class Column(StrEnum):
    """What a column of a register file can mean."""

    NIK = "nik"
    NO_KK = "no_kk"
    NAMA = "nama"
    TEMPAT_LAHIR = "tempat_lahir"
    TANGGAL_LAHIR = "tanggal_lahir"
    JENIS_KELAMIN = "jenis_kelamin"
    STATUS_KAWIN = "status_kawin"
    AGAMA = "agama"
    PEKERJAAN = "pekerjaan"
    KEWARGANEGARAAN = "kewarganegaraan"
    IZIN_TINGGAL = "izin_tinggal"
    IZIN_TINGGAL_SAMPAI = "izin_tinggal_sampai"
    HUBUNGAN = "hubungan"
    ALAMAT = "alamat"
    DUSUN = "dusun"
    RT = "rt"
    RW = "rw"
    DESA = "desa"
    KODE_DESA = "kode_desa"
    KECAMATAN = "kecamatan"
    KODE_KECAMATAN = "kode_kecamatan"
    STATUS_KTP = "status_ktp"
    STATUS_PENDUDUK = "status_penduduk"
    PERISTIWA = "peristiwa"
    TANGGAL_PERISTIWA = "tanggal_peristiwa"
    KETERANGAN = "keterangan"
    NIK_LAMA = "nik_lama"


def _headers(*lines: str) -> tuple[str, ...]:
    return tuple(fold_word(word) for line in lines for word in line.split(","))


HEADERS: Final[dict[Column, tuple[str, ...]]] = {
    Column.NIK: _headers(
        "NIK, NO NIK, NOMOR NIK, NOMOR INDUK KEPENDUDUKAN, NO INDUK KEPENDUDUKAN, NIK KTP",
        "NO KTP, NOMOR KTP, NIK BARU, NIK WARGA, NIK PENDUDUK",
    ),
    Column.NO_KK: _headers(
        "NO KK, NOMOR KK, KK, NO KARTU KELUARGA, NOMOR KARTU KELUARGA, NKK, NO KELUARGA"
    ),
    Column.NAMA: _headers(
        "NAMA LENGKAP, NAMA, NAMA LGKP, NAMA PENDUDUK, NAMA WARGA, NM LENGKAP, NAMALENGKAP",
        "NAMA PEMILIH, NAMA ANGGOTA KELUARGA, NAMA SESUAI KTP",
    ),
    Column.TEMPAT_LAHIR: _headers(
        "TEMPAT LAHIR, TMPT LAHIR, TMPT LHR, TEMPATLAHIR, TMP LAHIR, TMP LHR, TPT LAHIR, KOTA LAHIR"
    ),
    Column.TANGGAL_LAHIR: _headers(
        "TANGGAL LAHIR, TGL LAHIR, TGL LHR, TANGGALLAHIR, TGGL LAHIR, LAHIR, TTL TANGGAL, TG LAHIR"
    ),
    Column.JENIS_KELAMIN: _headers(
        "JENIS KELAMIN, JENIS KLMIN, JNS KELAMIN, JNS KLMIN, JK, L/P, SEX, KELAMIN, JEN KEL",
        "GENDER, JENKEL, JNS KLM, LP",
    ),
    Column.STATUS_KAWIN: _headers(
        "STATUS KAWIN, STATUS PERKAWINAN, STATUS PERNIKAHAN, STAT KWN, STAT KAWIN, STS KAWIN",
        "STATUS NIKAH, KAWIN, STATUS B/S/P, STATUSKAWIN, STAT NIKAH, PERKAWINAN, SDP, BSP",
    ),
    Column.AGAMA: _headers("AGAMA, AGAMA ID, KEPERCAYAAN"),
    Column.PEKERJAAN: _headers(
        "PEKERJAAN, JENIS PEKERJAAN, JENIS PKRJN, JNS PKRJN, JNS PEKERJAAN, PEKERJAAN ID, KERJA"
    ),
    Column.KEWARGANEGARAAN: _headers(
        "KEWARGANEGARAAN, WARGA NEGARA, WARGANEGARA, WARGANEGARA ID, KEBANGSAAN, KWRNGRN, WN"
    ),
    Column.IZIN_TINGGAL: _headers(
        "IZIN TINGGAL, IJIN TINGGAL, JENIS IZIN TINGGAL, DOKUMEN IMIGRASI, ITAP/ITAS"
    ),
    Column.IZIN_TINGGAL_SAMPAI: _headers(
        "IZIN TINGGAL SAMPAI, IZIN TINGGAL BERLAKU SAMPAI, ITAP SAMPAI, KITAP SAMPAI",
        "TGL AKHIR ITAP, TANGGAL AKHIR KITAP, TGL AKHIR KITAP, MASA BERLAKU ITAP, ITAP BERAKHIR",
        "MASA BERLAKU KITAP, TANGGAL AKHIR ITAP, BERLAKU SAMPAI, TANGGAL AKHIR PASPOR ITAP",
    ),
    Column.HUBUNGAN: _headers(
        "HUBUNGAN, SHDK, HUBUNGAN KELUARGA, STATUS HUBUNGAN DALAM KELUARGA, STAT HBKEL, HUB KEL",
        "STATUS HUBUNGAN KELUARGA, HUBUNGAN DALAM KELUARGA, KK LEVEL, SHDRT, HUB KELUARGA",
        "STATUS HUBUNGAN",
    ),
    Column.ALAMAT: _headers("ALAMAT, ALAMAT LENGKAP, ALAMAT KK, ALAMAT RUMAH, JALAN, NAMA JALAN"),
    Column.DUSUN: _headers(
        "DUSUN, NAMA DUSUN, LINGKUNGAN, DUKUH, JALAN/DUKUH, DUSUN/LINGKUNGAN, KAMPUNG, DUSUN/JORONG"
    ),
    Column.RT: _headers("RT, NO RT, NOMOR RT"),
    Column.RW: _headers("RW, NO RW, NOMOR RW"),
    Column.DESA: _headers(
        "DESA, DESA/KELURAHAN, KELURAHAN, NAMA DESA, NAMA KEL, NAMA KELURAHAN, DESA/KEL, DESA KEL",
        "KELURAHAN/DESA, KEL/DESA, NAMA DESA/KELURAHAN, NM KEL, NAMA KEL/DESA, KEL",
    ),
    Column.KODE_DESA: _headers(
        "KODE DESA, KODE KELURAHAN, KODE DESA/KELURAHAN, KD DESA, KD KEL, NO KEL, KODE KEL",
        "KODE WILAYAH, KODE KEMENDAGRI, KODE WILAYAH DESA, KODE KEL/DESA",
    ),
    Column.KECAMATAN: _headers("KECAMATAN, NAMA KECAMATAN, NAMA KEC, KEC, NM KEC, DISTRIK"),
    Column.KODE_KECAMATAN: _headers("KODE KECAMATAN, KODE KEC, KD KEC, NO KEC, KD KECAMATAN"),
    Column.STATUS_KTP: _headers(
        "STATUS REKAM, STATUS PEREKAMAN, STATUS REKAM KTP, STATUS KTP EL, STATUS KTP, STAT RKM",
        "STATUS KTPEL, STATUS PEREKAMAN KTP EL, STATUS EKTP, STATUS E KTP, CURRENT STATUS CODE",
        "STATUS REKAM KTP EL, STAT REKAM, PEREKAMAN, KET REKAM, STATUS PENCETAKAN",
    ),
    Column.STATUS_PENDUDUK: _headers(
        "STATUS PENDUDUK, STATUS DASAR, STATUS KEPENDUDUKAN, STATUS HIDUP, STATUS AKTIF",
        "FLAG STATUS, STATUS NIK, STATUS DATA, STATUS WARGA",
    ),
    Column.PERISTIWA: _headers(
        "PERISTIWA, JENIS PERISTIWA, MUTASI, JENIS MUTASI, KODE PERISTIWA, KEJADIAN"
    ),
    Column.TANGGAL_PERISTIWA: _headers(
        "TANGGAL PERISTIWA, TGL PERISTIWA, TANGGAL MUTASI, TGL MUTASI, TANGGAL KEJADIAN",
        "TGL KEJADIAN, TANGGAL PINDAH, TANGGAL KAWIN, TGL KAWIN, TANGGAL PERKAWINAN",
        "TANGGAL KEMATIAN, TGL MATI, TANGGAL MENINGGAL, TGL PINDAH, TANGGAL DATANG",
    ),
    Column.KETERANGAN: _headers("KETERANGAN, KET, CATATAN, ALASAN, KETERANGAN LAIN"),
    Column.NIK_LAMA: _headers("NIK LAMA, NIK SEBELUMNYA, NIK ASAL, NIK SEMULA, NIK AWAL"),
}
"""Column → folded headers, the surest first."""

_COLUMN_BY_HEADER: Final = _table({column: frozenset(names) for column, names in HEADERS.items()})


def match_header(text: str | None) -> Column | None:
    """The column a header means; a remark in parentheses is ignored if need be.

    >>> match_header("Tgl. Lhr"), match_header("JENIS KELAMIN (L/P)"), match_header("Nama Ayah")
    (<Column.TANGGAL_LAHIR: 'tanggal_lahir'>, <Column.JENIS_KELAMIN: 'jenis_kelamin'>, None)
    """
    found = _COLUMN_BY_HEADER.get(fold_word(text))
    return found or _COLUMN_BY_HEADER.get(fold_word(_in_parentheses.sub(" ", text or "")))


def match_headers(texts: list[str]) -> dict[Column, int]:
    """Column → position. Of two headers with one meaning the surer one wins, then the first.

    >>> match_headers(["No", "Nama", "Nama Lengkap", "NIK"])
    {<Column.NAMA: 'nama'>: 2, <Column.NIK: 'nik'>: 3}
    """
    found: dict[Column, tuple[int, int]] = {}
    for position, text in enumerate(texts):
        column = match_header(text)
        if column is None:
            continue
        claim = (_sureness(column, text), position)
        found[column] = min(found.get(column, claim), claim)
    return {column: position for column, (_, position) in found.items()}


def _sureness(column: Column, text: str) -> int:
    """0 for the surest header of *column*."""
    names = HEADERS[column]
    for word in (fold_word(text), fold_word(_in_parentheses.sub(" ", text))):
        if word in names:
            return names.index(word)
    return len(names)
