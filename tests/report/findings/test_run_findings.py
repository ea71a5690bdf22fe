"""What the further sentences say, decided by made-up numbers: they must be able to say the bad news."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mousaic.analysis.classes.class_means import ClassMeans
from mousaic.images.splits.leaks import Leaks
from mousaic.report.findings import run_findings as h
from mousaic.words.put import put

PARTS = ("train", "train", "validation", "validation")


def summary(r=0.85, mean=0.7, dead=0.1, held_out=True, members=2):
    return {
        "members": members,
        "train": {"pearson": 0.9, "dead_fraction": dead},
        "validation": {"pearson": r} if held_out else {},
        "baselines": {"train": {"pearson": 0.5}, "validation": {"pearson": mean}},
    }


def places(count=0):
    p = np.ones((4, 4))
    p.ravel()[:count] = 0.01
    return ClassMeans((0, 1), np.zeros((2, 1, 4, 4)), np.zeros((2, 1, 4, 4)), p, np.zeros((4, 4), np.int64))


def test_quality_beside_the_mean_image():
    text = put(h.quality_headline(summary(), np.array([0.88, 0.88, 0.85, 0.85]), PARTS))
    assert text.endswith("r = 0.850 on average; the mean training image alone would give 0.700.")
    worse = put(h.quality_headline(summary(r=0.7), np.ones(4), PARTS))
    assert "does no better" in worse and "not their parts" in worse
    none = put(h.quality_headline(summary(held_out=False), np.ones(4), ("train",) * 4))
    assert "none was held out" in none


def test_a_model_that_remembers_its_images_is_said_to():
    text = put(h.quality_headline(summary(), np.array([0.99, 1.0, 0.85, 0.86]), PARTS))
    assert "reach 0.855 there, and 0.995 on the very images" in text and "remembers" in text
    flat = put(h.quality_headline(summary(), np.array([0.99, np.nan, 0.85, np.nan]), PARTS))
    assert "0.850 there, and 0.990" in flat
    assert "remembers" not in put(h.quality_headline(summary(), np.array([0.99, 0.99, np.nan, np.nan]), PARTS))


def test_of_one_member_nothing_is_said_of_several():
    text = put(h.quality_headline(summary(members=1), np.array([0.99, 1.0, 0.85, 0.86]), PARTS))
    assert text.startswith("On images it never saw the model reaches r = 0.850") and "it reaches 0.995" in text
    assert not re.search(r"\bmembers?\b", text)
    assert "成员" not in put(h.quality_headline(summary(members=1), np.array([0.99, 1.0, 0.85, 0.86]), PARTS), "zh")


def test_many_dead_features_are_news():
    assert put(h.dead_headline(summary(dead=0.87))).startswith("87 % of the features are dead")
    assert h.dead_headline(summary(dead=0.2)) is None


def test_leaks():
    assert h.leak_headline(None, 0, 0) is None
    assert (
        put(h.leak_headline(Leaks((), (), 0), 0, 0))
        == "No leak was found between the training images and the held-out ones."
    )
    assert "7 further" in put(h.leak_headline(Leaks((), (), 7), 0, 0))
    text = put(h.leak_headline(Leaks((("a.png", "b.png"),), ("a.png",), 0), 0, 0))
    assert text.startswith("Leak: 1 pair") and "a.png ~ b.png" in text and "flattered" in text
    assert "cannot be trusted" in put(h.leak_headline(Leaks((), (), 0), 1, 0))
    assert "2 files" in put(h.leak_headline(Leaks((), (), 0), 0, 2))


def test_places_that_differ():
    assert put(h.places_headline(places(2), 1e-4)).startswith(
        "The classes' mean images differ beyond chance at 2 of 16 places"
    )
    assert put(h.places_headline(places(), 1e-4)).startswith("Nowhere do")
    assert h.places_headline(places(2), 0.1) is None and h.places_headline(None, 1.0) is None


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_sentence_exists_in_both_languages(lang):
    said = [
        h.quality_headline(summary(), np.array([0.99, 0.99, 0.8, 0.8]), PARTS),
        h.quality_headline(summary(r=0.1), np.ones(4), PARTS),
        h.quality_headline(summary(held_out=False), np.ones(4), ("train",) * 4),
        h.dead_headline(summary(dead=0.9)),
        h.leak_headline(Leaks((("a", "b"),), ("a",), 0), 0, 0),
        h.leak_headline(Leaks((), (), 3), 0, 0),
        h.leak_headline(Leaks((), (), 0), 1, 1),
        h.places_headline(places(), 0.01),
        h.places_headline(places(1), 0.01),
    ]
    assert all(put(one, lang) and "{" not in put(one, lang) for one in said)
