"""Whether the encoding product in bfloat16 pays: ``python -m benchmarks.half_precision``.

On the synthetic mice, with the dictionary of the experiment after four epochs: milliseconds of one processor thread for
the product in float32 and in bfloat16 (sums in float32), the share of active features that stay, of codes in which all
stay, and what it takes to choose exactly among the 64 that the short product finds largest.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import torch
from torch import Tensor

from benchmarks.truth_sets import drawn
from mousaic.config import config_for
from mousaic.training.fit import train_members

K, CANDIDATES = 50, 64


def main() -> None:
    """Print a line for each size of a batch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="of each product; the median is told")
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    images = drawn([0], 39).images
    ensemble = train_members(images, config_for("report", validation=0.0, threads=1, epochs=4))
    weight = ensemble.weight.detach()
    source, flat = torch.Generator().manual_seed(0), torch.from_numpy(images.pixels).flatten(1)
    for batch in (16, 256):
        x = flat.repeat(-(-batch // len(flat)), 1)[:batch]
        print(_line(weight, x + 0.02 * torch.randn(x.shape, generator=source), rounds), flush=True)


@torch.no_grad()
def _line(weight: Tensor, x: Tensor, rounds: int) -> str:
    members, features, _ = weight.shape
    rows, size = weight.flatten(0, 1).contiguous(), (len(x), members, features)
    short_rows, short_x = rows.bfloat16(), x.bfloat16()
    whole, short = x @ rows.T, (short_x @ short_rows.T).float()
    wanted, found = (one.view(size).abs().topk(K).indices for one in (whole, short))
    likely = short.view(size).abs().topk(CANDIDATES).indices
    numbers = (likely + features * torch.arange(members)[:, None]).flatten(1)

    def again() -> Tensor:
        return torch.stack([rows[some] @ image for some, image in zip(numbers, x, strict=True)])

    took = [_milliseconds(one, rounds) for one in (lambda: x @ rows.T, lambda: short_x @ short_rows.T, again)]
    stay = _shared(wanted, found)
    return (
        f"batch {len(x):3}: float32 {took[0]:.1f} ms, bfloat16 {took[1]:.1f} ms; {stay.mean():.2%} of active features "
        f"stay, all of them in {(stay == 1).double().mean():.0%} of codes; among {CANDIDATES} candidates are all in "
        f"{(_shared(wanted, likely) == 1).double().mean():.1%}, exact products with these {took[2]:.0f} ms"
    )


def _shared(wanted: Tensor, found: Tensor) -> Tensor:
    """(B, M): the share of wanted (B, M, K) that is found (B, M, any)."""
    return (wanted[..., None] == found[..., None, :]).any(-1).double().mean(-1)


def _milliseconds(call: Callable[[], Tensor], rounds: int) -> float:
    call()
    took = []
    for _ in range(rounds):
        began = time.process_time()
        call()
        took.append(time.process_time() - began)
    return 1e3 * statistics.median(took)


if __name__ == "__main__":
    main()
