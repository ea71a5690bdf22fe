"""In a notebook: a run shows itself, results draw themselves, tables are frames; and IPython gets to see pictures."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

import mousaic
from mousaic.errors import MousaicError
from mousaic.runs.run import Run

SMALL = {"size": 8, "features": 12, "k": 2, "epochs": 2, "threads": 1, "report": False}


@pytest.fixture(scope="module")
def run(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return mousaic.train(small_set, out=tmp_path_factory.mktemp("runs") / "<b>bold", members=2, **SMALL)


def test_a_run_shows_itself_and_nothing_from_outside_is_markup(run, tmp_path):
    html = run._repr_html_()
    assert "&lt;b&gt;bold" in html and "<b>bold" not in html.replace("<b>Run", "")
    assert f"{run.summary['validation']['pearson']:.3f}" in html and "README.md" in html and "<script" not in html
    shutil.copytree(run.path, tmp_path / "half")
    (tmp_path / "half" / "summary.json").unlink()
    assert "2 epochs done, not finished" in mousaic.open_run(tmp_path / "half")._repr_html_()


def test_results_draw_themselves_and_become_frames(run, small_set):
    images = run.load_images(small_set)
    assert isinstance(run.plot(), Figure) and isinstance(run.plot("zh"), Figure)
    made, codes = run.reconstruct(images), run.encode(images)
    assert isinstance(made.plot(images), Figure)
    with pytest.raises(MousaicError, match="give those"):
        made.plot(images.subset(np.arange(3)))
    table = made.to_frame()
    assert np.allclose(table["pearson"], made.pearson) and list(table) == ["pearson", "squared_error"]
    active = codes.to_frame()
    dense = np.zeros((len(images), 2, 12))
    dense[active["image"], active["member"], active["feature"]] = active["value"]
    assert np.count_nonzero(dense) == np.count_nonzero(codes.values) == len(active)
    assert np.allclose(np.take_along_axis(dense, codes.indices, 2), codes.values)


def test_every_table_of_a_run_is_a_frame(run):
    assert run.tables == ("history", "split")
    history, split = run.to_frame(), run.to_frame("split")
    assert history["epoch"].tolist() == [1, 2] and history["epoch"].dtype == int
    assert np.allclose(history["loss"], [row["loss"] for row in run.history])
    assert split["path"].tolist() == [row.path for row in run.split] and set(split["part"]) == {"train", "validation"}
    with pytest.raises(MousaicError, match="has no table 'histry'; did you mean 'history'"):
        run.to_frame("histry")


def test_cells_that_are_empty_are_no_numbers(run, tmp_path):
    shutil.copytree(run.path, tmp_path / "run")
    (tmp_path / "run" / "more.csv").write_text("a,b,c\n1,0.5,x\n2,,y\n")
    table = mousaic.open_run(tmp_path / "run").to_frame("more")
    assert table["a"].tolist() == [1, 2] and np.isnan(table["b"][1]) and table["c"].tolist() == ["x", "y"]


def test_comparisons_and_choices(small_set):
    small = {"size": 8, "features": 12, "epochs": 1, "threads": 1, "folds": 2}
    found = mousaic.compare(small_set, methods=["pca", "mean"], k=2, **small)
    assert isinstance(found.plot(), Figure) and list(found.to_frame()["method"]) == [row.method for row in found.rows]
    assert isinstance(found.to_frame()["title"][0], str)
    chosen = mousaic.choose_k(small_set, ks=[1, 2], **small)
    assert isinstance(chosen.plot(), Figure) and chosen.to_frame()["k"].tolist() == [1, 2]


def test_without_pandas_it_is_said(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MousaicError, match=r"needs the package pandas: pip install 'mousaic\[pandas\]'"):
        run.to_frame()


KERNEL = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

class ZMQInteractiveShell(InteractiveShell):  # as kernels of notebooks call theirs
    pass

shell, found = ZMQInteractiveShell.instance(), []
for cell in json.load(sys.stdin):
    shell.run_cell("%%capture seen\\n" + cell).raise_error()
    seen = shell.user_ns["seen"]
    outputs = [{kind: data if isinstance(data, str) else "" for kind, data in one.data.items()} for one in seen.outputs]
    places = {(one.transient or {}).get("display_id") for one in seen.outputs}
    found.append({"outputs": outputs, "places": len(places), "errors": seen.stderr})
print(json.dumps(found))
"""


def test_in_the_kernel_of_a_notebook(run, small_set, tmp_path):
    """A figure is a picture, a run is HTML, and progress is one line in its place: as a front end receives them."""
    small = re.sub(r"[{}']", "", str(SMALL)).replace(":", "=")
    cells = [
        f"import mousaic; run = mousaic.open_run({str(run.path)!r}); run",
        "run.plot()",
        f"mousaic.train({str(small_set)!r}, out={str(tmp_path / 'run')!r}, progress=True, {small}).name",
    ]
    done = subprocess.run([sys.executable, "-c", KERNEL], input=json.dumps(cells), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    shown, drawn, trained = json.loads(done.stdout.splitlines()[-1])
    assert "Run" in shown["outputs"][0]["text/html"] and "image/png" in drawn["outputs"][0]
    lines = [one["text/html"] for one in trained["outputs"] if "text/html" in one]
    assert any("<progress" in line and "epoch 2/2" in line and "loss" in line for line in lines)
    assert trained["places"] <= 3 and not drawn["errors"] + trained["errors"]


def test_importing_the_package_brings_neither_matplotlib_nor_pandas():
    code = "import sys, mousaic; mousaic.Run; print({'matplotlib', 'pandas', 'IPython'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"
