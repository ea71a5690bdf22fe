"""r against bits as a picture: what is drawn, in which colour, and that names do not meet."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from mousaic.analysis.compare.bit_budgets import BITS
from mousaic.analysis.compare.bits_curves import BitsCurve, Whose
from mousaic.report.figures.studies.bits_curves_picture import OTHER, PCA, bits_picture, lines
from mousaic.said import verbatim

SETTINGS = {"images": 39, "groups": 39, "folds": 5, "repeats": 1, "k": 50}


def curve(method, r, ours=False, pca=False, start="", averaged=False, full=9, none=0):
    r = [None if i < none else value for i, value in enumerate(r)]
    low, high = ([None if one is None else one + d for one in r] for d in (-0.01, 0.01))
    values = tuple(0 if one is None else 5 for one in r)
    flat = tuple(i >= full for i in range(9))
    whose = Whose(method, verbatim(f"the {method}"), ours, pca, start, averaged)
    return BitsCurve(whose, values, tuple(r), tuple(low), tuple(high), tuple(r), flat)


RISING = np.linspace(0.7, 0.95, 9).tolist()
CURVES = [
    curve("default", RISING, ours=True, start="start"),
    curve("default-omp", [r + 0.03 for r in RISING], ours=True, start="start-omp"),
    curve("start", [r - 0.02 for r in RISING], full=6),
    curve("start-omp", [r + 0.01 for r in RISING]),
    curve("pca", [r - 0.01 for r in RISING], pca=True),
    curve("dct", [r - 0.05 for r in RISING], none=2),
    curve("default-average", RISING, ours=True, averaged=True),
]


def test_starts_have_the_colour_of_their_trained_row():
    found = {line.title.values["text"][4:]: line for line in lines(CURVES)}
    assert list(found) == ["default", "default-omp", "start", "start-omp", "pca", "dct"]
    assert found["start"].colour == found["default"].colour != found["default-omp"].colour == found["start-omp"].colour
    assert (found["pca"].colour, found["dct"].colour) == (PCA, OTHER)
    assert [line.kind for line in found.values()] == ["ours", "ours", "start", "start", "pca", "other"]
    assert (found["start"].full, found["default"].full) == (6, 9)
    assert found["dct"].bits == list(BITS[2:]) and found["dct"].full == 7
    assert found["default"].span == pytest.approx((RISING[4] - 0.01, RISING[4], RISING[4] + 0.01))


@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_two_names_meet_and_all_stand_beside_the_panel(framed, lang):
    drawn = bits_picture(CURVES, SETTINGS, lang, framed)
    axes = drawn.figure.axes[0]
    drawn.figure.canvas.draw()
    panel = axes.get_window_extent()
    names = [text for text in axes.texts if text.get_text().startswith("the ")]
    boxes = sorted((text.get_window_extent() for text in names), key=lambda box: box.y0)
    assert len(boxes) == 6 and all(box.x0 > panel.x1 for box in boxes)
    assert all(above.y0 >= below.y1 - 1 for below, above in pairwise(boxes))
    assert all(box.x1 <= drawn.figure.bbox.x1 for box in boxes)
    assert "the default-omp 0.855" in drawn.alt and "500" in drawn.alt and drawn.heading and drawn.caption


def test_rows_that_never_have_a_value_are_left_out():
    assert lines([curve("late", RISING, none=9)]) == []
    one = [curve("late", RISING, none=8)]
    assert lines(one)[0].span is None
    bits_picture(one, SETTINGS)
