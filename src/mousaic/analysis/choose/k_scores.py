"""What is measured for one k, fold by fold, and the line of the table it makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from mousaic.analysis.choose.features_needed import pursuit_path
from mousaic.analysis.classes.class_decoding import Decoder
from mousaic.analysis.stability.agreement import agree, agreement, some_pairs
from mousaic.arrays import Dictionary, Flags, Floats, Ints
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import Fold
from mousaic.model.code_kinds import coder
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.threshold_codes import batch_threshold, threshold_codes
from mousaic.stats.one_standard_error import standard_error
from mousaic.stats.reconstruction_scores import fvu, interval, pearson, squared_error

BATCH = 256


class Row(NamedTuple):
    """One k. With several members, error and r are the mean over members, each on its own; the rest is the first's."""

    k: int
    mse: float
    """Held-out mean squared error over pixels with values 0 to 1; lower is better."""
    mse_error: float
    """Its standard error, over groups."""
    fvu: float
    """Held-out fraction of variance unexplained, 1 for the mean image; lower is better."""
    pearson: float
    """Held-out Pearson r, mean over images; higher is better."""
    pearson_low: float
    """The 95 % interval of it over resampled groups."""
    pearson_high: float
    living: float
    """Share of features that fire on any image of the last epoch of training."""
    stability: float
    """PW-MCC of living features between the folds' dictionaries, 0 to 1; higher is more alike."""
    stability_null: float
    """The same for the dictionaries before training, the same features counted."""
    decoding: float | None
    """Balanced accuracy of the class, told from held-out codes; None without classes."""
    decoding_null: float | None
    """What 5 % of labelings dealt at random exceed."""
    decoding_p: float | None
    seconds: float
    """To train, mean over folds; 0 where it was not trained with this k."""


class KScored(NamedTuple):
    """One k in one fold, which holds h images out: numbers alone, which travel between processes."""

    r: Floats
    """(h,): Pearson r of each held-out image, mean over members."""
    error: Floats
    """(h,): mean squared error."""
    mean_error: Floats
    """(h,): that of the mean of the images learned from."""
    left: Floats
    """(h, most + 1): error left of each image with so many features, as a share."""
    adaptive: Ints
    """(h,): features above the threshold that gives k on average."""
    hits: Flags
    """See :meth:`mousaic.analysis.classes.class_decoding.Decoder.hits_of`."""
    dictionary: Dictionary
    """Of the first member."""
    living: Flags
    """(H,): of the first member."""
    seconds: float
    """To train."""


class OfK:
    """The scores of one k on N images; each is NaN or 0 until the image's fold is done."""

    def __init__(self, images: ImageSet, k: int, most: int, fold_of: Ints, seed: int) -> None:
        """``most``: features up to which it is asked how many an image needs."""
        self.images, self.k = images, k
        self.error, self.r, self.mean_error = (np.full(len(images), np.nan) for _ in range(3))
        self.left = np.full((len(images), most + 1), np.nan)
        self.adaptive = np.zeros(len(images), np.int64)
        self.decoder = Decoder(images.labels, tuple(images.units), fold_of, seed)
        self.dictionaries: list[Dictionary] = []
        self.living: list[Flags] = []
        self.seconds: list[float] = []

    @property
    def share_left(self) -> Floats:
        """(N,): squared error of each image as a share of its squared deviation from the mean training image."""
        found: Floats = self.error / np.maximum(self.mean_error, 1e-12)
        return found

    @torch.no_grad()
    def scored(self, fold: Fold, ensemble: Ensemble, living: Flags, codes: str, seconds: float) -> KScored:
        """Score the held-out images of a fold.

        Args:
            ensemble: learned from the other images; on the CPU.
            living: (H,) of the first member.
            codes: of :func:`mousaic.model.code_kinds.coder`.
            seconds: it took to train.

        Raises:
            MousaicError: the training broke down.
        """
        flat = torch.from_numpy(self.images.pixels).flatten(1)
        held, train = flat[fold.held_out], flat[~fold.held_out]
        threshold = batch_threshold(ensemble, held)  # of images not learned from: k on average
        encode = coder(ensemble, codes, threshold)
        of_held = [encode(x) for x in torch.split(held, BATCH)]
        made = torch.cat([ensemble.decode(part) for part in of_held], 1).numpy()
        if not np.isfinite(made).all():
            raise MousaicError(
                f"With k = {self.k} the training broke down: lower --learning-rate, or leave this k out."
            )
        x = held.numpy()
        r: Floats = np.mean([pearson(y, x) for y in made], 0)
        error: Floats = np.mean([squared_error(y, x) for y in made], 0)
        deviation = np.square(x - train.mean(0).numpy(), dtype=np.float64)
        left = pursuit_path(ensemble.atoms(0), ensemble.centered(held)[0], self.left.shape[1] - 1)
        # An image equal to the mean deviates in nothing, and needs nothing.
        share: Floats = left / np.maximum(deviation.sum(1), 1e-12)[:, None]
        active = [threshold_codes(ensemble, x, threshold).values[0].ne(0).sum(1) for x in torch.split(held, BATCH)]
        hits = self._hits(fold, ensemble, of_held, [encode(x) for x in torch.split(train, BATCH)])
        dictionary: Dictionary = ensemble.atoms(0).numpy()
        return KScored(
            r, error, deviation.mean(1), share, torch.cat(active).numpy(), hits, dictionary, living, seconds
        )  # fmt: skip

    def _hits(self, fold: Fold, ensemble: Ensemble, held: list[Codes], train: list[Codes]) -> Flags:
        dense = np.empty((len(self.images), ensemble.features), np.float32)
        for mask, parts in ((fold.held_out, held), (~fold.held_out, train)):
            dense[mask] = torch.cat([_first(part).dense(ensemble.features)[0] for part in parts]).numpy()
        return self.decoder.hits_of(dense, fold.held_out)

    def take(self, fold: Fold, one: KScored) -> None:
        """Take in the scores of a fold."""
        held = fold.held_out
        self.r[held], self.error[held], self.mean_error[held] = one.r, one.error, one.mean_error
        self.left[held], self.adaptive[held] = one.left, one.adaptive
        self.decoder.take(one.hits, held)
        self.dictionaries.append(one.dictionary)
        self.living.append(one.living)
        self.seconds.append(one.seconds)

    def row(self, groups: Sequence[str], starts: Sequence[Dictionary], seed: int) -> Row:
        """The line of the table, once all folds are in; the dictionaries are let go.

        Args:
            starts: of each fold, before training.
        """
        pairs = some_pairs(len(self.dictionaries), len(self.living[0]))
        learned, before = (
            agreement([agree(rows[i], self.living[i], rows[j], self.living[j]) for i, j in pairs]).living
            for rows in (self.dictionaries, starts)
        )
        living = float(np.mean(self.living))
        self.dictionaries, self.living = [], []
        decoded = self.decoder.result()
        r = interval(self.r, groups, seed)
        return Row(
            k=self.k,
            mse=float(self.error.mean()),
            mse_error=standard_error(self.error, groups),
            fvu=fvu(self.error, self.mean_error),
            pearson=r.mean,
            pearson_low=r.low,
            pearson_high=r.high,
            living=living,
            stability=learned,
            stability_null=before,
            decoding=decoded and decoded.accuracy,
            decoding_null=decoded and decoded.chance_high,
            decoding_p=decoded and decoded.p,
            seconds=float(np.mean(self.seconds)),
        )


def _first(codes: Codes) -> Codes:
    """The first member's codes, as those of an ensemble of one."""
    return Codes(codes.values[:1], codes.indices[:1])
