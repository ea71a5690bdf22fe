"""What is said, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Callable

from mousaic.images.intake_report import INTAKE, intake_from_dict
from mousaic.report.findings.intake_text import intake_text
from mousaic.said import Said
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put


def spoken(said: Said, lang: str = "en") -> str:
    """The words of what is said; of an intake report its whole text.

    Raises:
        MousaicError: there is no such language.
        KeyError: there are no words for it.
    """
    return intake_text(intake_from_dict(said.values), lang) if said.key == INTAKE else put(said, lang)


class Speaker:
    """Somebody to tell what is said, who writes it down in words: of rows, once an intake has told of vectors."""

    def __init__(self, write: Callable[[str], None], lang: str = "en") -> None:
        self.write, self.lang = write, lang
        self.grid = True
        """Whether it is told of images with rows and columns, as far as is known."""

    def __call__(self, said: Said) -> None:
        if said.key == INTAKE:
            self.grid = not intake_from_dict(said.values).of_vectors
        self.write(spoken(said, spoken_of(self.lang, self.grid)))
