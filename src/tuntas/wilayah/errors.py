"""What the wilayah room refuses, each with a number, a machine code and what to do next."""

from __future__ import annotations


class WilayahError(Exception):
    """Base: ``number`` and ``code`` never change; ``id`` and ``en`` are sentences for people."""

    number = 150
    code = "wilayah"
    id = "Permintaan wilayah tidak dapat dikerjakan."
    en = "The request about regions cannot be carried out."

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)
        self.detail = detail

    def sentence(self, language: str) -> str:
        """The sentence in the reader's language: ``id`` unless *language* is English."""
        return self.en if language.startswith("en") else self.id


class NoOffice(WilayahError):
    number = 151
    code = "wilayah-no-office"
    id = "Kantor belum ditetapkan. Jalankan `tuntas office` lebih dulu."
    en = "No office has been set up yet. Run `tuntas office` first."


class UnknownRegion(WilayahError):
    number = 152
    code = "wilayah-unknown-region"
    id = "Kode wilayah tidak dikenal. Periksa kodenya atau impor daftar wilayah nasional."
    en = "The region code is not known. Check the code or import the national list."


class CodeTaken(WilayahError):
    number = 153
    code = "wilayah-code-taken"
    id = "Kode itu masih dipakai wilayah lain yang berlaku. Pilih kode lain."
    en = "Another region in force bears this code. Choose another one."


class WrongLevel(WilayahError):
    number = 154
    code = "wilayah-wrong-level"
    id = "Tingkat wilayah tidak cocok. Periksa kode induk dan kode barunya."
    en = "The levels of the regions do not fit. Check the parent's code and the new one."


class NotInForce(WilayahError):
    number = 155
    code = "wilayah-not-in-force"
    id = "Wilayah itu tidak berlaku pada tanggal tersebut. Periksa tanggal berlakunya."
    en = "The region is not in force on that day. Check the effective day."


class NothingChanged(WilayahError):
    number = 156
    code = "wilayah-nothing-changed"
    id = "Tidak ada yang berubah. Isi nama atau kode yang berbeda."
    en = "Nothing would change. Give another name or code."


class BadCoordinates(WilayahError):
    number = 157
    code = "wilayah-bad-coordinates"
    id = "Koordinat tidak sah. Tulis lintang −90..90 dan bujur −180..180, keduanya atau kosong."
    en = "The coordinates are not valid. Latitude −90..90 and longitude −180..180, or both empty."


class SamePlace(WilayahError):
    number = 158
    code = "wilayah-same-place"
    id = "Asal dan tujuan sama. Pilih dua wilayah yang berbeda."
    en = "Origin and destination are the same. Choose two different regions."


class BadDistance(WilayahError):
    number = 159
    code = "wilayah-bad-distance"
    id = "Jarak tidak sah. Isi kilometer darat atau laut, 0 sampai 2.000."
    en = "The distance is not valid. Give road or sea kilometres from 0 to 2,000."


class NotGeoJson(WilayahError):
    number = 160
    code = "wilayah-not-geojson"
    id = "Berkas bukan GeoJSON FeatureCollection. Ekspor ulang sebagai GeoJSON (WGS84)."
    en = "The file is no GeoJSON FeatureCollection. Export it again as GeoJSON (WGS84)."


class FileTooLarge(WilayahError):
    number = 161
    code = "wilayah-file-too-large"
    id = "Berkas terlalu besar. Sederhanakan batasnya sampai di bawah 32 MB."
    en = "The file is too large. Simplify the boundaries to less than 32 MB."


class UnknownListLayout(WilayahError):
    number = 162
    code = "wilayah-unknown-list-layout"
    id = "Susunan berkas tidak dikenal. Beri folder idn-area-data atau CSV dengan code,name."
    en = "The layout is not known. Give an idn-area-data folder or a CSV with code,name."


class NameTaken(WilayahError):
    number = 163
    code = "wilayah-name-taken"
    id = "Nama itu sudah ada di wilayah yang sama. Pakai nama lain atau ubah yang sudah ada."
    en = "The name exists in this region already. Use another or change the existing one."


class NameMissing(WilayahError):
    number = 164
    code = "wilayah-name-missing"
    id = "Nama belum diisi. Tulis namanya."
    en = "The name is missing. Write it."


class OfficeExists(WilayahError):
    number = 165
    code = "wilayah-office-exists"
    id = "Penyimpanan ini sudah milik kantor lain. Pakai folder data yang baru."
    en = "This store belongs to another office already. Use a new data folder."


class ChildrenLeft(WilayahError):
    number = 166
    code = "wilayah-children-left"
    id = "Masih ada wilayah di bawahnya. Tentukan kode baru untuk semuanya lebih dulu."
    en = "Regions below it would be left over. Give every one of them a new code first."


class UnknownServicePoint(WilayahError):
    number = 167
    code = "wilayah-unknown-service-point"
    id = "Tempat pelayanan itu tidak ada lagi. Buka daftarnya dan pilih kembali."
    en = "This place of service is not there any more. Open the list and choose again."


class UnknownKind(WilayahError):
    number = 168
    code = "wilayah-unknown-kind"
    id = "Jenis tempat tidak dikenal. Pilih salah satu dari daftar."
    en = "The kind of place is not known. Choose one from the list."
