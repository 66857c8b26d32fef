"""What the door and the administration of accounts refuse, and what to do then."""

from __future__ import annotations


class AccountsError(Exception):
    """Root of the room's errors: a number, a machine code, a sentence in both languages."""

    number = 200
    code = "accounts"
    id = "Permintaan ini ditolak."
    en = "The request was refused."

    def __init__(self) -> None:
        super().__init__(f"T{self.number} {self.code}: {self.en}")


class LinkNotValid(AccountsError):
    number = 201
    code = "accounts-link-not-valid"
    id = "Tautan ini sudah dipakai atau lewat waktunya. Minta tautan baru kepada pengelola akun."
    en = "This link was used or has expired. Ask the account administrator for a new one."


class AdministratorExists(AccountsError):
    number = 202
    code = "accounts-administrator-exists"
    id = (
        "Kantor ini sudah punya pengelola akun. Minta dia menambah akun, atau pulihkan "
        "akunnya dengan `tuntas accounts reset`."
    )
    en = (
        "This office already has an account administrator. Ask them to add the account, "
        "or recover theirs with `tuntas accounts reset`."
    )


class LastAdministrator(AccountsError):
    number = 203
    code = "accounts-last-administrator"
    id = "Ini pengelola akun yang terakhir. Angkat pengelola lain dahulu."
    en = "This is the last account administrator. Appoint another one first."


class OwnGrant(AccountsError):
    number = 204
    code = "accounts-own-grant"
    id = "Peran untuk diri sendiri harus diberikan oleh orang lain."
    en = "A role for yourself must be granted by another person."


class OutsideArea(AccountsError):
    number = 205
    code = "accounts-outside-area"
    id = "Wilayah ini di luar wilayah yang Anda kelola. Pilih wilayah di dalamnya."
    en = "This region lies outside the area you administer. Choose one inside it."


class UsernameTaken(AccountsError):
    number = 206
    code = "accounts-username-taken"
    id = "Nama pengguna ini sudah dipakai. Pilih nama lain."
    en = "This user name is taken. Choose another."


class NotAllowed(AccountsError):
    number = 207
    code = "accounts-not-allowed"
    id = "Akun Anda tidak berwenang mengelola akun. Minta kepada pengelola akun."
    en = "Your account may not manage accounts. Ask the account administrator."


class DemoOnlyHere(AccountsError):
    number = 208
    code = "accounts-demo-only-here"
    id = "Akun peragaan hanya dapat dipakai di komputer yang menjalankan peragaan itu sendiri."
    en = "Demo accounts work only on the very machine that runs the demo."


class WrongCode(AccountsError):
    number = 209
    code = "accounts-wrong-code"
    id = "Kode tidak cocok. Periksa jam ponsel Anda, lalu ketik kode yang sedang tampil."
    en = "The code does not match. Check your phone's clock and type the code now shown."


class CodeThrottled(AccountsError):
    number = 210
    code = "accounts-code-throttled"
    id = "Terlalu banyak kode salah. Tunggu sebentar, lalu coba lagi dengan kode yang baru."
    en = "Too many wrong codes. Wait a moment and try again with a fresh code."


class DusunElsewhere(AccountsError):
    number = 211
    code = "accounts-dusun-elsewhere"
    id = "Dusun ini bukan bagian dari desa yang dipilih, atau perannya bukan kepala dusun."
    en = "This dusun is not in the chosen village, or the role is not that of a hamlet head."


class DaysOutOfOrder(AccountsError):
    number = 212
    code = "accounts-days-out-of-order"
    id = "Hari berakhir harus sesudah hari mulai."
    en = "The last day must come after the first."


class NipTaken(AccountsError):
    number = 213
    code = "accounts-nip-taken"
    id = "NIP ini sudah tercatat pada petugas lain. Pilih petugas itu, lalu tambahkan akunnya."
    en = "This NIP belongs to another officer. Choose that officer and add the account there."


class NotFound(AccountsError):
    number = 214
    code = "accounts-not-found"
    id = "Akun, peran, atau wilayah itu tidak ditemukan. Periksa ejaannya."
    en = "No such account, role or region. Check the spelling."


class WrongLevel(AccountsError):
    number = 215
    code = "accounts-wrong-level"
    id = "Camat memegang satu kecamatan; kepala desa dan kepala dusun memegang satu desa."
    en = "A camat holds one kecamatan; village and hamlet heads hold one desa."
