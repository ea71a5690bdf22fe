"""The synthetic mouse itself: fur, legs, tail, ears and face, painted back to front."""

from __future__ import annotations

import math

import numpy as np
from scipy import ndimage

from mousaic.arrays import Grey, Reals
from mousaic.demo.limbs import Ear, Leg
from mousaic.demo.planted_parts import TEXTURE_STREAM, MouseParts, stream
from mousaic.demo.scene import camera, contact_shadows, lamp, peg, scene
from mousaic.demo.shapes import Light, Shape, coverage, ellipse, lit, paint, smooth_curve, sweep
from mousaic.demo.skeleton import Skeleton, build

SKIN = 0.76
"""Share of the light that bare skin (tail, paws, ears) returns."""


def draw_picture(parts: MouseParts, seed: int, index: int) -> Grey:
    """The picture (600, 600) of these parts; ``seed`` and ``index`` choose its texture and noise."""
    rng = stream(seed, index, TEXTURE_STREAM)
    light, bones = lamp(parts), build(parts)
    canvas = scene(parts, bones.ground, rng)
    coat = _Coat(parts, light, rng)
    contact_shadows(canvas, bones, light)
    for leg in bones.legs[:2]:
        _leg(canvas, leg, coat, bones.scale)
    _tail(canvas, bones, light)
    _ear(canvas, bones.far_ear, light)
    _body(canvas, bones, coat)
    for leg in bones.legs[2:]:
        _leg(canvas, leg, coat, bones.scale)
    _ear(canvas, bones.near_ear, light)
    _face(canvas, bones, parts, light)
    if parts.obstacle:
        peg(canvas, bones.peg, light)
    return camera(canvas, parts, rng)


class _Coat:
    """Fur: one tile of random strands, laid along the axis of whatever wears it."""

    def __init__(self, parts: MouseParts, light: Light, rng: np.random.Generator) -> None:
        self.parts, self.light = parts, light
        white = rng.standard_normal((512, 512), dtype=np.float32)
        fine = ndimage.gaussian_filter(white, (4, 0.8), mode="wrap")
        coarse = ndimage.gaussian_filter(white[::-1], (9, 3), mode="wrap")
        tile = fine / fine.std() + 0.5 * coarse / coarse.std()
        self.tile: Reals = tile / tile.std()

    def strands(self, along: Reals, across: Reals) -> Reals:
        """The tile's value at each pixel, given its place along and across the hairs, in pixels."""
        found: Reals = ndimage.map_coordinates(self.tile, (along, across), order=1, mode="grid-wrap")
        return found

    def wear(self, canvas: Reals, shape: Shape, strands: Reals, dim: float = 1.0, fade: Reals | float = 1.0) -> None:
        """Paints the shape as fur, ``dim`` times as bright as usual and ``fade`` opaque."""
        edge = np.clip(shape.normal_x**2 + shape.normal_y**2, 0, 1)
        below = np.clip(shape.normal_y, 0, 1)
        # Towards the outline hair tips catch the light: a pale rim, save on the belly, which the ground shades.
        rim = 0.14 * edge**4 * self.light.level * (1 - 0.6 * below)
        shade = lit(shape, self.light, wrap=0.25) * (1 - 0.3 * below**2) * (1 + self.parts.fur_contrast * strands)
        # Strands reach past the outline, so that the edge is a fringe and not a cut.
        fringe = shape._replace(distance=shape.distance - 1.3 * strands)
        paint(canvas, shape, dim * self.parts.fur_level * (shade + rim), coverage(fringe, 2.4) * fade)


