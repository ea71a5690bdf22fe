"""Which member a feature is of, said only where there are several: of one dictionary nobody need hear of members."""

from __future__ import annotations

from mousaic.said import Said, told


def of_member(member: int, members: int) -> Said | None:
    """ "of member 3", for the place ``{of_member}`` of words on features; None where there is one alone.

    Args:
        member: from 0.
        members: how many there are.
    """
    return told("of_member", member=member) if members > 1 else None


def letters(members: int) -> Said:
    """What the letters of :func:`short_name` stand for."""
    return told("letters" if members > 1 else "letters_alone")


def short_name(member: int, feature: int, members: int) -> str:
    """For a tile: ``m3 f17``, or ``f17`` where there is one member alone."""
    return f"m{member} f{feature}" if members > 1 else f"f{feature}"
