"""Rows of numbers in, sparse codes out: k-sparse autoencoders as a scikit-learn transformer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mousaic.estimators.row_transformer import RowTransformer


class SparseAutoencoder(RowTransformer):
    """An ensemble of k-sparse autoencoders as a scikit-learn transformer.

    It is the training of ``mousaic train``: the same rows, options and seed give the same bytes. Rows are flat vectors
    of any kind (activations, measurements, which are taken as they are: scale them before), or images, as arrays
    (n_samples, height, width[, channels]) or flat with ``image_shape``. Of images integers are divided by the largest
    number of their type, and floats must lie in 0 to 1.

    Parameters
    ----------
    features : int or "auto", default="auto"
        Features of each member's dictionary (H). "auto": four for each number of a row, at most 256.
    k : int or "auto", default="auto"
        Active features of each code. "auto": one for eight numbers of a row, at least 1 and at most 50.
    members : int, default=1
        Autoencoders in the ensemble; codes of all stand side by side.
    epochs : int, default=15
        Passes over the rows.
    learn : {"omp", "topk"}, default=None
        What features are learned on: codes of matching pursuit, or of one pass by gradients. None: "omp", where the
        other options allow it.
    codes : {"own", "topk", "least-squares", "omp", "batch-topk"}, default="own"
        How rows are encoded; "own": as they were while it learned.
    augment : {"fresh", "fixed", "none"}, default=None
        Learn from copies of images, turned and shifted. None: "fresh" of square images, else "none".
    validation : float, default=0.0
        Share of the rows that is held out, whole groups; ``history_`` tells how well these are reconstructed.
    image_shape : tuple of int, default=None
        (height, width) or (height, width, channels) of flat rows that are images, 1 or 3 channels.
    options : mapping, default=None
        Any other option of ``mousaic train`` by its name, such as ``{"threads": 4}``.
    sparse_output : bool, default=False
        ``transform`` gives a ``scipy.sparse.csr_array``.
    device : {"auto", "cpu", "cuda", "mps"}, default="auto"
        Where to learn. Codes are made on the processor.
    random_state : int, RandomState instance or None, default=0
        Governs everything random. 0 is the command's own seed; None: another one each time.

    Attributes
    ----------
    components_ : ndarray of shape (n_codes, n_features_in_)
        The features' pictures.
    n_features_in_ : int
        Numbers of a row.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Names of the columns of a data frame that was learned from.
    history_ : list of dict
        Figures of each epoch, as ``history.csv`` of a run has them.
    n_iter_ : int
        Epochs that were learned.
    model_ : mousaic.model.store.Model
        The model as a run has it.

    Notes
    -----
    A code is z = top_k((x - c) W^T + b), found in one pass or by orthogonal matching pursuit, and a reconstruction
    y = z W + c (Makhzani and Frey 2013, "k-Sparse Autoencoders"; Mairal et al. 2009, "Online Dictionary Learning").

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> import mousaic
    >>> X = load_digits(n_class=2).data[:100]
    >>> sae = mousaic.SparseAutoencoder(features=24, k=4, epochs=3).fit(X)
    >>> sae.transform(X).shape, int((sae.transform(X) != 0).sum(axis=1).max())
    ((100, 24), 4)
    >>> sae.get_feature_names_out()[17]
    'sae0_f0017'
    >>> sae.score(X) > 0.5
    True
    """

    def __init__(
        self,
        features: int | str = "auto",
        k: int | str = "auto",
        *,
        members: int = 1,
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
        self.features = features
        self.k = k
        self.members = members
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
