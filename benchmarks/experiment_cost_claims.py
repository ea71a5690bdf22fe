"""The claims about what it costs: bits, numbers learned, and seconds."""

from __future__ import annotations

from typing import Any

from benchmarks.experiment_verdicts import (
    OPEN,
    Answer,
    Claim,
    Found,
    Label,
    Question,
    Rows,
    answers,
    difference,
    r3,
    sets_of,
    span,
    sure,
)  # fmt: skip

REPORTED_FACTOR = 82
TENTH = 0.1
QUICK = 60.0
"""Seconds within which a training of 39 images is fast."""


def compression(found: Found) -> Claim:
    """Claim 7: 82-fold compression."""
    folds, names = found["folds"], sets_of(found, "folds")
    config, raw = folds[names[0]]["config"], 8 * folds[names[0]]["pixels"]
    bits, members, k = config["bits"], config["members"], config["k"]
    near = sure(abs(raw / bits / REPORTED_FACTOR - 1) <= TENTH)
    images = {n: raw * folds[n]["images"] for n in names}
    weights = 8 * config["features"] * folds[names[0]]["pixels"]
    pca = {n: folds[n]["components"]["default"]["alone"] for n in names}
    questions = [
        Question("factor_in_bits", {n: Answer(f"{raw / bits:.0f}", near) for n in names}),
        Question(
            "fewer_bits_than_pca",
            {
                n: Answer(*(("", OPEN) if pca[n] is None else (f"{bits:.0f} / {8 * pca[n]}", sure(bits < 8 * pca[n]))))
                for n in names
            },
        ),
        Question(
            "with_its_dictionary",
            {
                n: Answer(f"{(weights + bits * folds[n]['images']) / images[n]:.0f}", sure(weights + bits < images[n]))
                for n in names
            },
        ),
    ]
    rows = _compression_rows(folds, names, raw)
    first = names[0]
    figures = {
        "numbers": f"{folds[first]['pixels'] / k:.0f}", "k": k,
        "pixels": f"{folds[first]['pixels']:,}", "raw": f"{raw:,}",
        "bits": f"{bits:.0f}", "positions": f"{bits - 8 * k:.0f}", "factor": f"{raw / bits:.0f}", "members": members,
        "all_bits": f"{members * bits:,.0f}", "all_factor": f"{raw / bits / members:.1f}",
        "dictionary": f"{weights / images[first]:.0f}", "images": folds[first]["images"],
        "break_even": f"{weights / (raw - bits):,.0f}", "pca": pca[first], "r": r3(folds[first]["r"]["report"]["mean"]),
        "pca_bits": 8 * (pca[first] or 0), "mean_image": r3(folds[first]["r"]["mean image"]["mean"]),
        "png": f"{folds[first]['png_bits']:,.0f}",
    }  # fmt: skip
    columns: list[Label] = [
        ("stored", {}),
        ("bits", {}),
        ("factor", {}),
        *[("set_held_out", {"name": n}) for n in names],
    ]
    return Claim("compression", questions, Rows(columns, rows), figures, ("factor_in_bits",))


def _compression_rows(folds: Any, names: list[str], raw: int) -> list[tuple[Label, list[str]]]:
    config, first = folds[names[0]]["config"], folds[names[0]]
    rows: list[tuple[Label, list[str]]] = [(("raw", {}), [f"{raw:,}", "1", *["1"] * len(names)])]
    for place, one in enumerate(first["quantised"]):
        r = [r3(folds[n]["quantised"][place]["r"]) for n in names]
        label: Label = ("quantised", {"bits": one["value_bits"]})
        rows.append((label, [f"{one['bits']:,.0f}", f"{raw / one['bits']:.0f}", *r]))
    every = config["members"] * config["bits"]
    for kind, bits in {
        "report averaged": every, "PCA": 8 * config["k"], "PCA at equal bits": config["bits"] // 8 * 8, "mean image": 0,
    }.items():  # fmt: skip
        factor = f"{raw / bits:.0f}" if bits else "\N{INFINITY}"
        rows.append(((kind, {}), [f"{bits:,.0f}", factor, *[r3(folds[n]["r"][kind]["mean"]) for n in names]]))
    return rows


