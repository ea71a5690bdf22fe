"""The numbers behind the feature figures and tables, and that each can be drawn in odd circumstances."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import csv
import io
import json
import re
import warnings
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from mousaic.analysis.classes.class_differences import class_differences
from mousaic.analysis.classes.class_findings import class_findings
from mousaic.analysis.classes.class_means import class_means
from mousaic.analysis.classes.class_scores import by_class
from mousaic.analysis.classes.shortcuts import shortcuts
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.coactivation import coactivation
from mousaic.analysis.features.coverage import coverage
from mousaic.analysis.features.feature_shape import feature_shape
from mousaic.analysis.features.importance import feature_use
from mousaic.analysis.features.redundancy import redundancy
from mousaic.analysis.features.sparsity import sparsity
from mousaic.analysis.parts.part_findings import findings_of, learned_from
from mousaic.errors import MousaicError
from mousaic.report.figures import fonts
from mousaic.report.figures.class_effects import BINS, effects
from mousaic.report.figures.class_features import class_rows
from mousaic.report.figures.feature_examples import examples
from mousaic.report.figures.feature_kinds import kinds
from mousaic.report.figures.feature_numbers import numbers
from mousaic.report.figures.feature_tiles import main_part, outlined
from mousaic.report.figures.figure_registry import FIGURES, figures_of
from mousaic.report.figures.reconstruction_by_class import dots, extremes
from mousaic.report.figures.shortcut_bars import shortcut_numbers
from mousaic.report.figures.style import png_bytes, wrapped
from mousaic.report.figures.ticks import even_ticks
from mousaic.report.figures.tiles import Sheet
from mousaic.report.tables.feature_tables import findings, tables
from mousaic.words.put import LANGUAGES, percent, say


def analysed(evidence):
    """All of an analysis but the reading of a run."""
    use = feature_use(evidence)
    shape = feature_shape(evidence.model.ensemble, evidence.images.shape)
    properties, parts = shortcuts(evidence, 0, 200), parts_in(evidence.images)
    return FeatureAnalysis(
        evidence, use, shape, class_differences(evidence, 0, 200), properties, None,
        by_class(evidence, 0, 200), sparsity(evidence), redundancy(evidence), coverage(evidence),
        coactivation(evidence), class_means(evidence, 0, 200), parts,
        class_findings(evidence, parts, properties, 0, 200),
    )  # fmt: skip


def parts_in(images):
    """Where there are enough of them to learn parts from."""
    parts = learned_from(images, np.ones(len(images), bool), 0, 12)
    return None if parts is None else findings_of(parts, images)


@pytest.fixture(scope="module")
def analysis(make_evidence):
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], 12)
    pixels = rng.random((24, 1, 12, 12)) * 0.5
    pixels[labels == 1, :, 2:5, 2:5] += 0.4
    parts = ["validation" if i % 4 == 0 else "train" for i in range(24)]
    return analysed(make_evidence(pixels=pixels, labels=labels, features=30, k=6, parts=parts))


@pytest.fixture(scope="module")
def drawings(analysis):
    """Every figure of it by name, in a language, with heading and caption or without; each is laid out once."""

    @cache
    def all_of(lang="en", framed=True):
        return {name: one.draw(analysis, lang, framed=framed) for name, one in figures_of(analysis).items()}

    return all_of


def drawn(figure) -> np.ndarray:
    """Its pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return np.asarray(Image.open(io.BytesIO(png_bytes(figure))).convert("RGB"))


def words_in(figure) -> str:
    """All that is written in a figure."""
    return " ".join(text.get_text() for text in figure.findobj(Text))


def test_every_figure_can_be_drawn_and_is_the_same_twice(analysis, drawings):
    found = drawings()
    assert list(found) == list(FIGURES)
    for name, one in found.items():
        pixels = drawn(one.figure)
        assert pixels.std() > 5 and min(pixels.shape[:2]) > 150, name
    draw = figures_of(analysis)["class_features"].draw
    assert png_bytes(draw(analysis).figure) == png_bytes(draw(analysis).figure)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_heading_and_caption_are_in_the_picture_or_beside_it(drawings, lang):
    for name, framed in drawings(lang).items():
        bare = drawings(lang, framed=False)[name]
        assert framed[1:] == bare[1:] and all(framed[1:]), name
        assert framed.heading[:20] in words_in(framed.figure) and framed.caption[:20] in words_in(framed.figure), name
        assert framed.heading[:20] not in words_in(bare.figure) and framed.caption[:20] not in words_in(bare.figure)


