"""Every figure can be drawn and saved, whatever is in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image

from mousaic.report import figures
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.reconstruction_rows import differences
from mousaic.report.figures.style import DPI, house_style
from mousaic.report.figures.tiles import enlarged, photograph, signed
from tests.report.figures.drawing import ODD_NAMES, history, pixels, random_images, without_validation


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


def test_the_style_within_itself_changes_nothing_and_leaves_nothing():
    before = dict(matplotlib.rcParams)
    with house_style():
        assert matplotlib.rcParams["figure.dpi"] == DPI != before["figure.dpi"]
        with house_style():
            matplotlib.rcParams["lines.linewidth"] = 7.0
        assert matplotlib.rcParams["lines.linewidth"] == 7.0  # nothing was put back
    assert dict(matplotlib.rcParams) == before
    with pytest.raises(ZeroDivisionError), house_style():
        _ = 1 / 0
    with house_style():
        assert matplotlib.rcParams["figure.dpi"] == DPI
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
    assert [text.get_text() for text in axes.texts] == ["mean image, held out: 0.66", "mean image, training: 0.48"]


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
    figure = figures.feature_sheet(random_images(13), np.array([0.5] * 12 + [0.0]), member=3, epoch=7, members=5).figure
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts[0] == "Most used features of member 3 after epoch 7"
    assert texts.count("dead") == 1 and texts.count("50 %") == 12
    assert "1\u201310" in texts and "11\u201313" in texts and "f12" in texts
    assert len(figure.axes[0].collections) == 1
    alone = figures.feature_sheet(random_images(13), np.ones(13), epoch=7)
    assert alone.heading == "Most used features after epoch 7" and "member" not in alone.alt


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
