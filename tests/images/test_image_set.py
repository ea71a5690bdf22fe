"""A folder becomes an array with labels, in one order, on one scale."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import intake, load_images
from mousaic.images.reading import dicom_decoder
from mousaic.report.findings.intake_text import intake_text

RNG = np.random.default_rng(0)
SMALL = ImageOptions(size=8)


def draw(path: Path, shape: tuple[int, ...] = (10, 10)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(RNG.integers(0, 256, shape).astype(np.uint8)).save(path)
    return path


def test_class_folders_give_labels_in_natural_order(tmp_path: Path) -> None:
    for name in ("b/img10.png", "b/img2.png", "a/deep/er/x.png", "a/Y.PNG", "c10/1.png", "c9/1.png"):
        draw(tmp_path / name)
    images = load_images(tmp_path, SMALL)
    assert images.paths == ("a/deep/er/x.png", "a/Y.PNG", "b/img2.png", "b/img10.png", "c9/1.png", "c10/1.png")
    assert images.class_names == ("a", "b", "c9", "c10")
    assert images.labels.tolist() == [0, 0, 1, 1, 2, 3] and images.labels.dtype == np.int64
    assert images.groups == images.paths and images.root == tmp_path and len(images) == 6
    assert images.pixels.dtype == np.float32 and images.shape == (1, 8, 8) and images.D == 64
    digest = hashlib.sha256((tmp_path / "b/img2.png").read_bytes()).hexdigest()
    assert images.sha256[2] == digest


def test_pixels_are_those_of_the_file(tmp_path: Path) -> None:
    array = RNG.integers(0, 256, (8, 8, 3)).astype(np.uint8)
    Image.fromarray(array).save(tmp_path / "a.png")
    images = load_images(tmp_path, ImageOptions(size=8, color="rgb"))
    np.testing.assert_allclose(images.pixels[0], np.moveaxis(array, 2, 0) / 255, rtol=1e-6)
    assert images.limits is None


def test_flat_folder_is_unlabelled(tmp_path: Path) -> None:
    draw(tmp_path / "a.png"), draw(tmp_path / "b.jpg")
    images = load_images(str(tmp_path), SMALL)
    assert images.labels.tolist() == [-1, -1] and images.class_names == ()


def test_the_same_every_time_whatever_the_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for i in range(20):
        draw(tmp_path / f"{i}.png", (5 + 7 * i, 40 - i))
    many = load_images(tmp_path, SMALL)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    one = load_images(tmp_path, SMALL)
    assert many.paths == one.paths == tuple(f"{i}.png" for i in range(20))
    assert many.pixels.tobytes() == one.pixels.tobytes()


def test_subset(tmp_path: Path) -> None:
    for i in range(4):
        draw(tmp_path / f"c{i % 2}" / f"{i}.png")
    images = load_images(tmp_path, SMALL)
    part = images.subset([3, 0])
    assert part.paths == (images.paths[3], images.paths[0]) and part.labels.tolist() == [1, 0]
    np.testing.assert_array_equal(part.pixels, images.pixels[[3, 0]])
    assert part.class_names == images.class_names and len(part.sha256) == len(part.groups) == 2


def test_litter_is_silent_and_other_files_are_counted(tmp_path: Path) -> None:
    draw(tmp_path / "a" / "1.png"), draw(tmp_path / "a" / "2.png")
    for name in (".DS_Store", "a/._1.png", "__MACOSX/a/1.png", "a/Thumbs.db", ".git/x.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "a" / "notes.txt").write_text("x")
    report = load_images(tmp_path, SMALL, strict=True).intake
    assert report.read == 2 and report.skipped == () and report.ignored == {".txt": 1} and report.warnings == ()


def test_images_beside_class_folders(tmp_path: Path) -> None:
    for name in ("a/1.png", "b/1.png", "overview.png"):
        draw(tmp_path / name)
    images = load_images(tmp_path, SMALL)
    assert images.paths == ("a/1.png", "b/1.png")
    assert [(name, str(why)) for name, why in images.intake.skipped] == [
        ("overview.png", "lies beside the class folders: move it into one"),
    ]  # fmt: skip
    draw(tmp_path / "second.png")
    with pytest.raises(MousaicError, match="2 images of its own and 2 in sub-folders"):
        load_images(tmp_path, SMALL)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    draw(tmp_path / "a" / "1.png")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "loop.png").symlink_to("loop.png")
    images = load_images(tmp_path, SMALL)
    linked = [warning for warning in images.intake.warnings if warning.key == "warn_linked_folder"]
    assert images.paths == ("a/1.png",) and len(linked) == 2


def test_odd_names_do_not_break_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (b"new\nline.png", b"bell\x07.png", b"caf\xe9.png", "größe 図.png".encode()):
        path = os.path.join(os.fsencode(tmp_path), name)
        with open(path, "wb") as stream:
            Image.new("L", (9, 4), 50).save(stream, "PNG")
    (tmp_path / "broken\n.png").write_text("x")
    images = load_images(tmp_path, SMALL)
    print(intake_text(images.intake))
    text = capsys.readouterr().out
    assert len(images) == 4 and "\\n" in text and "\x07" not in text and "größe 図.png" in text
    text.encode("utf-8")


def test_skipped_files_and_strict(tmp_path: Path) -> None:
    draw(tmp_path / "a" / "1.png")
    (tmp_path / "a" / "2.png").write_text("no image")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "3.heic").write_bytes(b"x")
    report = load_images(tmp_path, SMALL).intake
    assert [name for name, _ in report.skipped] == ["a/2.png", "b/3.heic"]
    with pytest.raises(MousaicError, match=r"a/2.png .* was skipped \(not a PNG.* and 1 more"):
        load_images(tmp_path, SMALL, strict=True)


def test_errors_name_the_path_and_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "mice").mkdir()
    with pytest.raises(MousaicError, match="mise; did you mean 'mice'"):
        load_images(tmp_path / "mise")
    with pytest.raises(MousaicError, match="holds no image: give a folder"):
        load_images(tmp_path / "mice")
    (tmp_path / "mice" / "a.txt").touch()
    with pytest.raises(MousaicError, match=r"only 1 \.txt"):
        load_images(tmp_path / "mice")
    (tmp_path / "mice" / "a.png").touch()
    with pytest.raises(MousaicError, match=r"None of the 1 images .*a.png: the file is empty"):
        load_images(tmp_path / "mice")
    assert intake(tmp_path / "mice").read == 0
    with pytest.raises(MousaicError, match="single image"):
        load_images(draw(tmp_path / "one.png"))
    with pytest.raises(MousaicError, match="neither a folder nor"):
        load_images(tmp_path / "mice" / "a.txt")
    with pytest.raises(MousaicError):
        load_images("bad\0name")


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    for i in range(5):
        draw(tmp_path / f"{i}.png")
    told: list[tuple[int, int]] = []
    load_images(tmp_path, SMALL, progress=lambda done, total: told.append((done, total)))
    assert told == [(i, 5) for i in range(1, 6)]


def test_exact_copies_share_a_group(tmp_path: Path) -> None:
    first = draw(tmp_path / "a" / "1.png")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "9.png").write_bytes(first.read_bytes())
    draw(tmp_path / "b" / "2.png")
    assert load_images(tmp_path, SMALL).groups == ("a/1.png", "b/2.png", "a/1.png")


def depth16(folder: Path, low: int = 300, high: int = 1300) -> np.ndarray:
    arrays = RNG.integers(low, high, (6, 8, 8)).astype(np.uint16)
    for i, array in enumerate(arrays):
        tifffile.imwrite(folder / f"{i}.tif", array)
    return arrays


def test_percentiles_become_0_and_1_and_can_be_used_again(tmp_path: Path) -> None:
    arrays = depth16(tmp_path)
    options = ImageOptions(size=8, depth_range="percentiles")
    images = load_images(tmp_path, options)
    assert images.limits is not None and images.intake.limits == images.limits
    np.testing.assert_allclose(images.limits, np.percentile(arrays, [0.1, 99.9]), rtol=1e-6)
    low, high = images.limits
    np.testing.assert_allclose(images.pixels[:, 0], np.clip((arrays - low) / (high - low), 0, 1), atol=1e-6)
    new = tmp_path / "new"
    new.mkdir()
    tifffile.imwrite(new / "0.tif", arrays[0])
    again = load_images(new, SMALL, limits=images.limits)
    np.testing.assert_allclose(again.pixels[0], images.pixels[0], atol=1e-6)
    assert again.limits == images.limits


def test_letterbox_bars_stay_out_of_the_percentiles(tmp_path: Path) -> None:
    array = np.linspace(1000, 2000, 400).astype(np.uint16).reshape(10, 40)
    tifffile.imwrite(tmp_path / "a.tif", array)
    options = ImageOptions(size=40, fit="letterbox", depth_range="percentiles", background="grey")
    images = load_images(tmp_path, options)
    assert images.limits is not None and images.limits[0] > 999
    np.testing.assert_allclose(images.pixels[0, 0, :15], 0.5)


def test_mixed_depths_have_no_common_percentiles(tmp_path: Path) -> None:
    depth16(tmp_path)
    draw(tmp_path / "z.png")
    with pytest.raises(MousaicError, match="mixes depths"):
        load_images(tmp_path, ImageOptions(size=8, depth_range="percentiles"))
    assert len(load_images(tmp_path, SMALL)) == 7


def test_a_dark_16_bit_set_is_pointed_out(tmp_path: Path) -> None:
    depth16(tmp_path)
    images = load_images(tmp_path, SMALL)
    assert images.pixels.max() < 0.05 and any("--depth-range percentiles" in str(w) for w in images.intake.warnings)


def test_bad_limits_and_limits_of_another_depth(tmp_path: Path) -> None:
    draw(tmp_path / "a.png")
    for bad in [(1.0, 1.0), (2.0, 1.0), (0.0, float("nan"))]:
        with pytest.raises(MousaicError, match="no range"):
            load_images(tmp_path, SMALL, limits=bad)
    assert "smaller depth" in str(load_images(tmp_path, SMALL, limits=(300, 4000)).intake.warnings[0])


def test_nothing_is_written_or_changed(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.png")
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(os.listdir(tmp_path)))
    load_images(tmp_path, SMALL)
    assert before == (path.read_bytes(), path.stat().st_mtime_ns, sorted(os.listdir(tmp_path)))


def test_formats_that_are_not_read_name_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom_decoder, "find_spec", lambda _: None)
    draw(tmp_path / "a" / "1.png")
    for name in ("scan.dcm", "brain.nii.gz", "BRAIN.NII", "cells.czi", "photo.heic", "old.pcx"):
        (tmp_path / "a" / name).write_bytes(b"x")
    said = {name: str(why) for name, why in load_images(tmp_path, SMALL).intake.skipped}
    assert len(said) == 6 and "ignored" not in said
    assert said["a/scan.dcm"] == ("DICOM is not read: convert it to TIFF, in Python with pydicom (pip install pydicom)")
    assert "nibabel" in said["a/brain.nii.gz"] and "nibabel" in said["a/BRAIN.NII"] and "czifile" in said["a/cells.czi"]


def test_large_images_name_the_option_that_lets_them_in(tmp_path: Path) -> None:
    draw(tmp_path / "1.png"), draw(tmp_path / "2.png", (60, 50))
    images = load_images(tmp_path, ImageOptions(size=8, most_pixels=2_000))
    assert [(name, "raise it with --most-pixels" in str(why)) for name, why in images.intake.skipped] == [
        ("2.png", True)
    ]
    assert len(load_images(tmp_path, ImageOptions(size=8, most_pixels=3_000))) == 2
