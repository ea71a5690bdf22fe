"""Commands as the tests of whole commands run them."""

from __future__ import annotations

import csv

from mousaic.cli import main


def tiny(**changes):
    """Options of a training that takes a moment."""
    options = {"size": 16, "features": 48, "k": 4, "members": 2, "epochs": 3, "threads": 1} | changes
    words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    return [*words, "--no-report"]


TINY = tiny()


def run_command(capsys, *arguments, code=0):
    """What the command printed (out, err), after checking its exit code and that there was no traceback."""
    capsys.readouterr()
    try:
        main([str(argument) for argument in arguments])
        exited = 0
    except SystemExit as stopped:
        exited = stopped.code or 0
    out, err = capsys.readouterr()
    assert exited == code, out + err
    assert "Traceback" not in out + err
    return out, err


def read_csv(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))
