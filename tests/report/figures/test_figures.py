"""The numbers behind the figures, and that every figure can be drawn and saved."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from mousaic.report import figures
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.reconstruction_rows import differences, rows_of_classes
from mousaic.report.figures.sheets import percent_text
from mousaic.report.figures.shown_examples import MOST_CLASSES
from mousaic.report.figures.style import plain, wrapped
from mousaic.report.figures.ticks import log_ticks
from mousaic.report.figures.tiles import Sheet, enlarged, enlargement, photograph, shrunk, signed, signed_pictures

ODD_NAMES = [
    "</SCRIPT><img src=x>.png",
    "$x_1$ and $\\frac{a",
    "back\\$slash",
    "a\nb\tc\udce9",
    "long " * 60,
    "日本",
    "",
]


def history(epochs: int, **replaced: float | None) -> list[dict[str, float]]:
    rows = []
    for epoch in range(1, epochs + 1):
        row = {
            "epoch": epoch,
            "loss": 0.1 / epoch,
            "reconstruction": 0.09 / epoch,
            "consistency": 0.1 / epoch,
            "pearson": 1 - 0.5 / epoch,
            "pearson_ensemble": 1 - 0.4 / epoch,
            "dead_fraction": 0.25,
            "l0": 50.0,
            "validation_reconstruction": 0.12 / epoch,
            "validation_pearson": 0.8 - 0.5 / epoch,
            "validation_pearson_ensemble": 0.8 - 0.4 / epoch,
        }
        rows.append(row | replaced)
    return rows


def without_validation(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    return [{k: v for k, v in row.items() if not k.startswith("validation")} for row in rows]


def random_images(n: int, channels: int = 1, size: int = 16) -> np.ndarray:
    return np.random.default_rng(0).random((n, channels, size, size)).astype(np.float32)


def pixels(drawn: Drawn | Figure) -> np.ndarray:
    figure = drawn.figure if isinstance(drawn, Drawn) else drawn
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return np.asarray(Image.open(io.BytesIO(figures.png_bytes(figure))).convert("RGB"))


# The numbers


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


# The figures


def curves_figure() -> Drawn:
    return figures.training_curves(history(5), {"train": 0.48, "validation": 0.66})


def reconstruction_figure() -> Drawn:
    x = random_images(4)
    parts = ["training", "validation"] * 2
    return figures.reconstructions(x, x * 0.9, np.ones(4), classes=["a", "a", "b", "b"], parts=parts, epoch=2)


def feature_figure() -> Drawn:
    return figures.feature_sheet(random_images(120) - 0.5, np.linspace(1, 0, 120), epoch=2)


def augmentation_figure() -> Drawn:
    return figures.augmentation_sheet(random_images(2), random_images(6).reshape(2, 3, 1, 16, 16), ["a", "b"])


EVERY_FIGURE = [curves_figure, reconstruction_figure, feature_figure, augmentation_figure]


@pytest.mark.parametrize("make", EVERY_FIGURE)
def test_the_same_figure_has_the_same_bytes(make: Callable[[], Drawn], tmp_path: Path) -> None:
    first, second = tmp_path / "1.png", tmp_path / "2.png"
    figures.save(make(), first)
    users = {"font.family": "serif", "savefig.dpi": 30, "axes.titleweight": "bold", "text.antialiased": False}
    with matplotlib.rc_context(users):
        figures.save(make(), second)
    assert first.read_bytes() == second.read_bytes()
    assert Image.open(first).info.keys() <= {"dpi"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.png", "2.png"]


@pytest.mark.parametrize("make", EVERY_FIGURE)
def test_the_users_settings_are_left_alone(make: Callable[[], Drawn]) -> None:
    before = dict(matplotlib.rcParams)
    figures.png_bytes(make().figure)
    assert dict(matplotlib.rcParams) == before


def test_a_figure_that_cannot_be_drawn_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figure.png"
    figures.save(curves_figure(), path)
    before = path.read_bytes()
    broken = reconstruction_figure()
    monkeypatch.setattr(broken.figure, "savefig", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        figures.save(broken, path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "rows",
    [
        history(1),
        without_validation(history(1, consistency=0.0)),
        history(2, loss=0.0, reconstruction=0.0, consistency=0.0, validation_reconstruction=0.0),
        history(3, pearson=float("nan"), dead_fraction=float("nan")),
        history(1000),
        [{"epoch": 1.0}],
    ],
    ids=["one epoch", "no validation", "losses zero", "nan", "1000 epochs", "nothing"],
)
@pytest.mark.parametrize("baseline", [None, {"train": 0.4}, {"train": 0.5, "validation": 0.5}])
def test_curves_are_drawn_for(rows: list[dict[str, float]], baseline: dict[str, float] | None) -> None:
    assert pixels(figures.training_curves(rows, baseline)).min() < 100


def test_a_single_epoch_can_be_seen() -> None:
    rows = [{"epoch": 1.0, "pearson": 0.5}]
    blue = (pixels(figures.training_curves(rows)) == (0x00, 0x72, 0xB2)).all(axis=2)
    assert blue.sum() > 10


def test_baselines_are_labelled() -> None:
    axes = curves_figure().figure.axes[1]
    assert [text.get_text() for text in axes.texts] == ["mean image, validation: 0.66", "mean image, training: 0.48"]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", [4, 64, 300])
def test_pictures_are_drawn_for_any_size(channels: int, size: int) -> None:
    one = random_images(1, channels, size)
    pixels(figures.reconstructions(one, one, np.array([np.nan]), classes=[""], parts=["training"], epoch=1))
    pixels(figures.feature_sheet(one, np.zeros(1)))
    pixels(figures.augmentation_sheet(one, one[:, None], ["a"]))


def test_pictures_are_drawn_for_odd_names() -> None:
    n = len(ODD_NAMES)
    x = random_images(n)
    figure = figures.reconstructions(
        x, x, np.ones(n), classes=ODD_NAMES, parts=["validation"] * n, epoch=1, titles=ODD_NAMES, classes_in_all=30
    ).figure
    assert any("7 of 30 classes are shown" in text.get_text() for text in figure.axes[0].texts)
    assert any(text.get_text() == "</SCRIPT><img src=x>.png" for text in figure.axes[0].texts)
    pixels(figure)
    pixels(figures.augmentation_sheet(x, x[:, None], ODD_NAMES))


def test_no_text_leaves_the_sheet() -> None:
    n = len(ODD_NAMES)
    x = random_images(n)
    wide = ["W" * 100]
    for drawn in [
        figures.augmentation_sheet(x[:1], x[:1, None], wide),
        figures.reconstructions(x[:1], x[:1], np.ones(1), wide, ["validation"], epoch=1),
        figures.augmentation_sheet(x, x[:, None], ODD_NAMES),
        figures.reconstructions(x, x, np.ones(n), ODD_NAMES, ["validation"] * n, epoch=1, titles=ODD_NAMES),
        feature_figure(),
    ]:
        figure = drawn.figure
        figures.png_bytes(figure)
        for text in figure.axes[0].texts:
            box = text.get_window_extent()
            assert box.x0 >= 0 and box.x1 <= figure.bbox.width, text.get_text()
            assert box.y0 >= 0 and box.y1 <= figure.bbox.height, text.get_text()


def test_reconstructions_show_all_three_pictures() -> None:
    x = random_images(1, 1, 64)
    y = 1 - x
    figure = figures.reconstructions(x, y, np.array([-1.0]), classes=["a"], parts=["training"], epoch=1).figure
    headings = [text for text in figure.axes[0].texts if text.get_horizontalalignment() == "center"][:3]
    assert [text.get_text() for text in headings] == ["original", "reconstruction", "difference"]
    shown = pixels(figure)
    tile = enlarged(photograph(x), 2)[0]
    corners = np.argwhere((shown == tile[0, 0]).all(axis=2)).tolist()
    ((top, left),) = [(r, c) for r, c in corners if np.array_equal(shown[r : r + 128, c : c + 128], tile)]
    assert (shown[top : top + 128, left + 131 : left + 259] == enlarged(photograph(y), 2)[0]).all()
    difference, largest = differences(x, y)
    expected = enlarged(signed(difference, largest), 2)[0]
    assert (shown[top : top + 128, left + 262 : left + 390] == expected).all()


def test_fewer_features_than_places_and_dead_ones() -> None:
    figure = figures.feature_sheet(random_images(13), np.array([0.5] * 12 + [0.0]), member=3, epoch=7).figure
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts[0] == "Most used features of member 3 after epoch 7"
    assert texts.count("dead") == 1 and texts.count("50 %") == 12
    assert "1\u201310" in texts and "11\u201313" in texts and "f12" in texts
    assert len(figure.axes[0].collections) == 1


def test_augmentation_says_what_it_leaves_out() -> None:
    originals = random_images(14, 1, 8)
    copies = originals[:, None].repeat(12, axis=1)
    figure = figures.augmentation_sheet(originals, copies, [f"name {i}" for i in range(14)]).figure
    caption = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "12 of 14 originals" in caption and "10 of 12 copies" in caption
    assert "name 11" in caption and "name 12" not in caption


def test_importing_the_figures_does_not_import_matplotlib() -> None:
    code = "import sys, mousaic.report.figures; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_drawing_never_imports_pyplot() -> None:
    code = (
        "import sys; from mousaic.report import figures;"
        "figures.png_bytes(figures.training_curves([{'epoch': 1, 'loss': 1.0}]).figure);"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
