from __future__ import annotations

import io

from mousaic.training.progress import LiveLine, PlainLines, Silent, default_progress

ROW = {"epoch": 1, "loss": 0.0123, "pearson": 0.456, "images_per_second": 789.4, "validation_pearson": 0.321}


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(progress):
    progress.start(0, 2)
    for epoch in (1, 2):
        progress.batch(epoch, 5, 10)
        progress.epoch(ROW | {"epoch": epoch})
    progress.finish()
    return progress.stream.getvalue()


def test_one_plain_line_an_epoch_where_it_is_no_terminal():
    progress = default_progress(stream=io.StringIO())
    assert isinstance(progress, PlainLines)
    lines = told(progress).splitlines()
    assert len(lines) == 2
    for word in ("epoch 1/2", "loss 0.0123", "r 0.456", "validation r 0.321", "789 images/s", "left"):
        assert word in lines[0]
    assert "epoch 2/2" in lines[1] and "00:00 left" in lines[1]


def test_one_live_line_on_a_terminal():
    progress = default_progress(stream=Terminal())
    assert isinstance(progress, LiveLine)
    text = told(progress)
    assert text.count("\n") == 1 and text.endswith("\n")
    last = text.split("\r")[-1]
    for word in ("epoch 2/2", "loss 0.0123", "r 0.456", "images/s"):
        assert word in last


def test_quiet_says_nothing():
    assert isinstance(default_progress(quiet=True), Silent)
