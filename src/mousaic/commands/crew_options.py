"""Who does the tasks of a study, as every command that has some is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Group, Parameter

if TYPE_CHECKING:
    from mousaic.tasks.crew import Crew

PANEL = Group("Tasks", sort_key=9)


@dataclass(frozen=True, kw_only=True)
class CrewOptions:
    """Whatever is chosen here, the result is the same."""

    jobs: Annotated[
        int | None,
        Parameter(
            group=PANEL, help="Processes that share the tasks, and the processors, of this machine [default: 1]."
        ),
    ] = None
    cluster: Annotated[
        str, Parameter(group=PANEL, help="A Dask scheduler whose workers do the tasks, such as tcp://host:8786.")
    ] = ""
    task: Annotated[
        int | None,
        Parameter(group=PANEL, help="Do this task alone, from 1, and keep it; 0: none. For mousaic submit."),
    ] = None

    def crew(self) -> Crew:
        """The same, checked.

        Raises:
            MousaicError: it cannot be had.
        """
        from mousaic.tasks.crew import Crew

        return Crew(1 if self.jobs is None else self.jobs, self.cluster, self.task)


CrewAsked = Annotated[CrewOptions, Parameter(name="*")]
NO_CREW = CrewOptions()
