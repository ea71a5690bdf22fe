"""The claims about learning: the figures over training, a dictionary of one's own, copies, and sparsity."""

from __future__ import annotations

from typing import Any

from benchmarks.experiment_verdicts import (
    Answer,
    Claim,
    Found,
    Label,
    Question,
    Rows,
    answers,
    by_interval,
    difference,
    r3,
    sets_of,
    span,
    sure,
)  # fmt: skip

REPORTED_R, REPORTED_LOSS = 0.77, 0.011
NEAR_R, NEAR_LOSS = 0.05, 1.5
"""How far from the report's figure still counts as it: in r, and as a factor of the loss."""
SHOWN = (0, 1, 5, 20)
DIGITS = "digits"


def trajectory(found: Found) -> Claim:
    """Claim 1: loss and r over training."""
    folds, names = found["folds"], sets_of(found, "folds")
    last = {name: folds[name]["history"][-1] for name in names}
    gain = {
        name: difference(
            folds[name]["r"]["report"]["each"], folds[name]["r"]["mean image"]["each"], folds[name]["groups"]
        )
        for name in names
    }
    first = names[0]
    r, loss = last[first]["pearson"], last[first]["loss"]
    near = 1 / NEAR_LOSS <= loss / REPORTED_LOSS <= NEAR_LOSS
    questions = [  # the report's own figures can be asked of images like its own alone
        Question("training_r", {first: Answer(r3(r), sure(abs(r - REPORTED_R) <= NEAR_R))}),
        Question("training_loss", {first: Answer(f"{loss:.4f}", sure(near))}),
        Question("over_mean_image", answers(gain)),
    ]
    columns: list[Label] = [
        (one, {}) for one in ("epoch", "loss", "r_copies", "r_originals", "r_held_out", "r_averaged")
    ]
    rows: list[tuple[Label, list[str]]] = []
    for name in names:
        history = folds[name]["history"]
        for epoch in _shown(folds[name]):
            row = history[epoch]
            cells = [f"{row['loss']:.4f}" if "loss" in row else "", r3(row.get("pearson")), r3(row["originals"])]
            rows.append(
                (("set", {"name": name}), [str(epoch), *cells, r3(row["held_out"]), r3(row["held_out_averaged"])])
            )
    r = folds[first]["r"]
    figures = {
        "train": ", ".join(f"{folds[first]['history'][epoch]['pearson']:.2f}" for epoch in _shown(folds[first])[1:]),
        "held_out": span(r["report"]),
        "mean_image": r3(r["mean image"]["mean"]),
        "default": r3(r["default"]["mean"]),
        "pca": r3(r["PCA"]["mean"]),
        "loss": ", ".join(f"{folds[first]['history'][epoch]['loss']:.3f}" for epoch in _shown(folds[first])[1:]),
    }
    return Claim("trajectory", questions, Rows([("set_column", {}), *columns], rows), figures, ("training_r",))


def _shown(fold: dict[str, Any]) -> list[int]:
    """The epochs that the page shows: the report's own, as far as there are so many."""
    return [epoch for epoch in SHOWN if epoch < len(fold["history"])]


def baselines(found: Found) -> Rows:
    """What describes held-out images how well: the preset beside its nulls, on every set."""
    names = sets_of(found, "folds")
    kinds = ("report", "report averaged", "separate", "separate averaged", "start", "start averaged", "mean image",
             "PCA", "PCA at equal bits", "PCA at the bits of all", "PCA at equal bits, copies of report",
             "default", "default start")  # fmt: skip
    rows: list[tuple[Label, list[str]]] = []
    for kind in kinds:
        cells = []
        for name in names:
            one = found["folds"][name]["r"][kind]
            cells += [span(one), r3(one["train"])]
        rows.append(((kind, {}), cells))
    columns: list[Label] = [("method", {})]
    for name in names:
        columns += [("set_held_out", {"name": name}), ("set_train", {"name": name})]
    return Rows(columns, rows)


