"""Names for the shapes and kinds of arrays, once: what a function's hints say about the arrays it takes and gives.

    N  images of a set       D  numbers of an image                    U  units that a test may exchange
    B  images of a batch     M  members of an ensemble                 F  things measured of each of them
    C  channels              H  features of a member's dictionary      P  labelings of a permutation test
                             G  features of another dictionary
                             k  active features of an image

A letter stands for one number within one call, so ``(one: Dictionary, other: OtherDictionary) -> Cosines`` promises
(H, D) with (G, D) to (H, G). The type checker reads the kind of numbers; the shapes are checked wherever the tests run
(tests/conftest.py). At run time a name is a mark on the function and costs nothing.

Examples:
    >>> import numpy as np
    >>> isinstance(np.zeros((5, 1, 64, 64), np.float32), Pixels)
    True
    >>> isinstance(np.zeros((1, 64, 64), np.float32), Pixels)  # one image
    False
    >>> isinstance(np.zeros((5, 1, 64, 64)), Pixels)  # float64
    False
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from jaxtyping import Bool, Float, Float32, Float64, Int64, Integer, Shaped, UInt8

if TYPE_CHECKING:
    from torch import Tensor
else:
    Tensor = Any  # whoever works with arrays of numpy alone does not wait for torch

Number = TypeVar("Number", bound=np.generic)
NDArray = np.ndarray[tuple[Any, ...], np.dtype[Number]]
"""As numpy.typing has it, which since numpy 2.5 is an alias that jaxtyping cannot look into."""

# Any shape: where only the kind of numbers is promised.
Floats = Float64[NDArray[np.float64], "..."]
"""float64: everything that is summed, tested or reported."""
Singles = Float32[NDArray[np.float32], "..."]
"""float32: pixels, weights and codes."""
Reals = Float[NDArray[np.floating[Any]], "..."]
"""Either."""
Ints = Int64[NDArray[np.int64], "..."]
"""int64: counts and places."""
Whole = Integer[NDArray[np.integer[Any]], "..."]
"""Integers of any size."""
Flags = Bool[NDArray[np.bool_], "..."]
"""True or False."""
Names = Shaped[NDArray[np.str_], "..."]
"""Words."""

# Images.
Pixels = Float32[NDArray[np.float32], "N C rows columns"]
"""Images, 0 to 1; flat vectors have one row."""
Picture = Float32[NDArray[np.float32], "C rows columns"]
"""One image, 0 to 1."""
Photograph = Float32[NDArray[np.float32], "height width C"]
"""One image as a file holds it, in any units."""
Measured = Float[NDArray[np.floating[Any]], "height width C"]
"""The same in float32 or float64."""
RawPicture = Float[NDArray[np.floating[Any]], "C rows columns"]
"""One small image, still in the units of its file."""
RawPixels = Float[NDArray[np.floating[Any]], "N C rows columns"]
"""Several of them."""
Pictures = UInt8[NDArray[np.uint8], "N _C _side _side"]
"""What is shown of N images, 0 to 255."""
Grey = UInt8[NDArray[np.uint8], "_height _width"]
"""A picture for a file: grey levels, 0 to 255."""
Tile = UInt8[NDArray[np.uint8], "... _height _width 3"]
"""A picture for the screen, or several: red, green and blue, 0 to 255."""
Rows = Float[NDArray[np.floating[Any]], "N D"]
"""Images as vectors, float32 or float64."""
Labels = Integer[NDArray[np.integer[Any]], "N"]
"""The class of each image; -1 for an image without one."""
Mask = Bool[NDArray[np.bool_], "N"]
"""Some of the images: those that are True."""
PerImage = Float64[NDArray[np.float64], "N"]
"""One number an image."""
Reconstructions = Float32[NDArray[np.float32], "N M D"]
"""Each member's reconstruction of each image."""
ImageValues = Float64[NDArray[np.float64], "N F"]
"""F numbers an image."""

# Features.
Dictionary = Float32[NDArray[np.float32], "*M H D"]
"""(H, D): one row is one feature; (M, H, D) of several members."""
OtherDictionary = Float32[NDArray[np.float32], "G D"]
"""(G, D): what a dictionary is compared with."""
Cosines = Float32[NDArray[np.float32], "*M H G"]
"""(H, G) or (M, H, G): |cosine|, 0 to 1, of each feature of one dictionary with each of another."""
Living = Bool[NDArray[np.bool_], "*M H"]
"""(H,) or (M, H): the features that are in use."""
OtherLiving = Bool[NDArray[np.bool_], "G"]
"""The features of the other dictionary that are in use."""

# Codes and what goes with them, as tensors of torch.
Batch = Float32[Tensor, "B D"]
"""Images as vectors."""
CodeValues = Float32[Tensor, "M B k"]
"""The active entries of the codes of a batch."""
CodeIndices = Int64[Tensor, "M B k"]
"""The feature that each of them belongs to."""
Weights = Float32[Tensor, "M H D"]
"""The dictionaries of an ensemble."""
Biases = Float32[Tensor, "M H"]
"""What is added to each feature's pre-activation."""
Centers = Float32[Tensor, "M D"]
"""What each member takes off an image and adds to its reconstruction."""
Decoded = Float32[Tensor, "M B D"]
"""Reconstructions of a batch, one a member."""

# Tests by permutation.
UnitValues = Float64[NDArray[np.float64], "U F"]
"""F numbers a unit."""
PerThing = Float64[NDArray[np.float64], "F"]
"""One number for each thing that is tested."""
ThingPlaces = Int64[NDArray[np.int64], "F"]
"""A class or a view for each thing that is tested, as a position."""
Labelings = Integer[NDArray[np.integer[Any]], "P U"]
"""The class of each unit in each labeling."""
PerLabeling = Float64[NDArray[np.float64], "P"]
"""One number a labeling."""
