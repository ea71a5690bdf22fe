"""Odd images among normal ones: learned, scored, judged and kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.model.store import ModelCard
from mousaic.uses.anomaly.anomalies import Anomalies, Learning, find_anomalies, plan_folds
from mousaic.uses.anomaly.detector import learn_detector, see
from mousaic.uses.anomaly.odd_sentences import headline, notes
from mousaic.uses.done_fold import DoneFold

CONFIG = config_for("default", features=16, k=10, epochs=1, threads=1, augment="none")


def spots(count: int, seed: int) -> np.ndarray:
    """Images 24 x 24 of a spot that moves a little, with noise."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[:24, :24]
    at = 12 + draw.normal(0, 1, (count, 2, 1, 1))
    pixels = 60 + 120 * np.exp(-((y - at[:, 0]) ** 2 + (x - at[:, 1]) ** 2) / 20) + draw.normal(0, 4, (count, 24, 24))
    return pixels.clip(0, 255).astype(np.uint8)


def learning(images: ImageSet, held: int = 6) -> Learning:
    """A run that learned from all but the last images."""
    known = images.subset(range(len(images) - held))
    card = ModelCard(images.shape, 1, 16, 10, True, images.preparation)
    return Learning(
        images, np.arange(len(images)) >= len(images) - held, learn_detector(known, CONFIG, 0, card), CONFIG, 0
    )  # fmt: skip


@pytest.fixture(scope="module")
def normal() -> Learning:
    return learning(ImageSet.from_arrays(spots(18, 0), groups=[f"g{i}" for i in range(18)]))


@pytest.fixture(scope="module")
def new() -> ImageSet:
    pixels = spots(6, 1)
    pixels[3, 4:9, 16:21] = 220
    return ImageSet.from_arrays(pixels)


@pytest.fixture(scope="module")
def found(normal: Learning, new: ImageSet, tmp_path_factory: pytest.TempPathFactory) -> Anomalies:
    return find_anomalies(normal, new, 3, tmp_path_factory.mktemp("kept"))


def test_a_planted_spot_comes_first_and_the_heat_is_there(found: Anomalies) -> None:
    assert found.order[0] == 3 and found.p[3] == pytest.approx(1 / 19) and found.as_high[3] == 0
    row, column = np.unravel_index(found.heat[3].argmax(), (24, 24))
    assert 2 <= row <= 10 and 14 <= column <= 22
    assert abs(found.heat[[0, 1, 2, 4, 5]].mean()) < 0.7 and found.rebuilt.shape == (6, 1, 24, 24)


def test_p_q_and_counts_follow_from_the_scores(found: Anomalies) -> None:
    assert found.folds == 3 and found.units == 18 and found.scored.all() and not found.grouped
    for i in range(6):
        assert found.as_high[i] == (found.normal_score >= found.score[i]).sum()
        assert found.p[i] == pytest.approx((1 + found.as_high[i]) / 19)
    assert (found.q >= found.p).all()
    np.testing.assert_allclose(found.score, found.bases.mean(1))


def test_the_nearest_normal_image_is(found: Anomalies, new: ImageSet) -> None:
    away = np.square(new.pixels[:, None] - found.normal.pixels[None]).sum((2, 3, 4))
    assert found.nearest.tolist() == away.argmin(1).tolist()


def test_a_normal_image_is_scored_by_what_did_not_learn_from_it(
    normal: Learning, new: ImageSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[set[str], set[str]]] = []

    def watched(detector, images):  # type: ignore[no-untyped-def]
        seen.append((set(detector.known.sha256), set(images.sha256)))
        return see(detector, images)

    monkeypatch.setattr("mousaic.uses.anomaly.anomalies.see", watched)
    find_anomalies(normal, new, 3)
    held = [images for known, images in seen if images not in (known, set(new.sha256))]
    assert len(held) == 3 and set.union(*held) == set(normal.normal.sha256)
    assert all(not known & images for known, images in seen if images != known)


