"""Notebooks as plain files: their cells, and what becomes of them.

A notebook of ``docs/notebooks/`` is a Python file in the percent format, which editors and Jupytext open as a notebook:
``# %%`` begins a cell of code, and what stands behind it says what the cell draws to those who cannot see it;
``# %% [markdown]`` begins text, in comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple


class Cell(NamedTuple):
    """A cell of a notebook."""

    kind: str
    """``code`` or ``markdown``."""
    title: str
    """What stands behind ``# %%``."""
    source: str


class Output(NamedTuple):
    """What a cell of code gave."""

    kind: str
    """``text``, ``html`` or ``png``."""
    value: str
    """The text or HTML, or the name of the picture's file."""


def cells_of(text: str) -> list[Cell]:
    """The cells of a file, in order; what stands before the first one is none."""
    found = []
    for part in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]:
        title, _, source = (line.strip() if i < 2 else line.strip("\n") for i, line in enumerate(part.partition("\n")))
        if title == "[markdown]":
            found.append(Cell("markdown", "", re.sub(r"^# ?", "", source, flags=re.MULTILINE).strip()))
        else:
            found.append(Cell("code", title, source.strip()))
    return found


def page_of(name: str, cells: Iterable[tuple[Cell, list[Output]]]) -> str:
    """The notebook as Markdown, each cell followed by what it gave."""
    blocks = []
    for cell, outputs in cells:
        blocks.append(cell.source if cell.kind == "markdown" else f"```python\n{cell.source}\n```")
        blocks += [_shown(cell, output) for output in outputs]
    blocks.insert(
        1, f"[This page as a notebook]({name}.ipynb), for Jupyter; what the cells give was made with the page."
    )
    return "\n\n".join(blocks) + "\n"


def _shown(cell: Cell, output: Output) -> str:
    if output.kind == "png":
        return f"![{cell.title}]({output.value})"
    if output.kind == "html":
        html = re.sub(r"<style.*?</style>|(?<=<table)[^>]*", "", output.value, flags=re.DOTALL)
        return f'<div class="output">\n{html.strip()}\n</div>'
    return f"```{{.text .output}}\n{output.value.rstrip()}\n```"


def notebook_of(cells: Iterable[Cell]) -> str:
    """The cells as a file of Jupyter, without outputs (nbformat 4.4)."""
    code = {"execution_count": None, "outputs": []}
    found = [
        {"cell_type": cell.kind, "metadata": {}, "source": cell.source.splitlines(keepends=True)}
        | (code if cell.kind == "code" else {})
        for cell in cells
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps({"cells": found, **about}, indent=1)
