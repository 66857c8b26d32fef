"""What the wilayah room refuses, each with a number, a machine code and what to do next."""

from __future__ import annotations


class WilayahError(Exception):
    """Base: ``number`` and ``code`` never change; ``id`` and ``en`` are sentences for people."""

    number = 200
    code = "wilayah"
    id = "Permintaan wilayah tidak dapat dikerjakan."
    en = "The request about regions cannot be carried out."

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)
        self.detail = detail


class NoOffice(WilayahError):
    number = 201
    code = "no_office"
    id = "Kantor belum ditetapkan. Jalankan `tuntas office` lebih dulu."
    en = "No office has been set up yet. Run `tuntas office` first."


class UnknownRegion(WilayahError):
    number = 202
    code = "unknown_region"
    id = "Kode wilayah tidak dikenal. Periksa kodenya atau impor daftar wilayah nasional."
    en = "The region code is not known. Check the code or import the national list."


class CodeTaken(WilayahError):
    number = 203
    code = "code_taken"
    id = "Kode itu masih dipakai wilayah lain yang berlaku. Pilih kode lain."
    en = "Another region in force bears this code. Choose another one."


class WrongLevel(WilayahError):
    number = 204
    code = "wrong_level"
    id = "Tingkat wilayah tidak cocok. Periksa kode induk dan kode barunya."
    en = "The levels of the regions do not fit. Check the parent's code and the new one."


class NotInForce(WilayahError):
    number = 205
    code = "not_in_force"
    id = "Wilayah itu tidak berlaku pada tanggal tersebut. Periksa tanggal berlakunya."
    en = "The region is not in force on that day. Check the effective day."


class NothingChanged(WilayahError):
    number = 206
    code = "nothing_changed"
    id = "Tidak ada yang berubah. Isi nama atau kode yang berbeda."
    en = "Nothing would change. Give another name or code."


class BadCoordinates(WilayahError):
    number = 207
    code = "bad_coordinates"
    id = "Koordinat tidak sah. Tulis lintang −90..90 dan bujur −180..180, keduanya atau kosong."
    en = "The coordinates are not valid. Latitude −90..90 and longitude −180..180, or both empty."


class SamePlace(WilayahError):
    number = 208
    code = "same_place"
    id = "Asal dan tujuan sama. Pilih dua wilayah yang berbeda."
    en = "Origin and destination are the same. Choose two different regions."


class BadDistance(WilayahError):
    number = 209
    code = "bad_distance"
    id = "Jarak tidak sah. Isi kilometer darat atau laut, 0 sampai 2.000."
    en = "The distance is not valid. Give road or sea kilometres from 0 to 2,000."


class NotGeoJson(WilayahError):
    number = 210
    code = "not_geojson"
    id = "Berkas bukan GeoJSON FeatureCollection. Ekspor ulang sebagai GeoJSON (WGS84)."
    en = "The file is no GeoJSON FeatureCollection. Export it again as GeoJSON (WGS84)."


class FileTooLarge(WilayahError):
    number = 211
    code = "file_too_large"
    id = "Berkas terlalu besar. Sederhanakan batasnya sampai di bawah 32 MB."
    en = "The file is too large. Simplify the boundaries to less than 32 MB."


class UnknownListLayout(WilayahError):
    number = 212
    code = "unknown_list_layout"
    id = "Susunan berkas tidak dikenal. Beri folder idn-area-data atau CSV dengan code,name."
    en = "The layout is not known. Give an idn-area-data folder or a CSV with code,name."


class NameTaken(WilayahError):
    number = 213
    code = "name_taken"
    id = "Nama itu sudah ada di wilayah yang sama. Pakai nama lain atau ubah yang sudah ada."
    en = "The name exists in this region already. Use another or change the existing one."


class NameMissing(WilayahError):
    number = 214
    code = "name_missing"
    id = "Nama belum diisi. Tulis namanya."
    en = "The name is missing. Write it."


class OfficeExists(WilayahError):
    number = 215
    code = "office_exists"
    id = "Penyimpanan ini sudah milik kantor lain. Pakai folder data yang baru."
    en = "This store belongs to another office already. Use a new data folder."


class ChildrenLeft(WilayahError):
    number = 216
    code = "children_left"
    id = "Masih ada wilayah di bawahnya. Tentukan kode baru untuk semuanya lebih dulu."
    en = "Regions below it would be left over. Give every one of them a new code first."
