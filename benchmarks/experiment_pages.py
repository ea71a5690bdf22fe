"""docs/experiment.md and docs/experiment.zh.md, the same figures in two languages, from what was measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks import experiment_said_en, experiment_said_zh, experiment_words_en, experiment_words_zh
from benchmarks.experiment_cost_claims import compression, rivals, speed
from benchmarks.experiment_learning_claims import baselines, copies, sparsity, trajectory, transfer
from benchmarks.experiment_model_claims import classes, ensemble, features
from benchmarks.experiment_pictures import draw_pictures, picture_name
from benchmarks.experiment_verdicts import Claim, Found, Label, Rows

LANGUAGES = {
    "en": experiment_words_en.WORDS | experiment_said_en.SAID,
    "zh": experiment_words_zh.WORDS | experiment_said_zh.SAID,
}
PICTURES = "pictures/experiment"
CLAIMS: tuple[tuple[tuple[str, ...], Callable[[Found], Claim]], ...] = (
    (("folds",), trajectory),
    (("folds", "transfer"), transfer),
    (("folds", "copies"), copies),
    (("folds",), ensemble),
    (("folds", "sparsity"), sparsity),
    (("folds",), features),
    (("folds",), compression),
    (("folds",), classes),
    (("folds", "rivals"), rivals),
    (("speed",), speed),
)
"""In the order of the page: the studies that a claim needs, and what is made of them."""
NUMBERS = {make.__name__: number for number, (_, make) in enumerate(CLAIMS, 1)}
"""Of each claim, whether or not this machine has what another one needs."""


def write_pages(found: Found, docs: Path) -> None:
    """Both pages, and a picture of every claim in both languages."""
    drawn = draw_pictures(found, LANGUAGES, docs / PICTURES)
    made = [make(found) for studies, make in CLAIMS if all(study in found for study in studies)]
    claims = [claim for claim in made if claim.questions]  # none where the digits are not on this machine
    for lang, words in LANGUAGES.items():
        name = "experiment.md" if lang == "en" else f"experiment.{lang}.md"
        (docs / name).write_text(page(found, claims, words, lang, drawn[lang]), encoding="utf-8")
        print(f"written: {docs / name}")


def page(found: Found, claims: list[Claim], words: Mapping[str, str], lang: str, drawn: list[str]) -> str:
    """The whole page."""
    facts = _facts(found)
    pieces = [f"# {words['title']}", words["intro"].format(**facts), f"## {words['glance']}", words["glance_how"]]
    pieces += [_glance(claims, list(found["folds"]), words)]
    pieces += [f"## {words['baselines']}", words["baselines_says"].format(**facts), _table(baselines(found), words)]
    for claim in claims:
        number = NUMBERS[claim.key]
        figures = {name: _shown(value, words) for name, value in claim.figures.items()}
        pieces.append(f"## {number}. {words[f'{claim.key}.title']}")
        verdict = words["says_verdict"].format(verdict=words[claim.verdict].strip("*"))
        pieces.append(f"**{verdict}** {words[f'{claim.key}.says'].format(**figures)}")
        if claim.key in drawn:
            pieces.append(f"![{words[f'{claim.key}.alt']}]({PICTURES}/{picture_name(claim.key, lang)})")
        pieces.append(_table(claim.table, words))
        if note := words.get(f"{claim.key}.note"):
            pieces.append(note.format(**figures))
    pieces += [f"## {words['method_title']}", words["method_says"].format(**facts)]
    return joined("\n\n".join(pieces) + "\n")


def joined(text: str) -> str:
    """Without line breaks between two Chinese characters, which a browser would show as a space."""
    wide = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f\u201c\u201d]"
    return re.sub(rf"(?<={wide})\n *(?={wide})", "", text)


def _glance(claims: list[Claim], names: list[str], words: Mapping[str, str]) -> str:
    """A line a question: what each set says, and what all agree on."""
    heads = [
        words["claim"],
        words["question"],
        *(words.get(f"set.{n}", n) for n in names),
        words["verdict"],
    ]
    lines = [heads, ["---"] * len(heads)]
    for claim in claims:
        number = NUMBERS[claim.key]
        for place, question in enumerate(claim.questions):
            cells = [
                f"{question.answers[n].figure}: {words[question.answers[n].verdict]}" if n in question.answers else ""
                for n in names
            ]
            first = f"{number}. {words[f'{claim.key}.short']}: {words[claim.verdict]}" if place == 0 else ""
            asked = words[f"{claim.key}.{question.key}"]
            asked = f"**{asked}**" if question.key in claim.decided_by else asked
            together = words["divided"] if question.divided else words[question.verdict]
            lines.append([first, asked, *cells, together])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _table(rows: Rows, words: Mapping[str, str]) -> str:
    lines = [[put(label, words) for label in rows.columns], ["---"] * len(rows.columns)]
    lines += [[put(label, words), *cells] for label, cells in rows.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def put(label: Label, words: Mapping[str, str]) -> str:
    """A label in words."""
    key, values = label
    shown = {name: _named(name, value, words) for name, value in values.items()}
    return words[key].format(**shown) if key in words else kind_title(key, words)


def _named(name: str, value: Any, words: Mapping[str, str]) -> Any:
    if name == "name":
        return words.get(f"set.{value}", value)
    if name == "measure":
        return words[f"measure.{value}"]
    if name == "short":
        return words[f"plot.{value}"]
    if name == "kind":
        return kind_title(value, words)
    return _shown(value, words) if name == "classes" else value


def kind_title(kind: str, words: Mapping[str, str]) -> str:
    """What a way to describe images is called; that of a network says how wide it is."""
    if f"kind.{kind}" in words:
        return words[f"kind.{kind}"]
    head, _, width = kind.rpartition(" ")
    return words[f"kind.{head}"].format(width=width)


def _shown(value: Any, words: Mapping[str, str]) -> Any:
    """Class names in words, as far as there are any; and what was found on every set in one line."""
    if isinstance(value, list):
        return [words.get(f"class.{one}", one) for one in value]
    if isinstance(value, dict):
        said = [words["of_set"].format(set=words.get(f"set.{name}", name), said=one) for name, one in value.items()]
        return words["and_so_on"].join(said)
    return value


def _facts(found: Found) -> dict[str, Any]:
    """What the sentences about the whole measure need."""
    first = next(iter(found["folds"].values()))
    minutes = sum(one["cpu_seconds"] for sets in found.values() for one in sets.values()) / 60
    folds = {f"folds_{name}": one["folds"] for name, one in found["folds"].items()}
    everyone = {"folds_mice": 0, "folds_drawn": 0, "folds_garments": 0} | folds
    r = first["r"]
    figures = {
        "report": f"{r['report']['mean']:.3f}", "mean_image": f"{r['mean image']['mean']:.3f}",
        "separate": f"{r['separate']['mean']:.3f}", "pca": f"{r['PCA']['mean']:.3f}",
        "default": f"{r['default']['mean']:.3f}", "start": f"{r['start']['mean']:.3f}",
    }  # fmt: skip
    return {"minutes": f"{minutes:.0f}", "images": first["images"], **everyone, **figures, **first["config"]}
