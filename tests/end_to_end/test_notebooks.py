"""The notebooks of the documentation are read as such, and import what there is; the quick ones run.

`make docs` executes all of them as they stand, and fails where a cell does. Those that draw the demo's images and train
on them take half a minute each, and what they call is tested elsewhere.
"""

from __future__ import annotations

import ast
import json
import re
import runpy
from pathlib import Path
from typing import Any

import matplotlib
import pytest

DOCS = Path(__file__).parents[2] / "docs"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.py"))
QUICK = [path for path in NOTEBOOKS if "draw_demo_set" not in path.read_text(encoding="utf-8")]
SMALL = {r"epochs=\d+": "epochs=1", r"folds=\d+": "folds=2", r"max_iter=\d+": "max_iter=30"}
"""What is asked for in a notebook, and what instead, so that it takes a moment."""
TWO_CELLS = "# %% [markdown]\n# # Title\n#\n# words\n\n# %% What it draws\nx = 1\n\nx\n"


@pytest.fixture(scope="module")
def cells() -> dict[str, Any]:
    """What the build knows of cells."""
    return runpy.run_path(str(DOCS / "notebook_cells.py"))


@pytest.mark.parametrize("path", QUICK, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_its_code_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    matplotlib.use("agg")
    code = path.read_text(encoding="utf-8")
    for usual, less in SMALL.items():
        code = re.sub(usual, less, code)
    exec(compile(code, path.name, "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_imports_what_there_is(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    imports = [node for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert imports
    exec(compile(ast.Module(imports, []), path.name, "exec"), {})


def test_cells_become_a_page_and_a_notebook(cells: dict[str, Any]) -> None:
    found = cells["cells_of"](TWO_CELLS)
    assert [tuple(cell) for cell in found] == [
        ("markdown", "", "# Title\n\nwords"),
        ("code", "What it draws", "x = 1\n\nx"),
    ]
    output = cells["Output"]
    given = [[], [output("text", "1\n"), output("html", "<style>p {}</style><p>1</p>"), output("png", "two_1.png")]]
    page = cells["page_of"]("two", zip(found, given, strict=True))
    assert page.startswith("# Title\n\nwords\n\n[This page as a notebook](two.ipynb)")
    assert "```python\nx = 1\n\nx\n```\n\n```{.text .output}\n1\n```\n" in page
    assert '<div class="output">\n<p>1</p>\n</div>\n\n![What it draws](two_1.png)' in page
    notebook = json.loads(cells["notebook_of"](found))
    assert [cell["source"] for cell in notebook["cells"]] == [["# Title\n", "\n", "words"], ["x = 1\n", "\n", "x"]]
    assert [cell.get("outputs") for cell in notebook["cells"]] == [None, []]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_draws_says_what(path: Path, cells: dict[str, Any]) -> None:
    """For those who cannot see the picture; and text comes first, its heading as the title of the page."""
    found = cells["cells_of"](path.read_text(encoding="utf-8"))
    assert found[0].kind == "markdown" and found[0].source.startswith("# ")
    drawing = [cell for cell in found if re.search(r"\.plot\(|subplots\(|Image\.open", cell.source, re.MULTILINE)]
    assert drawing and all(len(cell.title.split()) > 4 for cell in drawing if cell.kind == "code")
