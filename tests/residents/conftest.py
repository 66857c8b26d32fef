"""Every test of an import ends with a recount of the whole ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tests.principals import SmallOffice, make_small_office
from tuntas.ledger.verification import verify
from tuntas.residents.models import RegisterImport
from tuntas.wilayah.models import NikPrefix, Region


@pytest.fixture
def office(transactional_db: None) -> Iterator[SmallOffice]:
    """The small office, with a second desa "Kembar" in each kecamatan; recounted afterwards."""
    made = make_small_office()
    for parent, code in ((made.own, "99.05.01.2009"), (made.other, "99.05.02.2009")):
        Region.objects.create(code=code, name="Kembar", level=4, parent=parent, source="tests")
    for prefix in ("990501", "990502"):
        NikPrefix.objects.create(prefix6=prefix, source="tests", valid_from=date(2007, 1, 1))
    yield made
    assert list(verify()) == []
    for row in RegisterImport.objects.filter(state="done"):
        assert row.n_read == row.n_accepted + row.n_rejected
        assert row.n_accepted == row.n_new + row.n_changed + row.n_same
        assert row.n_rejected == row.rejects.count()