def transfer(found: Found) -> Claim:
    """Claim 2: a dictionary of one's own, and one of other images."""
    folds, names = found["folds"], sets_of(found, "folds", "transfer")
    digits = next((found["transfer"][name][DIGITS] for name in names if DIGITS in found["transfer"][name]), None)
    questions = []
    if digits is not None:
        whole = {n: _own_less(folds[n], digits["on"][n]["report"]["each"]) for n in names}
        equal = {n: _own_less(folds[n], digits["few_on"][n]["report"]["each"]) for n in names}
        usual = {
            n: difference(folds[n]["r"]["default"]["each"], digits["few_on"][n]["default"]["each"], folds[n]["groups"])
            for n in names
        }
        back = {n: _back(digits, found["transfer"][n]["on"][DIGITS]["report"]["each"]) for n in names}
        questions = [
            Question("own_over_digits", answers(whole)),
            Question("own_over_digits_equal", answers(equal)),
            Question("own_default_over_digits", answers(usual)),
            Question("digits_own_over_other", answers(back)),
        ]
    table, figures = _transfer_table(found, names, digits), _transfer_figures(found, names, digits)
    return Claim("transfer", questions, table, figures, ("own_over_digits",))


def _own_less(fold: dict[str, Any], other: list[float]) -> dict[str, float]:
    return difference(fold["r"]["report"]["each"], other, fold["groups"])


def _back(digits: dict[str, Any], other: list[float]) -> dict[str, float]:
    own = digits["few_on"][DIGITS]["report"]["each"]
    return difference(own, other, [str(i) for i in range(len(own))])


def _transfer_table(found: Found, names: list[str], digits: dict[str, Any] | None) -> Rows:
    """A row what was learned from, a column what it describes."""
    folds, described = found["folds"], [*names, *([DIGITS] if digits else [])]
    rows: list[tuple[Label, list[str]]] = []
    for preset in ("report", "default"):
        for name in names:
            cells = [
                f"**{span(folds[name]['r'][preset])}**" if other == name
                else span(found["transfer"][name]["on"][other][preset])
                for other in described
            ]  # fmt: skip
            rows.append(((f"learned_{preset}", {"name": name}), cells))
        if digits:
            for key, count in (("on", "count"), ("few_on", "few")):
                if preset in digits[key][names[0]]:
                    cells = [span(digits[key][other][preset]) for other in described]
                    cells[-1] = f"**{cells[-1]}**"
                    rows.append(((f"learned_{preset}_digits", {"count": digits[count]}), cells))
    nulls = {
        "start": [span(folds[n]["r"]["start"]) for n in names],
        "mean image": [span(folds[n]["r"]["mean image"]) for n in names],
    }
    for kind, cells in nulls.items():
        rows.append(((kind, {}), cells + [""] * (len(described) - len(names))))
    if digits:
        rows.append(
            (("PCA_digits", {"count": digits["few"]}), [span(digits["few_on"][other]["PCA"]) for other in described])
        )
    return Rows([("learned_from", {}), *[("set", {"name": name}) for name in described]], rows)


def _transfer_figures(found: Found, names: list[str], digits: dict[str, Any] | None) -> dict[str, Any]:
    first = names[0]
    r = found["folds"][first]["r"]
    figures = {"own": r3(r["report"]["mean"]), "start": r3(r["start"]["mean"]), "own_default": r3(r["default"]["mean"])}
    if digits:
        figures |= {
            "by_set": {n: span(_own_less(found["folds"][n], digits["on"][n]["report"]["each"]), True) for n in names},
            "digits": r3(digits["on"][first]["report"]["mean"]),
            "few": r3(digits["few_on"][first]["report"]["mean"]),
            "default_digits": r3(digits["few_on"][first]["default"]["mean"]),
            "count": f"{digits['count']:,}",
            "few_count": f"{digits['few']:,}",
            "steps": f"{digits['steps']:,}",
            "few_steps": f"{digits['few_steps']:,}",
        }
    return figures


