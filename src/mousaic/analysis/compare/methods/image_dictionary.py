"""Training images themselves as a dictionary: the compared method that remembers and learns nothing."""

from __future__ import annotations

from mousaic.analysis.compare.atom_codes import coded, image_atoms
from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told


def fit_images(part: Part) -> list[Fitted]:
    """H of the training images, copies included, as the dictionary: nothing is learned."""
    atoms = image_atoms(part)
    return [coded(part, "images", told("method_images", atoms=len(atoms)), atoms, told("note_image_atoms"))]
