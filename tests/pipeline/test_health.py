"""``mousaic doctor``: a fit machine passes, and each thing that is wrong has its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from mousaic.cli import main
from mousaic.pipeline import health
from tests.end_to_end.running import run_command


def test_this_machine_is_fit(tmp_path, capsys):
    out, _ = run_command(capsys, "doctor", tmp_path)
    assert "BAD" not in out and "of the same bytes" in out and out.strip().endswith("All is well.")
    assert not any(tmp_path.iterdir())


def test_what_is_wrong_is_said_with_its_remedy(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        health, "_wanted", lambda: iter([("numpy", "99.0"), ("no-such-package", "1.0"), ("torch", "2.0")])
    )
    monkeypatch.setattr(health, "free_memory", lambda: 2**30)
    monkeypatch.setattr(health, "processors", lambda: 0)
    out, _ = run_command(capsys, "doctor", "--quick", tmp_path / "nowhere", code=2)
    assert "pip install 'numpy>=99.0' 'no-such-package>=1.0'" in out and "'torch" not in out.split("pip install")[1]
    for remedy in ("close other programs", "set OMP_NUM_THREADS", "give mousaic train --out one"):
        assert remedy in out
    out, _ = run_command(capsys, "doctor", "--quick", "--lang", "zh", tmp_path, code=2)
    assert "关闭其他程序" in out


def test_a_training_that_fails_or_changes_is_found(monkeypatch):
    def broken() -> None:
        raise RuntimeError("no kernel")

    monkeypatch.setattr(health, "_train_twice", broken)
    found = health.tried()
    assert found.said.key == "doctor_failed" and "no kernel" in found.said.values["why"] and found.remedy is not None
    monkeypatch.setattr(health, "_train_twice", lambda: health.told("doctor_other_bytes"))
    assert health.tried().said.key == "doctor_other_bytes" and health.tried().remedy is not None


def test_another_seed_gives_other_bytes_and_would_be_seen(monkeypatch):
    seeds = iter([0, 1])
    from mousaic.pipeline import training_run

    train = training_run.train
    monkeypatch.setattr(training_run, "train", lambda images, **more: train(images, seed=next(seeds), **more))
    found = health._train_twice()
    assert found is not None and found.key == "doctor_other_bytes"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_put_where_the_shell_looks(shell, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    out, _ = run_command(capsys, "--install-completion", "--shell", shell)
    place = Path(out.partition(": ")[0])
    assert place.is_relative_to(tmp_path) and "stability" in place.read_text() and "export" in place.read_text()
    with pytest.raises(SystemExit):
        main(["--install-completion", "--shell", "nosuch"])
    assert "choose from bash, zsh, fish" in capsys.readouterr().err