def _body(canvas: Reals, bones: Skeleton, coat: _Coat) -> None:
    """Trunk and head in one coat, with the thigh's bulge melting into the flank."""
    shape = sweep(bones.body, canvas)
    normals = [ndimage.gaussian_filter(n, 6 * bones.scale) for n in (shape.normal_x, shape.normal_y)]
    shape = shape._replace(normal_x=normals[0], normal_y=normals[1])
    coat.wear(canvas, shape, _flank_hair(shape, bones, coat))
    thigh = ellipse(*bones.thigh, 62 * bones.scale, 0.82, -52, canvas)
    crease = thigh._replace(distance=np.abs(thigh.distance + 2) - 2)
    front = np.clip(thigh.normal_x, 0, 1) * np.clip(1 - thigh.normal_y, 0, 1)
    paint(canvas, crease, 0.1, 0.3 * front * coverage(crease, 16))
    fade = np.clip(-thigh.distance / (26 * bones.scale), 0, 0.9)
    coat.wear(canvas, thigh, _flank_hair(thigh, bones, coat), fade=fade)


def _flank_hair(shape: Shape, bones: Skeleton, coat: _Coat) -> Reals:
    """Hair that follows the back: along lines at equal shares of the way from the spine to the outline."""
    x = np.arange(shape.columns.start, shape.columns.stop, dtype=np.float32)
    y = np.arange(shape.rows.start, shape.rows.stop, dtype=np.float32)[:, None]
    # Behind its widest point the coat keeps its width, or the hairs would crowd together at the rump.
    widest = int(bones.body[:, 2].argmax())
    trunk = bones.body[widest:]
    middle = np.interp(x, trunk[:, 0], trunk[:, 1])
    radius = np.maximum(np.interp(x, trunk[:, 0], trunk[:, 2]), 26)
    behind = np.maximum(trunk[0, 0] - x, 0) / trunk[0, 2]
    across = 78 * (y - middle) / radius
    # The slope towards the tail, and waves, so that the coat lies in tufts.
    slope = 0.34 * x - 30 * behind**2 + 3 * np.sin(x / 31 + across / 25) + 1.2 * np.sin(x / 13 - across / 17)
    return coat.strands(np.broadcast_to(x, across.shape), across + slope)


def _leg(canvas: Reals, leg: Leg, coat: _Coat, scale: float) -> None:
    """A furry limb that melts into the body above, a bare paw and four toes."""
    dim = 1.0 if leg.near else 0.6
    light = coat.light
    limb = sweep(leg.limb, canvas)
    top = leg.limb[0, 2]
    # The near limb's upper part is body; only its outline further down shows.
    fade = np.clip((limb.along - 0.2 * top) / (1.2 * top), 0, 1) if leg.near else 1.0
    y, x = np.mgrid[limb.rows, limb.columns].astype(np.float32)
    coat.wear(canvas, limb, 0.6 * coat.strands(y, x + 0.35 * y), dim, fade)
    (ax, ay, _), (bx, by, radius) = leg.paw[-2:].tolist()
    heading = math.atan2(by - ay, bx - ax)
    for spread in (-0.62, -0.22, 0.5, 0.14):
        angle = heading + spread
        reach = scale * (21 - 9 * abs(spread))
        tip = (bx + reach * math.cos(angle), min(by + reach * math.sin(angle), leg.ground - 2.4 * scale))
        toe = np.array([(bx, by + spread * radius * 0.6, 4.2 * scale), (*tip, 2.5 * scale)], np.float32)
        _bare(canvas, sweep(toe, canvas), light, dim * (0.95 - 0.3 * abs(spread)))
    _bare(canvas, sweep(leg.paw, canvas), light, dim)


def _bare(canvas: Reals, shape: Shape, light: Light, dim: float = 1.0) -> None:
    """Skin: brighter and smoother than fur."""
    paint(canvas, shape, dim * SKIN * lit(shape, light, wrap=0.5), coverage(shape))


def _tail(canvas: Reals, bones: Skeleton, light: Light) -> None:
    """A bare taper with the fine rings of a mouse's tail."""
    shape = sweep(bones.tail, canvas)
    rings = 1 + 0.04 * np.cos(shape.along * (2 * math.pi / 5)) * np.clip(-shape.distance / 2, 0, 1)
    paint(canvas, shape, 0.85 * SKIN * lit(shape, light, wrap=0.4) * rings, coverage(shape))


