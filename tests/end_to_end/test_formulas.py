"""Classes and files whose names are formulas: no table runs them, and every command still knows them by their names."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from mousaic.table_cells import true_text
from tests.end_to_end.running import read_csv, run_command, tiny

FORMULA = re.compile("[=+\\-@\t\r]")
CLASSES = {"lying": "=HYPERLINK(1)", "standing": "'+plus"}
OPTIONS = [word for word in tiny(members=1, features=24, k=2, epochs=1) if word != "--no-report"] + ["--no-quick-trust"]


@pytest.fixture(scope="module")
def work(small_set, tmp_path_factory):
    folder = tmp_path_factory.mktemp("formulas")
    for number, path in enumerate(sorted(small_set.rglob("*.png"))):
        to = folder / "bars" / CLASSES[path.parent.name] / f"{'=-@'[number % 3]}{path.name}"
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)
    table = [["path", "label", "group"], *([f"bars/{p.parent.name}/{p.name}", p.parent.name, f"-g{i // 2}"]
             for i, p in enumerate(sorted((folder / "bars").rglob("*.png"))))]  # fmt: skip
    with open(folder / "table.csv", "w", newline="") as file:
        csv.writer(file).writerows(table)
    return folder


def cells(folder: Path) -> list[str]:
    found = []
    for path in folder.rglob("*.csv"):
        with open(path, newline="") as file:
            found += [cell for row in csv.reader(file) for cell in row]
    return found


def formulas(folder: Path) -> list[str]:
    """The cells that a spreadsheet would take for formulas: numbers are none."""
    return [cell for cell in cells(folder) if FORMULA.match(cell) and not re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell)]


def test_no_table_holds_a_formula_and_all_commands_know_the_names(work, monkeypatch, capsys):
    monkeypatch.chdir(work)
    run_command(capsys, "train", "table.csv", "--out", "run", *OPTIONS)
    Path("run/atlas/index.html").unlink()
    run_command(capsys, "train", "--resume", "run")
    run_command(capsys, "parts", "run", "bars")
    run_command(capsys, "encode", "run", "table.csv", "--out", "run/codes.csv")
    run_command(capsys, "reconstruct", "run", "table.csv", "--out", "run/made")
    run_command(capsys, "apply", "run", "bars", "--out", "run/seen", "--quiet")
    said, _ = run_command(capsys, "evaluate", "run", "table.csv")
    assert "were trained on" in said
    shutil.move("parts.csv", "run/others.csv")
    assert not formulas(Path("run"))
    kept = read_csv("run/split.csv")
    assert {true_text(row["label"]) for row in kept} == set(CLASSES.values())
    assert {row["label"] for row in kept} == {"'=HYPERLINK(1)", "''+plus"}
    assert any(cell.startswith("-") for cell in cells(Path("run")))


def test_raw_tables_hold_the_names_themselves(work, monkeypatch, capsys):
    monkeypatch.chdir(work)
    run_command(capsys, "train", "bars", "--out", "raw", "--raw", *OPTIONS)
    assert {row["label"] for row in read_csv("raw/split.csv")} == set(CLASSES.values())
    Path("raw/report.html").unlink()
    run_command(capsys, "train", "--resume", "raw")
    run_command(capsys, "features", "raw")
    assert {row["label"] for row in read_csv("raw/analysis/images.csv")} == set(CLASSES.values())
    run_command(capsys, "combine", "raw", "raw", "--join", "average", "--no-report", "--out", "side")
    assert {row["label"] for row in read_csv("side/split.csv")} == set(CLASSES.values()), "as the runs' own are"
    run_command(capsys, "encode", "raw", "bars", "--out", "codes.csv", "--raw")
    assert any(row["path"].startswith("=HYPERLINK") for row in read_csv("codes.csv"))
    run_command(capsys, "choose-k", "bars", "--ks", "2,3", "--out", "k", "--folds", 2, "--size", 16, "--features", 24,
                "--epochs", 1, "--raw")  # fmt: skip
    assert {row["label"] for row in read_csv("k/images.csv")} == set(CLASSES.values())


@pytest.mark.parametrize("how", [["--join", "merge"], ["--join", "average"]], ids=lambda how: how[1])
def test_a_combined_run_has_raw_tables_where_that_is_asked_for(work, how, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(work)
    if not Path("=two").exists():
        run_command(capsys, "train", "bars", "--out", "=two", *tiny(features=24, k=2, epochs=1))
    for name, words in (("plain", []), ("raw", ["--raw"])):
        made = tmp_path / name
        run_command(capsys, "combine", "=two", *how, "--no-report", "--out", made, *words)
        assert ({row["label"] for row in read_csv(made / "split.csv")} == set(CLASSES.values())) == bool(words)
        assert bool(formulas(made)) == bool(words)
        run_command(capsys, "evaluate", made, "bars")
    if "merge" in how:
        assert {"=two/0", "=two/1"} < set(read_csv(tmp_path / "raw" / "analysis" / "consensus.csv")[0])
