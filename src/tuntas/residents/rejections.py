"""Why a row or a whole file is not taken over, and what the office does about it.

Codes stand in the database; the sentences stand here, so that a better sentence
reaches old rejects too.

>>> explain("village_ambiguous").remedy_id
'Tambahkan kolom kecamatan atau kode desa, lalu impor ulang baris ini.'
"""

from __future__ import annotations

from typing import Final

from tuntas.residents.explanation import Explanation
from tuntas.residents.kk import KK_EXPLANATIONS, KK_WARNING_EXPLANATIONS
from tuntas.residents.nik import EXCEL_DAMAGE, NIK_EXPLANATIONS, NIK_WARNING_EXPLANATIONS
from tuntas.residents.tanggal import TANGGAL_EXPLANATIONS

_LIST: Final = (
    Explanation(
        "name_missing",
        "Nama kosong.",
        "The name is empty.",
        "Isi nama sesuai SIAK, lalu impor ulang baris ini.",
        "Fill in the name as in SIAK, then import this row again.",
    ),
    Explanation(
        "name_too_long",
        "Nama lebih dari 120 huruf; mungkin beberapa kolom tergabung.",
        "The name is longer than 120 letters; perhaps columns ran together.",
        "Periksa pemisah kolom di baris ini, lalu impor ulang.",
        "Check the column separators in this row, then import it again.",
    ),
    Explanation(
        "columns_shifted",
        "Baris ini berisi lebih banyak kolom daripada judulnya; isinya mungkin bergeser.",
        "This row has more columns than the header; its cells may have shifted.",
        "Beri tanda kutip pada isi yang memuat pemisah kolom, lalu impor ulang.",
        "Quote the cell that contains the column separator, then import again.",
    ),
    Explanation(
        "not_a_person",
        "Baris ini judul atau jumlah, bukan orang.",
        "This row is a heading or a total, not a person.",
        "Tidak perlu diperbaiki; hapus saja dari berkas.",
        "Nothing to correct; just delete it from the file.",
    ),
    Explanation(
        "nik_shared",
        "NIK ini dipakai dua orang yang berbeda di berkas yang sama.",
        "Two different people in this file have this NIK.",
        "Cocokkan kedua orang di SIAK; perbaiki atau hapus baris yang salah.",
        "Compare both people in SIAK; correct or delete the wrong row.",
    ),
    Explanation(
        "nik_twice",
        "Orang ini muncul lebih dari sekali dengan isi yang berbeda.",
        "This person appears more than once with different data.",
        "Sisakan satu baris yang benar, lalu impor ulang.",
        "Keep the one row that is right, then import it again.",
    ),
    Explanation(
        "nik_two_persons",
        "NIK dan NIK lama di baris ini milik dua orang yang sudah tercatat.",
        "The NIK and the old NIK of this row belong to two people already on record.",
        "Periksa apakah keduanya orang yang sama; bila ya, gabungkan catatannya lebih dulu.",
        "Check whether they are one person; if so, merge the records first.",
    ),
    Explanation(
        "nik_other_person",
        "NIK ini sudah dipakai orang dengan nama dan tanggal lahir yang berbeda.",
        "This NIK already belongs to a person with another name and birth date.",
        "Cocokkan NIK dengan SIAK; jangan menimpa orang yang sudah tercatat.",
        "Compare the NIK with SIAK; do not overwrite the person already on record.",
    ),
    Explanation(
        "village_missing",
        "Desa kosong.",
        "The desa is empty.",
        "Isi nama desa beserta kecamatan, atau kode desa.",
        "Fill in the desa with its kecamatan, or the desa code.",
    ),
    Explanation(
        "village_unknown",
        "Desa ini tidak dikenal di kabupaten ini.",
        "This desa is not known in this regency.",
        "Periksa ejaan nama desa dan kecamatannya, atau pakai kode desa.",
        "Check the spelling of the desa and kecamatan, or use the desa code.",
    ),
    Explanation(
        "village_code_unknown",
        "Kode desa ini tidak dikenal.",
        "This desa code is not known.",
        "Pakai kode Kemendagri sepuluh digit, misalnya 75.05.01.2003.",
        "Use the ten-digit Kemendagri code, for example 75.05.01.2003.",
    ),
    Explanation(
        "village_ambiguous",
        "Nama desa ini ada di lebih dari satu kecamatan.",
        "More than one kecamatan has a desa of this name.",
        "Tambahkan kolom kecamatan atau kode desa, lalu impor ulang baris ini.",
        "Add the kecamatan or the desa code, then import this row again.",
    ),
    Explanation(
        "village_contradicts",
        "Nama desa tidak cocok dengan kodenya.",
        "The desa name does not agree with its code.",
        "Perbaiki salah satunya sesuai daftar Kemendagri.",
        "Correct one of them by the Kemendagri list.",
    ),
    Explanation(
        "village_outside",
        "Desa ini di luar wilayah kantor.",
        "This desa lies outside the office's region.",
        "Teruskan data ini ke kabupaten/kota yang bersangkutan.",
        "Pass this row on to the regency concerned.",
    ),
    Explanation(
        "village_not_yours",
        "Desa ini di luar wilayah tugas orang yang memberikan berkas ini.",
        "This desa lies outside the area of whoever gave this file.",
        "Serahkan baris ini kepada petugas desa itu, atau kepada administrator basis data kantor.",
        "Give this row to the officer of that desa, or to the office's database administrator.",
    ),
    Explanation(
        "person_elsewhere",
        "Orang ini tercatat di desa di luar wilayah tugas orang yang memberikan berkas ini.",
        "This person is on record in a desa outside the area of whoever gave this file.",
        "Kepindahan dan perubahannya dimasukkan petugas yang wilayahnya mencakup kedua desa.",
        "The move or change is entered by an officer whose area covers both desa.",
    ),
    Explanation(
        "district_unknown",
        "Kecamatan ini tidak dikenal di kabupaten ini.",
        "This kecamatan is not known in this regency.",
        "Periksa ejaan kecamatan, atau pakai kode desa.",
        "Check the spelling of the kecamatan, or use the desa code.",
    ),
    Explanation(
        "birth_after_cut_off",
        "Tanggal lahir sesudah tanggal potong data.",
        "The birth date is later than the cut-off.",
        "Periksa tanggal lahir, atau tanggal potong berkas ini.",
        "Check the birth date, or the cut-off of this file.",
    ),
    Explanation(
        "event_unknown",
        "Jenis peristiwa kosong atau tidak dikenal.",
        "The kind of event is empty or not known.",
        "Pakai LAHIR, MATI, PINDAH, DATANG, KAWIN, CERAI, NONAKTIF, AKTIF KEMBALI atau PERBAIKAN.",
        "Use LAHIR, MATI, PINDAH, DATANG, KAWIN, CERAI, NONAKTIF, AKTIF KEMBALI or PERBAIKAN.",
    ),
    Explanation(
        "event_after_cut_off",
        "Tanggal peristiwa sesudah tanggal potong data.",
        "The day of the event is later than the cut-off.",
        "Periksa tanggal peristiwa, atau tanggal potong berkas ini.",
        "Check the day of the event, or the cut-off of this file.",
    ),
    Explanation(
        "person_unknown",
        "Orang ini belum tercatat, sehingga peristiwanya tidak dapat dicatat.",
        "This person is not on record, so the event cannot be recorded.",
        "Impor dulu orangnya (berkas register, LAHIR atau DATANG), lalu peristiwa ini.",
        "Import the person first (register file, LAHIR or DATANG), then this event.",
    ),
    Explanation(
        "person_final",
        "Orang ini tercatat meninggal atau digabung, tetapi berkas menyebutnya masih ada.",
        "This person is on record as dead or merged, but the file says they are here.",
        "Bila catatannya keliru, batalkan peristiwa meninggal itu, lalu impor ulang.",
        "If the record is wrong, take back the death, then import again.",
    ),
)

