"""What a file name says beside its running number: the smear of ``smear03_cell12``, the well of ``A01_s1``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

SUBJECTS = (
    "patient subject subj sub donor participant person animal mouse mice rat pig dog cat monkey zebrafish fish fly "
    "flies larva embryo plant organism",
    "brain heart liver kidney lung eye retina tumor tumour organ organoid biopsy specimen sample",
    "slide smear block culture dish coverslip blot gel core tissue film",
    "video clip movie recording rec sequence seq stack",
)
"""Words before the name of what is photographed several times, the largest things first: a mouse has several slides."""
COUNTERS = (
    "cell nucleus nuclei section sec slice frame img image im pic picture photo dsc dscn dscf imgp gopr scan crop tile "
    "patch field fov site view pos position roi region part channel copy rep replicate no nr num number n idx index "
    "plane depth layer time timepoint snapshot snap screenshot"
)
LETTERS = "s w c f z t p i x y"
"""Single letters that count sites, wavelengths, channels, fields, planes, times and the like at the end of a name."""
VIEWS = (
    "left right l r od os front back top bottom dorsal ventral anterior posterior dapi gfp rfp yfp cfp cy mcherry bf "
    "brightfield phase raw mask"
)
"""Words without a number that tell the pictures of one thing apart."""
RANK = {word: rank for rank, words in enumerate(SUBJECTS) for word in words.split()}
SIDES = frozenset(VIEWS.split())
COUNTS = frozenset(f"{COUNTERS} ch".split())
SHORT = frozenset(LETTERS.split())
DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])([-.])(?:0[1-9]|1[0-2])\2(?:19|20)\d\d)"
    r"(?:(?:[T_\- ]+| at )(?:[01]\d|2[0-3])([-.:h]?)[0-5]\d(?:\3[0-5]\d)?(?!\d))?(?!\d)"
)
"""A day, and a time of day behind it."""
PIECE = re.compile(r"(?<![^\W\d_])(?:[rR]\d{1,2}[cC]\d{1,2}|[A-P](?:0?[1-9]|1\d|2[0-4]))(?![\d])|[^\W\d_]+\d*|\d+")
WELL = re.compile(r"[rR]\d{1,2}[cC]\d{1,2}|[A-P](?:0?[1-9]|1\d|2[0-4])")
LAST = frozenset("abcdefgh")
"""Letters behind a number that tell its images apart."""


class Unit(NamedTuple):
    """A word with its number, or one of the two."""

    text: str
    """As it is written."""
    word: str
    """In small letters; "" of a number alone."""
    number: str
    """Without zeros in front; "" where there is none."""

    @property
    def key(self) -> str:
        """Equal for what is the same but for capitals and zeros in front."""
        return self.word + self.number


class Key(NamedTuple):
    """What the name of one file has in common with others of its group."""

    name: str
    """Equal for the files of a group; "" where the name says nothing."""
    text: str
    """The same as it is written in this name."""
    kind: str
    """``subject`` (a word that names what is photographed), ``stem``, ``word`` (a stem without a number), or ``""``."""
    counter: str
    """The running number that was left out, as it is written; ""."""
    day: str
    """A date in the name; ""."""


def name_keys(names: Sequence[str]) -> list[Key]:
    """The key of each file name (without its folders), in their order.

    A name is a row of words with numbers. If one is a known word for what is photographed (mouse7, smear03), that is
    the key; of several the largest thing. Else dates, and at the end whatever counts (a number, cell12, s1), are left
    out, and the rest is the key. Where the last word with a number is the same word in all names, it counts, too.

    Examples:
        >>> [key.text for key in name_keys(["smear03_cell12.png", "A01_s1.tif", "mouse7_2021-03-04_001.png"])]
        ['smear03', 'A01', 'mouse7']
        >>> [key.text for key in name_keys(["IMG_0001.jpg", "clip_000123.png"])]
        ['', 'clip']
    """
    split = [_units(name.rsplit(".", 1)[0] if "." in name else name) for name in names]
    last = Counter(units[-1].word for units, _ in split if len(units) > 1 and units[-1].number)
    common = next((word for word, count in last.items() if word and count == len(split) > 1), None)
    return [_key(units, day, common) for units, day in split]


def _units(stem: str) -> tuple[list[Unit], str]:
    """The stem's words and numbers, and its date."""
    found = DATE.search(stem)
    day = found.group(0) if found else ""
    pieces: list[str] = []
    for piece in PIECE.findall(DATE.sub(" ", stem)):
        before = pieces[-1].casefold() if pieces else ""
        # "section_017" and "mouse_A": the word and its name belong together.
        named = before in RANK and piece.casefold() not in COUNTS and (piece.isdigit() or len(piece) == 1)
        if named or (piece.isdigit() and before in COUNTS | SHORT):
            pieces[-1] += piece if piece.isdigit() else f"_{piece}"
        else:
            pieces.append(piece)
    return [_unit(piece) for piece in pieces], day


def _parted(piece: str) -> tuple[str, str]:
    """The word and the digits behind it."""
    word = piece.rstrip("0123456789")
    return word, piece[len(word) :]


def _unit(piece: str) -> Unit:
    word, number = _parted(piece)
    return Unit(piece, word.casefold(), (number.lstrip("0") or "0") if number else "")


def _key(units: list[Unit], day: str, common: str | None) -> Key:
    named = [unit for unit in units if _subject(unit)]
    if len(named) == 1 and units[-1] is named[0] and not any(unit.number for unit in units[:-1]):
        # "clip_000123": the number runs, and names no clip.
        word, digits = _parted(named[0].text)
        return _keyed([*units[:-1], _unit(word.rstrip("_"))], digits, day)
    if named:
        first = min(RANK[_subject(unit)] for unit in named)
        counter = next((_parted(unit.text)[1] for unit in reversed(units) if unit.number and unit not in named), "")
        return _keyed([unit for unit in named if RANK[_subject(unit)] == first], counter, day, "subject")
    kept, counter = list(units), ""
    while kept and _counts(kept[-1], common, bool(counter)):
        if len(kept) == 1 and kept[0].number and counter:
            break  # of "p3_12" and "img003_12" the first
        last = kept.pop()
        counter = _parted(last.text)[1] or (last.text if last.word in SIDES else counter)
    if len(kept) > 1 and kept[-1].text in LAST and kept[-2].number and not counter:
        counter = kept.pop().text  # 012a, 012b
    return _keyed(kept if counter else [], counter, day)


def _keyed(kept: Sequence[Unit], counter: str, day: str, kind: str = "") -> Key:
    kind = kind or ("stem" if any(unit.number for unit in kept) else "word" if kept else "")
    return Key("_".join(unit.key for unit in kept), "_".join(unit.text for unit in kept), kind, counter, day)


def _subject(unit: Unit) -> str:
    """The known word of a unit that names something photographed; "" of any other."""
    word = unit.word.partition("_")[0]
    return word if word in RANK and (unit.number or "_" in unit.word) else ""


def _counts(unit: Unit, common: str | None, counted: bool) -> bool:
    """Whether this counts images at the end of a name; a number alone does if none was ``counted`` behind it."""
    if WELL.fullmatch(unit.text):
        return False
    if not unit.word:
        return not counted
    if unit.word in SIDES:
        return not unit.number
    return unit.word in COUNTS or (bool(unit.number) and (unit.word in SHORT or unit.word == common))
