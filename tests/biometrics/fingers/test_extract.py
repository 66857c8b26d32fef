"""A finger's image becomes the minutiae that the network finds or, without it, the textbook's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.biometrics.fingers import drawn
from tuntas.biometrics import images, weights
from tuntas.biometrics.fingers import classical, foreground, leader_graph
from tuntas.biometrics.fingers.extract import Extraction, Extractor
from tuntas.biometrics.fingers.leader import Leader
from tuntas.biometrics.images import Grey
from tuntas.biometrics.template import BIFURCATION, ENDING, Template
from tuntas.cli.bench.extraction import extraction_timing

FORK = Grey(drawn.forked(), 500)


@pytest.fixture(scope="module")
def network() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def textbook(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    return Extractor(tmp_path_factory.mktemp("no-models"))


@pytest.fixture(params=["network", "textbook"])
def extractor(request: pytest.FixtureRequest) -> Extractor:
    found: Extractor = request.getfixturevalue(request.param)
    return found


def nearest(template: Template, x: int, y: int) -> int:
    return int(np.hypot(template.x - x, template.y - y).argmin())


def turned(a: float, b: float) -> float:
    """Degrees between two angles of 256 to a turn."""
    return abs((a - b + 128) % 256 - 128) * 360 / 256


def test_a_fork_is_found_where_it_was_drawn_and_points_into_its_valley(
    extractor: Extractor,
) -> None:
    found = extractor.extract(FORK).template

    n = nearest(found, 144, 160)
    assert np.hypot(found.x[n] - 144, found.y[n] - 160) <= 6
    # Two ridges run to the right of it, so ISO/IEC 19794-2 points it to the right: angle 0.
    assert turned(float(found.angle[n]), 0) < 15


def test_the_same_fork_with_its_greys_swapped_is_an_ending(extractor: Extractor) -> None:
    swapped = drawn.forked()
    swapped = np.where(swapped == 255, 255, 255 - swapped).astype(np.uint8)

    fork, ending = (extractor.extract(grey).template for grey in (FORK, Grey(swapped, 500)))

    kinds = {int(one.kind[nearest(one, 144, 160)]) for one in (fork, ending)}
    assert kinds == {ENDING, BIFURCATION}


def test_an_image_at_1000_dpi_light_on_dark_gives_the_same_fork(extractor: Extractor) -> None:
    twice = np.kron(255 - drawn.forked(), np.ones((2, 2), np.uint8)).astype(np.uint8)

    found = extractor.extract(Grey(twice, 1000)).template

    n = nearest(found, 144, 160)
    assert np.hypot(found.x[n] - 144, found.y[n] - 160) <= 6
    assert (found.width, found.height) == (288, 320)


def test_a_blank_image_gives_an_empty_template_of_no_quality(extractor: Extractor) -> None:
    for level in (0, 128, 255):
        found = extractor.extract(Grey(np.full((300, 200), level, np.uint8), 500))

        assert len(found.template) == 0
        assert found.quality.score == 0
        assert found.quality.advice


def test_the_same_image_gives_the_same_bytes(extractor: Extractor) -> None:
    assert extractor.extract(FORK).template.pack() == extractor.extract(FORK).template.pack()


@pytest.mark.parametrize("shape", [(32, 32), (33, 500), (301, 47)])
def test_odd_sizes_are_extracted_inside_their_image(
    extractor: Extractor, shape: tuple[int, int]
) -> None:
    rng = np.random.default_rng(7)
    found = extractor.extract(Grey(rng.integers(0, 256, shape, np.uint8), 500)).template

    assert (found.height, found.width) == shape
    assert np.all((found.x >= 0) & (found.x < shape[1]) & (found.y >= 0) & (found.y < shape[0]))


def test_what_the_finger_before_left_on_the_glass_is_no_minutia(extractor: Extractor) -> None:
    left = 255 - (255 - drawn.forked().astype(int)) // 20
    both = np.hstack([drawn.forked(), left]).astype(np.uint8)

    found = extractor.extract(Grey(both, 500)).template

    assert len(found) > 0
    assert found.x.max() < 288


def test_without_the_model_the_extraction_says_so(network: Extractor, textbook: Extractor) -> None:
    assert not network.extract(FORK).fallback
    assert textbook.extract(FORK).fallback


def test_what_setup_wrote_is_what_would_be_made_now(tmp_path: Path) -> None:
    (tmp_path / weights.LEADER.name).write_bytes(weights.find(weights.LEADER).read_bytes())
    made = leader_graph.find(tmp_path)

    leader_graph.write(tmp_path)
    kept = leader_graph.find(tmp_path)

    assert (tmp_path / leader_graph.FILE).is_file()
    assert kept.graphs == made.graphs
    assert {name: one.tolist() for name, one in kept.kernels.items()} == {
        name: one.tolist() for name, one in made.kernels.items()
    }


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"not a file of ours"])
def test_a_torn_file_is_made_again_from_the_shipped_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / weights.LEADER.name).write_bytes(weights.find(weights.LEADER).read_bytes())
    (tmp_path / leader_graph.FILE).write_bytes(content)

    assert set(leader_graph.find(tmp_path).graphs) >= {*leader_graph.BLOCKS, leader_graph.GATE}


def test_lines_one_pixel_wide_stay_connected() -> None:
    ridge = np.zeros((40, 60), np.bool_)
    ridge[15:22, 5:55] = True

    line = classical.thinned(ridge)

    assert line.sum(0).max() == 1
    assert line[:, 10:50].sum(0).min() == 1


def _prints(folder: Path, every: int) -> list[Grey]:
    paths = sorted((folder / "fingerprints").glob("*/*.png"))[::every]
    return [images.read(path.read_bytes()) for path in paths]


def test_ours_finds_what_the_shipped_graph_finds(reference_data: Path) -> None:
    timing = extraction_timing(_prints(reference_data, 81))

    assert timing.shipped > 80
    assert (timing.same, timing.extra) == (timing.shipped, 0)
    assert timing.ratio > 2


def test_minutiae_at_the_edge_of_the_image_agree_too(reference_data: Path) -> None:
    path = sorted((reference_data / "fingerprints").glob("*/*.png"))[0]
    pixels = images.read(path.read_bytes()).pixels
    timing = extraction_timing([Grey(pixels[100:228, 60:188], 500)])

    assert timing.same == timing.shipped > 0


def test_strips_of_any_height_give_the_same_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tuntas.biometrics.fingers import leader as module

    cut = foreground.cut_out(FORK.pixels, (slice(0, 320), slice(0, 288)), 32)
    network = Leader()
    usual = network.minutiae(cut)
    monkeypatch.setattr(module, "_STRIP", 1)
    thin = network.minutiae(cut)

    assert usual.x.tolist() == thin.x.tolist()
    assert np.allclose(usual.quality, thin.quality, atol=1e-4)


def test_the_fallback_finds_most_of_what_the_network_finds(
    reference_data: Path, network: Extractor, textbook: Extractor
) -> None:
    agreed = sought = 0
    for grey in _prints(reference_data, 81):
        true, found = network.extract(grey).template, textbook.extract(grey).template
        for x, y, angle in zip(true.x, true.y, true.angle, strict=True):
            n = nearest(found, x, y)
            near = np.hypot(float(found.x[n]) - x, float(found.y[n]) - y) < 9
            agreed += bool(near and turned(float(found.angle[n]), float(angle)) < 30)
            sought += 1

    assert agreed / sought > 0.6


def test_quality_falls_and_says_why(network: Extractor) -> None:
    whole = drawn.forked()
    good: Extraction = network.extract(Grey(whole, 500))
    sliver = np.full_like(whole, 255)
    sliver[120:200, 110:180] = whole[120:200, 110:180]
    pale = (200 + whole / 255 * 15).astype(np.uint8)
    wet = np.where(whole < 215, 20, whole).astype(np.uint8)
    dry = np.where(whole > 38, 255, whole).astype(np.uint8)

    reasons = {
        name: {
            m.name
            for m in network.extract(Grey(pixels, 500)).quality.judgement.measures
            if not m.ok
        }
        for name, pixels in {"area": sliver, "contrast": pale, "wet": wet, "dry": dry}.items()
    }

    assert {"area", "contrast", "moisture"}.isdisjoint(
        m.name for m in good.quality.judgement.measures if not m.ok
    )
    assert "area" in reasons["area"]
    assert "contrast" in reasons["contrast"]
    assert "moisture" in reasons["wet"]
    assert "moisture" in reasons["dry"]
    assert all(one.id and one.en for one in network.extract(Grey(dry, 500)).quality.advice)
