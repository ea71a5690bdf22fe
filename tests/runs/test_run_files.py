"""Every file of a run that is read back holds what its schema says, or is refused in one sentence that names it.

The runs are of a version without checksums, so that nothing else refuses what was changed.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
from pathlib import Path

import pytest

import mousaic
from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.report.findings.run_readme import run_readme
from mousaic.report.findings.summary_text import summary_text

KEPT = Path(__file__).parents[1] / "old_runs"
WRONG = [None, True, -1, 0, 2.5, 1e300, 10**30, "", "x" * 131_072, "\0", [], [[]], {}, {"a": []}]


@pytest.fixture
def run(tmp_path):
    """A finished run of the version before checksums."""
    path = Path(shutil.copytree(KEPT / "unchecked", tmp_path / "run"))
    config = path / "config.json"
    config.write_text(config.read_text().replace('"IMAGES"', json.dumps(str(KEPT / "images"))))
    return path


def read_all(path: Path) -> None:
    """All that commands read of a run, without the work they do."""
    run = mousaic.open_run(path)
    _ = run.config, run.history, run.split, run.model
    summary_text(run)
    run_readme(run.record, run.summary, run.learned_from, path)


def test_the_run_itself_can_be_read(run):
    read_all(run)


def places(data, path=()):
    """Every place in a JSON file: keys and numbers of entries; of long lists the first entry alone."""
    inner = data.items() if isinstance(data, dict) else enumerate(data[:1]) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


def changed(data, place, value=None, remove=False):
    found = copy.deepcopy(data)
    inside = found
    for key in place[:-1]:
        inside = inside[key]
    if remove:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return found


@pytest.mark.parametrize("name", ["summary.json", "model.json", "config.json"])
def test_every_key_gone_or_of_another_kind_is_a_sentence_or_no_matter(run, name):
    path, whole = run / name, json.loads((run / name).read_text())
    refused = 0
    for number, place in enumerate(places(whole)):
        variants = [changed(whole, place, remove=True)]
        variants += [changed(whole, place, WRONG[(number + step) % len(WRONG)]) for step in (0, 5)]
        for data in variants:
            path.write_text(json.dumps(data))
            try:
                read_all(run)
            except MousaicError as error:
                assert str(run) in str(error) and "\n" not in str(error) and len(str(error)) < 1000, place
                refused += 1
    assert refused > 20


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("summary.json", '{"originals": 12}'),
        ("model.json", '{"schema": 3, "kind": "mousaic ensemble", "shape": [256]}'),
        ("history.csv", "epoch,loss\n1,nan\n"),
        ("history.csv", "epoch\n"),
        ("split.csv", "path,label,group,part,sha256\na,b,c,test,d\n"),
        ("split.csv", "path,label,group,part,sha256\n"),
        ("split.csv", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1")),
        *((name, "[" * 200_000) for name in ("summary.json", "model.json", "config.json")),
    ],
    ids=lambda value: value[:20],
)
def test_files_that_are_none(run, name, text, capsys):
    (run / name).write_text(text)
    with pytest.raises(MousaicError, match=name.replace(".", r"\.")):
        read_all(run)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize(
    "name", ["config.json", "split.csv", "summary.json", "model.json", "model.safetensors", "history.csv"]
)
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_pipes_and_devices_are_not_waited_for(run, name, kind, capsys):
    (run / name).unlink()
    os.mkfifo(run / name) if kind == "pipe" else (run / name).symlink_to("/dev/zero")
    for words in (["show", run], ["evaluate", run, KEPT / "images"], ["train", "--resume", run]):
        try:
            main([str(word) for word in words])
        except SystemExit as stopped:
            *noted, last = capsys.readouterr().err.splitlines()  # what was noted of the images comes before
            assert stopped.code == 2 and last.startswith("mousaic: ") and not any("mousaic: " in one for one in noted)


def test_of_a_finished_run_the_history_must_be_there(small_set, tmp_path):
    run = mousaic.train(small_set, out=tmp_path / "run", report=False, size=8, features=12, k=2, epochs=2, threads=1)
    for name in ("history.csv", "split.csv"):
        text = (run.path / name).read_text()
        (run.path / name).write_text(text.replace("0", "1", 1))
        with pytest.raises(MousaicError, match=rf"{name}.*checksum"):
            read_all(run.path)
        (run.path / name).write_text(text)
    (run.path / "history.csv").unlink()
    with pytest.raises(MousaicError, match=r"history\.csv"):
        read_all(run.path)
