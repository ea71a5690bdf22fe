"""The intake report in words: in both languages, from memory and from a file, also one of an earlier version."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import ast
import json
import re
from copy import deepcopy
from pathlib import Path
from unicodedata import east_asian_width

import numpy as np
import pytest
import tifffile
from PIL import Image

import mousaic
from mousaic.config import ImageOptions
from mousaic.images.image_set import ImageSet, Intake, intake
from mousaic.images.intake_report import intake_from_dict
from mousaic.images.reading.decoded import BACKGROUND_LEVEL, FIRST_OF
from mousaic.report.findings.intake_text import intake_text
from mousaic.report.findings.spoken import Speaker, spoken
from mousaic.runs.migrations import from_1_to_2
from mousaic.said import told
from mousaic.words.put import table

IMAGES = Path(mousaic.__file__).parent / "images"

EARLIER = {"treated_signed", "warn_below_range", "warn_dark", "warn_float_scale"}
"""Said by earlier versions alone, whose runs keep it."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Intake:
    """A folder with something of everything."""
    folder = tmp_path_factory.mktemp("odd")
    rng = np.random.default_rng(0)
    for name in ("a", "b", "empty", "lost"):
        (folder / name).mkdir()
    for i in range(4):
        Image.fromarray(rng.integers(0, 256, (9 + i, 12, 3)).astype(np.uint8)).save(folder / "a" / f"{i}.png")
    Image.fromarray(rng.integers(0, 256, (8, 8, 4)).astype(np.uint8)).save(folder / "b" / "alpha.png")
    (folder / "b" / "copy.png").write_bytes((folder / "a" / "1.png").read_bytes())
    Image.new("L", (70, 70), 9).save(folder / "b" / "plain.jpg")
    frames = [Image.fromarray(rng.integers(0, 256, (9, 9)).astype(np.uint8)) for _ in range(5)]
    frames[0].save(folder / "b" / "c.gif", save_all=True, append_images=frames[1:3])
    frames[1].save(folder / "b" / "d.gif", save_all=True, append_images=frames[2:])
    tifffile.imwrite(folder / "b" / "signed.tif", rng.integers(-9, 9, (9, 9)).astype(np.int16))
    tifffile.imwrite(folder / "b" / "float.tif", rng.random((9, 9)).astype(np.float32) * 99)
    for name in ("lost/1.png", "a/new\nline.heic", "notes.txt", "beside.png"):
        (folder / name).write_text("x")
    (folder / "b" / "short.png").write_bytes((folder / "a" / "0.png").read_bytes()[:90])
    return intake(folder)


def test_the_facts_stand_below_each_other(found: Intake) -> None:
    lines = intake_text(found).splitlines()
    assert lines[0].endswith(": 15 images, 11 read, 4 skipped")
    facts = {line[2:14].strip(): line[15:] for line in lines[2:9]}
    assert facts["classes"] == "a (4), b (7)" and facts["format"] == "PNG (6), GIF (2), TIFF (2), JPEG (1)"
    assert (
        facts["depth"]
        == "8-bit colour (5), 8-bit palette (2), 16-bit signed grey (1), 32-bit float grey (1) and 2 other kinds"
    )
    assert facts["prepared as"] == "64 x 64 grey (centre crop), brightness 0 to 1"
    assert facts["other files"] == ".txt (1), ignored" and "no extension" not in facts
    text = "\n".join(lines)
    assert "      8  colour made grey: a/0.png, a/1.png, a/2.png and 5 more" in text
    assert "      2  first of several frames used: b/c.gif, b/d.gif" in text
    assert "      1  exact copy (kept in one group): a/1.png = b/copy.png" in text
    assert "a/new\\nline.heic" in text and "a/new\nline" not in text
    assert "         the same file in different classes: a/1.png, b/copy.png" in lines