CATALOGUE: Final = {
    explanation.code: explanation
    for explanation in (
        *_LIST,
        *NIK_EXPLANATIONS.values(),
        *NIK_WARNING_EXPLANATIONS.values(),
        *KK_EXPLANATIONS.values(),
        *KK_WARNING_EXPLANATIONS.values(),
        *TANGGAL_EXPLANATIONS.values(),
    )
}

_EXPORT_ID: Final = "Ekspor ulang dari aplikasi asal, lalu unggah lagi."
_EXPORT_EN: Final = "Export again from the source, then upload again."

FILE_REFUSALS: Final = {
    explanation.code: explanation
    for explanation in (
        EXCEL_DAMAGE,
        Explanation(
            "file_nik_numbers",
            "Kolom NIK berisi angka Excel atau notasi ilmiah; digit terakhir tiap NIK sudah "
            "hilang dan tidak dapat dikembalikan dari berkas ini.",
            "The NIK column holds spreadsheet numbers or scientific notation; the last digit of "
            "each NIK is lost and cannot be restored from this file.",
            "Ekspor ulang dengan kolom NIK berformat teks; jangan buka dan simpan CSV di Excel.",
            "Export again with the NIK column as text; do not open and save the CSV in Excel.",
        ),
        Explanation(
            "file_empty",
            "Berkas ini kosong atau tidak berisi baris data.",
            "This file is empty or has no rows of data.",
            _EXPORT_ID,
            _EXPORT_EN,
        ),
        Explanation(
            "file_unreadable",
            "Berkas ini bukan CSV atau XLSX yang utuh.",
            "This file is not an intact CSV or XLSX.",
            _EXPORT_ID,
            _EXPORT_EN,
        ),
        Explanation(
            "file_old_excel",
            "Berkas Excel lama (.xls) atau terkunci sandi tidak dapat diperiksa sel angkanya.",
            "An old Excel file (.xls), or one with a password: its number cells cannot be checked.",
            "Simpan sebagai .xlsx tanpa sandi, atau ekspor CSV dari aplikasi asal.",
            "Save it as .xlsx without a password, or export CSV from the source.",
        ),
        Explanation(
            "file_too_many_columns",
            "Berkas ini berisi lebih dari 400 kolom.",
            "This file has more than 400 columns.",
            "Hapus kolom yang tidak diperlukan, lalu unggah lagi.",
            "Delete the columns that are not needed, then upload again.",
        ),
        Explanation(
            "file_no_header",
            "Judul kolom tidak ditemukan di 40 baris pertama.",
            "No column headings were found in the first 40 rows.",
            "Pastikan ada baris judul seperti NIK; NAMA; TANGGAL LAHIR; DESA.",
            "Make sure there is a heading row such as NIK; NAMA; TANGGAL LAHIR; DESA.",
        ),
        Explanation(
            "file_no_nik",
            "Kolom NIK tidak ditemukan.",
            "There is no NIK column.",
            "Tunjukkan kolom NIK pada pemetaan kolom, atau ekspor ulang dengan kolom itu.",
            "Name the NIK column in the mapping, or export again with that column.",
        ),
        Explanation(
            "file_no_name",
            "Kolom nama tidak ditemukan.",
            "There is no name column.",
            "Tunjukkan kolom nama pada pemetaan kolom, atau ekspor ulang dengan kolom itu.",
            "Name the name column in the mapping, or export again with that column.",
        ),
        Explanation(
            "file_no_village",
            "Kolom desa tidak ditemukan.",
            "There is no desa column.",
            "Tunjukkan kolom desa pada pemetaan, atau sebutkan satu desa untuk semua baris.",
            "Name the desa column in the mapping, or state the desa that holds for every row.",
        ),
        Explanation(
            "file_no_event",
            "Kolom jenis peristiwa tidak ditemukan.",
            "There is no column with the kind of event.",
            "Tambahkan kolom PERISTIWA, atau impor sebagai berkas register.",
            "Add a column PERISTIWA, or import it as a register file.",
        ),
    )
}


