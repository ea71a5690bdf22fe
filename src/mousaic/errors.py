"""The one kind of error a user is expected to mend."""


class MousaicError(Exception):
    """A problem the user can mend.

    The message is one sentence that names the file or the value and says what to do.
    The command prints it without a traceback and exits with code 2.
    """


class OneTask(Exception):
    """One task of a study was done and kept, or all were counted: who concludes from all of them has to stop here."""

    def __init__(self, tasks: int) -> None:
        """``tasks``: of the study."""
        super().__init__(f"one of {tasks} tasks")
        self.tasks = tasks


def nearest(value: str, known: list[str]) -> str:
    """A hint such as ``"; did you mean 'fresh'?"``, or nothing when no known word is close.

    Examples:
        >>> nearest("fersh", ["fixed", "fresh", "none"])
        "; did you mean 'fresh'?"
        >>> nearest("xyz", ["fixed", "fresh", "none"])
        ''
    """
    import difflib

    close = difflib.get_close_matches(value, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def in_one_line(error: Exception) -> str:
    """What went wrong, to stand in a sentence: ours as they are, others with their kind; no full stop at the end."""
    reason = str(error) if isinstance(error, MousaicError) else f"{type(error).__name__}: {error}"
    return " ".join(reason.split()).rstrip(".")
