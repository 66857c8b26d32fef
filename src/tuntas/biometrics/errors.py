"""What the engine refuses: a code and one sentence in each language."""

from __future__ import annotations


class BiometricError(ValueError):
    """A refusal; never carries the image or the template that was refused."""

    code = "BIOMETRI"
    id = "Data biometrik ini tidak dapat dipakai. Ambil ulang."
    en = "This biometric data cannot be used. Capture it again."

    def __str__(self) -> str:
        return self.en


class WeightsMissing(BiometricError):
    code = "BIOMETRI-01"
    id = "Berkas model biometrik tidak ada atau rusak. Jalankan `make setup` lagi."
    en = "A biometric model file is missing or damaged. Run `make setup` again."


class UnreadableImage(BiometricError):
    code = "BIOMETRI-02"
    id = "Gambar ini tidak dapat dibaca. Pakai PNG, TIFF, BMP, JPEG, JPEG 2000 atau WSQ."
    en = "This image cannot be read. Use PNG, TIFF, BMP, JPEG, JPEG 2000 or WSQ."


class UnreadableRecord(BiometricError):
    code = "BIOMETRI-03"
    id = "Rekaman biometrik ini rusak atau tidak sesuai standarnya. Minta pengirim mengirim ulang."
    en = "This biometric record is damaged or breaks its standard. Ask the sender for it again."


class NoFace(BiometricError):
    code = "BIOMETRI-60"
    id = "Tidak ada wajah yang terlihat. Minta orang itu menghadap kamera, lalu ambil lagi."
    en = "No face can be seen. Ask the person to face the camera, then take it again."


class PictureRefused(BiometricError):
    code = "BIOMETRI-61"
    id = "Foto ini terlalu kecil, terlalu besar atau bukan foto. Ambil lagi dengan kamera biasa."
    en = "This picture is too small, too large or no picture. Take it again with a normal camera."


class NoIris(BiometricError):
    code = "BIOMETRI-62"
    id = "Iris tidak terlihat. Minta orang itu membuka mata lebar dan melihat ke lensa."
    en = "No iris can be seen. Ask the person to open the eye wide and look into the lens."


class EyeImageRefused(BiometricError):
    code = "BIOMETRI-63"
    id = "Gambar mata ini terlalu kecil, terlalu besar atau bukan gambar. Ambil lagi."
    en = "This eye image is too small, too large or no image. Take it again."


class SignatureRefused(BiometricError):
    code = "BIOMETRI-64"
    id = "Gambar tanda tangan ini tidak dapat dipakai. Minta orang itu menandatangani lagi."
    en = "This signature image cannot be used. Ask the person to sign again."


class UnsupportedRecord(BiometricError):
    code = "BIOMETRI-50"
    id = "Rekaman ini memakai bagian standar yang belum didukung. Minta bentuk yang lain."
    en = "This record uses a part of its standard that is not supported. Ask for another form."


class ImageTooLarge(BiometricError):
    code = "BIOMETRI-51"
    id = "Gambar ini menyebut ukuran terlalu besar untuk dibuka. Minta pengirim mengirim ulang."
    en = "This image claims a size too large to open. Ask the sender for it again."


class DoesNotFit(BiometricError):
    code = "BIOMETRI-52"
    id = "Data ini tidak muat dalam format yang diminta. Pakai format lain atau ambil ulang."
    en = "This data does not fit the format asked for. Use another format or capture it again."


class ForbiddenXml(BiometricError):
    code = "BIOMETRI-53"
    id = "Berkas CBEFF ini memuat DTD atau entitas, jadi ditolak. Minta kiriman tanpa itu."
    en = "This CBEFF file carries a DTD or entities and is refused. Ask for it without them."


class GalleryDamaged(BiometricError):
    code = "BIOMETRI-30"
    id = "Galeri biometrik rusak. Bangun lagi dari templat yang tersimpan di pusat."
    en = "The biometric gallery is damaged. Rebuild it from the templates the centre keeps."


class GalleryBusy(BiometricError):
    code = "BIOMETRI-31"
    id = "Galeri biometrik sedang dipakai proses lain. Tutup proses itu, lalu coba lagi."
    en = "Another process is writing to the biometric gallery. Close it and try again."


class GalleryLocked(BiometricError):
    code = "BIOMETRI-38"
    id = "Galeri biometrik terkunci. Buka dengan kunci pusat (TUNTAS_CENTRE_SECRET)."
    en = "The biometric gallery is locked. Open it with the centre's key (TUNTAS_CENTRE_SECRET)."


class AlreadyInGallery(BiometricError):
    code = "BIOMETRI-32"
    id = "Orang ini sudah ada di galeri. Hapus dulu, lalu masukkan lagi."
    en = "This person is in the gallery already. Delete first, then insert again."


class NothingToSearch(BiometricError):
    code = "BIOMETRI-33"
    id = "Tidak ada jari yang dapat dicari. Ambil ulang paling sedikit satu jari."
    en = "There is no finger to search with. Capture at least one finger again."


class BadReference(BiometricError):
    code = "BIOMETRI-34"
    id = "Rujukan orang harus 32 angka heksadesimal huruf kecil. Periksa pemanggilnya."
    en = "A person's reference must be 32 lower-case hexadecimal digits. Check the caller."


class ShardLost(BiometricError):
    code = "BIOMETRI-35"
    id = "Satu proses galeri berhenti. Ulangi pencarian; proses itu dijalankan lagi."
    en = "A gallery process has stopped. Search again; it is started anew."


class EngineMissing(BiometricError):
    code = "BIOMETRI-36"
    id = "Mesin pencarian ini tidak terpasang. Pasang paket ray atau pakai mesin proses."
    en = "This search engine is not installed. Install the ray package or use processes."
