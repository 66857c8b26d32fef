"""Whatever a stranger sends, a reader accepts or refuses: it never crashes, hangs or fills up."""

import sys

import pytest

from tests.biometrics.formats.fuzzing import case, fuzz, targets

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the child's limits need Linux")
NAMES = sorted(targets())
SLOWEST_S = 5.0


def test_thousands_of_damaged_files_are_accepted_or_refused() -> None:
    found = fuzz(NAMES, 450, seed=1)

    assert sum(outcome.cases for outcome in found.values()) >= 4000
    assert all(outcome.slowest_s < SLOWEST_S for outcome in found.values())
    # Some damage is harmless, most is not: else the damage missed what the reader looks at.
    assert all(0 < outcome.accepted < outcome.cases for outcome in found.values())


@pytest.mark.soak
@pytest.mark.parametrize("name", NAMES)
def test_a_hundred_thousand_damaged_files_are_accepted_or_refused(name: str) -> None:
    found = fuzz([name], 12_000, seed=2)[name]

    assert found.cases == 12_000
    assert found.slowest_s < SLOWEST_S


def test_the_harness_sees_an_exception_that_is_no_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match="KeyError"):
        fuzz(["nothing"], 1, seed=1)


def test_a_case_is_the_same_every_time() -> None:
    assert case("wsq", 1, 5) == case("wsq", 1, 5)
    assert len({case(name, 1, number) for name in NAMES for number in range(50)}) > 40 * len(NAMES)
