"""The demo set is complete, drawn from its seed alone, and true to what it says about itself."""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from mousaic.demo import synthetic_set as demo
from mousaic.demo.mouse import draw_picture
from mousaic.demo.planted_parts import CLASSES, COUNTS, PLANTED, SIZE, MouseParts, draw_parts
from mousaic.demo.shapes import coverage, ellipse, sweep
from mousaic.demo.skeleton import build, landmarks
from mousaic.demo.synthetic_set import draw_demo_set, plan_demo_set
from mousaic.errors import MousaicError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_demo_set(tmp_path_factory.mktemp("demo") / "new" / "mice")


@pytest.fixture(scope="module")
def truth(folder: Path) -> list[dict[str, str]]:
    with (folder / "parts.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def pictures(folder: Path, truth: list[dict[str, str]]) -> list[NDArray[np.int16]]:
    return [np.asarray(Image.open(folder / row["path"]), np.int16) for row in truth]


def test_two_classes_of_grey_squares_and_nothing_else(folder: Path) -> None:
    for label, count in zip(CLASSES, COUNTS, strict=True):
        files = sorted((folder / label).iterdir())
        assert len(files) == count
        for file in files:
            with Image.open(file) as image:
                assert (image.format, image.mode, image.size) == ("PNG", "L", (600, 600))
    assert {path.name for path in folder.iterdir()} == {*CLASSES, "parts.csv", "SYNTHETIC.txt"}
    assert list(folder.parent.iterdir()) == [folder], "no working folder is left behind"


def test_the_note_says_synthetic_seed_and_differences(folder: Path) -> None:
    note = (folder / "SYNTHETIC.txt").read_text(encoding="utf-8")
    assert "SYNTHETIC" in note and "seed 0" in note
    differences, alike = note.split("All other parts")
    assert all(name in differences for name in PLANTED)
    assert all(f.name in alike for f in fields(MouseParts) if f.name not in PLANTED)


def test_the_truth_is_complete_and_redraws_the_picture(
    folder: Path, truth: list[dict[str, str]], pictures: list[NDArray[np.int16]]
) -> None:
    assert [row["path"] for row in truth] == sorted(p.relative_to(folder).as_posix() for p in folder.glob("*/*.png"))
    for row in truth:
        assert row["class"] == row["path"].split("/")[0]
        assert all(np.isfinite(float(value)) for name, value in row.items() if name not in ("path", "class"))
    row = truth[25]
    parts = MouseParts(**{f.name: float(row[f.name]) for f in fields(MouseParts)})
    assert np.array_equal(draw_picture(parts, 0, 25), pictures[25])
    assert {name: float(row[name]) for name in landmarks(build(parts))} == pytest.approx(
        landmarks(build(parts)), abs=0.006
    )


def test_every_part_lies_within_its_stated_limits_and_varies(truth: list[dict[str, str]]) -> None:
    for f in fields(MouseParts):
        for label, (name, count) in enumerate(zip(CLASSES, COUNTS, strict=True)):
            values = [float(row[f.name]) for row in truth if row["class"] == name]
            planted = PLANTED.get(f.name)
            low, high = planted[label] if planted else (f.metadata["low"], f.metadata["high"])
            assert len(values) == count and low <= min(values) and max(values) <= high
            assert low == high or np.ptp(values) > 0.5 * (high - low)


def test_the_peg_is_where_the_truth_says(truth: list[dict[str, str]], pictures: list[NDArray[np.int16]]) -> None:
    """Its rings are the only strong bright-to-dark changes down the column through its middle."""
    for row, picture in zip(truth, pictures, strict=True):
        middle = (float(row["obstacle_left"]) + float(row["obstacle_right"])) / 2
        assert middle == pytest.approx(float(row["obstacle_x"]), abs=0.01)
        top, bottom = float(row["obstacle_top"]), float(row["obstacle_bottom"])
        assert bottom - top == pytest.approx(float(row["obstacle_height"]), abs=0.02)
        column = picture[int(top) + 14 : int(bottom) - 2, int(middle) - 3 : int(middle) + 4].mean(1)
        has_rings = np.ptp(column) > 60
        assert has_rings == (float(row["obstacle"]) == 1) == (row["class"] == CLASSES[1])


def test_the_eye_is_where_the_truth_says(truth: list[dict[str, str]], pictures: list[NDArray[np.int16]]) -> None:
    for row, picture in zip(truth, pictures, strict=True):
        x, y = float(row["eye_x"]), float(row["eye_y"])
        left, top = int(x) - 24, int(y) - 24
        dark = picture[top : top + 49, left : left + 49] < 32
        blob, _ = ndimage.label(dark)
        eye = blob == blob[int(y) + 3 - top, int(x) - left]
        found_y, found_x = ndimage.center_of_mass(eye)
        # The highlight at its top is not dark, so the dark part's middle lies a little lower.
        assert abs(found_x + left - x) < 3 and abs(found_y + top - y) < 4


def test_the_tail_is_where_the_truth_says(truth: list[dict[str, str]], pictures: list[NDArray[np.int16]]) -> None:
    """Skin is brighter than wall and ground: the tail, once clear of the fur, is a bright line."""
    for row, picture in zip(truth, pictures, strict=True):
        parts = MouseParts(**{f.name: float(row[f.name]) for f in fields(MouseParts)})
        points = build(parts).tail[20:50:6, :2].round().astype(int)
        for x, y in points[points[:, 0] > 2]:
            around = np.concatenate([picture[y - 26 : y - 20, x], picture[y + 20 : y + 26, x]])
            assert picture[y - 1 : y + 2, x - 1 : x + 2].mean() > around.mean() + 10


@pytest.mark.parametrize("index", [0, 7, 30])
def test_the_class_changes_only_the_planted_parts(index: int) -> None:
    without, with_peg = (draw_parts(0, index, label) for label in (0, 1))
    assert replace(with_peg, obstacle=without.obstacle, tail_lift=without.tail_lift) == without
    changed = draw_picture(without, 0, index) != draw_picture(with_peg, 0, index)
    allowed = np.zeros((SIZE, SIZE), bool)
    peg = build(with_peg).peg
    allowed[int(peg.top) - 4 :, int(peg.x - 7 * peg.half_width) :] = True
    for parts in (without, with_peg):
        root_x, root_y = build(parts).tail[0, :2]
        # Left of the rump: the tail itself, and the shadow it lays on the ground.
        allowed[:, : int(root_x) + 60] |= np.arange(SIZE)[:, None] > root_y - 170
    assert changed.any() and not changed[~allowed].any()


def test_each_planted_part_alone_changes_its_own_place() -> None:
    parts = draw_parts(0, 3, 0)
    bones, before = build(parts), draw_picture(parts, 0, 3)
    rows, columns = np.nonzero(draw_picture(replace(parts, obstacle=1.0), 0, 3) != before)
    assert rows.min() >= bones.peg.top - 4 and columns.min() > bones.eye[0] - 20
    rows, columns = np.nonzero(draw_picture(replace(parts, tail_lift=40.0), 0, 3) != before)
    assert columns.max() < bones.thigh[0]


def test_images_depend_on_seed_and_place_alone(folder: Path) -> None:
    plan = plan_demo_set(0)
    for index in (0, 38):
        again = draw_picture(plan[index].parts, 0, index)
        assert again.tobytes() == Image.open(folder / plan[index].path).tobytes()
        assert (draw_picture(plan_demo_set(1)[index].parts, 1, index) != again).mean() > 0.5
    assert (draw_picture(plan[0].parts, 1, 0) != draw_picture(plan[0].parts, 0, 0)).mean() > 0.5, "texture, noise"
    assert len({image.parts for seed in range(3) for image in plan_demo_set(seed)}) == 3 * sum(COUNTS)


def test_plain_brightness_does_not_tell_the_classes_apart(pictures: list[NDArray[np.int16]]) -> None:
    brightness = np.array([picture.mean() for picture in pictures])
    first, second = brightness[: COUNTS[0]], brightness[COUNTS[0] :]
    share = (second[:, None] > first).mean()
    assert 0.3 < share < 0.7


def test_edges_are_soft_and_levels_are_used(pictures: list[NDArray[np.int16]]) -> None:
    for picture in pictures:
        assert len(np.unique(picture)) > 150
        assert (picture == 0).mean() < 0.01 and (picture == 255).mean() < 0.01


def test_outlines_cover_the_right_share_of_each_pixel() -> None:
    """A slanted rod covers its own area, and each row crosses levels in between: no staircase."""
    circles = np.array([(20.3, 15.2, 7.0), (80.6, 44.9, 7.0)], np.float32)
    alpha = coverage(sweep(circles, np.zeros((64, 100), np.float32)))
    length = float(np.hypot(*(circles[1, :2] - circles[0, :2])))
    assert float(alpha.sum()) == pytest.approx(np.pi * 7**2 + 14 * length, rel=0.003)
    between = (alpha > 0.1) & (alpha < 0.9)
    middle = slice(alpha.shape[0] // 3, 2 * alpha.shape[0] // 3)
    assert between[middle].any(1).all()
    disc = ellipse(32.4, 31.7, 20.0, 0.6, 30.0, np.zeros((64, 64), np.float32))
    assert float(coverage(disc).sum()) == pytest.approx(np.pi * 20 * 12, rel=0.005)


def test_the_same_set_is_reused_and_untouched(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    calls: list[tuple[int, int]] = []
    assert draw_demo_set(folder, 0, lambda *done: calls.append(done)) == folder
    assert calls == [] and before == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.mark.parametrize("case", ["other seed", "other file", "a file", "images missing"])
def test_anything_else_in_the_way_is_refused(folder: Path, tmp_path: Path, case: str) -> None:
    place, seed = tmp_path / "mice", 0
    if case == "other seed":
        place, seed = folder, 1
    elif case == "a file":
        place.write_text("mine")
    elif case == "other file":
        place.mkdir()
        (place / "mine.txt").write_text("mine")
    else:
        (place / CLASSES[0]).mkdir(parents=True)
        for name in ("parts.csv", "SYNTHETIC.txt"):
            (place / name).write_bytes((folder / name).read_bytes())
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(MousaicError, match="name a new or empty folder") as caught:
        draw_demo_set(place, seed)
    assert str(place) in str(caught.value) and "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_negative_seed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MousaicError, match="-1"):
        draw_demo_set(tmp_path / "mice", -1)


def test_an_interruption_leaves_nothing_and_progress_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "draw_picture", lambda parts, seed, index: np.zeros((2, 2), np.uint8))
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_demo_set(tmp_path / "mice", progress=stop)
    assert list(tmp_path.iterdir()) == [] and seen == [(i, 39) for i in range(1, 6)]
    (tmp_path / "mice").mkdir()
    seen.clear()
    assert draw_demo_set(tmp_path / "mice", progress=lambda *done: seen.append(done)) == tmp_path / "mice"
    assert seen[-1] == (39, 39) and len(seen) == 39


def test_an_unwritable_place_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MousaicError, match="name another folder"):
        draw_demo_set(tmp_path / "file" / "mice")
