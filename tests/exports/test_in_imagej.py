"""Exported stacks and regions, opened by ImageJ itself: what its macros say of them is what the run says."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from mousaic.analysis.parts.part_store import read_parts
from mousaic.exports.imagej_stacks import in_place, outlines
from mousaic.runs.run import Run
from tests.end_to_end.running import run_command

IJ = Path(os.environ.get("IJ_JAR", "/usr/share/java/ij.jar"))
MISSING = [name for name in ("java", "xvfb-run", "timeout") if shutil.which(name) is None]
pytestmark = pytest.mark.skipif(
    bool(MISSING) or not IJ.is_file(),
    reason="needs ImageJ (apt-get install imagej xvfb, or IJ_JAR), java, xvfb-run and timeout",
)
SIDE, PIXEL = 24, (5, 3)
MACRO = """\
folder = getArgument();
function say(line) { File.append(line, folder + "/said.txt"); }
function stack(name) {
    open(folder + "/" + name);
    getDimensions(width, height, channels, slices, frames);
    getMinAndMax(lowest, highest);
    getVoxelSize(across, down, deep, unit);
    say(name + " " + width + " " + height + " " + channels + " " + slices + " " + frames + " " + bitDepth());
    say("" + lowest + " " + highest + " " + across + " " + down + " " + unit);
    for (n = 1; n <= nSlices; n++) {
        setSlice(n);
        say(getInfo("slice.label") + "|" + d2s(getPixel(COLUMN, ROW), 6));
    }
}
stack("features.tif");
close();
stack("parts.tif");
open(folder + "/parts_rois.zip");
say("regions " + roiManager("count"));
for (n = 0; n < roiManager("count"); n++) {
    roiManager("select", n);
    Stack.getPosition(channel, slice, frame);
    getSelectionCoordinates(x, y);
    Array.getStatistics(x, left, right, middle, spread);
    Array.getStatistics(y, top, bottom, middle, spread);
    box = "" + left + " " + top + " " + right + " " + bottom;
    say("" + RoiManager.getName(n) + "|" + slice + " " + x.length + " " + box);
}
run("Quit");
""".replace("COLUMN", str(PIXEL[1])).replace("ROW", str(PIXEL[0]))


@pytest.fixture
def said(spots_run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What ImageJ says, line by line, where a person would open the files by File > Open."""
    run_command(capsys, "export", spots_run.path, "--to", "tiff", "--out", tmp_path / "out")
    (tmp_path / "look.ijm").write_text(MACRO)
    java = ["java", f"-Duser.home={tmp_path}", "-jar", IJ, "-macro", tmp_path / "look.ijm", tmp_path / "out"]
    subprocess.run(["xvfb-run", "-a", "timeout", "60", *java], check=False, capture_output=True)
    return (tmp_path / "out" / "said.txt").read_text(encoding="utf-8").splitlines()


def test_imagej_sees_what_the_run_holds(spots_run: Run, said: list[str]) -> None:
    parts, channels = read_parts(spots_run.path), spots_run.model.card.shape[0]
    features = spots_run.model.ensemble.gallery().numpy().reshape(32, channels, SIDE, SIDE)
    names = [f"sae{m}_f{j:04d}" for m in range(2) for j in range(16)]
    place = _holds(said, "features.tif", features, (16, 2), names)
    called = [f"part{i:03d}" for i in range(len(parts))]
    place += _holds(said[place:], "parts.tif", in_place(parts, SIDE), (len(parts), 1), called)
    assert said[place] == f"regions {len(parts)}"
    regions = [line.split("|") for line in said[place + 1 :]]
    assert [name for name, _ in regions] == called
    found = np.array([numbers.split() for _, numbers in regions], float)
    assert found[:, 0].tolist() == list(range(1, len(parts) + 1)), "each region belongs to the slice of its part"
    corners = outlines(parts.homes, parts.side, SIDE)
    assert (found[:, 1] == corners.shape[1]).all()
    assert np.abs(found[:, 2:] - np.hstack([corners.min(1), corners.max(1)])).max() < 1e-3


def _holds(said: list[str], name: str, pages: np.ndarray, count: tuple[int, int], names: list[str]) -> int:
    """Check what is said of one stack, pages (n, channels, side, side); how many lines that is."""
    channels, limit = pages.shape[1], np.abs(pages).max()
    assert said[0] == f"{name} {SIDE} {SIDE} {channels} {count[0]} {count[1]} 32"
    lowest, highest, across, down, unit = said[1].split()
    assert np.allclose([float(lowest), float(highest)], [-limit, limit], atol=1e-4)
    assert (across, down, unit) == ("1", "1", "pixels")
    slices = [line.split("|") for line in said[2 : 2 + len(names) * channels]]
    assert [label for label, _ in slices] == [one for one in names for _ in range(channels)]
    values = np.array([float(value) for _, value in slices]).reshape(-1, channels)
    assert np.allclose(values, pages[:, :, PIXEL[0], PIXEL[1]], atol=1e-5)
    return 2 + len(names) * channels
