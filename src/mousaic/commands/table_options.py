"""How tables are written, as every command that writes some is asked."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

Raw = Annotated[
    bool,
    Parameter(
        negative=(),
        help="Tables hold names as they are, for programs: a spreadsheet takes names such as =1+1 for formulas.",
    ),
]
