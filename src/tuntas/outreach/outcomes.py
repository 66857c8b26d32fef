"""What may come of a visit or a call: one outcome for every listed name, from one list.

>>> Outcome("absent").missed, Outcome("recorded").missed
(True, False)
>>> Outcome.DIED.suggests
'MENINGGAL_BELUM_LAPOR'
>>> sorted(outcome.value for outcome in Outcome if not outcome.closes)
['told', 'will_come']
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Meaning(NamedTuple):
    """What an outcome says.

    Attributes:
        id, en: its words.
        met: the person was there (came to the slot, opened the door).
        missed: nobody was met although somebody went: three make a case of its own.
        closes: answers for a listed name at the end of a slot or visit; a promise does not.
        suggests: the reason (``data/reasons.csv``) it points to; empty: none.
        firm: the suggested reason takes the place of another; otherwise it fills an empty one.
    """

    id: str
    en: str
    met: bool = False
    missed: bool = False
    closes: bool = True
    suggests: str = ""
    firm: bool = False


class Outcome(StrEnum):
    RECORDED = "recorded"
    FAILED = "failed"
    UNDER_16 = "under_16"
    ALREADY_HAS = "already_has"
    ABSENT = "absent"
    AWAY_WORK = "away_work"
    AWAY_SCHOOL = "away_school"
    REFUSED = "refused"
    ILL_AT_HOME = "ill_at_home"
    DIED = "died"
    MOVED = "moved"
    UNKNOWN_HERE = "unknown_here"
    TOLD = "told"
    WILL_COME = "will_come"

    @property
    def meaning(self) -> Meaning:
        return MEANINGS[self]

    @property
    def met(self) -> bool:
        return self.meaning.met

    @property
    def missed(self) -> bool:
        return self.meaning.missed

    @property
    def closes(self) -> bool:
        return self.meaning.closes

    @property
    def suggests(self) -> str:
        return self.meaning.suggests

    @property
    def firm(self) -> bool:
        return self.meaning.firm


MEANINGS: Final = {
    Outcome.RECORDED: Meaning("direkam", "recorded", met=True),
    Outcome.FAILED: Meaning(
        "datang, gagal direkam", "came, recording failed", met=True, suggests="GAGAL_TEKNIS"
    ),
    Outcome.UNDER_16: Meaning(
        "belum 16 tahun", "under 16", met=True, suggests="BELUM_17", firm=True
    ),
    Outcome.ALREADY_HAS: Meaning(
        "mengaku sudah punya KTP-el",
        "says they already have a card",
        met=True,
        suggests="SUDAH_REKAM_LUAR",
        firm=True,
    ),
    # Twice away is not a reason: absence fills an empty one and never replaces a better one.
    Outcome.ABSENT: Meaning(
        "tidak ada di tempat", "not there", missed=True, suggests="BELUM_SEMPAT"
    ),
    Outcome.AWAY_WORK: Meaning(
        "bekerja di luar daerah",
        "away for work",
        missed=True,
        suggests="KERJA_LUAR_DAERAH",
        firm=True,
    ),
    Outcome.AWAY_SCHOOL: Meaning(
        "sekolah di luar daerah",
        "away for school",
        missed=True,
        suggests="SEKOLAH_LUAR_DAERAH",
        firm=True,
    ),
    Outcome.REFUSED: Meaning("menolak", "refused", met=True, suggests="MENOLAK", firm=True),
    Outcome.ILL_AT_HOME: Meaning(
        "sakit di rumah", "ill at home", suggests="SAKIT_LANSIA_DISABILITAS", firm=True
    ),
    Outcome.DIED: Meaning("meninggal", "died", suggests="MENINGGAL_BELUM_LAPOR", firm=True),
    Outcome.MOVED: Meaning("pindah", "moved", suggests="PINDAH_BELUM_LAPOR", firm=True),
    Outcome.UNKNOWN_HERE: Meaning(
        "tidak dikenal di sini", "unknown here", missed=True, suggests="TIDAK_DIKENAL", firm=True
    ),
    Outcome.TOLD: Meaning("sudah diberi tahu", "was told", closes=False, suggests="BELUM_SEMPAT"),
    Outcome.WILL_COME: Meaning("akan datang", "will come", closes=False, suggests="BELUM_SEMPAT"),
}
