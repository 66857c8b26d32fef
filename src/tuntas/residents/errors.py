"""What the register refuses."""

from __future__ import annotations


class ResidentsError(Exception):
    """A refusal with a code and one sentence in each language."""

    code = "PENDUDUK"
    id = "Permintaan ini ditolak."
    en = "This request is refused."

    def __str__(self) -> str:
        return self.id


class NotFound(ResidentsError):
    code = "PENDUDUK-01"
    id = "Orang ini tidak ditemukan. Periksa tautannya, atau cari dengan NIK atau nama."
    en = "This person was not found. Check the link, or search by NIK or name."


class NothingToVoid(ResidentsError):
    code = "PENDUDUK-02"
    id = "Peristiwa ini tidak ada atau sudah dibatalkan."
    en = "This event does not exist or was already taken back."


class UnknownKind(ResidentsError):
    code = "PENDUDUK-03"
    id = "Jenis peristiwa ini tidak dikenal."
    en = "This kind of event is not known."
