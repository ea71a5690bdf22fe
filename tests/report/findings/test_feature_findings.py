"""What the sentences say, decided by made-up numbers; the English words are tested, the Chinese for completeness."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from mousaic.analysis.classes.class_differences import ClassDifferences
from mousaic.analysis.classes.class_scores import ByClass
from mousaic.analysis.classes.shortcuts import Shortcuts
from mousaic.analysis.features.feature_shape import FeatureShape
from mousaic.analysis.features.importance import FeatureUse
from mousaic.analysis.features.redundancy import Redundancy
from mousaic.analysis.features.sparsity import Sparsity
from mousaic.analysis.stability.recurrence import Trust, Untrained
from mousaic.report.findings import feature_findings as h
from mousaic.words.put import probability, put
from mousaic.words.sentences import sentence_json, sentence_words

NAMES = ("calm", "afraid")
SHAPE = (2, 50)


def differences(p_family=(0.5, 0.9), floor=1e-4, exact=False, tested=100, units=(19, 20), images=(19, 20), q=None):
    """Two members of 50 features; the first features have these corrected p, all others 1."""
    ps = np.ones(SHAPE)
    ps.ravel()[: len(p_family)] = p_family
    mask = np.zeros(SHAPE, dtype=bool)
    mask.ravel()[:tested] = True
    effect = np.where(ps < 1, 1.5, 0.1)
    qs = ps if q is None else np.where(np.arange(100).reshape(SHAPE) < q, 0.01, 1.0)
    zero = np.zeros(SHAPE)
    return ClassDifferences(
        effect, zero, zero, zero, zero, zero, ps / 10, ps, ps, qs, np.ones(SHAPE, dtype=np.int64),
        zero > 0, mask, floor, 1.14, units, images, 10_000, exact, 0,
    )  # fmt: skip


def use_of(dead=30, always=0):
    rate = np.full(SHAPE, 0.5)
    rate.ravel()[:dead] = 0
    rate.ravel()[dead : dead + always] = 1
    importance = np.ones(SHAPE)
    return FeatureUse(rate, rate, importance, rate, rate == 0, rate == 1, np.zeros((*SHAPE, 1), dtype=np.int64))


def shortcuts_of(p=(0.001, 0.4), auc=(0.1, 0.6), r=0.0, within=0.0, names=("brightness", "sharpness")):
    features = np.zeros((*SHAPE, len(names)))
    inside = features.copy()
    features[0, 0, 0], inside[0, 0, 0] = r, within
    best = np.ones(len(names), dtype=np.int64)
    return Shortcuts(names, np.zeros((4, len(names))), np.array(auc), np.array(p), np.array(p), best, features, inside)


def test_no_feature_differs():
    text = put(h.class_headline(differences(), NAMES))
    assert text.startswith("No feature differs between the classes beyond what chance gives among 100 tested ones.")
    assert "feature 0 of member 0: 1.50 standard deviations more in afraid, p = 0.50" in text


def test_some_features_differ():
    text = put(h.class_headline(differences((0.003, 0.05, 0.051), q=7), NAMES))
    assert text.startswith("2 of 100 tested features differ") and "p = 0.003" in text
    assert text.endswith("If 5 % false discoveries are accepted, 7 features can be named.")
    assert "false discoveries" not in put(h.class_headline(differences((0.003,), q=1), NAMES))


def test_nothing_can_be_said():
    text = put(h.class_headline(differences(floor=0.1, exact=True, units=(3, 3), images=(3, 3)), NAMES))
    assert text.startswith("No difference between the classes can be shown: with 3 images of calm and 3 images of a")
    assert "0.10" in text and h.power_headline(differences(floor=0.1), NAMES) is None
    assert "nothing to compare" in put(h.class_headline(None, ())) and h.power_headline(None, ()) is None
    assert "fires in at least three groups" in put(h.class_headline(differences(tested=0), NAMES))


def test_power_comes_with_its_reason():
    few = differences(floor=2 / 70, exact=True, units=(4, 4), images=(4, 4))
    assert "the smallest p of a single test is 0.029, so among 100 features hardly any can pass" in put(
        h.power_headline(few, NAMES)
    )
    text = put(h.power_headline(differences(units=(5, 6), images=(50, 60)), NAMES))
    assert "5 groups of calm and 6 groups of afraid" in text and "about 1.1 standard deviations" in text


def test_shortcuts_are_named_the_most_telling_first():
    text = put(h.shortcut_headline(shortcuts_of()))
    assert "by brightness alone (AUC 0.90, p = 0.001)" in text and "sharpness" not in text
    none = put(h.shortcut_headline(shortcuts_of(p=(0.2, 0.4))))
    assert none.startswith("None of 2 trivial properties") and "brightness, AUC 0.90, p = 0.20" in none
    unlabelled = shortcuts_of()._replace(best_class=np.array([-1, -1]))
    assert h.shortcut_headline(unlabelled) is None


@pytest.mark.parametrize(
    ("r", "within", "follows"), [(0.97, 0.95, True), (-0.8, -0.5, True), (0.97, 0.1, False), (0.5, 0.5, False)]
)
def test_the_best_class_feature_follows_brightness_or_not(r, within, follows):
    text = put(h.follow_headline(shortcuts_of(r=r, within=within), differences((0.01, 0.02))))
    start = "Your best class feature follows the images' brightness" if follows else "follows no trivial property"
    assert start in text and f"r = {r:.2f}; {within:.2f} within the classes)" in text
    assert text.endswith(f"Of the 2 class features, {int(follows)} follow one.")
    assert h.follow_headline(shortcuts_of(r=r, within=within), differences()) is None


def test_trust_beside_chance_and_unknown():
    found = np.zeros(SHAPE, dtype=np.int64)
    found[0, :10] = 6
    living = np.ones(SHAPE, dtype=bool)
    ones = np.ones(SHAPE)
    trust = Trust(10, 0.7, living, found, ones, 5.0 * (found > 5) * (np.arange(50) < 3), ones, ones)
    text = put(h.trust_headline(trust, differences((0.01, 0.01))))
    again = "10 of 100 features that fire on an original were found again in at least half of 10 independent runs; "
    assert text.startswith(f"{again}chance would give 3.")
    start = Untrained(living, np.where(np.arange(50) < 4, 5, 4) * np.ones(SHAPE, dtype=np.int64), ones)
    before = put(h.trust_headline(dataclasses.replace(trust, untrained=start), None))
    assert before == f"{again}before training 8 were, and chance would give 3."
    assert "would give 3." in text and text.endswith("Of the 2 class features, 2 were.")
    assert "class features" not in put(h.trust_headline(trust, differences()))
    assert "not known yet" in put(h.trust_headline(None, None))


def test_quality_by_class_uses_both_tests():
    def by(p, q):
        return ByClass((), np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64), p, q, "afraid")

    worse = "Images of class afraid are reconstructed worse than the others (p = 0.04)."
    assert put(h.by_class_headline(by(0.04, 0.9))) == worse
    assert put(h.by_class_headline(by(0.06, 0.9))).startswith("No class is clearly reconstructed better")
    assert h.by_class_headline(by(None, None)) is None


def test_use_counts_and_half():
    text = put(h.use_headline(use_of(30, always=2), 39))
    assert text.startswith("70 of 100 features fire in at least one of the 39 images.")
    assert "the 25 most important carry half" in text and text.endswith("2 fire in every image.")
    assert h.carrying_half(np.array([4.0, 1, 1, 1, 1, -9])) == 1 and h.carrying_half(np.zeros(3)) == 0
    assert h.carrying_half(np.array([1.0, 1, 1, 1])) == 2


def test_kinds_are_those_of_features_that_fire():
    kind = np.full(SHAPE, "global", dtype="<U6")
    kind.ravel()[:30], kind.ravel()[30:37] = "local", "edge"
    shape = FeatureShape(*(np.zeros(SHAPE) for _ in range(8)), kind)
    assert "0 % are local, 10 % edge-like, 90 % spread over" in put(h.shape_headline(shape, use_of(30)))
    assert h.shape_headline(shape, use_of(100)) is None


def test_sparsity_says_whether_more_would_help():
    active = np.array([1, 10, 20, 40])
    errors = np.array([[4, 3, 1, 2], [4, 2.1, 2, 1.5]])
    better = Sparsity(active, 20, ("train", "validation"), (30, 8), errors, np.zeros((2, 4)))
    text = put(h.sparsity_headline(better))
    assert text.startswith("On the held-out images, 10 active features come within 10 %")
    assert "40 would leave 25 % less" in text
    text = put(h.sparsity_headline(Sparsity(active, 20, ("train",), (30,), errors[:1], np.zeros((1, 4)))))
    assert text.startswith("On the training images, every smaller number of active features that was tried")
    assert "more would not help" in text


def test_redundancy_beside_chance():
    cosine = np.full(SHAPE, 0.3)
    cosine[0, :10] = 0.95
    text = put(h.redundancy_headline(Redundancy(cosine, np.zeros(SHAPE, dtype=np.int64), np.full(5, 0.06))))
    assert "of 0.30 with it (median; 1 would be a copy); among random pictures it would be 0.06. 10.0 %" in text
    nothing = Redundancy(np.full(SHAPE, np.nan), np.full(SHAPE, -1), np.zeros(0))
    assert h.redundancy_headline(nothing) is None


def test_names_from_outside_are_shown_literally():
    text = put(h.class_headline(differences((0.01,)), ("a", "{x}</script>\n")))
    assert "more in {x}</script>\\n, p" in text


@pytest.mark.parametrize("value", [0.0001, 0.0294, 0.05, 0.0949, 0.5, 1.0])
def test_p_is_written_so_that_it_is_never_zero(value):
    assert float(probability(value)) == pytest.approx(value, rel=0.06) and float(probability(value)) > 0


@dataclass(frozen=True)
class Made:
    """As much of an analysis as the headlines read."""

    differences: ClassDifferences | None
    trust: Trust | None = None

    def __getattr__(self, name: str) -> object:
        kind = np.full(SHAPE, "global")
        parts = {
            "evidence": SimpleNamespace(images=SimpleNamespace(class_names=NAMES, __len__=lambda: 39), sample=None),
            "use": use_of(),
            "more": {},
            "classes": None,
            "parts": None,
            "shape": FeatureShape(*(np.zeros(SHAPE) for _ in range(8)), kind),
            "shortcuts": shortcuts_of(r=0.9, within=0.9),
            "by_class": ByClass((), np.zeros(1), np.zeros(1), np.zeros(1, dtype=np.int64), 0.5, 0.5, "calm"),
            "sparsity": Sparsity(np.array([1, 2]), 2, ("train",), (9,), np.array([[2.0, 1.0]]), np.zeros((1, 2))),
            "redundancy": Redundancy(np.full(SHAPE, 0.3), np.zeros(SHAPE, dtype=np.int64), np.full(5, 0.06)),
        }
        return parts[name]


class Named(tuple):
    class_names = NAMES
    independence = None


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("found", [None, differences(), differences((0.01,))])
def test_all_headlines_in_both_languages(lang, found):
    made = Made(found)
    object.__setattr__(made, "evidence", SimpleNamespace(images=Named(range(39)), sample=None))
    lines = h.headlines(made)
    assert lines[0].topic == "classes" and all(put(line.said, lang) for line in lines)
    for line in lines:
        kept = json.loads(json.dumps(sentence_json(line.said), allow_nan=False))
        assert "{" not in put(line.said, lang) and sentence_words(kept, lang) == put(line.said, lang)
    assert {"trust", "use", "shape", "sparsity"} <= {line.topic for line in lines}
    assert ("power" in {line.topic for line in lines}) == (found is not None)