def test_chinese_leaves_no_english_but_names_and_formats(found: Intake) -> None:
    text = intake_text(found, "zh")
    known = {"PNG", "GIF", "TIFF", "JPEG", "BMP", "WebP", "txt", "x", "depth", "range", "percentiles"}
    known |= {"DICOM", "HEIC", "Python", "pip", "install", "pillow", "heif"}
    without_names = re.sub(r"(/\S*/odd\d*|\b(a|b|lost|empty|beside)\b)[\w/\\.\n]*", "", text)
    words = set(re.findall(r"[A-Za-z]{2,}", without_names)) - known
    assert words <= {"png", "heic", "gif", "tif", "jpg", "short", "copy", "plain", "alpha", "signed", "float", "nline"}
    assert "：15 幅图像，读入 11 幅，跳过 4 幅" in text and "彩色转为灰度" in text and "取多帧中的第一帧" in text
    facts = [line for line in text.splitlines()[2:9] if line.startswith("  ")]
    widths = {sum(2 if east_asian_width(c) in "WF" else 1 for c in re.match(r"  \S+ +", line)[0]) for line in facts}  # type: ignore[index]
    assert widths == {15}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_goes_through_json_and_back(found: Intake, lang: str) -> None:
    again = intake_from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False)))
    assert intake_text(again, lang) == intake_text(found, lang) and again.options == ImageOptions()
    assert again.depths == found.depths and list(again.treatments) == list(found.treatments)


def test_a_file_of_an_earlier_version_is_shown_as_it_was_written(found: Intake) -> None:
    old = found.to_dict() | {
        "depths": {"8-bit grey": 11},
        "treatments": {"colour made grey": ["a/0.png"], "first of several frames used": ["b/c.gif", "b/d.gif"]},
        "skipped": [{"path": "lost/1.png", "reason": "not an {image}"}],
        "warnings": ["no image of class lost can be read"],
    }
    del old["options"]
    for lang in ("en", "zh"):
        text = intake_text(intake_from_dict(from_1_to_2({"intake": deepcopy(old)})["intake"]), lang)
        for words in ("8-bit grey", "colour made grey", "not an {image}", "no image of class lost can be read"):
            assert words in text


def test_arrays_have_no_files_to_tell_of() -> None:
    images = ImageSet.from_arrays(np.random.default_rng(0).random((12, 8, 8)), ["a", "b"] * 6)
    text = intake_text(images.intake)
    assert text.startswith("arrays in memory: 12 images, all read\n") and "a (6), b (6)" in text
    assert "64-bit float grey (all)" in text and "prepared" not in text and "format" not in text
    assert "内存中的数组：12 幅图像，全部读入" in intake_text(images.intake, "zh")
    text = intake_text(ImageSet.from_arrays(np.eye(12)).intake)
    assert text.startswith("arrays in memory: 12 rows") and "64-bit float vectors of 12 numbers" in text


def test_what_is_said_is_words_for_whoever_prints_it(found: Intake) -> None:
    lines: list[str] = []
    Speaker(lines.append, "zh")(told("no_validation_part"))
    assert lines == ["原图（或组）太少，无法留出任何图像：用全部图像训练。"]
    assert str(told("no_validation_part")).startswith("Too few originals")
    assert str(found.said()) == spoken(found.said()) == intake_text(found)


def test_everything_that_reading_can_say_has_words() -> None:
    """Literal keys in the code of the images, and those that it puts together."""
    keys = {*FIRST_OF, *FIRST_OF.values()} | {f"background_{name}" for name in BACKGROUND_LEVEL}
    keys |= {f"treated_{how}" for how in ("crop", "letterbox", "stretch", "project_max", "project_mean")} | EARLIER
    for path in IMAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "told":
                keys |= {n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant) and "_" in str(n.value)}
    said = {key for key in keys if not key.endswith("_")}
    assert len(said) > 60 and said <= table("en").keys()
    topics = ("treated_", "warn_", "skip_", "unreadable_", "damaged_", "mode_")
    unused = {key for key in table("en") if key.startswith(topics)} - said
    assert not unused, "words that nothing says"
