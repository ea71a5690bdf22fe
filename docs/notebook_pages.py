"""``make docs`` executes every notebook of ``docs/notebooks/`` and shows it with what its cells give.

IPython executes them as Jupyter would, in one folder of their own, in this process. An error in a cell ends the build.
Pages of runs that they leave there, to which runs show links, become part of the site.
"""

from __future__ import annotations

import base64
import contextlib
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from notebook_cells import Cell, Output, cells_of, notebook_of, page_of

NOTEBOOKS = Path(__file__).with_name("notebooks")
NO_PAGES = ("checkpoint", "model.*", "*.safetensors")
"""Of a run, what its pages do not need."""
KEPT = tempfile.TemporaryDirectory(prefix="mousaic-notebooks-")
PLACE = Path(KEPT.name)
"""Where they run; gone when this process ends."""


def on_files(files: Files, config: Any) -> Files:
    """Add the page of every notebook, its pictures, and the notebook itself."""
    for path in sorted(NOTEBOOKS.glob("*.py")):
        cells = cells_of(path.read_text(encoding="utf-8"))
        pictures: dict[str, bytes] = {}
        with notebook_shell() as shell:
            done = [(cell, run_cell(shell, cell, path, pictures)) for cell in cells]
        made: dict[str, Any] = {f"{path.stem}.md": page_of(path.stem, done), f"{path.stem}.ipynb": notebook_of(cells)}
        for name, content in {**made, **pictures}.items():
            files.append(File.generated(config, f"notebooks/{name}", content=content))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Let links to the files of notebooks lead to their pages."""
    return re.sub(r"(\]\((?:\.\./)?notebooks/\w+)\.py\)", r"\1.md)", markdown)


def on_post_build(config: Any) -> None:
    """Put the pages of the runs beside the notebooks."""
    runs, ignored = PLACE / "runs", shutil.ignore_patterns(*NO_PAGES)
    shutil.copytree(runs, Path(config.site_dir) / "notebooks" / "runs", ignore=ignored, dirs_exist_ok=True)


@contextlib.contextmanager
def notebook_shell() -> Iterator[Any]:
    """An IPython in which nothing is defined, whose working folder is :data:`PLACE`; it draws as Jupyter does."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.core.pylabtools import activate_matplotlib, select_figure_formats
    from matplotlib_inline.backend_inline import configure_inline_support
    from traitlets.config import Config

    backend = "module://matplotlib_inline.backend_inline"
    activate_matplotlib(backend)
    quiet = Config(HistoryManager={"enabled": False})
    shell = InteractiveShell.instance(config=quiet, ipython_dir=str(PLACE / ".ipython"))
    configure_inline_support(shell, backend)
    select_figure_formats(shell, {"png"})  # which the line above does for the first shell of a process alone
    with contextlib.chdir(PLACE):
        yield shell
    InteractiveShell.clear_instance()


def run_cell(shell: Any, cell: Cell, path: Path, pictures: dict[str, bytes]) -> list[Output]:
    """What a cell gives; its pictures are added to ``pictures``, by the names of their files."""
    from IPython.utils.capture import capture_output

    if cell.kind == "markdown":
        return []
    with capture_output() as captured:
        shell.display_trap.hook = sys.displayhook  # what a cell's last line gives goes where display() does
        result = shell.run_cell(cell.source, store_history=False)
    if not result.success:
        raise PluginError(f"{path.name} fails: {result.error_before_exec or result.error_in_exec!r}\n\n{cell.source}")
    if captured.stderr:
        raise PluginError(f"{path.name} warns: {captured.stderr}\n\n{cell.source}")
    found = [Output("text", captured.stdout)] if captured.stdout.strip() else []
    for rich in captured.outputs:
        if "image/png" in rich.data:
            name = f"{path.stem}_{len(pictures) + 1}.png"
            png = rich.data["image/png"]
            pictures[name] = png if isinstance(png, bytes) else base64.b64decode(png)
            found.append(Output("png", name))
        elif "text/html" in rich.data:
            found.append(Output("html", rich.data["text/html"]))
        else:
            found.append(Output("text", rich.data["text/plain"]))
    return found
