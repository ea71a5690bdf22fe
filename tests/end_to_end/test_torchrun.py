"""Members over processes: the bytes of one process, whoever of them dies or is stopped."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from mousaic.cli import main
from mousaic.training.ranks.leader import Leader
from mousaic.training.ranks.lost import UNTOLD
from tests.end_to_end.processes import Command
from tests.end_to_end.running import run_command
from tests.end_to_end.test_interrupted import checkpointed, contents, figures_of, wait_for


def tiny(epochs: int = 3, **more: object) -> list[str]:
    """Options of a training of so many epochs of moments."""
    options = {"size": 16, "features": 30, "k": 4, "copies": 2, "threads": 1, "epochs": epochs} | more
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return [*words, "--no-report", "--quiet"]


KINDS = {
    "by gradients, in time revived": (2, tiny(preset="report", members=3, revive=0.9)),
    "compiled": (2, tiny(preset="report", members=3, backend="compiled")),
    "independent members": (2, tiny(members=4)),
}
TO_BE_ENDED = tiny(4000, preset="report", members=4)


def start(*arguments: str | Path, processes: int = 1) -> Command:
    """``mousaic train``, of so many processes; ``torchrun`` itself starts them in ``test_cluster_page``."""
    return Command("train", *arguments, processes=processes)


def told_late(arguments: list[str]) -> None:
    """The command, in processes that torchrun would end before they have said why."""
    end = Leader.end

    def at_last(leader: Leader) -> None:
        time.sleep(1)
        end(leader)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Leader, "end", at_last)
        main(arguments)


def ranks_of(torchrun: int) -> list[int]:
    """The processes that torchrun started, the first first."""
    children = Path(f"/proc/{torchrun}/task/{torchrun}/children").read_text().split()
    return sorted(map(int, children))


def ours(text: str) -> list[str]:
    """What mousaic said, between what torchrun did."""
    return re.findall(r"^(?:mousaic:|Stopped).*$", text, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_the_bytes_of_one_process(
    kind: str, small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    processes, options = KINDS[kind]
    run_command(capsys, "train", small_set, *options, "--out", tmp_path / "one")
    process = start(small_set, *options, "--out", tmp_path / "more", processes=processes)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert out.split() == [str(tmp_path / "more")], "one of them speaks"
    assert contents(tmp_path / "one") == contents(tmp_path / "more")
    assert figures_of(tmp_path / "one") == figures_of(tmp_path / "more")


@pytest.mark.skipif(sys.platform != "linux", reason="who started whom is read from /proc")
@pytest.mark.parametrize("dying", [0, 1])
def test_one_of_them_dies(dying: int, small_set: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    process = Command("train", small_set, *TO_BE_ENDED, "--out", run, processes=2, task=told_late)
    assert wait_for(lambda: checkpointed(run) >= 1, process)
    os.kill(ranks_of(process.pid)[dying], signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert process.returncode != 0
    (said,) = ours(out + err) or [out + err]
    if dying:
        assert said.startswith(f"mousaic: One of the processes has ended before the training of {run} was done")
        assert said.endswith(f"mousaic train --resume {run}")
    else:
        assert said == f"mousaic: {UNTOLD}"


def test_killed_or_stopped_it_goes_on_in_any_number(
    small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Begun by two, all killed; gone on with by three, stopped by Ctrl-C; brought to its end by one."""
    run, options = tmp_path / "run", tiny(150, preset="report", members=4)
    process = start(small_set, *options, "--out", run, processes=2)
    assert wait_for(lambda: checkpointed(run) >= 2, process)
    for each in (process.pid, *ranks_of(process.pid)):
        os.kill(each, signal.SIGKILL)
    process.communicate(timeout=60)
    before = checkpointed(run)
    process = start("--resume", run, "--no-report", processes=3)
    assert wait_for(lambda: checkpointed(run) > before, process)
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert ours(out + err) == [f"Stopped and saved. Go on with: mousaic train --resume {run}"]
    assert before < checkpointed(run) < 150
    run_command(capsys, "train", "--resume", run, "--no-report", "--quiet")
    run_command(capsys, "train", small_set, *options, "--out", tmp_path / "one")
    assert contents(tmp_path / "one") == contents(run)
    assert figures_of(tmp_path / "one") == figures_of(run)