def rivals(found: Found) -> Claim:
    """Claim 9: better than deep autoencoders and VAEs with fewer parameters."""
    folds, names = found["folds"], sets_of(found, "folds", "rivals")
    parameters = found["rivals"][names[0]]["parameters"]
    r = {n: folds[n]["r"] | found["rivals"][n]["r"] for n in names}
    networks = [kind for kind in found["rivals"][names[0]]["r"]]
    over = {
        n: {kind: difference(r[n]["report"]["each"], r[n][kind]["each"], folds[n]["groups"]) for kind in networks}
        for n in names
    }
    best = {n: max(networks, key=lambda kind: r[n][kind]["mean"]) for n in names}
    vae = next(kind for kind in networks if kind.startswith("VAE"))
    own = next(kind for kind in networks if "copies" in kind)
    questions = [
        Question("better_than_autoencoder", answers({n: over[n][best[n]] for n in names})),
        Question("better_than_own_copies", answers({n: over[n][own] for n in names})),
        Question("better_than_vae", answers({n: over[n][vae] for n in names})),
        Question(
            "fewer_parameters",
            {
                n: Answer(
                    f"{parameters['report']:,} / {parameters[best[n]]:,}",
                    sure(parameters["report"] < parameters[best[n]]),
                )
                for n in names
            },
        ),
    ]
    rows: list[tuple[Label, list[str]]] = []
    for kind in ("report", "report averaged", *networks, "PCA", "default"):
        count = f"{parameters[kind]:,}" if kind in parameters else ""
        cells = []
        for n in names:
            cells += [span(r[n][kind]), r3(r[n][kind]["train"])]
        rows.append((("network", {"kind": kind}), [count, *cells]))
    first = names[0]
    figures = {
        "report": r3(r[first]["report"]["mean"]), "best": r3(r[first][best[first]]["mean"]),
        "best_parameters": f"{parameters[best[first]]:,}", "parameters": f"{parameters['report']:,}",
        "all_parameters": f"{parameters['report averaged']:,}", "small": r3(r[first][networks[0]]["mean"]),
        "small_parameters": f"{parameters[networks[0]]:,}", "vae": r3(r[first][vae]["mean"]),
        "own_copies": r3(r[first][own]["mean"]), "by_set": {n: span(over[n][best[n]], True) for n in names},
    }  # fmt: skip
    columns: list[Label] = [("method", {}), ("parameters", {})]
    for n in names:
        columns += [("set_held_out", {"name": n}), ("set_train", {"name": n})]
    return Claim("rivals", questions, Rows(columns, rows), figures, ("better_than_autoencoder",))


def speed(found: Found) -> Claim:
    """Claim 10: trains fast on a CPU."""
    name, one = next(iter(found["speed"].items()))
    ways = one["ways"]
    report = ways["report"]["cpu"]
    questions = [
        Question("within_a_minute", {name: Answer(f"{report:.1f} s", sure(report < QUICK))}),
        Question("faster_than_plain", {
            name: Answer(f"{ways['plain']['cpu'] / report:.1f}", sure(report < ways["plain"]["cpu"])),
        }),
        Question("faster_than_others", {
            name: Answer(f"{report / ways['default']['cpu']:.1f}, {report / ways['PCA']['cpu']:.1f}",
                         sure(report < min(ways[way]["cpu"] for way in ("default", "PCA", "autoencoder")))),
        }),
    ]  # fmt: skip
    rows: list[tuple[Label, list[str]]] = [
        ((f"way_{way}", {}), [f"{spent['cpu']:.1f}", f"{spent['clock']:.1f}", f"{spent['cpu'] / report:.2f}"])
        for way, spent in ways.items()
    ]
    figures = {
        "report": f"{report:.1f}", "plain": f"{ways['plain']['cpu']:.1f}", "default": f"{ways['default']['cpu']:.1f}",
        "pca": f"{ways['PCA']['cpu']:.1f}", "autoencoder": f"{ways['autoencoder']['cpu']:.1f}",
    }  # fmt: skip
    columns: list[Label] = [("way", {}), ("cpu_seconds", {}), ("clock_seconds", {}), ("times", {})]
    return Claim("speed", questions, Rows(columns, rows), figures, ("within_a_minute",))
