"""The atlas of a model whose parts are not the standard ones, in a real browser: every page opens and does not lie."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

import mousaic
from mousaic.model.codes import Codes
from mousaic.model.decoders.tied import TiedRows
from mousaic.model.member_parts import DECODERS, TIED, Parameters
from mousaic.report.atlas.atlas_files import write_atlas
from tests.report.atlas.conftest import PLACES, Window


class Bent(TiedRows):
    """The sum of the parts, bent: no longer their sum."""

    capabilities = frozenset({TIED})

    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        return super().decode(p, codes).tanh()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_opens_and_says_what_it_cannot_do(window: Window, small_set: Path, tmp_path: Path, lang: str):
    DECODERS.register("bent", Bent())
    try:
        options = {"size": 12, "features": 24, "k": 4, "members": 1, "epochs": 1, "copies": 1, "threads": 1}
        run = mousaic.train(small_set, out=tmp_path / "run", report=False, decoder="bent", **options)
        atlas = write_atlas(run, lang=lang)[0].as_uri()
    finally:
        DECODERS.forget("bent")
    page = window.open(f"{atlas}?lang={lang}")
    for place in PLACES:
        window.go(place)
    window.go("#/yours")
    assert "mousaic encode" in page.inner_text("main") and "bent" in page.inner_text("main")
    assert page.locator("#file").count() == 0
    window.go("#/image/2")
    assert "bent" in page.inner_text(".weigh .problem")
    window.go("#/about")
    assert "/ 255" not in page.inner_text("main")


def test_codes_with_room_for_more_than_k_features_are_read_as_they_are(window: Window, small_set: Path, tmp_path: Path):
    options = {"size": 12, "features": 24, "k": 4, "members": 1, "epochs": 1, "copies": 1, "threads": 1}
    run = mousaic.train(small_set, out=tmp_path / "run", report=False, sparsity="batch-top-k", **options)
    page = window.open(write_atlas(run)[0].as_uri())
    window.go("#/features")
    dense = run.model.ensemble.encode(torch.from_numpy(run.load_images(small_set).pixels).flatten(1)).dense(24)[0]
    found = page.evaluate("""async () => {
      const member = await Atlas.member(0);
      const codes = Atlas.run.images.paths.map((_, i) => member.code(i).map(({ feature, value }) => [feature, value]));
      return { codes, firings: member.firings(codes[2][0][0]).map(({ image }) => image) };
    }""")
    assert [len(code) for code in found["codes"]] == dense.ne(0).sum(1).tolist()
    for code, row in zip(found["codes"], dense, strict=True):
        torch.testing.assert_close(torch.tensor([value for _, value in code]), row[[int(h) for h, _ in code]])
    assert found["firings"] == dense[:, int(found["codes"][2][0][0])].nonzero()[:, 0].tolist()
