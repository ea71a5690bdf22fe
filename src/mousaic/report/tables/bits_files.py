"""A comparison at equal bits as CSV and JSON, and read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mousaic.analysis.compare.bit_budgets import BITS, VERDICT_BITS
from mousaic.analysis.compare.bits_curves import BitsCurve, Whose
from mousaic.said import Said
from mousaic.words.put import put

SCORES = ("pearson", "low", "high", "fvu")
COLUMNS = ("method", "title", "bits", "values", *SCORES, "saturated")
"""Of ``bits.csv``."""


def bits_lines(curves: Sequence[BitsCurve], lang: str) -> Iterator[dict[str, Any]]:
    """The lines of ``bits.csv``: one for each row and budget that buys it a value."""
    for curve in curves:
        named = {"method": curve.whose.method, "title": put(curve.whose.title, lang)}
        for place, (bits, values) in enumerate(zip(BITS, curve.values, strict=True)):
            if values:
                scores = {name: getattr(curve, name)[place] for name in SCORES}
                yield named | {"bits": bits, "values": values} | scores | {"saturated": curve.saturated[place]}


def bits_dict(curves: Sequence[BitsCurve], lang: str) -> dict[str, Any]:
    """The entry ``bits`` of ``comparison.json``: the budgets, and of each row a number for each of them."""
    return {
        "budgets": list(BITS),
        "verdict_at": VERDICT_BITS,
        "rows": [
            curve.whose._asdict()
            | {"title": put(curve.whose.title, lang), "title_said": curve.whose.title.to_json()}
            | {name: list(getattr(curve, name)) for name in ("values", *SCORES, "saturated")}
            for curve in curves
        ],
    }


def curves_from(row: Mapping[str, Any], title: Said) -> BitsCurve:
    """One row of :func:`bits_dict` again.

    Args:
        title: what it is called, in words that there are.

    Raises:
        KeyError, TypeError, ValueError: it is damaged.
    """
    whose = Whose(
        str(row["method"]), title, bool(row["ours"]), bool(row["pca"]), str(row["start"]), bool(row["averaged"])
    )

    def column(name: str) -> tuple[float | None, ...]:
        return tuple(None if one is None else float(one) for one in row[name])

    r, low, high, unexplained = map(column, SCORES)
    values, saturated = tuple(int(one) for one in row["values"]), tuple(bool(one) for one in row["saturated"])
    if any(len(each) != len(BITS) for each in (r, low, high, unexplained, values, saturated)):
        raise ValueError("another number of budgets")
    return BitsCurve(whose, values, r, low, high, unexplained, saturated)
