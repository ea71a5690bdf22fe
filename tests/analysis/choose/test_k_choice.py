"""The choice of k: its table against scores computed by hand, its words, and what cannot be tried."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pytest
import torch

from mousaic.analysis.choose.features_needed import ClassUse, KUsed
from mousaic.analysis.choose.k_choice import choose_k
from mousaic.analysis.choose.k_findings import sentences
from mousaic.analysis.choose.k_plan import check_ks, folds_note
from mousaic.analysis.choose.k_scores import Row
from mousaic.analysis.cross_validation import with_seed
from mousaic.analysis.stability.independent_training import living_features
from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import load_images
from mousaic.images.splits.folds import make_folds
from mousaic.seeds import derive_seed
from mousaic.stats.dictionary_matching import cosines, pw_mcc_living
from mousaic.stats.one_standard_error import Choice
from mousaic.stats.reconstruction_scores import Interval
from mousaic.training.fit import train_members
from mousaic.words.put import put, put_all
from mousaic.words.sentences import sentence_json, sentence_words

TINY = {"size": 12, "features": 24, "epochs": 2, "copies": 2, "threads": 1}


@pytest.fixture(scope="module")
def found(small_set):
    return choose_k(small_set, ks=[8, 6, 2], folds=3, **TINY)


def test_the_table_is_what_each_fold_gives(found, small_set):
    config = config_for("default", members=1, k=6, **TINY)
    images = load_images(small_set, config.images)
    error, r, dictionaries, living = np.zeros(12), np.zeros(12), [], []
    for fold in make_folds(images.labels, images.groups, 3, 1, 0):
        own = with_seed(config, derive_seed(0, "choose k", fold.number))
        part = images.subset(np.flatnonzero(~fold.held_out))
        ensemble = train_members(part, own)
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        y = ensemble(torch.from_numpy(x))[1][0].numpy()
        error[fold.held_out] = np.square(y - x).mean(1)
        r[fold.held_out] = [np.corrcoef(a, b)[0, 1] for a, b in zip(x, y, strict=True)]
        dictionaries.append(ensemble.weight[0].numpy())
        living.append(living_features(ensemble, part, own)[0])
    row = found.rows[1]
    assert [one.k for one in found.rows] == [2, 6, 8]
    np.testing.assert_allclose(found.image_error[6], error, rtol=1e-5)
    assert row.mse == pytest.approx(error.mean(), rel=1e-5) and row.pearson == pytest.approx(r.mean(), abs=1e-5)
    assert row.living == pytest.approx(np.mean(living))
    pairs = [(0, 1), (0, 2), (1, 2)]
    agreed = [pw_mcc_living(cosines(dictionaries[i], dictionaries[j]), living[i], living[j]) for i, j in pairs]
    assert row.stability == pytest.approx(np.mean(agreed), abs=1e-5)


def test_the_choice_follows_the_rule_and_everything_is_there(found):
    means = [found.image_error[k].mean() for k in (2, 6, 8)]
    assert found.k == next(k for k, mean in zip((2, 6, 8), means, strict=True) if mean <= found.choice.limit) == 6
    assert found.choice.best == 2 and means[2] == min(means)
    assert found.used.adaptive.mean() == pytest.approx(6)  # of the chosen models: the held-out images share k each
    assert put(found.sentences[0]).startswith(f"Take k = {found.k}: ")
    assert found.labels[found.paths.index(next(p for p in found.paths if "lying" in p))] == "lying"
    for row in found.rows:
        assert row.mse_error > 0 and 0 < row.stability <= 1 and 0 < row.stability_null <= 1
        assert 0 <= row.decoding <= 1 and 0.5 <= row.decoding_null <= 1 and 0 < row.decoding_p <= 1 and row.seconds > 0
    assert len(found.used.needed) == 12 and found.used.most == 8 and len(found.used.classes) == 2


def test_the_same_seed_gives_the_same_choice_and_another_seed_others(found, small_set):
    def figures(one):
        return [row._replace(seconds=0.0) for row in one.rows]

    assert figures(choose_k(small_set, ks=[2, 6, 8], folds=3, **TINY)) == figures(found)
    assert figures(choose_k(small_set, ks=[2, 6, 8], folds=3, seed=1, **TINY)) != figures(found)


def test_other_codes_and_members_are_judged(found, small_set):
    told = []
    other = choose_k(small_set, ks=[2, 6], folds=2, codes="omp", members=2, tell=told.append, **TINY)
    assert [(done.k, done.fold) for done in told] == [(2, 0), (2, 1), (6, 0), (6, 1)] and told[-1].left == 0
    assert other.settings["codes"] == "omp" and other.settings["members"] == 2
    assert any("Only 2 folds" in put(note) for note in other.notes) and not found.notes[1:]
    adaptive = choose_k(small_set, ks=[2, 6], folds=2, codes="batch-topk", **TINY)
    assert np.isfinite(adaptive.rows[0].mse) and adaptive.rows[0].mse != other.rows[0].mse
    assert adaptive.used.adaptive.mean() == pytest.approx(adaptive.k)  # the held-out images share k each


def test_without_classes_nothing_is_decoded(small_set):
    images = load_images(small_set, config_for("default", k=2, **TINY).images)
    nameless = dataclasses.replace(images, labels=np.full(12, -1), class_names=())
    found = choose_k(nameless, ks=[2, 4], folds=2, **TINY)
    assert found.rows[0].decoding is None and found.used.p_needed is None
    assert not any("class" in put(said) for said in found.sentences)


@pytest.mark.parametrize(
    ("ks", "features", "pixels", "message"),
    [
        ([5], 20, 100, "two different numbers"),
        ([5, 5], 20, 100, "two different numbers"),
        ([0, 5], 20, 100, "cannot hold 0"),
        ([5, 21], 20, 100, "only 20 features"),
        ([5, 21], 20, None, "only 20 features"),
        ([5, 16], 20, 16, "only 16 pixels"),
        (None, 15, 100, "no usual k"),
    ],
)
def test_numbers_that_cannot_be_tried_are_refused(ks, features, pixels, message):
    with pytest.raises(MousaicError, match=message):
        check_ks(ks, features, pixels)


def test_the_usual_numbers_are_those_that_fit():
    assert check_ks(None, 1024, 4096) == [10, 20, 30, 50, 75, 100, 150, 200]
    assert check_ks(None, 60, 4096) == [10, 20, 30, 50] and check_ks(None, 1024, 31) == [10, 20, 30]
    assert check_ks([9, 3, 9], 10, 100) == [3, 9]


def test_k_itself_and_unknown_codes_are_refused(small_set):
    with pytest.raises(MousaicError, match="instead of --k"):
        choose_k(small_set, k=5, **TINY)
    with pytest.raises(MousaicError, match="did you mean 'omp'"):
        choose_k(small_set, codes="opm", **TINY)


def test_few_groups_are_told():
    assert folds_note(5, 5) is None
    assert put(folds_note(5, 3)).startswith("3 folds instead of 5: there are only 3 groups. Only 3 folds")


def row(k, mse, stability=0.5, null=0.4, p=0.01):
    return Row(k, mse, 0.1, 0.5, 0.9, 0.8, 0.95, 1.0, stability, null, 0.9, 0.6, p, 1.0)


def used(p_needed, floor=0.001, beyond=False):
    classes = tuple(ClassUse(name, 5, 5, Interval(n, n, n), Interval(n, n, n)) for name, n in (("a", 3), ("b", 7)))
    needed = np.array([11 if beyond else 3, 7])
    return KUsed(0.4, 10, needed, needed, classes, p_needed, p_needed, floor)


def words(rows, choice, of=None):
    return put_all(sentences(rows, choice, of or used(0.5)))


def test_the_words_say_why_and_how_far_to_trust_it():
    rows = [row(5, 1.0, 0.6), row(10, 0.5, 0.5), row(20, 0.45, 0.3)]
    text = words(rows, Choice(2, 1, 0.55, 0.1, 2))
    assert text.startswith("Take k = 10: the smallest whose held-out error, 0.5 (r 0.900), lies within one standard")
    assert "still falls at the largest k tried, 20" in text and "Image by image" in text and "k = 20 is the" in text
    assert "PW-MCC 0.50, more than their starts (0.40); beside its start k = 5 does best: 0.60 (0.40)." in text
    assert "more than chance (p = 0.01;" in text and "do not clearly need different numbers" in text
    text = words(rows, Choice(0, 0, 0.55, 0.1, 0))
    assert "is the least, and every smaller" in text and "5 is the smallest k tried" in text
    assert "no other k tried does better" in text and "still falls" not in text and "Image by image" not in text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("p", [0.01, 0.4])
@pytest.mark.parametrize("choice", [Choice(2, 1, 0.55, 0.1, 2), Choice(0, 0, 0.55, 0.1, 0), Choice(2, 0, 0.9, 0.5, 1)])
def test_everything_has_words_in_both_languages(lang, p, choice):
    rows = [row(5, 1.0, 0.6, p=p), row(10, 0.5, 0.5, p=p), row(20, 0.45, 0.3, p=p)]
    for of in (used(p, beyond=True), used(p, floor=0.2)):
        for said in sentences(rows, choice, of):
            kept = json.loads(json.dumps(sentence_json(said), allow_nan=False))
            assert sentence_words(kept, lang) == put(said, lang) and "{" not in put(said, lang)
            assert bool(re.search("[\u4e00-\u9fff]", put(said, lang))) == (lang == "zh")
    notes = [folds_note(5, 3), folds_note(9, 6), folds_note(2, 2)]
    assert all(put(note, lang) for note in notes)


def test_the_words_can_say_that_there_is_nothing():
    rows = [row(5, 1.0, 0.3, p=0.4), row(10, 0.5, float("nan"))]
    text = words(rows, Choice(1, 0, 1.0, 0.5, 0), used(0.5, floor=0.2))
    assert "no more than their starts" in text and "no clearer than chance (p = 0.4;" in text
    assert "too few groups to test" in text and "threshold" not in text
    assert "PW-MCC" not in words(rows, Choice(1, 1, 0.6, 0.1, 1))  # nothing lives at k = 10
    assert "need different numbers of" in words(rows, Choice(1, 1, 0.6, 0.1, 1), used(0.01))
    assert "1 of 2 images need more than 10" in words(rows, Choice(1, 1, 0.6, 0.1, 1), used(0.01, beyond=True))
