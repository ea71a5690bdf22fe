"""Groups from the folder to the finding: found, kept by the run, and said beside each p where nobody knows them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.feature_analysis import analyse
from mousaic.cli import main
from mousaic.report.findings.feature_findings import headlines
from mousaic.words.put import put
from tests.end_to_end.running import TINY, read_csv, run_command

SAID = "No groups given: this p holds only if every image is independent."


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The same 24 images, once with the smear in their names and once numbered through."""
    root, chance = tmp_path_factory.mktemp("smears"), np.random.default_rng(0)
    for i in range(24):
        pixels = chance.integers(0, 256, (16, 16)).astype(np.uint8)
        for kind, name in (("named", f"smear{i % 12:02d}_cell{i:02d}"), ("numbered", f"{i:02d}")):
            folder = root / kind / ("sick" if i % 2 else "well")
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(folder / f"{name}.png")
    return root


@pytest.fixture(scope="module")
def runs(folders, tmp_path_factory):
    """A finished run of each."""
    root = tmp_path_factory.mktemp("runs")
    for kind in ("named", "numbered"):
        main(["train", str(folders / kind), "--out", str(root / kind), "--quiet", *TINY])
    return root


@pytest.mark.parametrize(("kind", "groups", "origin"), [("named", 12, "names"), ("numbered", 24, "none")])
def test_a_run_keeps_who_named_its_groups(runs, kind, groups, origin):
    rows = read_csv(runs / kind / "split.csv")
    sides = {}
    for row in rows:
        sides.setdefault(row["group"], set()).add(row["part"])
    assert len(sides) == groups and all(len(parts) == 1 for parts in sides.values())
    assert json.loads((runs / kind / "config.json").read_text())["groups_from"] == origin
    lines = [put(line.said) for line in headlines(analyse(mousaic.open_run(runs / kind)))]
    with_p = [line for line in lines if "p = " in line]
    assert with_p and all((SAID in line) == (origin == "none") for line in with_p)


def test_the_report_has_no_tick_where_groups_are_unknown(runs, capsys):
    run_command(capsys, "report", runs / "numbered")
    page = (runs / "numbered" / "report.html").read_text()
    assert SAID in page and 'class="unknown"' in page and "unknown, as no groups were given" in page


def test_intake_shows_them_and_takes_a_pattern(folders, capsys):
    out, _ = run_command(capsys, "intake", folders / "named")
    assert "smear00  2  (well)" in out and "and 4 more" in out
    out, _ = run_command(capsys, "intake", folders / "named", "--groups", "(smear0)", "--json")
    found = json.loads(out)["groups"]
    assert found["from"] == "given" and found["count"] == 1 and found["rows"][0]["images"] == 20
    out, _ = run_command(capsys, "intake", folders / "named", "--groups", "none")
    assert "none given or found" in out


@pytest.mark.parametrize("command", ["intake", "train", "compare", "choose-k"])
def test_a_pattern_that_is_none_is_refused_before_the_work(folders, tmp_path, monkeypatch, capsys, command):
    monkeypatch.chdir(tmp_path)
    out, err = run_command(capsys, command, folders / "named", "--groups", "(smear", code=2)
    assert out == "" and err.startswith("mousaic: --groups (smear is no regular expression") and err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_what_is_missing_is_asked_for(capsys):
    for words, asked in (
        (["intake"], "Which images? Give a folder or a CSV/TSV table: mousaic intake my_images/"),
        (["encode", "run"], "Which images? Give a folder or a CSV/TSV table: mousaic encode runs/my_run my_images/"),
        (["parts"], "Which run?"), (["--versoin"], "did you mean '--version'"), (["trian"], "did you mean 'train'"),
    ):  # fmt: skip
        assert asked in run_command(capsys, *words, code=2)[1]


def test_skipped_files_are_said_by_what_reads_images(folders, runs, tmp_path, capsys):
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for path in (folders / "numbered" / "sick").glob("*.png"):
        (mixed / path.name).write_bytes(path.read_bytes())
    (mixed / "empty.png").touch()
    sheet = tmp_path / "sheet.png"
    _, err = run_command(capsys, "augment", mixed, "--out", sheet, "--size", 16)
    assert err == "Skipped 1: empty.png (the file is empty)\n"
    for words in (["evaluate"], ["encode", "--out", tmp_path / "codes.csv"]):
        command, *options = words
        _, err = run_command(capsys, command, runs / "named", mixed, *options)
        assert err == "Skipped 1: empty.png (the file is empty)\n"
    _, err = run_command(capsys, "intake", runs / "named", code=2)
    assert "is a run folder" in err
