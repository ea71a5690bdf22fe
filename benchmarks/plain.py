"""The same training written in PyTorch as most people would write it, in two ways."""

from __future__ import annotations

from itertools import combinations

import torch
from torch import Tensor, nn

from benchmarks.ours import CONSISTENCY, LEARNING_RATE, Shape, Training, backend_names, make_step, random_weight


class Member(nn.Module):
    """A k-sparse autoencoder with tied weights and dense codes."""

    def __init__(self, weight: Tensor, k: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight.clone())
        self.bias = nn.Parameter(weight.new_zeros(len(weight)))
        self.k = k

    def encode(self, x: Tensor) -> Tensor:
        """The code with its zeros, (B, H)."""
        a = nn.functional.linear(x, self.weight, self.bias)
        values, indices = a.topk(self.k, dim=1)
        return torch.zeros_like(a).scatter(1, indices, values)

    def decode(self, z: Tensor) -> Tensor:
        return z @ self.weight


def make_members(shape: Shape, weight: Tensor, device: torch.device) -> list[Member]:
    return [Member(w, shape.k).to(device) for w in weight]


class SeparateMembers:
    """The experiment's own way: an optimiser and a backward pass for each member, figures image by image."""

    def __init__(self, shape: Shape, weight: Tensor, device: torch.device) -> None:
        self.members = make_members(shape, weight, device)
        self.optimisers = [torch.optim.Adam(m.parameters(), lr=LEARNING_RATE) for m in self.members]
        self.pairs = max(shape.members * (shape.members - 1) // 2, 1)
        self.pearson: list[float] = []

    def __call__(self, x: Tensor, following: Tensor | None = None) -> float:
        """Train on the batch ``x`` (B, D); the total loss before the step."""
        codes = [member.encode(x) for member in self.members]
        fixed = [z.detach() for z in codes]
        total = 0.0
        self.pearson.clear()
        for i, (member, optimiser, z) in enumerate(zip(self.members, self.optimisers, codes, strict=True)):
            y = member.decode(z)
            reconstruction = nn.functional.mse_loss(y, x) / len(self.members)
            others = [nn.functional.mse_loss(z, fixed[j]) for j in range(len(codes)) if j != i]
            consistency = torch.stack(others).sum() / self.pairs if others else z.new_zeros(())
            optimiser.zero_grad()
            (reconstruction + CONSISTENCY * consistency).backward()
            optimiser.step()
            total += reconstruction.item() + CONSISTENCY * consistency.item() / 2  # every pair is met twice
            self.pearson += [_pearson(y[n].detach(), x[n]) for n in range(len(x))]
        return total

    def weight(self) -> Tensor:
        return torch.stack([m.weight.detach() for m in self.members])


class EachAnew(SeparateMembers):
    """The same with less care: each member's turn computes all members' codes again and lets gradients flow into them.

    The others' gradients are then thrown away. Members change in turn, so the weights differ a little from the rest.
    """

    def __call__(self, x: Tensor, following: Tensor | None = None) -> float:
        """Train on the batch ``x`` (B, D); the total loss, each member's part before its own step."""
        total = 0.0
        self.pearson.clear()
        for i, optimiser in enumerate(self.optimisers):
            codes = [member.encode(x) for member in self.members]
            y = self.members[i].decode(codes[i])
            reconstruction = nn.functional.mse_loss(y, x) / len(self.members)
            pairs = [nn.functional.mse_loss(a, b) for a, b in combinations(codes, 2)]
            consistency = torch.stack(pairs).mean() if pairs else y.new_zeros(())
            for member in self.members:
                member.zero_grad()
            (reconstruction + CONSISTENCY * consistency).backward()
            optimiser.step()
            total += reconstruction.item() + CONSISTENCY * consistency.item() / len(self.members)
            self.pearson += [_pearson(y[n].detach(), x[n]) for n in range(len(x))]
        return total


class OneOptimiser:
    """Plain PyTorch: members in a loop, one loss, one backward pass, one Adam. It keeps no figures but the loss."""

    def __init__(self, shape: Shape, weight: Tensor, device: torch.device) -> None:
        self.members = make_members(shape, weight, device)
        self.optimiser = torch.optim.Adam([p for m in self.members for p in m.parameters()], lr=LEARNING_RATE)
        self.pairs = list(combinations(range(shape.members), 2))

    def __call__(self, x: Tensor, following: Tensor | None = None) -> Tensor:
        """Train on the batch ``x`` (B, D); the total loss before the step."""
        codes = [member.encode(x) for member in self.members]
        outputs = [member.decode(z) for member, z in zip(self.members, codes, strict=True)]
        loss = torch.stack([nn.functional.mse_loss(y, x) for y in outputs]).mean()
        if self.pairs:
            between = torch.stack([nn.functional.mse_loss(codes[i], codes[j]) for i, j in self.pairs])
            loss = loss + CONSISTENCY * between.mean()
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        return loss.detach()

    def weight(self) -> Tensor:
        return torch.stack([m.weight.detach() for m in self.members])


def check_same(device: torch.device, steps: int = 3) -> None:
    """Raise unless both ways here and all of Mousaic's compute the same: losses and weights after a few small steps."""
    shape = Shape(members=3, features=96, k=7, pixels=144, batch=8)
    weight = random_weight(shape)
    trainings: list[Training | SeparateMembers | OneOptimiser] = [
        OneOptimiser(shape, weight, device),
        SeparateMembers(shape, weight, device),
        *(make_step(shape, weight, None, device, name) for name in backend_names(device)),
    ]
    source = torch.Generator().manual_seed(1)
    batches = [torch.rand(shape.batch, shape.pixels, generator=source).to(device) for _ in range(steps)]
    for x, following in zip(batches, [*batches[1:], None], strict=True):
        losses = torch.tensor([float(train(x, following)) for train in trainings])
        if not torch.allclose(losses, losses[:1], rtol=1e-5, atol=0):
            raise AssertionError(f"the losses differ: {losses}")
    for train in trainings[1:]:
        if not torch.allclose(train.weight(), trainings[0].weight(), rtol=0, atol=1e-5):
            raise AssertionError(f"the weights of {type(train).__name__} differ")
    if (trainings[0].weight().cpu() - weight).abs().max() < 1e-3:
        raise AssertionError("nothing was learned")


def _pearson(y: Tensor, x: Tensor) -> float:
    y, x = y - y.mean(), x - x.mean()
    return ((y * x).sum() / (y.norm() * x.norm() + 1e-8)).item()
