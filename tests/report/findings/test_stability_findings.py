"""What the sentences, the table and the picture of a stability measurement say, for measurements of every kind."""

from __future__ import annotations

import dataclasses
import json
import math
import re

import numpy as np
import pytest

from mousaic.analysis.stability.agreement import Agreement, FoundAgain
from mousaic.analysis.stability.found_examples import OTHERS, SHOWN, Example, choose_examples
from mousaic.analysis.stability.independent_training import Learned
from mousaic.analysis.stability.shared_start import Beyond, SharedStart
from mousaic.analysis.stability.stability_result import PartsAgain, Stability
from mousaic.report.figures.studies.stability_panels import drawing, stability
from mousaic.report.figures.style import png_bytes
from mousaic.report.findings.stability_findings import NULLS, sentences
from mousaic.report.tables.stability_files import stability_dict, stability_text
from mousaic.words.put import put, put_all, say
from mousaic.words.sentences import sentence_words

NOTHING = Agreement(math.nan, math.nan, math.nan, math.nan, 0)


def about(living, spread=0.002):
    return Agreement(living - 0.01, living, living - spread, living + spread, 3)


def example(number, others=OTHERS, channels=1):
    rng = np.random.default_rng(number)
    pictures = rng.standard_normal((1 + others, channels * 64)).astype(np.float32)
    return Example(0, number, 0.6, 3, 1, pictures[0], pictures[1:], np.full(others, 0.6, np.float32))


def shared(cosine=0.4, null=0.2, moved=0.5):
    """One division: ten features of twenty, their cosines around these."""
    values = [np.full(20, np.nan, np.float32) for _ in range(2)]
    for made, mean in zip(values, (cosine, null), strict=True):
        made[:10] = mean + np.linspace(-0.01, 0.01, 10)
    return SharedStart(*((Beyond(made, 0.01, moved),) for made in values))


def measurement(
    runs=0.4, untrained=0.05, other=0.1, same=0.2, halves=0.3, halves_null=0.1, channels=1, start=0.9, parts=None
):
    rng = np.random.default_rng(0)
    cosine = rng.uniform(0.1, 0.3, (2, 20, 4)).astype(np.float32)
    cosine[0, :5] = 0.9
    cosine[0, 5, :2] = 0.9
    cosine[1, 0] = 0.9
    chance = rng.uniform(0.05, 0.2, (2, 20, 8)).astype(np.float32)
    chance[0, 0] = 0.9
    living = np.ones((2, 20), bool)
    living[1, 0] = False
    nulls = {"same_images": same, "other_images": other, "run": other, "members": other}
    agreements = {
        "members": about(0.35),
        "run": about(runs),
        "runs": about(runs),
        "halves": about(halves),
        "untrained_members": about(untrained),
        "untrained_run": about(untrained),
        "untrained_runs": about(untrained),
        "untrained_halves": about(untrained),
        "phases_halves": about(halves_null),
    } | {f"{kind}_{name}": about(value) for kind in ("pixels", "phases") for name, value in nulls.items()}
    blocks = [example(i, channels=channels) for i in range(6)], [example(i, 2, channels) for i in range(2)]
    before = np.full((2, 20, 4), 0.2, np.float32)
    before[0, :2, :3] = start
    begun = np.ones((2, 20), bool)
    begun[1, 1:] = False
    own = np.full((2, 20), 0.25, np.float32)
    return Stability(
        4, 2, 31, 31, 0.5, agreements, living, cosine, chance, begun, before, shared(), own, 0.2, blocks, 9.0, parts
    )


