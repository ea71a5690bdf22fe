"""Images too small for parts: no command names parts as something that could be had."""

from __future__ import annotations

from tests.end_to_end.running import run_command, tiny


def test_no_parts_are_promised_of_very_small_images(small_set, tmp_path, capsys):
    run = tmp_path / "run"
    run_command(capsys, "train", small_set, *tiny(size=6, features=8, k=2, epochs=1, members=1), "--out", run)
    _, err = run_command(capsys, "parts", run, code=2)
    assert "Train with a --size of 8 or more." in err and err.count("\n") == 1
    said = "".join(run_command(capsys, "export", run, "--to", "csv", "--out", tmp_path / "wide.csv"))
    assert "mousaic parts" not in said and (tmp_path / "wide.csv").is_file()
