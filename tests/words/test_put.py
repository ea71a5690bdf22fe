"""All tables of words: every language says everything, with the same places; and how values stand in the words."""

from __future__ import annotations

import ast
import inspect
import string
from collections import Counter
from importlib import import_module

import pytest

from mousaic.errors import MousaicError
from mousaic.said import Said, said_from_json, told, verbatim
from mousaic.words import put as put_module
from mousaic.words.put import LANGUAGES, add_words, put, put_all, say, table, topics


def places(text: str) -> Counter[str]:
    """The names of the places, each as often as it stands there."""
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_all_languages_have_the_same_topics_keys_and_places():
    english = dict(topics("en"))
    assert english and all(words for words in english.values())
    for lang in LANGUAGES:
        found = dict(topics(lang))
        assert found.keys() == english.keys()
        for topic, words in found.items():
            assert words.keys() == english[topic].keys(), (lang, topic)
            for key, text in words.items():
                assert set(places(text)) == set(places(english[topic][key])), (lang, topic, key)
                assert text.strip() or key == "full_stop", (lang, topic, key)
                assert text.replace("\n", "").isprintable(), (lang, topic, key)  # a page shows others as escapes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_is_given_twice(lang):
    counted: Counter[str] = Counter()
    for topic, _ in topics(lang):
        tree = ast.parse(inspect.getsource(import_module(f"mousaic.words.{lang}.{topic}")))
        (words,) = (node.value for node in tree.body if isinstance(node, ast.AnnAssign))
        assert isinstance(words, ast.Dict)
        counted.update(key.value for key in words.keys if isinstance(key, ast.Constant))
    assert [key for key, count in counted.items() if count > 1] == []
    assert counted.keys() == table(lang).keys()


def test_words_of_an_unknown_language_or_key_are_an_error():
    with pytest.raises(MousaicError, match="no language 'fr'"):
        say("brightness", "fr")
    with pytest.raises(KeyError):
        say("no such key")


def test_values_in_words():
    assert put(told("by_class_differs", name="a\nb", p=0.0312)) == say("by_class_differs", name="a\\nb", p=0.0312)
    assert put("as it is", "zh") == "as it is" and put(verbatim("{so}"), "zh") == "{so}"
    nested = told("shortcuts_some", listed=[told("brightness"), told("contrast")])
    assert "brightness and contrast" in put(nested) and "亮度、对比度" in put(nested, "zh")
    assert put_all([verbatim("A."), verbatim(""), verbatim("B.")]) == "A. B."
    assert put_all(["甲。", None, verbatim("乙。")], "zh") == "甲。乙。"
    assert put_all([verbatim("A."), verbatim("B.")], "zh") == "A. B."


@pytest.fixture
def words():
    """Words that only these tests have."""
    english = {
        "t_pairs": "{pairs:; | and |}{more}", "t_wide": "{name:6}|", "t_numbers": "{r:, |.2f}", "t_p": "{p:p}",
        "t_joined": "{r:.1f}",
    }  # fmt: skip
    for lang in LANGUAGES:
        add_words(lang, english)
    yield
    for lang in LANGUAGES:
        put_module._ADDED[lang].clear()
    put_module._table.cache_clear()


@pytest.mark.usefixtures("words")
def test_lists_stand_as_their_place_asks():
    assert say("t_pairs", pairs=[["a", "b"], ["c\n", "d"]], more=told("and_more", count=1200)) == (
        "a and b; c\\n and d and 1,200 more"
    )
    assert say("t_pairs", "zh", pairs=[["a", "b"]], more=None) == "a and b"
    assert say("t_numbers", r=[0.123, 4]) == "0.12, 4.00" and say("t_joined", r=[0.26, 1.0]) == "0.3 and 1.0"
    assert say("t_wide", name="abc") == "abc   |" and say("t_wide", name="abcdefgh") == "abcdefgh|"


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_a_number_that_is_not_there_is_a_dash(nothing):
    assert say("t_p", p=nothing) == say("t_joined", r=nothing) == "\u2013"
    assert put(None) == ""


def test_a_sentence_begins_with_a_capital_where_the_words_say_so():
    claim = told("winner_alone", title=told("method_mean"), r=0.5)
    assert put(claim).startswith("only mean image was compared")
    assert put(told("verdict", claim=claim)) == "Only mean image was compared: held-out r 0.500."
    assert put(told("verdict", claim=verbatim(""))) == "" and put(told("verdict", claim=verbatim("{so}"))) == "{so}"


@pytest.mark.parametrize(
    ("value", "words"), [(0.1234, "0.123"), (-0.0005, "-0.001"), (0.00042, "0.0004"), (-3e-9, "-3e-09"), (0.0, "0.000")]
)
def test_a_difference_shows_its_side_of_zero(value, words):
    assert put(told("difference_clear", mean=value, low=0, high=0)).startswith(f"the difference of {words} is clear")


def test_said_goes_through_json_and_back():
    said = told("k", count=3, share=0.5, listed=[told("inner", name="x"), "text"], nothing=None, endless=float("inf"))
    data = said.to_json()
    assert data["values"]["endless"] is None
    assert said_from_json(data) == Said("k", {**said.values, "endless": None})
    assert said_from_json("plain words") == verbatim("plain words")
    with pytest.raises(MousaicError):
        said_from_json(3)
