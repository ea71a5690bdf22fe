"""All that the report speaks of, gathered once; its sections only choose and show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mousaic.analysis.compare.bit_budgets import BITS
from mousaic.analysis.compare.bits_curves import BitsCurve
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.annotations import Carried, carry_over, find_annotations
from mousaic.analysis.stability.recurrence import stability_files
from mousaic.errors import MousaicError
from mousaic.files import read_json, read_rows
from mousaic.images.grouping.beside_p import tells_p
from mousaic.images.intake_report import intake_from_dict
from mousaic.images.splits.folds import Fold
from mousaic.images.splits.leaks import Leaks, find_leaks
from mousaic.model.store import digest_of_model
from mousaic.report.page.drawn_figures import DrawnFigures
from mousaic.report.page.elements import Html, tag
from mousaic.report.tables.bits_files import curves_from
from mousaic.report.tables.comparison_files import MARK
from mousaic.report.tables.kept_uses import read_use
from mousaic.report.tables.shared_start_files import read_quick
from mousaic.runs.run import Run
from mousaic.said import Said, said_from_json, verbatim
from mousaic.sealed import read_sealed
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put, put_all, say


@dataclass(frozen=True)
class Subject:
    """A run, what was found out about it, and the language to say it in."""

    run: Run
    analysis: FeatureAnalysis
    lang: str
    leaks: Leaks | None
    """None where nothing was held out."""
    stability: dict[str, Any] | None
    """``analysis/stability.json``; None where it is not there."""
    quick: dict[str, Any] | None
    """``analysis/stability_quick.json``; None where it is not there."""
    comparison: dict[str, Any] | None
    """``comparison.json``, with the entry ``same_images``."""
    told: dict[str, Any] | None
    """``analysis/classify.json``; None where it is not there."""
    odd: dict[str, Any] | None
    """``analysis/anomaly.json``; None where it is not there."""
    figures: DrawnFigures
    names: Carried | None
    """Names and notes given in the atlas."""
    atlas: bool
    """The run has one, to link to."""

    def say(self, key: str, /, **values: Any) -> str:
        """The words of a key in the report's language."""
        return say(key, self.lang, **values)

    def put(self, *said: Said | str | None) -> str:
        """Sentences, one after another; what says nothing is left out. A p is followed by what it needs to hold."""
        condition = self.independence if tells_p(said) else None
        return put_all([*said, condition], self.lang)

    @property
    def independence(self) -> Said | None:
        """What has to be said beside every p; None where the independent units are known."""
        return self.analysis.evidence.images.independence

    def number(self, value: float) -> str:
        """A whole number with its thousands apart."""
        return f"{value:,}"

    def part(self, name: str) -> str:
        """What the training or the held-out part is called."""
        return self.say(f"part_{name}")

    def name_of(self, member: int, feature: int) -> str:
        """What somebody called the feature; "" if nobody did."""
        items = self.names.items if self.names else ()
        return next((item.name for item in items if (item.member, item.feature) == (member, feature)), "")

    @property
    def atlas_page(self) -> str:
        """The page to link to, in the report's language."""
        return f"atlas/index.html?lang={self.lang}"

    def link(self, member: int, feature: int, *children: str) -> Html:
        """Around what shows a feature: to its page in the atlas, where there is one."""
        if not self.atlas:
            return tag("span", *children)
        return tag("a", *children, href=f"{self.atlas_page}#/feature/{member}/{feature}")


def gather(
    run: Run,
    analysis: FeatureAnalysis,
    lang: str = "en",
    comparison: Path | None = None,
    seed: int = 0,
    figures: DrawnFigures | None = None,
) -> Subject:
    """Read and compute what the report needs beyond the analysis.

    Args:
        comparison: a folder that ``mousaic compare`` wrote.
        figures: of this analysis in this language, where some are drawn already.

    Raises:
        MousaicError: the comparison, the annotations, the stability files or what uses found are damaged or not there.
    """
    _check_words(run, lang)
    evidence = analysis.evidence
    lang = spoken_of(lang, evidence.images.shape.is_grid)
    held_out = run.split.held_out
    table, summary = stability_files(run)
    return Subject(
        run=run,
        analysis=analysis,
        lang=lang,
        leaks=find_leaks(evidence.originals, [Fold(0, 0, held_out)]) if held_out.any() else None,
        stability=read_sealed(summary) if analysis.trust is not None and table.is_file() else None,
        quick=read_quick(run),
        comparison=None
        if comparison is None
        else read_comparison(comparison, list(run.split.paths), lang, list(evidence.originals.with_r()[0].paths)),
        told=read_use(run, "classify"),
        odd=read_use(run, "anomaly"),
        figures=figures or DrawnFigures(analysis, lang),
        names=_names(run, analysis),
        atlas=(run.path / "atlas" / "index.html").is_file(),
    )


