"""The numbers behind the figures, before anything is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.report import figures
from mousaic.report.figures.reconstruction_rows import differences, rows_of_classes
from mousaic.report.figures.sheets import percent_text
from mousaic.report.figures.shown_examples import MOST_CLASSES
from mousaic.report.figures.style import plain, wrapped
from mousaic.report.figures.ticks import log_ticks
from mousaic.report.figures.tiles import Sheet, enlarged, enlargement, photograph, shrunk, signed, signed_pictures
from tests.report.figures.drawing import ODD_NAMES, history, pixels, random_images, without_validation


def test_curves_hold_the_history() -> None:
    numbers = figures.curves(history(3), {"train": 0.5, "validation": 0.6})
    assert numbers.epochs.tolist() == [1, 2, 3]
    by_name = {curve.name: curve.values for curve in numbers.losses + numbers.pearson}
    np.testing.assert_allclose(by_name["total"], [0.1, 0.05, 0.1 / 3])
    np.testing.assert_allclose(by_name["held_out_reconstruction"], [0.12, 0.06, 0.04])
    np.testing.assert_allclose(by_name["training_all"], [0.6, 0.8, 1 - 0.4 / 3])
    np.testing.assert_allclose(numbers.dead[0].values, 25)
    assert numbers.baselines == {"train": 0.5, "validation": 0.6}


@pytest.mark.parametrize("empty", [None, float("nan")])
def test_curves_leave_out_what_is_not_there(empty: float | None) -> None:
    expected = figures.curves(without_validation(history(2)))
    absent = {k: empty for k in history(1)[0] if k.startswith("validation")}
    for numbers in (expected, figures.curves(history(2, **absent))):
        names = [curve.name for curve in numbers.losses + numbers.pearson]
        assert names and not [name for name in names if name.startswith("held_out")]
    assert figures.curves(history(2), {"train": float("nan")}).baselines == {}


def test_a_loss_of_zero_is_not_put_on_a_logarithmic_axis() -> None:
    names = [curve.name for curve in figures.curves(history(3, consistency=0.0)).losses]
    assert "consistency" not in names and "total" in names
    rows = history(3)
    rows[1]["consistency"] = 0.0
    consistency = figures.curves(rows).losses[2].values
    assert np.isnan(consistency).tolist() == [False, True, False]


def test_one_member_has_no_ensemble_curve() -> None:
    rows = [row | {"pearson_ensemble": row["pearson"]} for row in without_validation(history(4))]
    assert [curve.name for curve in figures.curves(rows).pearson] == ["training"]


@pytest.mark.parametrize(("low", "high"), [(0.0311, 0.0312), (0.011, 0.133), (1e-30, 5.0), (1e-3, 1e-3), (0.5, 900.0)])
def test_logarithmic_ticks_enclose_the_numbers(low: float, high: float) -> None:
    ticks = log_ticks(low, high)
    assert ticks[0] < low and ticks[-1] > high
    assert 2 <= len(ticks) <= 12 and ticks == sorted(ticks)
    assert all(f"{tick:e}"[:2] in ("1.", "2.", "5.") for tick in ticks)


def test_examples_prefer_validation_and_cover_every_class() -> None:
    labels = np.array([0] * 6 + [1] * 6 + [2])
    parts = ["training", "validation"] * 3 + ["training"] * 5 + ["validation"] + ["training"]
    assert figures.choose_examples(labels, parts).tolist() == [1, 3, 5, 11, 6, 8, 12]
    assert figures.choose_examples(labels, np.array(parts), per_class=1).tolist() == [1, 11, 12]


def test_examples_of_many_and_no_classes() -> None:
    labels = np.repeat(np.arange(-1, 20), 2)
    chosen = figures.choose_examples(labels, ["training"] * len(labels))
    assert labels[chosen].tolist() == np.repeat(np.arange(MOST_CLASSES), 2).tolist()
    assert labels[figures.choose_examples(labels[:6], [""] * 6)].tolist() == [0, 0, 1, 1, -1, -1]
    assert figures.choose_examples(np.zeros(0, dtype=np.int64), []).shape == (0,)


def test_examples_are_spread_over_a_class() -> None:
    chosen = figures.choose_examples(np.zeros(30, dtype=np.int64), ["validation"] * 30)
    assert chosen.tolist() == [0, 10, 20]


def test_features_are_ranked_by_use() -> None:
    ranked = figures.rank_features(np.array([0.0, 0.5, np.nan, 0.9, 0.5]), count=4)
    assert ranked.indices.tolist() == [3, 1, 4, 0]
    assert ranked.percent.tolist() == [90, 50, 50, 0]
    assert ranked.alive == 3
    assert figures.rank_features(np.full(300, 0.5)).indices.tolist() == list(range(100))


@pytest.mark.parametrize(
    ("percent", "text"),
    [(100, "100 %"), (83.4, "83 %"), (9.96, "10 %"), (9.9, "9.9 %"), (0.11, "0.1 %"), (0.01, "<0.1 %")],
)
def test_percent_never_shows_a_live_feature_as_zero(percent: float, text: str) -> None:
    assert percent_text(percent) == text


def test_differences_keep_their_sign_and_the_strongest_channel() -> None:
    original = np.zeros((1, 3, 2, 2))
    rebuilt = original.copy()
    rebuilt[0, :, 0, 0] = [0.1, -0.3, 0.2]
    rebuilt[0, :, 1, 1] = [0.1, 0.0, np.nan]
    difference, largest = differences(original, rebuilt)
    np.testing.assert_allclose(difference[0], [[-0.3, 0], [0, 0.1]])
    assert largest == 0.3
    assert differences(original, original)[1] == 0.01


def test_rows_do_not_mix_classes() -> None:
    assert rows_of_classes(["a", "a", "a", "a", "b", "", ""], across=3) == [[0, 1, 2], [3], [4], [5, 6]]


# The pixels


def test_signed_values_are_blue_white_and_red() -> None:
    low, zero, high = signed(np.array([[-2.0, 0.0, 2.0]]), 2.0)[0].astype(int)
    assert low[2] > low[0] + 50 and high[0] > high[2] + 50 and zero.min() > 240
    opposite = signed_pictures(np.array([1.0, -4.0]).reshape(1, 1, 1, 2) * np.ones((1, 1, 2, 1)))[0, 0]
    assert (opposite[1] == signed(np.array([[-1.0]]), 1.0)[0, 0]).all(), "each picture on its own scale"
    grey, bright, _ = signed_pictures(np.array([0.0, 3.0, -3.0]).reshape(1, 1, 1, 3).repeat(3, 1))[0, 0]
    assert grey.tolist() == [128] * 3 and bright.tolist() == [255] * 3
    assert signed_pictures(np.zeros((1, 1, 4, 4))).min() > 240


def test_photographs_keep_their_values() -> None:
    values = np.array([-0.5, 0.0, 0.5, 1.0, 2.0, np.nan]).reshape(1, 1, 6)
    assert photograph(values)[0].tolist() == [[v] * 3 for v in (0, 0, 128, 255, 255, 0)]
    colour = np.array([1.0, 0.0, 0.5]).reshape(3, 1, 1)
    assert photograph(colour)[0, 0].tolist() == [255, 0, 128]


def test_enlarging_and_shrinking() -> None:
    tile = photograph(random_images(2, 1, 3))
    twice = enlarged(tile, 2)
    assert twice.shape == (2, 6, 6, 3) and (twice[:, ::2, 1::2] == tile).all()
    assert [enlargement(side, 104) for side in (13, 64, 104, 500)] == [8, 2, 1, 1]
    images = random_images(2, 3, 10)
    assert shrunk(images, 10) is images
    np.testing.assert_allclose(shrunk(images, 5)[1, 2, 4, 0], images[1, 2, 8:10, 0:2].mean(), rtol=1e-6)
    assert shrunk(images, 4).shape == (2, 3, 4, 4)


def test_a_sheet_shows_the_very_pixels() -> None:
    sheet = Sheet(400, 100, "heading", "caption")
    tile = photograph(random_images(1, 3, 50))[0]
    sheet.paste(tile, 111, sheet.top + 7)
    shown = pixels(sheet.figure())
    assert shown.shape == (sheet.height, sheet.width, 3)
    assert (shown[sheet.top + 7 : sheet.top + 57, 111:161] == tile).all()


# Text


@pytest.mark.parametrize("name", ODD_NAMES)
def test_text_is_drawn_literally(name: str) -> None:
    from matplotlib.cbook import is_math_text

    safe = plain(name)
    assert not is_math_text(safe)
    assert safe.isprintable() and len(safe) <= 60 + safe.count("$")
    if name.isprintable() and len(name) <= 60:
        assert safe.replace(r"\$", "$") == name


def test_long_text_keeps_both_ends() -> None:
    assert plain("abcdefghij", 7) == "abc…hij"
    assert all(len(line) < 60 for line in wrapped("word " * 100, 400, 7))
