"""The page around the data: its Content-Security-Policy, its scripts and styles, as a folder or as one file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path

from mousaic.files import write_text
from mousaic.report.atlas.packing import script_json
from mousaic.words.put import LANGUAGES, say

STYLES = ("base.css", "charts.css", "pages.css")
SCRIPTS = (  # in the order in which they need one another
    "core.js",
    "language.js",
    "pursuit.js",
    "member.js",
    "paint.js",
    "notes.js",
    "tiles.js",
    "charts.js",
    "choose.js",
    "features.js",
    "facts.js",
    "firing.js",
    "feature.js",
    "parts.js",
    "sum.js",
    "images.js",
    "vectors.js",
    "part_search.js",
    "part_pages.js",
    "prepare.js",
    "drop.js",
    "names.js",
    "about.js",
    "main.js",
)
# Nothing may be fetched, framed, sent or loaded as a plugin; pictures only from the page itself.
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"
)

Payload = tuple[str, Mapping[str, object]]


def write_folder(folder: Path, payloads: Iterator[Payload], lang: str) -> None:
    """``index.html``, ``web/`` with scripts and styles, and one script for each payload, into an empty folder.

    The page opens in the language ``lang`` and can be switched to the others; ``index.html?lang=zh`` opens in Chinese.

    Only scripts and styles from beside the page run. (Chromium and Firefox both take files next to a page that was
    opened from a disk for the page's own, "self".)
    """
    (folder / "web").mkdir()
    for name in (*STYLES, *SCRIPTS):
        write_text(folder / "web" / name, web_text(name))
    for name, data in payloads:
        write_text(folder / f"{name}.js", f'mousaicData["{name}"] = {script_json(data)};\n')
    styles = "\n".join(f'<link rel="stylesheet" href="web/{name}">' for name in STYLES)
    sources = [f"web/{SCRIPTS[0]}", "words.js", "data.js", *(f"web/{name}" for name in SCRIPTS[1:])]
    scripts = "\n".join(f'<script src="{source}"></script>' for source in sources)
    policy = POLICY.format(scripts="'self'", styles="'self'")
    write_text(folder / "index.html", _filled(policy, styles, scripts, lang))


def write_single(path: Path, payloads: Iterator[Payload], lang: str) -> None:
    """The whole page in one file; only the scripts and styles in it run, known by their SHA-256."""
    style = "\n".join(web_text(name) for name in STYLES)
    code = "\n".join(web_text(name) for name in SCRIPTS)
    blocks = "\n".join(
        f'<script type="application/json" data-name="{name}">{script_json(data)}</script>' for name, data in payloads
    )
    policy = POLICY.format(scripts=csp_source(code), styles=csp_source(style))
    write_text(path, _filled(policy, f"<style>{style}</style>", f"{blocks}\n<script>{code}</script>", lang))


def web_text(name: str) -> str:
    """One of the page's own files."""
    return (files("mousaic.report.atlas") / "web" / name).read_text(encoding="utf-8")


def _filled(policy: str, styles: str, scripts: str, lang: str) -> str:
    """The document; what stands in it before the scripts have run is said in ``lang``, how to allow them in all."""
    text = web_text("index.html").replace("@LANG@", tag_of(lang))
    for key in ("skip", "atlas_pages", "atlas_opening"):
        text = text.replace(f"@{key}@", escape(say(key, lang)))
    refused = "".join(
        f'<p class="lead" lang="{tag_of(one)}">{escape(say("atlas_scripts", one))}</p>' for one in LANGUAGES
    )
    before, after = text.replace("@REFUSED@", refused).split("@SCRIPTS@")
    return before.replace("@POLICY@", policy).replace("@STYLES@", styles) + scripts + after


def tag_of(lang: str) -> str:
    """A language as HTML names it."""
    return "zh-CN" if lang == "zh" else lang


def csp_source(text: str) -> str:
    """How a policy names an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