def _check_words(run: Run, lang: str) -> None:
    """Raise a MousaicError unless there are words for all that ``config.json`` keeps as something said, or named."""
    path = run.path / "config.json"
    try:
        found = intake_from_dict(run.record["intake"])
        for said in (*found.treatments, *found.depths, *found.warnings, *(reason for _, reason in found.skipped)):
            put(said, lang)
        chosen = run.record.get("augmentation_chosen") or {"trials": []}
        for one in (chosen, *chosen["trials"]) if chosen["trials"] else ():
            say(f"strength_{one['strength']}", lang)
            say("flips_" + one["flips"].split()[0].replace("-", "_"), lang)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        raise MousaicError(f"{path} is damaged (no words for {str(error)[:60]}): restore it from a copy.") from error


def read_comparison(
    folder: Path, paths: list[str], lang: str = "en", varied: list[str] | None = None
) -> dict[str, Any]:
    """What ``mousaic compare`` found, and whether it was on these images (``same_images``).

    The verdict and the rows' titles are things said; where there are no words for them in ``lang``, the file's own. The
    rows at equal bits stand under ``curves``. Comparisons leave constant images out: ``varied`` are the others.

    Raises:
        MousaicError: the folder is no comparison, or is damaged.
    """
    if not (folder / MARK).is_file():
        raise MousaicError(f"{folder} is no comparison (it has no {MARK}): name a folder that mousaic compare wrote.")
    found = read_json(folder / MARK)
    try:
        rows = [{name: row[name] for name in COLUMNS} for row in found["rows"]]
        for row in rows:
            for name in NUMBERS:
                row[name] = float(row[name])
        for row, full in zip(rows, found["rows"], strict=True):
            row["title"] = _said(full.get("title_said"), str(row["title"]), lang)
        texts = [str(line) for line in found["verdict"]]
        said = found.get("verdict_said", [None] * len(texts))
        verdict = [_said(one, text, lang) for one, text in zip(said, texts, strict=True)]
        curves = _curves(found.get("bits"), lang)
        settings = {name: int(found["settings"][name]) for name in ("images", "groups", "folds", "repeats", "k")}
        listed = [row["path"] for row in read_rows(folder / "images.csv", ["path"])]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError) as error:
        raise MousaicError(f"{folder / MARK} is damaged: run mousaic compare again.") from error
    same = listed in (paths, varied)
    return {"rows": rows, "verdict": verdict, "settings": settings, "curves": curves, "same_images": same}


COLUMNS = (
    "title", "pearson", "pearson_low", "pearson_high", "fvu", "train_pearson", "values", "positions", "dead", "wide",
    "ours",
)  # fmt: skip
NUMBERS = ("pearson", "pearson_low", "pearson_high", "fvu", "train_pearson")


def _curves(bits: Any, lang: str) -> list[BitsCurve]:
    """The rows at equal bits; none of files of earlier versions, and of those with other budgets."""
    if bits is None or bits["budgets"] != list(BITS):
        return []
    return [curves_from(row, _said(row.get("title_said"), str(row["title"]), lang)) for row in bits["rows"]]


def _said(data: Any, text: str, lang: str) -> Said:
    """What was said; the English ``text`` beside it where an earlier version said nothing else, or where there are no
    words for it: of a method from outside this package, which is not there now."""
    try:
        said = said_from_json(data or text)
        put(said, lang)
    except (KeyError, TypeError, ValueError, MousaicError):
        return verbatim(text)
    return said


def _names(run: Run, analysis: FeatureAnalysis) -> Carried | None:
    found = find_annotations(run)
    if found is None:
        return None
    return carry_over(found, analysis.evidence.model, digest_of_model(run.path))
