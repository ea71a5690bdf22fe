"""The command ``mousaic``. Each subcommand is imported only when it is called, so ``--help`` stays fast."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
from contextlib import suppress
from typing import get_args

from cyclopts import App, CoercionError, CycloptsError, MissingArgumentError, UnknownCommandError

from mousaic.errors import MousaicError, OneTask, nearest
from mousaic.training.ranks.started import joined
from mousaic.version import __version__

COMMANDS = {
    "train": "Train an ensemble on a folder of images; leave a run folder with model, figures and tables.",
    "demo": "Draw a synthetic set of mouse images and train on it.",
    "intake": "Say what a folder of images holds and what would be done to it.",
    "augment": "Draw a sheet of augmented copies, to judge the strengths by eye.",
    "compare": "Compare with PCA and other methods on images that none of them learned from.",
    "classify": "Say how well classes, or a number, are told of images held out, and what tells them; tell new images.",
    "choose-k": "Try several numbers of active features and name the smallest that is about as good as the best.",
    "show": "Print what a run found and where its files are.",
    "evaluate": "Measure a run's model on other images.",
    "reconstruct": "Write a run's reconstructions of images.",
    "encode": "Write the codes of images: which features are active, and how strongly.",
    "features": "Analyse a run's features: their use, their shape, how classes differ, and what could explain it.",
    "parts": "Find the parts of a run's images, without labels, and where each is in every image.",
    "anomaly": "Say which images are unlike those of a run, how far beyond chance, and which parts make them so.",
    "apply": "See a new batch as a run does: what differs, drift, odd images, parts, codes, reconstructions, classes.",
    "stability": "Train again on other samples and say which features come back, beside chance.",
    "submit": "Have SLURM do a study of many trainings: one task in each element of a job array.",
    "combine": "Merge the members of one or more runs into one dictionary of the features most of them have.",
    "diff": "Put two runs side by side: settings, figures on the same held-out images, features and parts.",
    "export": "Write a run for other programs: ONNX, numpy, tables, ImageJ, SAELens, a model hub's folder.",
    "report": "Write everything about a run as one page, report.html, in English or Chinese.",
    "doctor": "Say whether this machine is fit: versions, device, threads, memory, disk, caches, and a small training.",
    "atlas": "Make a page to explore the features of a run, which opens by double click, offline.",
}

app = App(
    name="mousaic",
    version=f"mousaic {__version__}",
    suppress_keyboard_interrupt=False,  # main() says that it stopped
    help="Learn the visual parts of a small folder of images, see them, and know how far to trust them.",
)
for name, text in COMMANDS.items():
    module = name.replace("-", "_")
    app.command(f"mousaic.commands.{module}:{module}", name=name, help=text)
app.command(
    "mousaic.commands.install_completion:install_completion",
    name="--install-completion",
    help="Let the shell (bash, zsh, fish) complete commands and options: adds a file, and a line to its start-up file.",
)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 2 the user can mend it, 130 stopped by the user."""
    # Threads of torch that have nothing to do sleep: they would take the processor from whoever else is at work.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    gc.set_threshold(10_000)  # what torch, numba and matplotlib bring stays: to look through it often is in vain
    atexit.register(gc.freeze)  # and at the end, when Python would look through all of it once more: half a second
    logging.getLogger("matplotlib").addFilter(_matters)
    logging.getLogger("matplotlib.font_manager").addFilter(_matters)
    try:
        with joined() as leads:
            if leads:
                app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except OneTask:  # kept where whoever concludes from all of them finds it
        return
    except MousaicError as error:
        _fail(str(error), 2)
    except CycloptsError as error:
        _fail(_sentence(error), 2)
    except KeyboardInterrupt:
        _fail("Stopped.", 130)
    except BrokenPipeError:  # the reader of our output, such as head, has gone
        _silence()
        raise SystemExit(141) from None
    except OSError as error:  # the system refuses: a full disk behind standard output, a loop of links, ...
        _silence()
        _fail(_refusal(error), 2)


def _matters(record: logging.LogRecord) -> bool:
    """Where matplotlib keeps its list of fonts, and that it makes one, is no news of this command."""
    return not str(record.msg).startswith(
        ("mkdir -p failed", "Matplotlib created a temporary", "Matplotlib is building")
    )


def _silence() -> None:
    """Standard output takes no more: what is left in its buffer must not be tried again at the end."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)


def _refusal(error: OSError) -> str:
    """What the operating system would not do, and with which file."""
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"The output cannot be written ({reason}): write it to another place."
    return f"{error.filename} cannot be used ({reason}): give another place."


def _sentence(error: CycloptsError) -> str:
    """cyclopts' message; ours for a wrong choice, a command that is none, and images or a run that are missing."""
    if isinstance(error, UnknownCommandError) and error.unused_tokens:
        return _unknown(error.unused_tokens[0])
    if isinstance(error, MissingArgumentError) and error.argument is not None and error.command_chain:
        name, command = error.argument.name, " ".join(error.command_chain)
        if name == "DATA":
            first = " runs/my_run" if error.argument.index else ""
            return f"Which images? Give a folder or a CSV/TSV table: mousaic {command}{first} my_images/"
        if name == "RUN":
            return f"Which run? Give the folder that mousaic train printed: mousaic {command} runs/my_images"
    if isinstance(error, CoercionError) and error.token is not None and error.argument is not None:
        choices = _choices(error.argument.hint)
        if choices:
            option, value = error.token.keyword or "The value", error.token.value
            return f"{option} cannot be {value!r}{nearest(value, choices)} (choose from {', '.join(choices)})."
    return " ".join(str(error).split())


def _unknown(word: str) -> str:
    """What is meant by a first word that is neither a command nor an option."""
    known = ["--help", "--version", "--install-completion"] if word.startswith("-") else list(COMMANDS)
    kind = "option" if word.startswith("-") else "command"
    return f"There is no {kind} {word!r}{nearest(word, known)} (known: {', '.join(known)})."


def _choices(kind: object) -> list[str]:
    """The words that a Literal allows, wherever it stands in a type; of any other type, none."""
    return [kind] if isinstance(kind, str) else [word for part in get_args(kind) for word in _choices(part)]


def _fail(message: str, code: int) -> None:
    print(f"mousaic: {message}".encode(errors="backslashreplace").decode(), file=sys.stderr)
    raise SystemExit(code)