def copies(found: Found) -> Claim:
    """Claim 3: augmentation decides."""
    folds, names = found["folds"], sets_of(found, "folds", "copies")
    own = {name: folds[name]["r"]["report"]["each"] for name in names}

    def over(kind: str) -> dict[str, dict[str, float]]:
        return {n: difference(own[n], found["copies"][n]["r"][kind]["each"], folds[n]["groups"]) for n in names}

    epochs, steps, slight = over("none"), over("none, as many steps"), over("slight")
    questions = [
        Question("copies_equal_epochs", answers(epochs)),
        Question("copies_equal_steps", answers(steps)),
        Question("copies_over_slight", answers(slight)),
    ]
    rows: list[tuple[Label, list[str]]] = []
    kinds = ("none", "none, as many steps", "report", "slight")
    for kind in kinds:
        cells = []
        for name in names:
            one = folds[name]["r"]["report"] if kind == "report" else found["copies"][name]["r"][kind]
            cells += [span(one), r3(one["train"])]
        rows.append(((f"copies {kind}", {"steps": found["copies"][names[0]]["steps"][kind]}), cells))
    for kind in ("none", "report", "slight"):
        cells = []
        for name in names:
            one = found["copies"][name]["r"][f"PCA {kind}"]
            cells += [span(one), r3(one["train"])]
        rows.append(((f"PCA copies {kind}", {}), cells))
    columns: list[Label] = [("copies_column", {})]
    for name in names:
        columns += [("set_held_out", {"name": name}), ("set_train", {"name": name})]
    first = names[0]
    figures = {
        "epochs": span(epochs[first], True), "slight": span(slight[first], True),
        "by_set": {n: span(steps[n], True) for n in names},
        "without": found["copies"][first]["images_per_epoch"]["without"],
        "with": found["copies"][first]["images_per_epoch"]["with"],
    }  # fmt: skip
    return Claim("copies", questions, Rows(columns, rows), figures, ("copies_equal_steps",))


def sparsity(found: Found) -> Claim:
    """Claim 5: sparsity prevents overfitting."""
    folds, names = found["folds"], sets_of(found, "folds", "sparsity")
    table = {n: {row["k"]: row for row in found["sparsity"][n]["r"]["trained"]} for n in names}
    pca = {n: {row["k"]: row for row in found["sparsity"][n]["r"]["PCA"]} for n in names}
    ks, own = list(table[names[0]]), found["sparsity"][names[0]]["k"]
    every = max(ks)
    better = {n: difference(table[n][own]["each"], table[n][every]["each"], folds[n]["groups"]) for n in names}
    gaps = {n: {k: table[n][k]["train"] - table[n][k]["mean"] for k in ks} for n in names}
    fewest = min(ks)
    best = {n: max(ks, key=lambda k: table[n][k]["mean"]) for n in names}
    questions = [
        Question(
            "gap_smaller",
            {
                n: Answer(f"{gaps[n][own]:.3f} / {gaps[n][every]:.3f}", sure(gaps[n][own] < gaps[n][every]))
                for n in names
            },
        ),
        Question("sparse_over_dense", {n: Answer(span(better[n], True), by_interval(better[n])) for n in names}),
    ]
    rows: list[tuple[Label, list[str]]] = []
    for k in ks:
        cells = []
        for n in names:
            cells += [r3(table[n][k]["train"]), span(table[n][k]), r3(gaps[n][k]), r3(pca[n][k]["mean"])]
        rows.append((("k_row", {"k": k}), cells))
    columns: list[Label] = [("k_column", {})]
    for n in names:
        columns += [(key, {"name": n}) for key in ("set_train", "set_held_out", "set_gap", "set_pca")]
    first = names[0]
    figures = {
        "own": own, "every": f"{every:,}", "fewest": fewest, "gap_own": r3(gaps[first][own]),
        "gap_every": r3(gaps[first][every]), "gap_fewest": r3(gaps[first][fewest]),
        "by_set": {n: span(better[n], True) for n in names}, "bests": {n: f"k = {best[n]}" for n in names},
    }  # fmt: skip
    return Claim("sparsity", questions, Rows(columns, rows), figures, ("sparse_over_dense",))