def test_the_first_sentence_counts_living_features_beside_chance():
    # five features in all runs and one in half of them; the seventh is dead. By chance one of them.
    assert put(sentences(measurement())[0]) == (
        "Of 2 x 20 features, 39 fire on an original, and 6 of these (15.4 %) are found again in at least half of 4 "
        "independent runs; before training 2 were, and chance would give 1."
    )
    found = measurement()
    assert found.found[0, 5] == 2 and found.found[0, 6] == 0 and found.chance_found[0, 0] == 4
    assert found.chance_per_run == pytest.approx(1 / 39)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Independent runs agree more than chance: PW-MCC 0.40 of living features, against 0.05 before training"),
        ({"other": 0.41}, "agree no more than chance: PW-MCC 0.40"),
        (
            {"untrained": 0.6},
            "agree no more than their untrained starts do: PW-MCC 0.40 of living features, against 0.60",
        ),
        ({}, "so a part of that may be remembered"),
        ({"same": 0.3}, "agree at 0.30, so most of that may be remembered"),
        ({"same": 0.45}, "agree at 0.45, so all of that may be remembered"),
        ({"other": 0.5, "same": 0.5}, "Two samples of the same structureless images agree at 0.50."),
        ({}, "Runs that share no image agree at 0.30, before training at 0.05, without structure at 0.10: so a part"),
        ({"halves": 0.12}, "agree at 0.12, before training at 0.05, without structure at 0.10: so little of what"),
        (
            {"halves": 0.3, "untrained": 0.295},
            "before training at 0.29, without structure at 0.10: no more than before",
        ),
        ({"runs": 0.4, "untrained": 0.395}, "agree no more than their untrained starts do: PW-MCC 0.40"),
        ({"parts": PartsAgain(40, 30, 10.2, 14, 20, 12, 40)}, "30 (75 %) are, up to a shift, parts of the other half"),
        ({"parts": PartsAgain(40, 14, 10.2, 14, 20, 3, 40)}, "(at most 14), with scattered phases 3. So parts are not"),
        ({"parts": PartsAgain(40, 20, 10.2, 14, 20, 15, 40)}, "with scattered phases 15. So parts are not shown to be"),
        ({"halves": 0.1}, "so this does not show that the features belong to this kind of images"),
        ({}, "A living feature has |cosine| 0.25 with the row it started from"),
    ],
)
def test_the_sentences_follow_the_figures(changes, said):
    assert said in put_all(sentences(measurement(**changes)))


@pytest.mark.parametrize("changes", [{}, {"other": 0.41}, {"untrained": 0.6}, {"same": 0.45}, {"halves": 0.1}])
def test_the_sentences_are_worded_from_the_file_in_both_languages(changes):
    found = measurement(**changes)
    kept = json.loads(json.dumps(stability_dict(found), allow_nan=False))["sentences"]
    for lang in ("en", "zh"):
        assert [sentence_words(one, lang) for one in kept] == [put(said, lang) for said in sentences(found)]
    assert [one["text"] for one in kept] == [put(said) for said in sentences(found)]
    assert all(re.search("[\u4e00-\u9fff]", sentence_words(one, "zh")) for one in kept)


def test_without_living_features_or_a_second_member_no_claim_is_made():
    found = measurement()
    dead = dataclasses.replace(
        found, living=np.zeros((2, 20), bool), agreements=dict.fromkeys(found.agreements, NOTHING)
    )
    assert [put(said) for said in sentences(dead)] == [
        "Of 2 x 20 features, 0 fire on an original, and 0 of these (0.0 %) are found again in at least half of 4 "
        "independent runs; before training 2 were, and chance would give 0."
    ]
    numbers = drawing(dead)
    assert numbers.titles == [] and numbers.marks == [] and numbers.found.sum() == 0
    assert json.loads(json.dumps(stability_dict(dead), allow_nan=False))["pw_mcc"]["runs"]["living"] is None
    assert png_bytes(stability(dataclasses.replace(dead, examples=([], [])), (1, 8, 8)).figure)
    alone = dataclasses.replace(found, agreements=found.agreements | {"members": NOTHING})
    assert len(drawing(alone).titles) == 3 and f"{say('agree_members'):48}{'-':>15}" in stability_text(alone)


