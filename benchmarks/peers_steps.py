"""One training step of one member in other libraries, each by its own trainer's rules, beside Mousaic's.

Runs in the environment that :mod:`benchmarks.peers` makes. All take the same batches: 4096 pixels, 1024 features,
k = 50, 16 images. The others train an encoder apart from the decoder, so twice the weights.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from benchmarks.measure import Contestant, as_json, in_turns, row
from benchmarks.ours import EXPERIMENT, LEARNING_RATE, backend_names, make_step, random_weight
from benchmarks.plain import OneOptimiser

ONE = EXPERIMENT._replace(members=1)
MANY_STEPS = 100_000
CPU = torch.device("cpu")


class Stub(types.ModuleType):
    """Stands for a package that a peer imports but its training step never uses: any name is an empty class."""

    __path__: list[str] = []  # noqa: RUF012 - the import system reads it from the module

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


@contextmanager
def stubbed(name: str) -> Iterator[None]:
    """``name`` can be imported within; afterwards it is as absent as before."""
    sys.modules[name] = Stub(name)
    try:
        yield
    finally:
        del sys.modules[name]


def overcomplete() -> tuple[Callable[[Tensor], Any], int]:
    """Its TopKSAE (linear encoder with batch normalisation) in its ``train_sae``, with the readme's Adam and loss."""
    import matplotlib
    from matplotlib import cm

    if not hasattr(cm, "get_cmap"):  # it asks for a function that matplotlib dropped in 3.9
        cm.get_cmap = matplotlib.colormaps.get_cmap  # type: ignore[attr-defined]
    with stubbed("torchvision"):  # which it wants for pretrained models
        from overcomplete.sae import TopKSAE, train_sae

    sae = TopKSAE(ONE.pixels, nb_concepts=ONE.features, top_k=ONE.k)
    optimiser = torch.optim.Adam(sae.parameters(), lr=LEARNING_RATE)

    def loss(x: Tensor, output: Tensor, *_: Tensor) -> Tensor:
        return (x - output).square().mean()

    return lambda x: train_sae(sae, [x], loss, optimiser, nb_epochs=1, monitoring=0), _weights(sae)


def sparsify() -> tuple[Callable[[Tensor], Any], int]:
    """Its SparseCoder and the local step of its trainer with ``optimizer="adam"``, which needs a language model."""
    from sparsify import SparseCoder, SparseCoderConfig

    sae = SparseCoder(ONE.pixels, SparseCoderConfig(num_latents=ONE.features, k=ONE.k))
    optimiser = torch.optim.Adam(sae.parameters(), lr=LEARNING_RATE)
    fired = torch.zeros(ONE.features, dtype=torch.bool)

    def step(x: Tensor) -> None:
        sae.set_decoder_norm_to_unit_norm()
        out = sae(x)
        fired[out.latent_indices.flatten()] = True
        float(out.fvu.detach())
        out.fvu.backward()
        sae.remove_gradient_parallel_to_decoder_directions()
        optimiser.step()
        optimiser.zero_grad()

    return step, _weights(sae)


def sae_lens() -> tuple[Callable[[Tensor], Any], int]:
    """Its TopKTrainingSAE in its SAETrainer; its auxiliary loss costs nothing until features are dead."""
    from sae_lens import TopKTrainingSAE, TopKTrainingSAEConfig
    from sae_lens.config import SAETrainerConfig
    from sae_lens.training.sae_trainer import SAETrainer

    sae = TopKTrainingSAE(TopKTrainingSAEConfig(d_in=ONE.pixels, d_sae=ONE.features, k=ONE.k, device="cpu"))
    config = SAETrainerConfig(MANY_STEPS * ONE.batch, ONE.batch, lr=LEARNING_RATE, lr_end=LEARNING_RATE)
    trainer = SAETrainer(config, sae, data_provider=iter(()))

    def step(x: Tensor) -> None:
        trainer.step(x)
        trainer.n_training_steps += 1

    return step, _weights(sae)


def dictionary_learning() -> tuple[Callable[[Tensor], Any], int]:
    """Its TopKTrainer, from its second step on: the first alone sets the bias to a geometric median."""
    with stubbed("nnsight"):  # which it wants for language models, and which wants torchvision
        from dictionary_learning.trainers.top_k import TopKTrainer

    trainer = TopKTrainer(
        MANY_STEPS, ONE.pixels, ONE.features, ONE.k, layer=0, lm_name="none", lr=LEARNING_RATE, device="cpu"
    )
    numbers = iter(range(1, MANY_STEPS))
    return lambda x: trainer.update(next(numbers), x), _weights(trainer.ae)


PEERS = {
    "overcomplete": overcomplete,
    "eai-sparsify": sparsify,
    "sae-lens": sae_lens,
    "dictionary-learning": dictionary_learning,
}


def main(arguments: str) -> None:
    """Time all contestants in turns; print rows, and why a peer is not among them, as JSON."""
    given = json.loads(arguments)
    torch.set_num_threads(given["threads"])
    torch.manual_seed(0)
    contestants, failed = _mousaic(), {}
    for name in given["peers"]:
        try:
            call, weights = PEERS[name]()
            contestant = Contestant(name, lambda x, following, call=call: call(x), note=_millions(weights))
            contestant.call(torch.rand(ONE.batch, ONE.pixels), None)
            contestants.append(contestant)
        except Exception as error:  # whatever a foreign library may raise
            failed[name] = f"does not run: {type(error).__name__}: {error}"
    source = torch.Generator().manual_seed(0)
    batches = [torch.rand(ONE.batch, ONE.pixels, generator=source) for _ in range(15)]
    times = in_turns(contestants, batches, given["rounds"], given["calls"], CPU)
    rows = [row("peers", c.name, times[c.name], members=c.members, note=c.note) for c in contestants]
    print(json.dumps({"rows": as_json(rows), "failed": failed}))


def _mousaic() -> list[Contestant]:
    """Ours, with centres because the others have a decoder bias, and plain PyTorch."""
    found = []
    for shape in (EXPERIMENT, ONE):
        weight, mean = random_weight(shape), torch.full((shape.pixels,), 0.5)
        for name in backend_names(CPU):
            training = make_step(shape, weight, mean, CPU, name)
            count = f"{shape.members} member{'s' if shape.members > 1 else ''}"
            note = _millions(shape.features * shape.pixels) + " a member, tied; with all figures"
            found.append(Contestant(f"Mousaic, {name}, {count}", training, shape.members, note))
    plain = OneOptimiser(ONE, random_weight(ONE), CPU)
    return [*found, Contestant("plain PyTorch, 1 member", plain, note=_millions(_weights(plain.members[0])) + ", tied")]


def _weights(module: torch.nn.Module) -> int:
    return sum(p.numel() for p in module.parameters())


def _millions(weights: int) -> str:
    return f"{weights / 1e6:.1f} M weights"


if __name__ == "__main__":
    main(sys.argv[1])
