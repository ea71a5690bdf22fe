"""The linear encoder: a = (x - c) W^T + b."""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.member_parts import LINEAR_ENCODER, RENEWABLE, ROWS, WINDOWED, Encoder, Parameters, Size


class Linear(Encoder):
    """Parameters ``weight`` (M, H, D), one row a feature, and ``bias`` (M, H)."""

    capabilities = frozenset({ROWS, LINEAR_ENCODER, WINDOWED, RENEWABLE})

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        return {"weight": rows, "bias": rows.new_zeros(rows.shape[:2])}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"weight": tuple(size), "bias": (size.members, size.features)}

    def features(self, p: Parameters) -> int:
        return p["weight"].shape[1]

    def preactivations(self, p: Parameters, seen: Tensor) -> Tensor:
        return products(p["weight"], seen, p["bias"])

    def renew(self, p: Parameters, member: int, chosen: Tensor, living: Tensor, rows: Tensor) -> list[str]:
        weight, bias = p["weight"].data[member], p["bias"].data[member]
        weight[chosen] = rows.to(weight) * weight[living].norm(dim=1).mean()
        bias[chosen] = bias[living].mean()
        return ["weight", "bias"]


def products(weight: Tensor, seen: Tensor, bias: Tensor | None = None) -> Tensor:
    """Rows (M, H, D) times images (M, B, D), and a bias (M, H): (M, B, H).

    To the same bits for a member whichever others there are: a product with one image is told from one with many by the
    library where there is one member alone, and rounds otherwise.
    """
    if seen.shape[1] == 1:
        single = torch.stack([rows @ image[0] for rows, image in zip(weight, seen, strict=True)])
        return (single if bias is None else single + bias)[:, None]
    # Laid out (M, H, B): this product is the faster one on a CPU.
    images = seen.transpose(1, 2)
    many = torch.bmm(weight, images) if bias is None else torch.baddbmm(bias[:, :, None], weight, images)
    return many.transpose(1, 2)


LINEAR = Linear()
