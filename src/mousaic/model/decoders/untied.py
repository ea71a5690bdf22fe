"""The untied decoder: y = z R + c, with rows R of its own, which start as the encoder's.

Tied rows have to find a feature in an image and to draw it; of features that overlap, the direction that finds one
best is not its picture (Ng 2011, "Sparse autoencoder", CS294A lecture notes; Gao et al. 2024, "Scaling and evaluating
sparse autoencoders", start them tied as is done here).
"""

from __future__ import annotations

from torch import Tensor

from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.member_parts import LINEAR_DECODER, RENEWABLE, WINDOWED, Decoder, Parameters, Size


class UntiedRows(Decoder):
    """Parameter ``rows`` (M, H, D): the features' pictures."""

    capabilities = frozenset({LINEAR_DECODER, WINDOWED, RENEWABLE})

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        return {"rows": rows.clone()}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        return {"rows": tuple(size)}

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        return summed_rows(p["rows"], codes, p.get("center"))

    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        rows = p["rows"][member]
        return rows if chosen is None else rows[chosen]

    def renew(self, p: Parameters, member: int, chosen: Tensor, living: Tensor, rows: Tensor) -> list[str]:
        own = p["rows"].data[member]
        own[chosen] = rows.to(own) * own[living].norm(dim=1).mean()
        return ["rows"]


UNTIED_ROWS = UntiedRows()
