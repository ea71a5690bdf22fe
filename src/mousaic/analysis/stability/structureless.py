"""Images that share nothing but their mean: what two dictionaries learned from them have in common is chance."""

from __future__ import annotations

import dataclasses
from typing import Literal, get_args

import numpy as np

from mousaic.arrays import Floats
from mousaic.images.image_set import ImageSet
from mousaic.seeds import derive_seed

Kind = Literal["pixels", "phases"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def structureless(images: ImageSet, kind: Kind, seed: int) -> ImageSet:
    """The same images with all that lies beyond their common mean scattered, each image in its own way.

    What is scattered is each image's difference from the mean of all, so the mean stays: training starts from it,
    and changes of brightness and place make features of it that every training finds, whatever the images show.
    One permutation for all images would not do: to an autoencoder, which does not know where pixels lie, the
    images would be as structured as before.

    Args:
        images: N originals; their paths and groups stay.
        kind: ``"pixels"``: the difference's pixels in a random order, which leaves white noise of the same
            contrast. ``"phases"``: its Fourier amplitudes with the phases of white noise, which keeps how smooth and
            how strong it is and loses what is where (Theiler et al. 1992). Channels stay together in both. Vectors have
            no frequencies: each column's differences are dealt anew among the rows, which keeps how far it reaches and
            loses what goes with what.
        seed: governs the scattering.

    Returns:
        Pixels float32 (N, C, S, S), cut to 0..1; vectors are not cut.
    """
    mean = images.pixels.mean(0, dtype=np.float64)
    if not images.shape.is_grid and kind == "phases":
        rng = np.random.default_rng(derive_seed(seed, "structureless", kind, 0))
        return dataclasses.replace(images, pixels=rng.permuted(images.pixels, axis=0))
    reach = (0, 1) if images.shape.is_grid else (-np.inf, np.inf)
    pixels = np.empty_like(images.pixels)
    for i, image in enumerate(images.pixels):
        rng = np.random.default_rng(derive_seed(seed, "structureless", kind, i))
        scattered = _shuffled(image - mean, rng) if kind == "pixels" else _rephased(image - mean, rng)
        pixels[i] = (mean + scattered).clip(*reach)
    return dataclasses.replace(images, pixels=pixels)


def _shuffled(difference: Floats, rng: np.random.Generator) -> Floats:
    """The pixels of (C, S, S) at other places."""
    flat = difference.reshape(len(difference), -1)
    return flat[:, rng.permutation(flat.shape[1])].reshape(difference.shape)


def _rephased(difference: Floats, rng: np.random.Generator) -> Floats:
    """(C, S, S) with the amplitudes it has and every channel's phases turned as by one white noise."""
    noise = np.fft.fft2(rng.standard_normal(difference.shape[1:]))
    turned = np.fft.fft2(difference) * (noise / np.abs(noise))
    return np.fft.ifft2(turned).real  # of a real image and real noise: nothing imaginary is lost
