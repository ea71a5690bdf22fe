"""Images in, filters that may lie anywhere out: convolutional sparse autoencoders as a scikit-learn transformer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

from mousaic.estimators.row_transformer import RowTransformer


class ConvSparseAutoencoder(RowTransformer):
    """Small filters that may lie anywhere in an image, as a scikit-learn transformer.

    It is the training of ``mousaic train --model conv``. Rows are images, as arrays (n_samples, height, width[,
    channels]) or flat with ``image_shape``; flat rows without it are taken for square images where a square has so many
    numbers. Of images integers are divided by the largest number of their type, and floats must lie in 0 to 1.

    Parameters
    ----------
    filters : int, default=32
        Filters of each member.
    k : int, default=50
        Active filters, each at a place, of each code.
    members : int, default=1
        Autoencoders in the ensemble; codes of all stand side by side.
    filter_sizes : int or str, default=0
        Sides of the filters in pixels, odd: one, or several as in "7,15". 0: 15, or what the image has.
    stride : int, default=1
        Pixels from one place of a filter to the next.
    neighbourhood : int, default=7
        Of each filter the strongest alone in a square of so many places a side is active.
    pooling : {"max"} or None, default="max"
        Codes say of each filter how strong it is where it is strongest; None: at each place, in columns of their own,
        which alone can be transformed back.
    epochs, learn, codes, augment, validation, image_shape, options, sparse_output, device, random_state
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`; ``learn=None`` is "topk" here.

    Attributes
    ----------
    components_ : ndarray of shape (members * filters, n_features_in_)
        The filters' pictures, each in the middle of an image.
    n_features_in_, feature_names_in_, history_, n_iter_, model_
        As of :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder`.

    Examples
    --------
    >>> import numpy as np
    >>> import mousaic
    >>> X = np.random.default_rng(0).random((12, 12, 12))
    >>> sae = mousaic.ConvSparseAutoencoder(filters=4, k=6, filter_sizes=5, epochs=2).fit(X)
    >>> sae.transform(X).shape, sae.components_.shape
    ((12, 4), (4, 144))
    """

    OPTIONS: ClassVar[tuple[str, ...]] = (
        "filters", "k", "members", "filter_sizes", "stride", "neighbourhood", "epochs", "learn", "augment",
    )  # fmt: skip

    OWN: ClassVar[tuple[str, ...]] = ("codes", "sparse_output", "pooling")
    ALWAYS: ClassVar[Mapping[str, Any]] = MappingProxyType({"model": "conv"})
    OF_IMAGES: ClassVar[bool] = True

    def __init__(
        self,
        filters: int = 32,
        k: int = 50,
        *,
        members: int = 1,
        filter_sizes: int | str = 0,
        stride: int = 1,
        neighbourhood: int = 7,
        pooling: str | None = "max",
        epochs: int = 15,
        learn: str | None = None,
        codes: str = "own",
        augment: str | None = None,
        validation: float = 0.0,
        image_shape: Sequence[int] | None = None,
        options: Mapping[str, Any] | None = None,
        sparse_output: bool = False,
        device: str = "auto",
        random_state: Any = 0,
    ) -> None:
        self.filters = filters
        self.k = k
        self.members = members
        self.filter_sizes = filter_sizes
        self.stride = stride
        self.neighbourhood = neighbourhood
        self.pooling = pooling
        self.epochs = epochs
        self.learn = learn
        self.codes = codes
        self.augment = augment
        self.validation = validation
        self.image_shape = image_shape
        self.options = options
        self.sparse_output = sparse_output
        self.device = device
        self.random_state = random_state
