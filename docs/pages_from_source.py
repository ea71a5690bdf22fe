"""Pages that ``make docs`` makes of what stands elsewhere: README and its like, and a reference of every room.

mkdocs calls the functions ``on_...`` while it builds.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "mousaic"
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
"""Files beside the project's folder of pages, and the pages they become."""
NO_REFERENCE = {"commands", "words/en", "words/zh"}
"""``mousaic COMMAND --help`` says what is in these, or they hold nothing but words."""
AS_SCIKIT_LEARN = {"estimators"}
"""Rooms whose docstrings have the headings of numpydoc, as users of scikit-learn expect them."""
NUMPYDOC = ["    options:", "      docstring_style: numpy"]


def on_config(config: Any) -> Any:
    """Put the reference's pages into the navigation."""
    for entry in config.nav:
        if isinstance(entry, dict) and "Reference" in entry:
            entry["Reference"] = [page_of(room) for room in rooms()]
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made."""
    for name, page in PAGES.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text(encoding="utf-8")))
    for room in rooms():
        files.append(File.generated(config, page_of(room), content=reference(room)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Let links lead to the pages that files have become."""
    for name, made in PAGES.items():
        markdown = re.sub(rf"\]\((?:\.\./)?{re.escape(name)}(#[\w-]+)?\)", rf"]({made}\1)", markdown)
    if page.file.src_uri in PAGES.values():
        markdown = markdown.replace("](docs/", "](")
    return re.sub(r"\[([^\]]+)\]\(CITATION\.cff\)", r"`\1`", markdown)  # no page


def on_post_build(config: Any) -> None:
    """Refuse pages that would load anything from elsewhere."""
    loads = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^>]*>")
    found = {
        path.name: load[0]
        for path in Path(config.site_dir).rglob("*.html")
        if (load := loads.search(path.read_text(encoding="utf-8")))
    }
    if found:
        raise PluginError(f"Pages load from elsewhere: {found}")


def rooms() -> list[str]:
    """Every folder of the package by its path; ``""`` is the package itself."""
    found = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")}
    return sorted("" if room == "." else room for room in found - NO_REFERENCE)


def page_of(room: str) -> str:
    """The page of a room."""
    return f"reference/{room.replace('/', '-') or 'foundation'}.md"


def files_of(folder: Path) -> list[str]:
    """The names of the files of a room that have something public; the command line documents itself."""
    hidden = ("__init__", "__main__", "cli")
    return [path.stem for path in sorted(folder.glob("*.py")) if path.stem not in hidden and has_public(path)]


def has_public(path: Path) -> bool:
    """Whether a file has something public."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.ClassDef, ast.FunctionDef, ast.Assign, ast.AnnAssign)
    return any(isinstance(node, kinds) and not getattr(node, "name", "").startswith("_") for node in tree.body)


def reference(room: str) -> str:
    """The page of a room: the question it answers, and its files."""
    own = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    package = ".".join(["mousaic", *filter(None, room.split("/"))])
    lines = [f"# {room or 'mousaic'} {{ #{package} }}", "", own if room else FOUNDATION, ""]
    style = NUMPYDOC if room in AS_SCIKIT_LEARN else []
    for name in files_of(PACKAGE / room):
        lines += [f"::: {package}.{name}", *style, ""]
    return "\n".join(lines)


FOUNDATION = (
    "What `import mousaic` offers, and the files that every room may import. `mousaic.train`, `resume`, `open_run`, "
    "`load_images`, `compare` and `choose_k` are documented where they are defined: see the rooms "
    "[pipeline](pipeline.md), [runs](runs.md), [images](images.md), [compare](analysis-compare.md) and "
    "[choose](analysis-choose.md); the scikit-learn estimators in [estimators](estimators.md)."
)
