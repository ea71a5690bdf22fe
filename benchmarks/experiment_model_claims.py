"""The claims about what was learned: the ensemble, the features, the classes."""

from __future__ import annotations

from typing import Any

from benchmarks.experiment_verdicts import (
    CONFIRMED,
    OPEN,
    Answer,
    Claim,
    Found,
    Label,
    Question,
    Rows,
    answers,
    by_interval,
    difference,
    of_pairs,
    p3,
    percent,
    r3,
    sets_of,
    span,
    sure,
)  # fmt: skip

SHARE = 0.05
"""A kind of feature is there where it is at least so much of the living features more than before training."""
EVENLY = 0.9
"""Of the pixels: what counts as covering the image."""
TWINS = 0.05
"""A share of near-copies below which redundancy is little."""


def ensemble(found: Found) -> Claim:
    """Claim 4: the ensemble and the consistency loss make features steadier."""
    folds, names = found["folds"], sets_of(found, "folds")
    alike = {n: folds[n]["agreement"] for n in names}
    steadier = {
        n: of_pairs(alike[n]["report"]["folds_living"]["each"], alike[n]["separate"]["folds_living"]["each"])
        for n in names
    }
    beyond = {
        n: of_pairs(alike[n]["report"]["folds_living"]["each"], alike[n]["start"]["folds_living"]["each"])
        for n in names
    }
    shared = {
        n: of_pairs(alike[n]["report"]["members_living"]["each"], alike[n]["separate"]["members_living"]["each"])
        for n in names
    }
    r = {n: folds[n]["r"] for n in names}
    better = {n: difference(r[n]["report"]["each"], r[n]["separate"]["each"], folds[n]["groups"]) for n in names}
    together = {
        n: difference(r[n]["report averaged"]["each"], r[n]["report"]["each"], folds[n]["groups"]) for n in names
    }
    questions = [
        Question("steadier_between_runs", answers(steadier)),
        Question("steadier_than_start", answers(beyond)),
        Question("members_alike", answers(shared)),
        Question("consistency_helps_r", answers(better)),
        Question("averaging_helps_r", answers(together)),
    ]
    rows: list[tuple[Label, list[str]]] = []
    for measure in ("folds_living", "members_living", "codes_shared", "codes_alike"):
        for kind in ("report", "separate", "start", "default"):
            if measure in alike[names[0]][kind]:
                cells = [span(alike[n][kind][measure]) for n in names]
                rows.append((("agreement_row", {"measure": measure, "short": kind}), cells))
    first = names[0]
    figures = {
        "by_set": {
            n: " / ".join(r3(alike[n][kind]["folds_living"]["mean"]) for kind in ("report", "separate", "start"))
            for n in names
        },
        "living": r3(alike[first]["report"]["folds_living"]["mean"]),
        "living_separate": r3(alike[first]["separate"]["folds_living"]["mean"]),
        "living_start": r3(alike[first]["start"]["folds_living"]["mean"]),
        "members": r3(alike[first]["report"]["members_living"]["mean"]),
        "members_separate": r3(alike[first]["separate"]["members_living"]["mean"]),
        "codes": r3(alike[first]["report"]["codes_alike"]["mean"]),
        "codes_separate": r3(alike[first]["separate"]["codes_alike"]["mean"]),
        "r": r3(r[first]["report"]["mean"]), "r_separate": r3(r[first]["separate"]["mean"]),
        "train": r3(r[first]["report"]["train"]), "train_separate": r3(r[first]["separate"]["train"]),
        "averaged": r3(r[first]["report averaged"]["mean"]),
        "averaged_separate": r3(r[first]["separate averaged"]["mean"]),
    }  # fmt: skip
    table = Rows([("measure", {}), *_set_columns(names)], rows)
    return Claim("ensemble", questions, table, figures, ("steadier_between_runs",))


