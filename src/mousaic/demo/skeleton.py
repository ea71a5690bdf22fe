"""Where everything in a synthetic mouse image is: from the parts' numbers to points and radii in pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.arrays import Reals
from mousaic.demo.limbs import GROUND, Ear, Leg, Placement, place_ear, place_legs, place_tail
from mousaic.demo.planted_parts import MouseParts
from mousaic.demo.shapes import smooth_curve

# The mouse at rest, facing right: x, y and radius along its middle from rump to nose.
BODY = ((196, 378, 26), (218, 358, 58), (258, 342, 82), (306, 337, 88), (352, 341, 81), (392, 342, 66), (424, 330, 54))
HEAD = ((454, 316, 51), (484, 320, 41), (509, 331, 28), (528, 340, 17.5), (540, 345, 11))
PEG_HALF_WIDTH = 16.0


class Peg(NamedTuple):
    """The obstacle: a round-topped peg; its middle, half its width, its top and the ground it stands on."""

    x: float
    half_width: float
    top: float
    bottom: float


class Skeleton(NamedTuple):
    """All points of one picture, in pixels of the canvas."""

    body: Reals
    tail: Reals
    legs: tuple[Leg, ...]
    thigh: tuple[float, float]
    near_ear: Ear
    far_ear: Ear
    eye: tuple[float, float]
    nose: tuple[float, float]
    cheek: tuple[float, float]
    head_turn: float
    scale: float
    ground: float
    peg: Peg


def build(parts: MouseParts) -> Skeleton:
    """Places every part of the mouse and the peg."""
    place = Placement(parts)
    knots = [(*place(x, y), r * parts.scale) for x, y, r in BODY]
    knots += [(*place(x, y, head=True), r * parts.scale) for x, y, r in HEAD]
    body = smooth_curve(np.array(knots, np.float32), 44)
    ground = GROUND + parts.shift_y
    # The peg stands in the scene, not on the mouse, so only the ground moves it.
    bottom = ground + 5
    turn = -parts.head_angle - parts.body_pitch
    return Skeleton(
        body=body,
        tail=place_tail(parts, place(197, 382), ground),
        legs=place_legs(parts, place),
        thigh=place(262, 384),
        near_ear=place_ear(parts, place(437, 271, head=True), turn, near=True),
        far_ear=place_ear(parts, place(466, 274, head=True), turn, near=False),
        eye=place(489, 310, head=True),
        nose=place(547, 344, head=True),
        cheek=place(525, 346, head=True),
        head_turn=turn,
        scale=parts.scale,
        ground=ground,
        peg=Peg(parts.obstacle_x, PEG_HALF_WIDTH, bottom - parts.obstacle_height, bottom),
    )


def landmarks(bones: Skeleton) -> dict[str, float]:
    """Where named points lie, in pixels from the left and from the top; the peg's are where it stands or would."""
    points = {
        "near_ear": bones.near_ear[:2],
        "far_ear": bones.far_ear[:2],
        "eye": bones.eye,
        "nose": bones.nose,
        "tail_root": bones.tail[0, :2].tolist(),
        "tail_tip": bones.tail[-1, :2].tolist(),
    }
    names = ("far_hind_paw", "far_fore_paw", "near_hind_paw", "near_fore_paw")
    points |= {name: leg.paw[-1, :2].tolist() for name, leg in zip(names, bones.legs, strict=True)}
    found = {f"{name}_{axis}": value for name, point in points.items() for axis, value in zip("xy", point, strict=True)}
    peg = bones.peg
    return found | {
        "obstacle_left": peg.x - peg.half_width,
        "obstacle_right": peg.x + peg.half_width,
        "obstacle_top": peg.top,
        "obstacle_bottom": peg.bottom,
    }
