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
