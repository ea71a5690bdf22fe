"""The page that shows a training as it goes."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.report.findings.spoken import Speaker
from mousaic.report.live import live_page as live
from mousaic.report.page import charts
from mousaic.training.checkpoint import TrainingState

OPTIONS = {"size": 12, "members": 2, "features": 20, "k": 4, "epochs": 3, "backend": "torch", "threads": 1}
OPTIONS["report"] = False


def test_the_page_renews_itself_until_the_training_ends(
    small_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    real = live.write_text
    monkeypatch.setattr(live, "write_text", lambda path, text: (written.append(text), real(path, text)))
    heard: list[str] = []
    run = mousaic.train(small_set, out=tmp_path / "run", live=True, say=Speaker(heard.append), **OPTIONS)
    assert any("live.html" in line for line in heard)
    assert ["refresh" in page for page in written] == [True, True, True, True, False]
    assert "epoch 1 of 3" in written[0] and "epoch 2 of 3" in written[1]
    page = (run.path / "live.html").read_text()
    assert page == written[-1] and "finished after 3 epochs" in page
    last = run.history[-1]
    assert f"r = {last['pearson']:.3f} on training images" in page
    assert f"r = {last['validation_pearson']:.3f} on held-out images" in page
    assert len(re.findall("<polyline", page)) == 4
    line = re.search('<polyline points="([^"]+)" class="line c0"', page)
    assert line is not None and len(line[1].split()) == 3
    pictures = re.findall('src="data:image/png;base64,([^"]+)"', page)
    assert len(pictures) == 2 * live.SHOWN
    assert all(Image.open(io.BytesIO(base64.b64decode(data))).size == (12, 12) for data in pictures)


def test_the_page_loads_nothing_and_shows_names_literally(tmp_path: Path, small_set: Path) -> None:
    folder = tmp_path / "data"
    for number, file in enumerate(sorted(small_set.rglob("*.png"))):
        place = folder / "<" / f"SCRIPT><img src=x onerror=alert({number})>.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes())
    run = mousaic.train(folder, out=tmp_path / "run", live=True, **OPTIONS)
    page = (run.path / "live.html").read_text()
    assert "<script" not in page.lower() and "<img src=x" not in page.lower()
    assert "&lt;/SCRIPT&gt;&lt;img src=x onerror=alert(" in page
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = re.search('Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert unescape(policy[1]).startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:")
    assert not re.search("https?:", page)


def test_watching_changes_nothing_in_the_training(small_set: Path, tmp_path: Path) -> None:
    plain = mousaic.train(small_set, out=tmp_path / "plain", **OPTIONS)
    watched = mousaic.train(small_set, out=tmp_path / "watched", live=True, **OPTIONS)
    same = "model.safetensors"
    assert (plain.path / same).read_bytes() == (watched.path / same).read_bytes()
    assert "live" not in str(watched.record["config"])
    assert not (plain.path / "live.html").exists()


def test_the_page_speaks_chinese_and_keeps_room_for_what_is_to_come(small_set: Path, tmp_path: Path) -> None:
    run = mousaic.train(small_set, out=tmp_path / "run", **OPTIONS)
    images, held_out = run.load_images(small_set), np.array([row.part == "validation" for row in run.split])
    state = TrainingState.start(run.model.ensemble)
    pages = []
    for done, status in ((0, "training"), (1, "training"), (2, "stopped"), (3, "finished")):
        state.history = run.history[:done]
        live.write_live(run, state, state.ensemble, images, held_out, status, lang="zh")
        pages.append((run.path / "live.html").read_text())
    assert all('<html lang="zh-CN">' in page for page in pages)
    words = ("第一轮正在进行", "第 2 轮", "已停止", "已完成")
    for page, expected in zip(pages, words, strict=True):
        assert expected in page
        text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
        said = text + " ".join(re.findall(r'(?:alt|aria-label)="([^"]*)"', page))
        assert not re.search(r"[a-z]{3,} [a-z]{2,}", said), said
    # Of three epochs the first is at the left end of the axis, the last at its right end.
    first, last = (re.search(r'<circle cx="([\d.]+)"', page) for page in (pages[1], pages[3]))
    ends = re.findall(r'<circle cx="([\d.]+)"', pages[3])
    assert first and last and first[1] == last[1] == f"{charts.LEFT:.1f}"
    assert max(map(float, ends)) == charts.WIDTH - charts.RIGHT and "<polyline" not in pages[0]
