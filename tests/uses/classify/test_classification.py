"""The whole measurement on small sets: what is learned where, what is kept, and labels that mean nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mousaic.config import Config, config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.report.figures.studies.told_pictures import calibration, confusion_counts
from mousaic.uses.classify import classification, judged_fold, kept_folds
from mousaic.uses.classify.classification import Classification, classify
from mousaic.uses.classify.classifiers import CLASSIFIERS
from mousaic.uses.classify.kept_classifier import read_classifier, save_classifier
from mousaic.uses.classify.representations import LIGHT, RECOMMENDED, possible
from mousaic.uses.done_fold import DoneFold

pytestmark = pytest.mark.usefixtures("few_windows")


def config(seed: int = 0) -> Config:
    return config_for(
        size=16, features=8, k=2, epochs=1, copies=1, model="whole", validation=0.0, seed=seed, threads=1, device="cpu"
    )


@pytest.fixture
def few_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the ways to tell, all of which :func:`found` has, one with a training and those that the verdict is about."""
    monkeypatch.setattr(classification, "possible", lambda images: (RECOMMENDED, "codes", "pca", "pixels", LIGHT))
    monkeypatch.setattr(judged_fold, "CLASSIFIERS", {"logistic": CLASSIFIERS["logistic"]})


def bars(count: int = 20, seed: int = 0, numbers: bool = False) -> ImageSet:
    """Bars that lie and bars that stand, anywhere; or bars that lie as far down as a number says."""
    rng = np.random.default_rng(seed)
    pixels = rng.random((count, 16, 16)) * 0.2
    for i, one in enumerate(pixels):
        at = 1 + i * 12 // count if numbers else int(rng.integers(2, 12))
        (one if i % 2 or numbers else one.T)[at : at + 2] += 0.6
    labels = [str(i) for i in range(count)] if numbers else ["lying" if i % 2 else "standing" for i in range(count)]
    return ImageSet.from_arrays(pixels.clip(0, 1), labels, [f"g{i // 2 if not numbers else i}" for i in range(count)])


def shuffled(images: ImageSet) -> ImageSet:
    """The same with labels that mean nothing, alternating so that each class keeps its number."""
    order = np.random.default_rng(5).permutation(len(images))
    return dataclasses.replace(images, labels=images.labels[order])


@pytest.fixture(scope="module")
def found() -> Classification:
    return classify(bars(), config(), folds=2, repeats=2, permutations=19)


def test_every_way_has_its_line(found: Classification) -> None:
    names = [(line.representation, line.model) for line in found.lines]
    assert names[0] == (RECOMMENDED, "logistic") and len(set(names)) == len(names) == 28
    assert [line.p is None for line in found.lines] == [False] + [True] * 27
    assert found.lines[0].main.mean > 0.8 and found.lines[0].p <= 0.05
    assert all(0 <= line.main.mean <= 1 for line in found.lines)
    assert found.sentences[0].key == "told_light_better"
    np.testing.assert_allclose(found.outputs.sum(2), 1)
    assert found.outputs.shape == (2, 20, 2) and found.told.shape == (2, 20)
    right = [(one == found.outcome.values)[found.outcome.values == c].mean() for one in found.told for c in (0, 1)]
    assert found.lines[0].main.mean == pytest.approx(np.mean(right))
    counts = confusion_counts(found)
    assert (counts.diagonal() / counts.sum(1)).mean() == pytest.approx(np.mean(right))
    curve = calibration(found)
    assert curve.pairs.sum() == 40 and (np.diff(curve.told) >= 0).all()
    assert (curve.share * curve.pairs).sum() == 20
    assert found.deciding is not None and 1 <= len(found.deciding.chosen.part) <= 10
    assert (found.deciding.folds <= found.deciding.of).all() and found.deciding.of == 4


def test_labels_that_mean_nothing_are_not_told(few_ways: None) -> None:
    nothing = classify(shuffled(bars()), config(), folds=3, repeats=1, permutations=19)
    assert nothing.lines[0].p > 0.05
    assert nothing.sentences[0].key in ("told_light_same", "told_light_worse")
    assert nothing.sentences[1].key == "told_by_chance" or nothing.sentences[1].values["claim"].key == "told_by_chance"