def features(found: Found) -> Claim:
    """Claim 6: local detectors, global structures, edges, little redundancy, the whole image covered."""
    names = sets_of(found, "folds")
    of = {n: found["folds"][n]["features"] for n in names}
    questions = []
    for kind in ("local", "global", "edge"):
        gain = {n: of[n]["report"][kind]["mean"] - of[n]["start"][kind]["mean"] for n in names}
        questions.append(
            Question(
                f"kind_{kind}",
                {n: Answer(percent(of[n]["report"][kind]["mean"]), sure(gain[n] >= SHARE)) for n in names},
            )
        )
    little = {
        n: Answer(
            f"{of[n]['report']['nearest']['mean']:.2f}, {percent(of[n]['report']['twins']['mean'])}",
            sure(of[n]["report"]["twins"]["mean"] < TWINS),
        )
        for n in names
    }
    covered = {
        n: Answer(
            f"{100 * of[n]['report']['covered']['mean']:.1f} %", sure(of[n]["report"]["covered"]["mean"] >= EVENLY)
        )
        for n in names
    }
    in_use = {
        n: Answer(percent(1 - of[n]["report"]["dead"]["mean"]), sure(of[n]["report"]["dead"]["mean"] < 0.5))
        for n in names
    }
    questions += [Question("little_redundancy", little), Question("covers", covered), Question("in_use", in_use)]
    rows: list[tuple[Label, list[str]]] = []
    shown = {"dead": percent, "local": percent, "edge": percent, "global": percent, "noise": percent,
             "nearest": lambda x: f"{x:.2f}", "twins": percent, "half": percent, "covered": percent}  # fmt: skip
    for measure, put in shown.items():
        for kind in ("report", "start", "default"):
            cells = [_put(of[n][kind][measure], put) for n in names]
            rows.append((("feature_row", {"measure": measure, "short": kind}), cells))
    first = of[names[0]]
    figures = {
        f"{which}_{measure}": put(first[which][measure]["mean"])
        for measure, put in shown.items()
        for which in ("report", "start", "default")
    } | {"living": f"{first['report']['living']['mean']:.0f}", "chance": f"{first['report']['chance']['mean']:.2f}"}
    table = Rows([("measure", {}), *_set_columns(names)], rows)
    decided_by = ("kind_local", "kind_global", "kind_edge", "little_redundancy", "covers")
    return Claim("features", questions, table, figures, decided_by)


def _put(one: dict[str, float], put: Any) -> str:
    return f"{put(one['mean'])} [{put(one['low'])}, {put(one['high'])}]"


def classes(found: Found) -> Claim:
    """Claim 8: both classes are reconstructed well, one better."""
    folds, names = found["folds"], sets_of(found, "folds")
    questions = [
        Question("both_over_mean", {n: _both(folds[n]) for n in names}),
        Question("one_better", {n: _one_better(folds[n], "report") for n in names}),
        Question("one_better_by_default", {n: _one_better(folds[n], "default") for n in names}),
    ]
    rows: list[tuple[Label, list[str]]] = []
    for n in names:
        for kind in ("report", "mean image", "start", "PCA", "default"):
            one = folds[n]["by_class"][kind]
            cells = [*(span(side) for side in one["classes"]), span(one["gap"], True), p3(one["gap"]["p"])]
            rows.append((("class_row", {"name": n, "classes": folds[n]["class_names"], "short": kind}), cells))
    first = folds[names[0]]
    gap = first["by_class"]["report"]["gap"]
    figures = {
        "names": first["class_names"], "first": r3(first["by_class"]["report"]["classes"][0]["mean"]),
        "second": r3(first["by_class"]["report"]["classes"][1]["mean"]), "gap": span(gap, True), "p": p3(gap["p"]),
        "mean_gap": span(first["by_class"]["mean image"]["gap"], True),
    }  # fmt: skip
    columns: list[Label] = [("set_and_method", {}), ("first_class", {}), ("second_class", {}), ("gap", {}), ("p", {})]
    return Claim("classes", questions, Rows(columns, rows), figures, ("both_over_mean", "one_better"))


def _both(fold: Any) -> Answer:
    """Whether each class is better described than by the mean image: the lesser of both."""
    gains = []
    for label in range(2):
        own = [i for i, one in enumerate(fold["labels"]) if one == label]
        r, mean = (([fold["r"][kind]["each"][i] for i in own]) for kind in ("report", "mean image"))
        gains.append(difference(r, mean, [fold["groups"][i] for i in own]))
    least = min(gains, key=lambda one: one["mean"])
    return Answer(span(least, True), by_interval(least))


def _one_better(fold: Any, kind: str) -> Answer:
    gap = fold["by_class"][kind]["gap"]
    clear = by_interval(gap) != OPEN and gap["p"] <= 0.05
    return Answer(f"{gap['mean']:+.3f}, p {p3(gap['p'])}", CONFIRMED if clear else OPEN)


def _set_columns(names: list[str]) -> list[Label]:
    return [("set", {"name": name}) for name in names]
