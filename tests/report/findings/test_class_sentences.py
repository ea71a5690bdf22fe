"""The primary answer in words, in both languages: something, nothing, or nothing that could be seen."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.analysis.classes.class_findings import ClassFinding, ClassFindings
from mousaic.analysis.classes.primary_answer import PrimaryAnswer
from mousaic.report.findings.class_sentences import class_sentences, finding_sentence
from mousaic.stats.gap_intervals import Gap
from mousaic.words.put import put

NAMES = ("calm", "<wild>")


def answer(p=0.001, floor=1e-4, units=(19, 20), bar=3.3):
    one = np.zeros(1, np.int64)
    return PrimaryAnswer(np.array(["pixel"]), one, one, np.ones(1), np.array([p]), np.array([p]), floor, bar, units)


def finding(kind="presence", effect=1.5, box=(0.7, 0.7, 0.9, 0.9), alike=(4, 5), shortcut="brightness", within=0.01):
    low, high = sorted((0.8 * effect, 1.2 * effect))
    return ClassFinding(kind, 3, 1, Gap(effect, low, high), 1e-4, 0.002, box, alike, shortcut, within)


def test_a_difference_is_named_with_place_size_rival_and_power():
    said = [put(one) for one in class_sentences(ClassFindings(answer(), (finding(),)), None, NAMES)]
    assert (
        said[0].startswith("The classes differ (primary test of the brightness of 256 blocks")
        and "p = 0.001" in said[0]
    )
    assert (
        "Part 3, bottom right, is more present in <wild>: 1.5 standard deviations (95 % interval 1.2 to 1.8)" in said[1]
    )
    assert (
        "p = 0.002" in said[1] and "say the same: 2." in said[1] and "alike in brightness it is still there" in said[1]
    )
    assert "19 images of calm and 20 images of <wild>" in said[-1] and "50 %" in said[-1]


def test_nothing_found_and_nothing_to_be_found():
    said = [put(one) for one in class_sentences(ClassFindings(answer(p=0.3), ()), None, NAMES)]
    assert (
        said[0].startswith("No difference between the classes was found") and "p = 0.30" in said[0] and len(said) == 2
    )
    (only,) = class_sentences(ClassFindings(answer(p=1.0, floor=0.1, units=(3, 3)), ()), None, NAMES)
    assert "No difference between the classes can be shown" in put(only) and "0.10" in put(only)
    assert class_sentences(None, None, ()) == []
    hopeless = class_sentences(ClassFindings(answer(units=(2, 5), bar=3.3), ()), None, NAMES)[-1]
    assert "not even a part that is there in all of one class" in put(hopeless)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ["presence", "place", "pixel"])
@pytest.mark.parametrize("effect", [1.5, -0.4])
@pytest.mark.parametrize(
    ("shortcut", "within"), [("", np.nan), ("sharpness", np.nan), ("border", 0.2), ("contrast", 0.01)]
)
def test_every_sentence_in_both_languages(lang, kind, effect, shortcut, within):
    one = finding(kind, effect if kind != "place" else abs(effect), shortcut=shortcut, within=within)
    text = put(finding_sentence(one, NAMES), lang)
    assert "{" not in text and "-" not in text.split("p = ")[0].replace("95 %", "") and "nan" not in text
    assert "wild" in text and (kind == "pixel" or "3" in text)


def test_many_findings_are_counted():
    many = ClassFindings(answer(), tuple(finding() for _ in range(9)))
    assert put(class_sentences(many, None, NAMES)[-2]).endswith(": 5.")


def test_every_corner_has_its_words():
    words = {
        put(finding_sentence(finding(box=(r, c, r + 0.1, c + 0.1)), NAMES))
        for r in (0, 0.45, 0.9)
        for c in (0, 0.45, 0.9)
    }
    assert len(words) == 9