def test_nothing_is_learned_from_what_is_held_out(few_ways: None, monkeypatch: pytest.MonkeyPatch) -> None:
    images, asked = bars(), []
    real = judged_fold.learn

    def learn(part: ImageSet, *rest: Any) -> Any:
        asked.append(set(part.groups))
        return real(part, *rest)

    monkeypatch.setattr(judged_fold, "learn", learn)
    told: list[np.ndarray] = []
    judge = kept_folds.judge_fold
    monkeypatch.setattr(
        kept_folds, "judge_fold", lambda study, turn: (told.append(turn.fold.held_out), judge(study, turn))[1]
    )
    classify(images, config(), folds=3, repeats=1, permutations=5)
    groups = np.array(images.groups)
    for held, learned_from in zip(told, asked, strict=True):
        assert not learned_from & set(groups[held].tolist())
    assert np.sum(told, axis=0).tolist() == [1] * len(images), "each image is held out once"


def test_a_rerun_goes_on_and_finds_the_same(few_ways: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images = bars()
    whole = classify(images, config(), folds=3, repeats=1, permutations=5)
    judge, begun = kept_folds.judge_fold, []

    def stopped(study: Any, turn: Any) -> Any:
        begun.append(turn.fold.number)
        if len(begun) == 3:
            raise KeyboardInterrupt
        return judge(study, turn)

    monkeypatch.setattr(kept_folds, "judge_fold", stopped)
    with pytest.raises(KeyboardInterrupt):
        classify(images, config(), folds=3, repeats=1, permutations=5, keep=tmp_path)
    kept = sorted(tmp_path.iterdir())
    assert len(kept) == 2
    kept[0].write_bytes(kept[0].read_bytes()[:-3] + b"\0\1\2")  # damaged: done again
    done: list[DoneFold] = []
    again = classify(images, config(), folds=3, repeats=1, permutations=5, keep=tmp_path, tell=done.append)
    assert [one.seconds > 0 for one in done].count(True) == 2
    assert again.lines == whole.lines
    np.testing.assert_array_equal(again.outputs, whole.outputs)


def test_what_is_kept_is_named_by_what_made_it(few_ways: None, tmp_path: Path) -> None:
    images = bars()
    classify(images, config(), folds=2, repeats=1, permutations=5, keep=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    done: list[DoneFold] = []
    classify(shuffled(images), config(), folds=2, repeats=1, permutations=5, keep=tmp_path, tell=done.append)
    assert all(one.seconds for one in done)
    assert len(list(tmp_path.iterdir())) == 4


def test_numbers_are_foretold(few_ways: None, tmp_path: Path) -> None:
    images = bars(numbers=True)
    told = classify(images, config(), folds=3, repeats=1, permutations=19)
    assert told.outcome.kind == "numbers"
    first = told.lines[0]
    assert (first.representation, first.model) == (RECOMMENDED, "ridge")
    assert first.main.mean > 0.3 and first.others[0] > 0.6 and first.p == 0.05
    assert set(first.columns("numbers")) == {"representation", "model", "r2", "low", "high", "spearman", "p"}
    save_classifier(tmp_path, told)
    kept = read_classifier(tmp_path).final
    assert 0 < kept.margin < 40
    np.testing.assert_allclose(kept.tell(images.pixels).outputs, told.final.tell(images.pixels).outputs, atol=1e-5)


def test_a_kept_classifier_tells_as_it_did(found: Classification, tmp_path: Path) -> None:
    save_classifier(tmp_path, found)
    kept = read_classifier(tmp_path)
    new = bars(10, seed=3)
    here, there = found.final.tell(new.pixels), kept.final.tell(new.pixels)
    np.testing.assert_allclose(here.outputs, there.outputs, atol=1e-6)
    np.testing.assert_allclose(here.unlike, there.unlike)
    assert kept.classes == ("lying", "standing")
    assert (here.outputs.argmax(1) == 1 - np.arange(10) % 2).mean() > 0.7
    noise = np.random.default_rng(0).random((1, 1, 16, 16)).astype(np.float32)
    assert kept.final.tell(noise).unlike[0] < 0.05


@pytest.mark.parametrize("name", ["classifier.json", "classifier.safetensors"])
def test_a_damaged_classifier_is_refused(found: Classification, tmp_path: Path, name: str) -> None:
    save_classifier(tmp_path, found)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / name).write_bytes(bytes(data))
    with pytest.raises(MousaicError, match="mousaic classify --save"):
        read_classifier(tmp_path)


def test_flat_and_small_images_do_without_parts() -> None:
    rng = np.random.default_rng(0)
    flat = ImageSet.from_arrays(rng.random((12, 30)), ["a", "b"] * 6)
    assert possible(flat) == (RECOMMENDED, "responses", "codes", "codes-omp", "start", "pca", "pixels", "light")
    told = classify(
        flat,
        config_for(augment="none", init="orthogonal", model="whole", k=2, features=4, epochs=1),
        folds=2,
        repeats=1,
        permutations=5,
    )
    assert told.deciding is None and len(told.lines) == 22