def explain(code: str) -> Explanation:
    """The explanation of a reject; an unknown code, of a later version perhaps, stays itself."""
    found = CATALOGUE.get(code) or FILE_REFUSALS.get(code)
    return found or Explanation(code, code, code, "", "")


WARNINGS: Final = {
    "name_remark": ("Nama memuat keterangan (ALM., SAMPAH).", "The name contains a remark."),
    "birth_default": (
        "Tanggal lahir 31-12, 01-07 atau 01-01: sering dipakai bila tidak tahu.",
        "Birth date 31-12, 01-07 or 01-01: often written for an unknown day.",
    ),
    "sex_unread": ("Jenis kelamin tidak terbaca.", "The sex could not be read."),
    "marital_unread": ("Status kawin tidak terbaca.", "The marital status could not be read."),
    "citizenship_unread": ("Kewarganegaraan tidak terbaca.", "The citizenship could not be read."),
    "permit_unread": ("Izin tinggal tidak terbaca.", "The permit of stay could not be read."),
    "ktp_status_unknown": (
        "Status KTP-el tidak dikenal; disimpan apa adanya.",
        "The KTP-el status is not known; kept as it stands.",
    ),
    "register_status_unread": (
        "Status kependudukan tidak terbaca.",
        "The status in the register could not be read.",
    ),
    "reported_missing": ("Dilaporkan hilang.", "Reported missing."),
    "reported_away": ("Dilaporkan merantau.", "Reported away."),
    "reported_invalid": ("Dilaporkan tidak valid.", "Reported invalid."),
    "text_cut": ("Ada isi yang dipotong karena terlalu panjang.", "A text was cut: too long."),
}
"""Warnings of the importer beside those of NIK and KK: code → (id, en)."""


def explain_warning(code: str, language: str = "id") -> str:
    """What a warning kept on a person means.

    >>> explain_warning("name_remark", "en")
    'The name contains a remark.'
    """
    if code in WARNINGS:
        return WARNINGS[code][language == "en"]
    found = explain(code)
    return found.en if language == "en" else found.id
