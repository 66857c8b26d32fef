"""Error rates are counted as ISO/IEC 19795 counts them."""

from pathlib import Path

import numpy as np
import pytest

from tuntas.cli.bench import face, iris
from tuntas.cli.bench.verification import rates

PEOPLE = [name for name in "abcdefgh" for _ in range(4)]
SAME = np.equal.outer(PEOPLE, PEOPLE)


def test_what_never_errs_has_no_errors() -> None:
    found = rates(np.where(SAME, 0.9, 0.1), PEOPLE, PEOPLE)

    assert (found.eer, found.fnmr) == (0, 0)
    assert found.eer_between == (0, 0)
    assert (found.genuine, found.impostor) == (8 * 6, 28 * 16)


def test_what_knows_nothing_errs_half_the_time() -> None:
    noise = np.random.default_rng(1).random((32, 32))

    found = rates((noise + noise.T) / 2, PEOPLE, PEOPLE)

    assert found.eer == pytest.approx(50, abs=12)
    assert found.fnmr > 90


def test_equal_scores_pass_together() -> None:
    found = rates(np.full((32, 32), 0.5), PEOPLE, PEOPLE)

    assert found.eer == 50
    assert found.fnmr == 100


def test_the_interval_holds_the_rate_and_is_wider_for_fewer_people() -> None:
    rng = np.random.default_rng(2)
    people = [str(n // 4) for n in range(160)]
    same = np.equal.outer(people, people)
    noise = rng.normal(0, 1, same.shape)
    alike = np.where(same, 2.5, 0.0) + (noise + noise.T) / np.sqrt(2)

    many = rates(alike, people, people)
    few = rates(alike[:40, :40], people[:40], people[:40])

    low, high = many.eer_between
    assert low <= many.eer <= high
    assert many.eer == pytest.approx(10.6, abs=4)  # two normal curves 2.5 apart
    assert high - low < few.eer_between[1] - few.eer_between[0]


def test_without_images_a_bench_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert face.run_on(tmp_path) == []
    assert iris.run_on(tmp_path) == []

    assert "TUNTAS_DATA" in capsys.readouterr().err