def test_what_a_figure_shows_is_told_with_its_numbers(analysis, drawings):
    alt = {name: one.alt for name, one in drawings("en", framed=False).items()}
    d, use = analysis.differences, analysis.use
    m, h = d.ranked()[0]
    more, name = "more" if d.effect[m, h] > 0 else "less", analysis.evidence.images.class_names[d.best_class[m, h]]
    best = f"feature {h} of member {m}, {abs(d.effect[m, h]):.2f} standard deviations {more} in {name}, corrected p = "
    assert best in alt["class_features"]
    assert f"of 60 features {use.dead.sum()} fire in no image" in alt["feature_numbers"]
    first = examples(analysis)[0]
    assert f"feature {first.feature}, {first.kind}" in alt["feature_examples"].replace("edge-like", "edge")
    assert f"after correction {d.passed.sum()} pass" in alt["class_effects"]
    r, paths = analysis.by_class.pearson, analysis.evidence.images.paths
    assert f"the worst is {paths[r.argmin()]} with r = {r.min():.3f}" in alt["reconstruction_by_class"]
    assert f"{analysis.sparsity.pearson[-1][-1]:.3f} with {analysis.sparsity.active[-1]}" in alt["active_features"]
    s = shortcut_numbers(analysis)
    assert f"{say(s.names[0])}: AUC {s.auc[0]:.2f}" in alt["shortcuts"]
    assert f"{percent(analysis.coverage.half)} of the image" in alt["feature_coverage"]
    counted = kinds(analysis.shape, use)
    assert all(f"{kind.features} (" in alt["feature_kinds"] for kind in counted)
    for name, one in drawings("zh", framed=False).items():
        assert not re.search(r"[a-z]{2,} [a-z]{2,}", one.alt.replace("Pearson r", "")), (name, one.alt)


@pytest.mark.parametrize("case", ["unlabelled", "one image", "three channels, classes of odd names", "dead"])
def test_odd_sets_are_drawn_too(make_evidence, case):
    if case == "unlabelled":
        evidence = make_evidence(images=5, labels=np.full(5, -1), names=())
    elif case == "one image":
        evidence = make_evidence(images=1, members=1, features=4, k=1)
    elif case == "dead":
        weight = np.zeros((1, 5, 16))
        evidence = make_evidence(images=6, shape=(1, 4, 4), weight=weight, k=1)
        evidence = replace(evidence, codes=evidence.codes._replace(values=np.zeros_like(evidence.codes.values)))
    else:
        odd = ("</SCRIPT><img>$x_1$", "a\nb\tc" * 9)
        evidence = make_evidence(images=10, shape=(3, 8, 8), features=20, k=4, names=odd)
    found = analysed(evidence)
    for one in figures_of(found).values():
        made = [one.draw(found, lang, framed=framed) for lang in LANGUAGES for framed in (True, False)]
        assert all(made[0][1:]) and drawn(made[0].figure).size and drawn(made[1].figure).size
    json.dumps(findings(found), allow_nan=False)
    for table in tables(found):
        assert all(set(row) == set(table.columns) for row in table.rows), table.name


def test_tables_hold_every_feature_and_image_once(analysis):
    found = {table.name: (table.columns, list(table.rows)) for table in tables(analysis)}
    columns, rows = found["features.csv"]
    assert [(row["member"], row["feature"]) for row in rows] == [(m, h) for m in range(2) for h in range(30)]
    assert {row["dead"] for row in rows} <= {0, 1} and set(columns) >= {"importance", "kind", "r_brightness"}
    assert rows[31]["share"] == analysis.use.share[1, 1] and rows[31]["area"] == analysis.shape.area[1, 1]
    _, rows = found["class_differences.csv"]
    assert len(rows) == int((analysis.differences.best_class >= 0).sum())
    assert [row["p_family"] for row in rows] == sorted(row["p_family"] for row in rows)
    _, rows = found["images.csv"]
    assert sorted(row["path"] for row in rows) == sorted(analysis.evidence.images.paths)
    assert [row["pearson"] for row in rows] == sorted(row["pearson"] for row in rows)
    assert [row["active"] for row in found["active_features.csv"][1]] == analysis.sparsity.active.tolist()
    assert len(found["reconstruction_by_class.csv"][1]) == 4
    text = io.StringIO()
    csv.DictWriter(text, columns).writerows(found["features.csv"][1])
    assert text.getvalue().count("\n") == 60


def test_findings_are_plain_numbers_and_sentences(analysis):
    found = findings(analysis)
    assert found["images"] == 24 and found["features"] == 60 and sum(found["kinds"].values()) == found["firing"]
    assert found["classes"]["tested"] == int(analysis.differences.tested.sum())
    assert all(line["text"] for line in found["headlines"])


