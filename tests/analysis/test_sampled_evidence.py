"""An analysis of a sample: what it looks at, that it says so, and what is still of all originals."""

from __future__ import annotations

import json
from functools import partial

import numpy as np
import pytest
import torch

import mousaic
from mousaic.analysis import evidence as module
from mousaic.analysis import feature_analysis
from mousaic.analysis.feature_analysis import analyse
from mousaic.analysis.image_sample import sampled
from mousaic.device import use_threads
from mousaic.report.atlas import shown_images
from mousaic.report.atlas.atlas_files import write_atlas
from mousaic.report.findings.feature_findings import headlines
from mousaic.report.page.record_section import record_section
from mousaic.report.page.subject import gather
from mousaic.report.page.summary_section import title_block
from mousaic.report.tables.analysis_files import write_numbers
from mousaic.words.put import LANGUAGES, put, table


@pytest.fixture(scope="module")
def run(small_set, tmp_path_factory):
    return mousaic.train(
        small_set, out=tmp_path_factory.mktemp("sampled") / "run", report=False, quick_trust=False, size=16,
        features=24, k=4, members=2, epochs=2, threads=1,
    )  # fmt: skip


def test_a_sample_is_analysed_and_said(run, monkeypatch):
    whole = analyse(run)
    assert whole.evidence.sample is None and "sample" not in {line.topic for line in headlines(whole)}
    monkeypatch.setattr(module, "sampled", partial(sampled, most=8))
    found = analyse(run)
    seen = found.evidence
    assert len(seen.images) == len(seen.parts) == len(seen.codes.values) == len(seen.reconstruction) == 8
    assert len(seen.originals) == 12 and set(seen.images.labels.tolist()) == {0, 1}
    place = {path: i for i, path in enumerate(seen.originals.paths)}
    own = [place[path] for path in seen.images.paths]
    assert own == sorted(own)
    np.testing.assert_allclose(seen.reconstruction, whole.evidence.reconstruction[own], atol=1e-5)
    assert headlines(found)[0].said == found.evidence.sample
    write_numbers(run, found)
    numbers = json.loads((run.path / "analysis" / "findings.json").read_text())
    assert numbers["images"] == 8 and numbers["sample_of"] == 12
    for lang in LANGUAGES:
        subject, words = gather(run, found, lang), put(found.evidence.sample, lang)
        assert words in title_block(subject) and words in record_section(subject)
        assert words not in title_block(gather(run, whole, lang)) and "12" in title_block(subject)


def test_stages_rise_and_have_words(run):
    seen = []
    analyse(run, stage=lambda what, done: seen.append((what, done)))
    shares = [done for _, done in seen]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] < 1
    for lang in LANGUAGES:
        assert all(put(what, lang) for what, _ in seen)
    titles = {what.key for what, _ in seen}
    assert titles == {"stage_images", "stage_of"} and len({put(what) for what, _ in seen}) > 10
    assert "stage_of" in table("zh")


def test_the_atlas_of_a_sample_shows_fewer_images_and_says_so(run, monkeypatch, tmp_path):
    whole = analyse(run)
    monkeypatch.setattr(shown_images, "ROOM", 1)
    monkeypatch.setattr(shown_images, "FEWEST", 6)
    assert shown_images.narrowed(whole, 2, 0) is whole and shown_images.counts(whole.evidence, whole.evidence) == {}
    monkeypatch.setattr(module, "sampled", partial(sampled, most=8))
    found = analyse(run)
    few = shown_images.narrowed(found, 2, 0)
    assert len(few.evidence.images) == len(few.evidence.parts) == len(few.evidence.reconstruction) == 6
    assert few.differences is found.differences and (few.use.importance == found.use.importance).all()
    assert few.use.top_images.max() < 6 and (few.parts is None or len(few.parts.found.presence) == 6)
    for m, h in np.argwhere(few.use.top_images[..., 0] >= 0).tolist():  # naive: the largest code among those shown
        values = np.where(few.evidence.codes.indices[:, m] == h, few.evidence.codes.values[:, m], 0)
        assert np.abs(values).sum(1).argmax() == few.use.top_images[m, h, 0]
    text = (write_atlas(run, found, out=tmp_path / "atlas")[0].parent / "data.js").read_text()
    assert '"sampled":{"shown":6,"analysed":8,"of":12}' in text.replace(" ", "")
    assert '"sampled"' not in (write_atlas(run, whole, out=tmp_path / "whole")[0].parent / "data.js").read_text()


def test_of_few_images_libraries_compute_in_one_thread(run, monkeypatch):
    def threads():
        seen = []
        with use_threads(2):
            analyse(run, stage=lambda what, done: seen.append((what.key, torch.get_num_threads())))
        return {number for key, number in seen if key != "stage_images"}

    assert threads() == {1}
    monkeypatch.setattr(feature_analysis, "SMALL", 0)
    assert threads() == {2}
