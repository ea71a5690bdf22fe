"""The one kind of error a user is expected to mend."""


class MousaicError(Exception):
    """A problem the user can mend.

    The message is one sentence that names the file or the value and says what to do.
    The command prints it without a traceback and exits with code 2.
    """


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
