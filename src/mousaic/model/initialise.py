"""How a dictionary starts: from orthogonal noise, or from soft windows of the training images."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from mousaic.device import threads_to_share
from mousaic.model.fast.shared_threads import shared_out
from mousaic.seeds import generator

NARROWEST, WIDEST = 1 / 16, 1 / 4
"""Standard deviation of a window, as a share of the image's side."""
LEAST_WIDTH = 0.7
"""The same in pixels: below it a window is a single pixel."""
CHUNK = 2**26
"""Numbers drawn at a time: 256 MB."""


def orthogonal(members: int, features: int, pixels: int, seed: int) -> Tensor:
    """Dictionaries whose rows are orthonormal (H <= D) or whose columns are (H > D).

    Each member draws from a stream of its own, so member 0 is the same whatever ``members`` is, and is made by one
    thread: its last bits are the same on any number of them.

    Returns:
        float32 (M, H, D), on the CPU.
    """
    weight = torch.empty(members, features, pixels)

    def make(member: int) -> None:
        torch.nn.init.orthogonal_(weight[member], generator=generator(seed, "orthogonal", member))

    with shared_out(min(members, threads_to_share())) as share:
        list(share(make, range(members)))
    return weight


def windows(
    images: Tensor,
    shape: tuple[int, int, int],
    features: Tensor,
    source: torch.Generator,
    sides: Sequence[int] = (),
    mean: Tensor | float = 0.0,
) -> Tensor:
    """Soft windows of mean-free images, as rows of length 1.

    Each row is one image, drawn by chance, seen through a round Gaussian window. Its centre is where the image differs
    most from the mean (drawn with the squared value as the chance), its width log-uniform between :data:`NARROWEST`
    and :data:`WIDEST`: so features begin where there is something to see.
    Confined ones are 0 outside a square around that place, moved inside the image where it would jut out; there the
    Gaussian sits in the square's middle, a quarter of its side wide. A square larger than the image stays where it is,
    and only its Gaussian counts. Where a window shows nothing, as in images that equal their mean, the row is noise
    seen through it.

    Args:
        images: (n, D), on the CPU.
        shape: (C, S, S) of an image.
        features: int64 (n,), numbers of the features that the rows are for.
        sides: of the squares, in pixels; feature h is confined by the (h mod number of sides)-th. None: no squares.
        mean: (D,), to be taken off each image that is drawn, where it still is in them.

    Vectors have no places: their rows are the images themselves.

    Returns:
        float32 (n, D).
    """
    _, height, width = shape
    if height == 1:
        return _whole_rows(images, len(features), source, mean)
    count = len(features)
    chosen = torch.randint(len(images), (count,), generator=source)
    rows = torch.empty(count, images.shape[1])
    down, across = torch.arange(float(height))[:, None], torch.arange(float(width))
    for part in torch.split(torch.arange(count), max(1, CHUNK // images.shape[1])):
        drawn = (images[chosen[part]] - mean).view(-1, *shape)
        energy = drawn.square().sum(1).flatten(1)
        place = torch.multinomial(energy.double() + 1e-30, 1, generator=source)[:, :, None]
        y, x = down - place // width, across - place % width
        window = _boxes_of(features[part], y, x, sides) if sides else _gaussians(y, x, source)
        seen = (drawn * window[:, None]).flatten(1)
        empty = seen.norm(dim=1) < 1e-6
        if empty.any():
            noise = torch.randn(int(empty.sum()), *shape, generator=source)
            seen[empty] = (noise * window[empty][:, None]).flatten(1)
        rows[part] = torch.nn.functional.normalize(seen, dim=1)
    return rows


def _whole_rows(images: Tensor, count: int, source: torch.Generator, mean: Tensor | float) -> Tensor:
    """Each image once, in an order drawn by chance; further rows are differences of two."""
    rows = images[torch.randperm(len(images), generator=source)[:count]] - mean
    pairs = torch.randint(len(images), (2, count - len(rows)), generator=source)
    rows = torch.cat([rows, (images[pairs[0]] - mean) - (images[pairs[1]] - mean)])
    empty = rows.norm(dim=1) < 1e-6
    rows[empty] = torch.randn(int(empty.sum()), rows.shape[1], generator=source)
    return torch.nn.functional.normalize(rows, dim=1)


def _gaussians(y: Tensor, x: Tensor, source: torch.Generator) -> Tensor:
    """Gaussians (n, S, S) at distances ``y`` (n, S, 1) and ``x`` (n, 1, S), each of a width of its own."""
    narrow, wide = (max(share * y.shape[1], LEAST_WIDTH) for share in (NARROWEST, WIDEST))
    spread = narrow * (wide / narrow) ** torch.rand(len(y), 1, 1, generator=source)
    return torch.exp(-(y.square() + x.square()) / (2 * spread.square()))


def _boxes_of(features: Tensor, y: Tensor, x: Tensor, sides: Sequence[int]) -> Tensor:
    """Each feature's square (n, S, S), of its own side."""
    made = torch.empty(len(y), y.shape[1], x.shape[2])
    for number, side in enumerate(sides):
        own = features % len(sides) == number
        made[own] = _boxes(y[own], x[own], side)
    return made


def _boxes(y: Tensor, x: Tensor, side: int) -> Tensor:
    """Squares (n, S, S) of this side around the pixel where ``y`` (n, S, 1) and ``x`` (n, 1, S) are 0, moved inside."""

    def along(distance: Tensor) -> Tensor:
        """(n, S): 0 outside, inside a Gaussian around the middle."""
        place, size = distance.abs().argmin(1, keepdim=True), distance.shape[1]
        begin = (place - side // 2).clamp(0, size - side) if side <= size else place - side // 2
        position = torch.arange(distance.shape[1]) - begin
        profile = torch.exp(-(position - (side - 1) / 2).square() / (2 * (side / 4) ** 2))
        return profile if side > size else profile * ((position >= 0) & (position < side))

    return along(y[:, :, 0])[:, :, None] * along(x[:, 0])[:, None]


def from_windows(
    images: Tensor,
    shape: tuple[int, int, int],
    members: int,
    features: int,
    seed: int,
    sides: Sequence[int] = (),
    mean: Tensor | float = 0.0,
) -> Tensor:
    """Dictionaries of windows of these mean-free images (n, D), each member's drawn from a stream of its own.

    Args:
        mean: as of :func:`windows`.

    Returns:
        float32 (M, H, D), on the CPU, every row of length 1.
    """
    weight = torch.empty(members, features, images.shape[1])
    for member in range(members):
        source = generator(seed, "windows", member)
        weight[member] = windows(images, shape, torch.arange(features), source, sides, mean)
    return weight


def fitted_length(rows: Tensor, images: Iterable[Tensor], k: int) -> float:
    """How long all rows must be for codes of one pass to be of the right size.

    Features overlap, so that k rows of length 1 overshoot the image several times over. A row of length g counts g^2
    times: the factor by which the reconstructions y of rows of length 1 come closest to the images x, <x, y> / <y, y>.

    Args:
        rows: (H, D), of length 1.
        images: (n, D), mean-free, some at a time.
    """

    def made_of(x: Tensor) -> Tensor:
        products = x @ rows.T
        chosen = products.abs().topk(min(k, len(rows)), dim=1).indices
        return torch.zeros_like(products).scatter_(1, chosen, products.gather(1, chosen)) @ rows

    return length_for((x, made_of(x)) for x in images)


def length_for(pairs: Iterable[tuple[Tensor, Tensor]]) -> float:
    """The length for which what rows of length 1 make (n, D) comes closest to images (n, D), some at a time."""
    sums = [0.0, 0.0]
    for x, made in pairs:
        sums[0] += float((x * made).sum())
        sums[1] += float(made.square().sum())
    along, energy = torch.tensor(sums)
    return float(min(max(float(along / energy.clamp_min(1e-20)), 1e-4), 1.0) ** 0.5)