def test_the_validation_part_alone(normal: Learning, new: ImageSet) -> None:
    found = find_anomalies(normal, new, 0)
    assert found.folds == 0 and found.units == 6 and found.scored.tolist() == [False] * 12 + [True] * 6
    said = [one.key for one in notes(found)]
    assert said[0] == "odd_by_validation" and "odd_few" in said  # 7 normal images allow no p of 0.05
    assert headline(found).key == "odd_headline_never"
    assert headline(found._replace(units=400)).key == "odd_headline_none"


def test_what_no_q_can_say_of_so_few_normal_images_is_said_first(normal: Learning, new: ImageSet) -> None:
    found = find_anomalies(normal, new, 0)
    highest = np.arange(len(new))  # one image odder than every normal one, where q needs several
    enough = found._replace(units=19, as_high=highest, q=np.ones(len(new)))
    said = headline(enough)
    assert said.key == "odd_headline_together" and said.values["highest"] == 1 < said.values["together"]
    assert headline(enough._replace(as_high=highest + 1)).key == "odd_headline_none"


def test_what_was_kept_is_not_learned_again_and_says_the_same(normal: Learning, new: ImageSet, tmp_path: Path) -> None:
    told: list[DoneFold] = []
    first = find_anomalies(normal, new, 2, tmp_path, told.append)
    again = find_anomalies(normal, new, 2, tmp_path, told.append)
    assert [one.seconds > 0 for one in told] == [True, True, False, False]
    np.testing.assert_array_equal(first.score, again.score)
    for model in tmp_path.glob("*/model.safetensors"):
        model.write_bytes(b"damaged")
    third = find_anomalies(normal, new, 2, tmp_path, told.append)
    assert [one.seconds > 0 for one in told[4:]] == [True, True]
    np.testing.assert_array_equal(first.score, third.score)


def test_groups_are_units_and_stay_together(new: ImageSet) -> None:
    grouped = learning(ImageSet.from_arrays(spots(18, 0), groups=[f"g{i // 3}" for i in range(18)]))
    for fold in plan_folds(grouped, 3):
        held = {grouped.normal.groups[i] for i in np.flatnonzero(fold.held_out)}
        assert not held & {grouped.normal.groups[i] for i in np.flatnonzero(~fold.held_out)}
    found = find_anomalies(grouped, new, 3)
    assert found.units == 6 and found.grouped
    assert {"odd_grouped", "odd_few"} <= {one.key for one in notes(found)}


def test_copies_of_the_runs_own_images_are_told(normal: Learning, new: ImageSet, found: Anomalies) -> None:
    assert found.copy_of == ("",) * 6
    own = normal.normal
    assert find_anomalies(normal, own.subset([0, 17]), 2).copy_of == (own.paths[0], own.paths[17])
    few = normal._replace(normal=own.subset(range(9)), validation=normal.validation[:9], every=own)
    assert find_anomalies(few, own.subset([3, 12]), 2).copy_of == (own.paths[3], own.paths[12])


@pytest.mark.parametrize(("images", "folds"), [(2, None), (4, 0), (18, 1)])
def test_too_few_normal_images_are_refused(normal: Learning, images: int, folds: int | None) -> None:
    few = normal._replace(normal=normal.normal.subset(range(images)), validation=np.zeros(images, bool))
    with pytest.raises(MousaicError, match=r"normal images|--folds"):
        plan_folds(few, folds)


def test_the_validation_part_is_taken_where_it_is_large(normal: Learning) -> None:
    many = normal.normal.subset(np.arange(120) % 18)
    many = dataclasses.replace(many, groups=tuple(map(str, range(120))))
    mask: Callable[[int], np.ndarray] = lambda held: np.arange(120) < held  # noqa: E731
    assert len(plan_folds(normal._replace(normal=many, validation=mask(99)), None)) == 1
    assert len(plan_folds(normal._replace(normal=many, validation=mask(98)), None)) == 5


def test_p_of_images_like_the_normal_ones_is_spread_evenly(normal: Learning) -> None:
    more = ImageSet.from_arrays(spots(80, 7))
    p = find_anomalies(normal, more, 3).p
    assert 0.35 < p.mean() < 0.65 and np.mean(p <= 0.1) < 0.25 and np.mean(p >= 0.9) < 0.25