def test_examples_are_the_most_important_with_their_images(analysis):
    rows = examples(analysis, member=1, count=5)
    assert [row.feature for row in rows] == analysis.use.ranked(1)[:5].tolist()
    for row in rows:
        values = [value for _, value in row.top]
        assert values == sorted(values, reverse=True) and not {i for i, _ in row.top} & {i for i, _ in row.random}
        for image, value in row.top + row.random:
            place = analysis.evidence.codes.indices[image, 1].tolist().index(row.feature)
            assert value == pytest.approx(float(analysis.evidence.codes.values[image, 1, place]))


def test_class_rows_show_where_the_difference_comes_from(analysis):
    d = analysis.differences
    rows = class_rows(analysis)
    assert [(row.member, row.feature) for row in rows] == [tuple(place) for place in d.ranked()[: len(rows)].tolist()]
    labels = analysis.evidence.images.labels
    for row in rows:
        mine = labels == d.best_class[row.member, row.feature]
        if d.by_response[row.member, row.feature]:
            gap = row.values[mine].mean() - row.values[~mine].mean()
            assert row.where.sum() == pytest.approx(gap, abs=1e-4)  # the pixels add up to the difference
        assert all(mine[i] for i in row.inside) and not any(mine[i] for i in row.outside)
    best = rows[0].where[0]
    assert best[2:5, 2:5].sum() > 0.7 * best.sum()  # the planted square


def test_numbers_of_the_panels(analysis):
    found = numbers(analysis)
    assert found.fired.sum() == 60 and found.fired[0] == analysis.use.dead.sum()
    assert (np.diff(found.carried, axis=1) >= -1e-12).all() and found.carried[:, -1] == pytest.approx(1)
    e = effects(analysis.differences)
    assert e.counts.sum() == len(e.p) == analysis.differences.tested.sum() and e.expected == len(e.p) / BINS
    s = shortcut_numbers(analysis)
    assert s.p == sorted(s.p) and all(0.5 <= value <= 1 for value in s.auc) and len(s.features) == len(s.names)
    counted = kinds(analysis.shape, analysis.use)
    assert sum(kind.features for kind in counted) == int((~analysis.use.dead).sum())


def test_lines_and_extremes_of_the_reconstructions(analysis):
    lines = dots(analysis)
    assert [(line.class_name, line.part) for line in lines] == [
        ("first", "train"), ("second", "train"), ("first", "validation"), ("second", "validation"),
    ]  # fmt: skip
    assert sum(len(line.r) for line in lines) == 24
    for line in lines:
        assert line.r.mean() == pytest.approx(line.mean)
    worst, best = extremes(analysis)
    r = analysis.by_class.pearson
    assert len(worst) == len(best) == 3 and not set(worst) & set(best) and r[worst].max() <= r[best].min()


@pytest.mark.parametrize(("low", "high"), [(0.963, 1.0), (0.2, 0.9), (-1.0, 1.0), (0.9951, 0.9999), (0.5, 0.5)])
def test_ticks_are_round_and_inside(low, high):
    ticks = even_ticks(low, high)
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks) and len(ticks) <= 8
    assert low == high or len(ticks) >= 2


def test_an_outline_lies_around_the_mask_and_touches_nothing_else():
    tile = np.zeros((8, 8, 3), np.uint8)
    mask = np.zeros((4, 4), bool)
    mask[1:3, 1:3] = True
    found = outlined(tile, mask)
    changed = found.any(2)
    assert changed.sum() == 16 and not changed[2:6, 2:6].any() and not tile.any()
    assert not outlined(tile, np.zeros((4, 4), bool)).any()


def test_the_main_part_is_the_fewest_pixels():
    picture = np.array([[[3.0, 0.0], [1.0, 2.0]]])
    assert main_part(picture, 0.5).tolist() == [[True, False], [False, False]]
    assert main_part(picture, 0.9).tolist() == [[True, False], [False, True]]
    assert not main_part(np.zeros((1, 2, 2))).any()


def test_chinese_text_is_broken_into_lines_that_fit():
    text = "在检验的特征中，没有任何特征在类别之间的差异超出偶然水平（p = 0.0017）。" * 4
    lines = wrapped(text, 600, 7.0)
    assert len(lines) > 2 and "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。）" for line in lines)
    assert wrapped("plain words " * 30, 600, 7.0)[0].count(" ") > 3


def test_figures_in_chinese_need_a_font(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [])
    fonts.check_fonts("en")
    with pytest.raises(MousaicError, match="fonts-noto-cjk"):
        fonts.check_fonts("zh")
    monkeypatch.setattr(fonts, "chinese_font", lambda: "SimHei")
    fonts.check_fonts("zh")


def test_sheets_take_headings_in_any_script():
    assert drawn_size(Sheet(300, 50, "\u7279\u5f81", "\u7279\u5f81" * 60).figure()) > (300, 100)


def drawn_size(figure) -> tuple[int, int]:
    with Image.open(io.BytesIO(png_bytes(figure))) as image:
        return image.size
