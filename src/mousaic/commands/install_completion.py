"""``mousaic --install-completion``: the shell completes commands and options."""

from __future__ import annotations

from typing import Literal

from mousaic.console import printable
from mousaic.errors import MousaicError


def install_completion(*, shell: Literal["bash", "zsh", "fish"] | None = None) -> None:
    """Let the shell complete commands and options: a file for it, and a line in its start-up file.

    Parameters
    ----------
    shell
        Whose completion it is [default: the shell that this runs in].
    """
    from cyclopts.completion.detect import ShellDetectionError

    from mousaic.cli import app

    try:
        place = app.install_completion(shell=shell)
    except ShellDetectionError as error:
        raise MousaicError("The shell is not known: name it with --shell bash, zsh or fish.") from error
    printable(f"{place}: completion of commands and options, in every shell that is opened from now on")
