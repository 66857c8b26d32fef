"""What the recording desk refuses."""

from __future__ import annotations

from tuntas.enrolment.lifecycle import Hindrance


class Refused(Exception):
    """The lifecycle forbids this recording; carries the hindrance's code and sentences."""

    def __init__(self, hindrance: Hindrance) -> None:
        super().__init__(hindrance.code)
        self.code = hindrance.code
        self.id = hindrance.id
        self.en = hindrance.en


class NonceReused(Exception):
    """The same nonce came with another content."""

    code = "REKAM-10"
    id = (
        "Nomor kiriman ini sudah dipakai untuk isi yang lain. "
        "Muat ulang halaman, lalu ulangi perekamannya."
    )
    en = "This request number was already used for another content. Reload the page and repeat."


class NothingToVoid(Exception):
    """There is no recording made here that could be taken back."""

    code = "REKAM-11"
    id = "Tidak ada perekaman dari kantor ini yang dapat dibatalkan untuk orang ini."
    en = "There is no recording of this office to take back for this person."