def _ear(canvas: Reals, ear: Ear, light: Light) -> None:
    """A thin round shell: pale rim, darker hollow, light shining through."""
    dim = SKIN * (1.0 if ear.near else 0.62)
    # The near ear's root lies under the fur of the head, the far ear's behind it.
    buried = 1.15 if ear.near else 2.0
    shell = ellipse(ear.x, ear.y, ear.radius, ear.ratio, ear.angle, canvas)
    grey = dim * (0.7 * lit(shell, light, wrap=0.8) + 0.2 * light.level)
    paint(canvas, shell, grey, np.clip(buried + shell.along / ear.radius, 0, 1) * coverage(shell, 1.6))
    hollow = ellipse(ear.x, ear.y, 0.9 * ear.radius, 0.97 * ear.ratio, ear.angle, canvas)
    # A hollow faces the other way: bright where a ball would be dark.
    inside = hollow._replace(normal_x=-0.7 * hollow.normal_x, normal_y=-0.7 * hollow.normal_y)
    depth = np.clip(0.5 - 0.5 * hollow.along / ear.radius, 0, 1)
    grey = 0.6 * dim * lit(inside, light, wrap=0.6) * (1.15 - 0.75 * depth)
    soft = np.clip(-hollow.distance / (0.3 * ear.radius), 0, 1) ** 0.8
    paint(canvas, hollow, grey, soft * np.clip(buried + hollow.along / ear.radius, 0, 1))


def _face(canvas: Reals, bones: Skeleton, parts: MouseParts, light: Light) -> None:
    """Eye with its highlight, nose, mouth and whiskers."""
    turn, scale = bones.head_turn, bones.scale
    ex, ey = bones.eye
    lid = ellipse(ex, ey, 12.5 * scale, 0.86, turn + 18, canvas)
    paint(canvas, lid, 0.16, 0.55 * coverage(lid, 7))
    ball = ellipse(ex, ey, 9.5 * scale, 0.9, turn + 18, canvas)
    paint(canvas, ball, 0.035 + 0.06 * np.clip(ball.normal_y, 0, 1), coverage(ball, 1.3))
    gleam = ellipse(ex + 3.4 * light.x * scale + 0.5, ey - 3.6 * scale, 2.7 * scale, 0.9, 0, canvas)
    paint(canvas, gleam, 0.98, coverage(gleam, 1.5))
    nx, ny = bones.nose
    tip = ellipse(nx, ny, 6.2 * scale, 0.8, turn + 30, canvas)
    paint(canvas, tip, 0.42 * lit(tip, light), coverage(tip, 2.0))
    cx, cy = bones.cheek
    down = math.radians(turn)
    lips = [(*_offset(cx, cy, x * scale, y * scale, down), 0.9) for x, y in ((19, 9), (10, 13), (-4, 12))]
    mouth = sweep(smooth_curve(np.array(lips, np.float32), 9), canvas)
    paint(canvas, mouth, 0.12, 0.6 * coverage(mouth))
    for degrees, length in ((-34, 56), (-18, 66), (-4, 60), (14, 66), (34, 58), (58, 46), (118, 48), (140, 54)):
        angle = down + math.radians(26 + parts.whisker_spread * (degrees - 26))
        _whisker(canvas, cx, cy + 0.04 * degrees * scale, angle, length * scale, light)


def _offset(x: float, y: float, ahead: float, below: float, angle: float) -> tuple[float, float]:
    c, s = math.cos(angle), math.sin(angle)
    return x + ahead * c - below * s, y + ahead * s + below * c


def _whisker(canvas: Reals, x: float, y: float, angle: float, length: float, light: Light) -> None:
    bend = ((0.0, 0.0), (0.5, 0.02), (1.0, 0.13))
    knots = [(*_offset(x, y, length * a, length * b, angle), 1.0 - 0.75 * a) for a, b in bend]
    hair = sweep(smooth_curve(np.array(knots, np.float32), 10), canvas)
    paint(canvas, hair, 0.85 * light.level, 0.5 * coverage(hair))
