"""Links between docstrings: ``:class:`mousaic.said.Said` `` becomes a link on the pages that ``make docs`` makes.

A name in full has to exist, or the build fails; a short one is set as code.
"""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

ROLE = re.compile(r":(?:class|func|meth|mod|data|attr):`~?([\w.]+)`")


class CrossReferences(Extension):  # type: ignore[misc]  # griffe has no types where mypy looks
    """Rewrites the docstring of every object that is read."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Called for each object once it is read."""
        if obj.docstring is not None:
            obj.docstring.value = ROLE.sub(_link, obj.docstring.value)


def _link(found: re.Match[str]) -> str:
    name = found[1]
    return f"[`{name.rsplit('.', 1)[-1]}`][{name}]" if name.startswith("mousaic.") else f"`{name}`"
