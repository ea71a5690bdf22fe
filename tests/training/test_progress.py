from __future__ import annotations

import io
import re
import subprocess
import sys
import time

import pytest

from mousaic import said
from mousaic.training.default_progress import default_progress
from mousaic.training.progress import LiveLine, PlainLines, Silent, as_stage, clock

ROW = {"epoch": 1, "loss": 0.0123, "pearson": 0.456, "images_per_second": 789.4, "validation_pearson": 0.321}


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(progress, stream, epochs=(1, 2)):
    progress.start(epochs[0] - 1, 2)
    for epoch in epochs:
        progress.batch(epoch, 5, 10)
        progress.epoch(ROW | {"epoch": epoch})
    progress.finish()
    return stream.getvalue()


def test_one_plain_line_an_epoch_where_it_is_no_terminal():
    stream = io.StringIO()
    progress = default_progress(stream=stream)
    assert isinstance(progress, PlainLines)
    lines = told(progress, stream).splitlines()
    assert len(lines) == 2
    for word in ("epoch 1/2", "loss 0.0123", "r 0.456", "held-out r 0.321", "789 images/s", "left"):
        assert word in lines[0]
    assert "epoch 2/2" in lines[1] and "00:00 left" in lines[1]


@pytest.mark.parametrize(("columns", "bar"), [(120, True), (80, False), (30, False)])
def test_one_live_line_on_a_terminal(monkeypatch, columns, bar):
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    progress = default_progress(stream=stream)
    assert isinstance(progress, LiveLine)
    text = told(progress, stream)
    assert text.count("\n") == 1 and text.removesuffix("\x1b[?25h").endswith("\n")  # the cursor is shown again
    last = re.sub(r"\x1b\[[?\d;]*[a-zA-Z]", "", text).split("\r")[-1].rstrip()
    assert ("\u2501" in last) == bar and len(last) <= columns
    for word in (
        "epoch 2/2",
        "loss 0.0123",
        *(("r 0.456", "held-out r 0.321", "789 images/s") if columns > 30 else ()),
    ):
        assert word in last


def test_a_resumed_training_goes_on_where_it_was(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream, plain = Terminal(), io.StringIO()
    assert "epoch 2/2" in told(LiveLine(stream), stream, (2,)) and "epoch 1/2" not in stream.getvalue()
    assert told(PlainLines(plain), plain, (2,)).startswith("epoch 2/2")


def test_the_live_line_is_drawn_ten_times_a_second_at_most(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    progress = LiveLine(stream)
    progress.start(0, 100)
    began = time.monotonic()
    while time.monotonic() - began < 0.35:
        progress.batch(1, 1, 10)
        progress.epoch(ROW)
    # At the start rich draws the empty line once, too.
    assert 3 <= stream.getvalue().count("\r") <= 6


def test_a_terminal_that_cannot_redraw_gets_plain_lines(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(default_progress(stream=Terminal()), PlainLines)


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "00:00"), (65, "01:05"), (3723, "1:02:03")])
def test_time_left_is_a_clock(seconds, text):
    assert clock(seconds) == text


def test_quiet_says_nothing():
    assert isinstance(default_progress(quiet=True), Silent)


def test_rich_is_not_imported_before_there_is_something_to_draw():
    code = "import sys, mousaic.training.progress; sys.exit('rich.progress' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_stages_are_told_seldom_in_plain_lines_and_with_the_time_left(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    stream = io.StringIO()
    progress = PlainLines(stream, words=lambda said: f"{said.values.get('left', '')} {said.key}".strip())
    for done in (0.0, 0.1, 0.2, 0.5, 0.6):
        progress.stage(said.told(f"at {done}"), done)
        now[0] += 4.0
    lines = stream.getvalue().splitlines()
    assert [line.split("  ")[1] for line in lines] == ["at 0.2", "at 0.6"]
    assert lines[0].endswith("00:32 time_left") and lines[1].endswith("00:11 time_left")


def test_a_live_stage_is_wiped_away_before_other_lines(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    progress = default_progress(stream=stream, words=lambda said: said.key)
    progress.stage(said.told("testing"), 0.5)
    assert "testing" in stream.getvalue()
    progress.finish()
    progress.finish()
    assert "\x1b[2K" in stream.getvalue().rsplit("testing", 1)[1]
    assert "epoch 2/2" in told(progress, stream)


def test_a_training_is_a_stage_of_longer_work():
    seen = []
    within = as_stage(lambda what, done: seen.append(round(done, 3)), said.told("second"), 1, 4, 2)
    told(within, io.StringIO())
    assert seen == [0.25, 0.375, 0.625]
