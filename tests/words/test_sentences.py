"""Sentences in files for programs keep key and values, and an English text that serves where nothing else does."""

from __future__ import annotations

import json

import pytest

from mousaic.errors import MousaicError
from mousaic.said import told, verbatim
from mousaic.words.put import put
from mousaic.words.sentences import sentence_json, sentence_words

SAID = told("shortcuts_some", listed=[told("shortcut_listed", name=told("brightness"), auc=0.9, p=0.001)])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_sentence_goes_into_a_file_and_is_worded_again(lang):
    data = json.loads(json.dumps(sentence_json(SAID), allow_nan=False))
    assert data["key"] == "shortcuts_some" and data["values"]["listed"][0]["values"]["auc"] == 0.9
    assert data["text"] == put(SAID) and "by brightness alone (AUC 0.90, p = 0.001)" in data["text"]
    assert sentence_words(data, lang) == put(SAID, lang)


def test_of_vectors_the_text_speaks_of_rows():
    said = told("folds_few", folds=2, share=0.5)
    assert "50 % of the rows" in sentence_json(said, grid=False)["text"]
    assert sentence_json(said, grid=False)["values"] == sentence_json(said)["values"]
    assert "50 % of the images" in sentence_json(said)["text"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_other_versions_wrote_stays_as_it_is(lang):
    assert sentence_words("As it was {said}.", lang) == "As it was {said}."
    assert sentence_words(sentence_json(verbatim("So.")), lang) == "So."
    later = {"key": "of_a_later_version", "values": {"x": 1}, "text": "What it said."}
    assert sentence_words(later, lang) == "What it said."
    assert sentence_words(later | {"key": "by_class_same"}, lang) == "What it said."  # without the value p
    with pytest.raises(MousaicError, match="nothing that was said"):
        sentence_words(3)
