"""Of vectors every language speaks of rows, and of nothing that it does not mean."""

from __future__ import annotations

import string

import pytest

from mousaic.words.of_rows import OWN, OfRows, of_rows, spoken_of
from mousaic.words.put import LANGUAGES, put, say, table


@pytest.mark.parametrize("lang", LANGUAGES)
def test_places_are_kept_and_the_language_is_itself(lang):
    usual, of_rows = table(lang), table(OfRows(lang))
    assert usual.keys() == of_rows.keys() and usual is table(lang)
    for key, words in usual.items():
        places = [[found[1:] for found in string.Formatter().parse(one)] for one in (words, of_rows[key])]
        assert places[0] == places[1], key
    assert spoken_of(lang, True) is lang and spoken_of(lang, False) == lang and f"{OfRows(lang)}" == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_for_rows_stand_beside_those_for_images(lang):
    own = [key for key in table(lang) if key.endswith(OWN)]
    assert own
    for key in own:
        usual = key.removesuffix(OWN)
        assert usual in table(lang) and table(lang)[usual] != table(OfRows(lang))[usual] == table(lang)[key]
        assert of_rows(table(lang)[key]) == table(lang)[key], key


def test_what_is_said_of_images_is_said_of_rows():
    said = say("trained_on", OfRows("en"), count=3, of=4)
    assert "3 of these 4 rows" in said and "images" in say("trained_on", "en", count=3, of=4)
    assert put(say("parts_none_of_vectors", OfRows("en"))) == say("parts_none_of_vectors", "en")
    assert "向量" in say("trained_on", OfRows("zh"), count=3, of=4)