def test_the_table_sets_every_agreement_beside_its_nulls():
    found = measurement()
    assert all(name in found.agreements for names in NULLS.values() for name in names if name)
    lines = stability_text(found).splitlines()
    line = next(line for line in lines if line.startswith("independent runs with each other"))
    assert line.split()[-5:] == ["0.400", "(0.390)", "0.050", "0.100", "0.100"]
    assert "Found again: |cosine| 0.50 or more" in "\n".join(lines)
    assert "what chance gives in 1 % of" in stability_text(dataclasses.replace(found, threshold=0.6))


def test_the_panels_show_these_numbers():
    numbers = drawing(measurement())
    runs = {mark.kind: mark.value for mark in numbers.marks if mark.line == 2}
    assert runs == {
        "trained": 0.4, "untrained": 0.05, "pixels": 0.1, "phases": 0.1, "same_images": 0.2,
    }  # fmt: skip
    assert {mark.kind for mark in numbers.marks if mark.line == 3} == {"trained", "untrained", "phases"}
    for shares in (numbers.found, numbers.chance, numbers.untrained):
        assert shares.sum() == pytest.approx(100)
    assert numbers.untrained[numbers.edges[:-1] >= 0.85].sum() == pytest.approx(100 * 2 * 3 / (21 * 4))
    share = numbers.found[numbers.edges[:-1] >= 0.85].sum()
    assert share == pytest.approx(100 * (5 * 4 + 2) / (39 * 4))


@pytest.mark.parametrize("channels", [1, 3])
def test_the_picture_is_drawn_the_same_each_time(channels):
    found = measurement(channels=channels)
    drawn = stability(found, (channels, 8, 8))
    one = png_bytes(drawn.figure)
    assert one == png_bytes(stability(found, (channels, 8, 8)).figure) and len(one) > 30_000
    assert "independent runs with each other: trained 0.40 and untrained 0.05" in drawn.alt
    assert "\u5404\u72ec\u7acb\u8bad\u7ec3\u4e4b\u95f4\uff1a" in stability(found, (channels, 8, 8), "zh").alt


def test_examples_are_the_best_and_the_worst_of_the_living_each_once():
    rng = np.random.default_rng(1)
    dictionary = rng.standard_normal((2, 20, 50)).astype(np.float32)
    dictionary[1, 3] = -dictionary[0, 2] * 2  # the other member's copy of the best feature
    cosine = np.full((2, 20, 6), 0.3, np.float32) + np.arange(40, dtype=np.float32).reshape(2, 20, 1) / 1000
    cosine[0, 2], cosine[1, 3], cosine[1, 9], cosine[0, 7] = 0.9, 0.8, 0.99, 0.01
    living = np.ones((2, 20), bool)
    living[1, 9] = living[0, 7] = False
    feature = np.tile(rng.integers(0, 20, 6), (2, 20, 1))
    feature[0, 2] = 4
    feature[0, 2, 1] = -1
    rows = rng.standard_normal((20, 50)).astype(np.float32)
    rows[4] = -dictionary[0, 2]
    other = Learned(rows, np.ones(20, bool), rows, np.ones(20, bool), 0.0, (math.nan, math.nan), 0.0)
    untrained = np.arange(40).reshape(2, 20)
    found = FoundAgain(cosine, feature)
    best, worst = choose_examples(dictionary, living, found, 0.5, [lambda: other] * 6, untrained)
    assert len(best) == len(worst) == SHOWN
    assert (best[0].member, best[0].feature, best[0].found, best[0].untrained) == (0, 2, 6, 2)
    assert (1, 3) not in {(e.member, e.feature) for e in best}
    assert len(best[0].others) == OTHERS - 1  # one of the runs has no living feature
    np.testing.assert_allclose(best[0].others[0], dictionary[0, 2])  # its sign turned
    assert [(e.member, e.feature) for e in worst[:2]] == [(0, 0), (0, 1)]
