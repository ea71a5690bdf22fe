"""Every file of a run that is read back, with one bit flipped, cut short, or something else, given to every command."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.attack_ground import READ_BACK, Ended, Ground, Table

Damage = Callable[[Path, random.Random], None]
COMMANDS: dict[str, tuple[str, ...]] = {
    "show": ("show", "RUN"),
    "evaluate": ("evaluate", "RUN", "IMAGES", "--json"),
    "encode": ("encode", "RUN", "IMAGES", "--out", "OUT/codes.csv", "--overwrite"),
    "reconstruct": ("reconstruct", "RUN", "IMAGES", "--out", "OUT/made", "--overwrite"),
    "features": ("features", "RUN", "--json"),
    "parts": ("parts", "RUN"),
    "report": ("report", "RUN", "--out", "OUT/page.html", "--overwrite"),
    "atlas": ("atlas", "RUN", "--out", "OUT/atlas"),
    "combine": ("combine", "RUN", "--out", "OUT/combined", "--overwrite", "--no-report", "--quiet"),
    "resume": ("train", "--resume", "RUN", "--quiet"),
}
SAME = {"encode": "codes.csv", "report": "page.html", "atlas": "atlas/data.js"}
"""What a command that went well must have written as from the undamaged run."""


def flip(path: Path, chance: random.Random) -> None:
    """One bit."""
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    """The end is gone."""
    os.truncate(path, chance.randrange(path.stat().st_size))


def pipe(path: Path, chance: random.Random) -> None:
    """A pipe that nobody writes to."""
    path.unlink()
    os.mkfifo(path)


def device(path: Path, chance: random.Random) -> None:
    """A link to a device without end."""
    path.unlink()
    path.symlink_to("/dev/zero")


OFTEN, FEW = ("one bit flipped", "cut short"), ("show", "evaluate", "resume")
"""What every command is tried with; and the commands that the rest is tried with."""
DAMAGES: dict[str, Damage] = {"one bit flipped": flip, "cut short": cut, "a pipe": pipe, "a link to a device": device}


def attack_files(ground: Ground, flips: int, cuts: int, seed: int) -> Iterator[Table]:
    """A line for each kind of damage: survived is a refusal in one sentence, or the very result of the whole run."""
    times = {"one bit flipped": flips, "cut short": cuts, "a pipe": 1, "a link to a device": 1}
    expected = {(which, name): _result(ground, which, name) for which in ("whole", "half") for name in COMMANDS}
    for kind, damage in DAMAGES.items():
        if not times[kind]:
            continue
        tried, lost = 0, []
        commands = tuple(COMMANDS) if kind in OFTEN else FEW
        for which, file, name, number in _cases(ground, times[kind], commands):
            chance = random.Random(f"{seed} {kind} {which} {file} {name} {number}")
            run = ground.fresh(getattr(ground, which))
            damage(run / file, chance)
            ended, result = _run(ground, name)
            tried += 1
            if not ended.calm or (ended.code == 0 and result != expected[which, name][1]):
                lost.append(f"{which}/{file}, {name}, {number}: {ended.code} {(ended.err or ended.out)[-1500:]}")
        said = "every command" if kind in OFTEN else ", ".join(FEW)
        yield Table(f"Files read back: {kind}, every file with {said}", tried, tried - len(lost), tuple(lost))


def _cases(ground: Ground, times: int, commands: tuple[str, ...]) -> Iterator[tuple[str, str, str, int]]:
    for file in READ_BACK:
        for name in commands:
            for number in range(times):
                yield "whole", file, name, number
    for file in READ_BACK:
        if (ground.half / file).is_file():
            for number in range(3 * times):  # what a training goes on from
                yield "half", file, "resume", number


def _result(ground: Ground, which: str, name: str) -> tuple[Ended, str]:
    """Of the undamaged run."""
    ground.fresh(getattr(ground, which))
    return _run(ground, name)


def _run(ground: Ground, name: str) -> tuple[Ended, str]:
    """How the command ended, and what it found out."""
    places = {"RUN": ground.run, "IMAGES": ground.images, "OUT": ground.folder / "out"}
    (ground.folder / "out").mkdir(exist_ok=True)
    words = [_put(word, places) for word in COMMANDS[name]]
    ended = ground.command(*words)
    if name == "resume":
        model = ground.run / "model.safetensors"
        return ended, model.read_bytes().hex() if model.is_file() else ""
    if ended.code or name not in SAME:
        return ended, ended.out
    return ended, (ground.folder / "out" / SAME[name]).read_text(errors="replace")


def _put(word: str, places: dict[str, Path]) -> str:
    for name, place in places.items():
        word = word.replace(name, str(place))
    return word
