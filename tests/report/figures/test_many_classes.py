"""Where there are more classes than a figure has room for, the largest are shown, and that is said."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from mousaic.analysis.classes.class_scores import by_class
from mousaic.report.figures import reconstruction_by_class as module
from mousaic.words.put import put


def analysis_of(make_evidence, sizes):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    names = tuple(f"class {i:02d}" for i in range(len(sizes)))
    evidence = make_evidence(images=len(labels), labels=labels, names=names)
    return SimpleNamespace(evidence=evidence, by_class=by_class(evidence, permutations=20))


def test_the_largest_of_many_classes_have_lines(make_evidence):
    sizes = [1 + (7 * i) % 30 for i in range(30)]
    analysis = analysis_of(make_evidence, sizes)
    shown, said = module._shown(analysis)
    names = analysis.evidence.images.class_names
    assert len(shown) == module.MOST_CLASSES
    assert min(sizes[names.index(n)] for n in shown) >= sorted(sizes)[-module.MOST_CLASSES]
    assert {line.class_name for line in module.dots(analysis)} == shown
    assert put(said) == "12 of 30 classes are shown, the largest."


def test_few_classes_have_a_line_each(make_evidence):
    analysis = analysis_of(make_evidence, [3, 4])
    assert module._shown(analysis) == (set(analysis.evidence.images.class_names), None)
