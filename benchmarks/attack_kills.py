"""Killed (SIGKILL) at random moments, in every phase of a run; and two processes at once in one run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.attack_ground import OPTIONS, Ended, Ground, Table, begin, clear, end

FILES = "model.safetensors", "model.json", "split.csv"


class Phase(NamedTuple):
    """Something that is killed."""

    name: str
    prepare: Callable[[], object]
    words: tuple[object, ...]
    again: Callable[[], tuple[object, ...]]
    """What is called after the kill; it must end well."""
    right: Callable[[], str]
    """What is wrong then; "" for nothing."""
    between: Callable[[], str] = lambda: ""
    """What is wrong between the two."""


def attack_kills(ground: Ground, kills: int, seed: int) -> Iterator[Table]:
    """A line for each phase."""
    for phase in _phases(ground):
        lost, spent = [], _seconds(ground, phase)
        for number in range(kills):
            chance = random.Random(f"{seed} {phase.name} {number}")
            phase.prepare()
            moment = chance.uniform(0.02, 1) * spent
            _killed_after(ground, phase.words, moment)
            wrong = phase.between()
            if not wrong:
                ended = ground.command(*phase.again(), seconds=180)
                wrong = phase.right() if ended.code == 0 and ended.calm else f"{ended.code} {ended.err[-1500:]}"
            if wrong:
                lost.append(f"{phase.name}, after {moment:.2f} s: {wrong}")
        yield Table(f"Killed at a random moment: {phase.name}", kills, kills - len(lost), tuple(lost))


def attack_pairs(ground: Ground, times: int, seed: int) -> Iterator[Table]:
    """A line for each two commands that begin nearly together; one may be refused, and the run is right in the end."""
    phases = {phase.name: phase for phase in _phases(ground)}
    training, pages, anew = phases["the training"], phases["report and atlas"], phases["a new run over an old one"]
    pairs = [
        ("two trainings into one folder", training, training.words, training),
        ("two resumes of one run", pages, pages.words, pages),
        ("a training over the run, and its resume", anew, ("train", "--resume", ground.run), anew),
        ("the atlas, and a training over the run", anew, ("atlas", ground.run), anew),
    ]
    for name, phase, other, judge in pairs:
        lost = []
        for number in range(times):
            chance = random.Random(f"{seed} {name} {number}")
            phase.prepare()
            first = begin([str(word) for word in phase.words], ground.folder)
            time.sleep(chance.uniform(0, 0.5))
            second = begin([str(word) for word in other], ground.folder)
            both = [end(process, 180) for process in (first, second)]
            after = ground.command(*phase.again(), seconds=180)
            if not all(one.calm for one in (*both, after)) or all(one.code for one in both) or after.code:
                lost.append(f"{name}: {[(one.code, one.err[-900:]) for one in (*both, after)]}")
            elif both[0].code == 0 and judge.right():
                lost.append(f"{name}: {judge.right()}")
        yield Table(f"Two processes: {name}", times, times - len(lost), tuple(lost))


def _phases(ground: Ground) -> list[Phase]:
    run, pages, other = ground.run, ground.folder / "pages", ground.folder / "other"
    train = ("train", ground.images, *OPTIONS, "--quiet")
    if not pages.exists():
        for place, words in ((pages, ()), (other, ("--seed", "1", "--no-report"))):
            clear(run)
            ended = ground.command(*train, *words, "--out", run, seconds=180)
            assert ended.code == 0, ended.err
            run.rename(place)
    models = {place: _model(place) for place in (pages, other)}
    reference = contents(pages)

    def bare() -> None:
        clear(run)
        shutil.copytree(pages, run)
        for name in ("atlas", "analysis", "parts"):
            shutil.rmtree(run / name)
        for name in ("report.html", "README.md"):
            (run / name).unlink()

    def whole() -> None:
        clear(run)
        shutil.copytree(pages, run)

    def as_ever() -> str:
        found = contents(run)
        other = [name for name in reference.keys() | found.keys() if reference.get(name) != found.get(name)]
        return f"other files than without the kill: {sorted(other)[:5]}" if other else ""

    def old_or_new() -> str:
        kept = [_model(place) for place in (run, run.with_name(f".{run.name}.old")) if (place / "config.json").exists()]
        return "" if set(kept) & set(models.values()) else "neither the old run nor the new one is there"

    resume, anew = ("train", "--resume", run, "--quiet"), (*train, "--seed", "1", "--no-report", "--out", run)
    beside = run.with_name(f"{run.name}.new")
    return [
        Phase("the training", lambda: clear(run), (*train, "--out", run),
              lambda: resume if run.exists() else (*train, "--out", run), lambda: _wrong(run, models[pages])),
        Phase("report and atlas", bare, resume, lambda: resume, as_ever),
        Phase("the atlas made anew", whole, ("atlas", run), lambda: ("atlas", run), as_ever,
              lambda: "" if (run / "atlas" / "index.html").exists() or _aside(run) else "no atlas is left"),
        Phase("a new run over an old one", whole, (*anew, "--overwrite"),
              lambda: resume if beside.exists() or _model(run) == models[other] else (*anew, "--overwrite"),
              lambda: _wrong(run, models[other]), old_or_new),
    ]  # fmt: skip


def _seconds(ground: Ground, phase: Phase) -> float:
    """How long it takes when nobody kills it."""
    phase.prepare()
    ended = ground.command(*phase.words, seconds=180)
    assert ended.code == 0, ended.err
    return ended.seconds


def _killed_after(ground: Ground, words: tuple[object, ...], moment: float) -> Ended:
    process = begin([str(word) for word in words], ground.folder)
    until = time.monotonic() + moment
    while time.monotonic() < until:
        if os.waitid(os.P_PID, process.number, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            break
        time.sleep(0.001)
    os.kill(process.number, signal.SIGKILL)
    return end(process)


def contents(run: Path) -> dict[str, bytes]:
    """Every file of a run."""
    return {str(path.relative_to(run)): path.read_bytes() for path in run.rglob("*") if path.is_file()}


def _model(run: Path) -> bytes:
    """What the training made; nothing where it did not come so far."""
    paths = [run / name for name in FILES]
    return b"".join(path.read_bytes() for path in paths) if all(path.is_file() for path in paths) else b""


def _wrong(run: Path, model: bytes) -> str:
    litter = [path.name for path in run.rglob("*.partial")]
    return "another model than without the kill" if _model(run) != model else ", ".join(litter)


def _aside(run: Path) -> bool:
    return (run / ".atlas.old" / "index.html").exists()
