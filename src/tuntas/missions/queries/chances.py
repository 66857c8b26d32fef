"""How likely people of each village come, from what came of earlier visits and invitations.

Pooled by place (`missions/probability.py`): a village visited twice says little by itself, its
kecamatan more, the regency most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from tuntas.missions import probability
from tuntas.missions.probability import Chances, Trial
from tuntas.outreach.models import Contact
from tuntas.outreach.outcomes import Outcome
from tuntas.wilayah import queries as wilayah

REMEMBERED_DAYS: Final = 365
SERVICE: Final = ("slot", "school")
"""Only who was asked to a service says how many come to the next one. A look at the door finds
those who are still unrecorded, and would tell of them alone."""
CAME: Final = frozenset({Outcome.RECORDED, Outcome.FAILED, Outcome.UNDER_16, Outcome.ALREADY_HAS})
SAYS_NOTHING: Final = frozenset({Outcome.TOLD, Outcome.WILL_COME, Outcome.DIED, Outcome.MOVED})


def learnt(on: date, *, prior: float) -> Chances:
    """What a year of visits says; *prior* until there are any."""
    return probability.estimate(_trials(on), mean=prior)


def _trials(on: date) -> Iterable[Trial]:
    """Who was asked to a service in the last year, by village, and who came.

    Whoever was told to come says nothing yet, and the dead and the moved never will.
    """
    held = wilayah.tree()
    rows = Contact.objects.filter(
        on__range=(on - timedelta(REMEMBERED_DAYS), on), channel__in=SERVICE
    ).exclude(outcome__in=SAYS_NOTHING)
    counted: Counter[tuple[int, bool]] = Counter(
        (village, outcome in CAME)
        for village, outcome in rows.values_list("person__village_id", "outcome")
    )
    for village in sorted({village for village, _came in counted}):
        if village in held.areas:
            came = counted[village, True]
            yield Trial(
                village, held.areas[village].parent_id, came + counted[village, False], came
            )
