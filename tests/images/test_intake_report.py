"""The intake report says what was found, done and skipped, briefly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.images.image_set import intake
from mousaic.report.findings.intake_text import intake_text
from mousaic.said import told

MICE = Path(__file__).parents[2].parent / "shared" / "data" / "mice"


def scene(seed: int) -> Image.Image:
    """A smooth random picture, 60 x 60."""
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 6)).astype(np.uint8)
    return Image.fromarray(coarse).resize((60, 60), Image.Resampling.BICUBIC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for i in range(12):
        (tmp_path / f"c{i % 2}").mkdir(exist_ok=True)
        scene(i).save(tmp_path / f"c{i % 2}" / f"{i}.png")
    return tmp_path


def test_clean_data_fit_a_screen(folder: Path) -> None:
    report = intake(folder)
    assert report.read == 12 and report.classes == {"c0": 6, "c1": 6} and report.sizes == {"60 x 60": 12}
    assert report.formats == {"PNG": 12} and {str(depth): n for depth, n in report.depths.items()} == {"8-bit grey": 12}
    assert report.duplicates == () and report.near_count == 0 and report.constant == ()
    assert report.treatments.keys() == {told("treated_enlarged", size=64)}
    text = intake_text(report)
    assert len(text.splitlines()) < 16 and max(map(len, text.splitlines())) < 120
    assert "c0 (6), c1 (6)" in text and "60 x 60 (all)" in text and "all read" in text


def test_treatments_carry_counts_and_first_names(folder: Path) -> None:
    for i in range(20, 27):
        scene(i).convert("RGB").crop((0, 0, 60, 40)).save(folder / "c0" / f"{i}.png")
    report = intake(folder, ImageOptions(size=32))
    assert len(report.treatments[told("treated_to_grey")]) == 7
    assert "cut to the central square: c0/20.png, c0/21.png, c0/22.png and 4 more" in intake_text(report)


def test_copies_also_across_classes(folder: Path) -> None:
    (folder / "c1" / "copy.png").write_bytes((folder / "c0" / "2.png").read_bytes())
    report = intake(folder)
    assert report.duplicates == report.duplicates_across_classes == (("c0/2.png", "c1/copy.png"),)
    assert report.near_count == 0  # said once, as exact
    text = intake_text(report)
    assert "different classes: c0/2.png, c1/copy.png" in text and "1  exact copy" in text


def test_near_copies(folder: Path) -> None:
    scene(4).save(folder / "c0" / "again.jpg", quality=60)
    scene(5).resize((31, 31)).save(folder / "c1" / "small.png")
    report = intake(folder)
    assert set(report.near_duplicates) == {("c0/4.png", "c0/again.jpg"), ("c1/5.png", "c1/small.png")}
    assert report.near_count == 2 and "c0/4.png ~ c0/again.jpg" in intake_text(report)


def test_constant_images_are_kept_and_named(folder: Path) -> None:
    for i in range(5):
        Image.new("L", (60 + i, 60), 90).save(folder / "c0" / f"flat{i}.png")
    report = intake(folder)
    assert report.constant == tuple(f"c0/flat{i}.png" for i in range(5)) and report.read == 17
    text = intake_text(report)
    assert "5  without any contrast (kept, and left out of every mean of r): c0/flat0.png, c0/flat1.png" in text


def test_report_without_a_readable_image(tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.png").write_bytes(b"\x89PNG\r\n\x1a\nxxxx")
    report = intake(tmp_path)
    assert report.read == 0 and len(report.skipped) == 3
    assert "0 read, 3 skipped" in intake_text(report) and "0.png, 1.png, 2.png" in intake_text(report)


def test_pages_of_different_stacks_are_one_line(tmp_path: Path) -> None:
    frames = [scene(i) for i in range(5)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    frames[1].save(tmp_path / "b.gif", save_all=True, append_images=frames[2:])
    assert intake(tmp_path).treatments[told("treated_first_frame_of_several")] == ("a.gif", "b.gif")


def test_dictionary_is_plain_json(folder: Path) -> None:
    (folder / "c0" / "bad\n.png").write_text("x")
    found = json.loads(json.dumps(intake(folder).to_dict(), ensure_ascii=False, allow_nan=False))
    assert found["images"] == 12 and found["skipped"][0]["path"] == "c0/bad\\n.png"


def test_a_class_that_cannot_be_read_is_pointed_out(folder: Path) -> None:
    (folder / "empty").mkdir()
    (folder / "lost").mkdir()
    (folder / "lost" / "a.png").write_text("x")
    text = intake_text(intake(folder))
    assert "folder empty holds no image" in text and "no image of class lost can be read" in text


@pytest.mark.skipif(not MICE.is_dir(), reason="the mouse images are not beside the project")
def test_look_alike_frames_are_not_near_copies() -> None:
    report = intake(MICE)
    assert report.read == 39 and report.classes == {"class1": 19, "class2": 20}
    assert report.near_count == 0 and report.treatments == {} and report.warnings == ()
