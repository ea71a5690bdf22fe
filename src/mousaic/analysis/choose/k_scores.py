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


class OfK:
    """The scores of one k on N images; each is NaN or 0 until the image's fold is done."""

    def __init__(self, images: ImageSet, k: int, most: int, codes: str, fold_of: Ints, seed: int) -> None:
        self.images, self.k, self.codes = images, k, codes
        self.error, self.r, self.mean_error = (np.full(len(images), np.nan) for _ in range(3))
        self.left = np.full((len(images), most + 1), np.nan)
        self.adaptive = np.zeros(len(images), np.int64)
        self.decoder = Decoder(images.labels, images.units, fold_of, seed)
        self.dictionaries: list[Dictionary] = []
        self.living: list[Flags] = []
        self.seconds: list[float] = []

    @property
    def share_left(self) -> Floats:
        """(N,): squared error of each image as a share of its squared deviation from the mean training image."""
        found: Floats = self.error / np.maximum(self.mean_error, 1e-12)
        return found

    @torch.no_grad()
    def add(self, fold: Fold, ensemble: Ensemble, living: Flags, seconds: float) -> float:
        """Score the held-out images of a fold; their mean r.

        Args:
            ensemble: learned from the other images; on the CPU.
            living: (H,) of the first member.
        """
        flat = torch.from_numpy(self.images.pixels).flatten(1)
        held, train = flat[fold.held_out], flat[~fold.held_out]
        threshold = batch_threshold(ensemble, held)  # of images not learned from: k on average
        encode = coder(ensemble, self.codes, threshold)
        codes = [encode(x) for x in torch.split(held, BATCH)]
        made = torch.cat([ensemble.decode(part) for part in codes], 1).numpy()
        if not np.isfinite(made).all():
            raise MousaicError(
                f"With k = {self.k} the training broke down: lower --learning-rate, or leave this k out."
            )
        x = held.numpy()
        r = np.mean([pearson(y, x) for y in made], 0)
        self.r[fold.held_out] = r
        self.error[fold.held_out] = np.mean([squared_error(y, x) for y in made], 0)
        deviation = np.square(x - train.mean(0).numpy(), dtype=np.float64)
        self.mean_error[fold.held_out] = deviation.mean(1)
        self._add_used(fold, ensemble, held, deviation.sum(1), threshold)
        self._add_decoding(fold, ensemble, codes, [encode(x) for x in torch.split(train, BATCH)])
        self.dictionaries.append(ensemble.atoms(0).numpy())
        self.living.append(living)
        self.seconds.append(seconds)
        return float(r.mean())

    def _add_used(
        self, fold: Fold, ensemble: Ensemble, held: torch.Tensor, deviation: Floats, threshold: torch.Tensor
    ) -> None:
        """Features the first member needs, and those above the threshold."""
        left = pursuit_path(ensemble.atoms(0), ensemble.centered(held)[0], self.left.shape[1] - 1)
        # An image equal to the mean deviates in nothing, and needs nothing.
        self.left[fold.held_out] = left / np.maximum(deviation, 1e-12)[:, None]
        active = [threshold_codes(ensemble, x, threshold).values[0].ne(0).sum(1) for x in torch.split(held, BATCH)]
        self.adaptive[fold.held_out] = torch.cat(active).numpy()

    def _add_decoding(self, fold: Fold, ensemble: Ensemble, held: list[Codes], train: list[Codes]) -> None:
        if self.decoder.classes < 2:
            return
        dense = np.empty((len(self.images), ensemble.features), np.float32)
        for mask, parts in ((fold.held_out, held), (~fold.held_out, train)):
            dense[mask] = torch.cat([_first(part).dense(ensemble.features)[0] for part in parts]).numpy()
        self.decoder.add(dense, fold.held_out)

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
