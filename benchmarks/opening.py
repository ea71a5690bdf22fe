"""How long report and atlas of many images take to open: ``python -m benchmarks.opening --images 39 100000``.

Drawn images of 28 x 28 as rows of one array, a default training of one epoch, report and atlas. Each page is opened
anew in Chromium five times: milliseconds until its load event is done, and until something is painted; its size in MB.
Needs Chromium and the package playwright.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.scale_analysis import Point, write_images

SWITCHES = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
TIMES = """() => [performance.getEntriesByType("navigation")[0].loadEventEnd,
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null]"""
OPENED = 5


def main() -> None:
    """Print a line for each page."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, nargs="+", default=[100_000])
    given = parser.parse_args()
    print(f"{'images':>9}  {'page':8}{'MB':>6}{'loaded, ms':>26}{'painted, ms':>26}")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
        for count in given.images:
            for name, page, size in _pages(count, Path(folder) / str(count)):
                times = [_opened(browser, page) for _ in range(OPENED)]
                cells = "".join(f"{_said(each):>26}" for each in zip(*times, strict=True))
                print(f"{count:9,}  {name:8}{size / 1e6:6.1f}{cells}", flush=True)
        browser.close()


def _pages(count: int, folder: Path) -> list[tuple[str, Path, int]]:
    """Name, file, and the bytes of all that belongs to it."""
    import mousaic
    from mousaic.image_options import ImageOptions

    folder.mkdir()
    point = Point(count, 10, array=True)
    data = write_images(point, folder)
    images = mousaic.load_images(data, ImageOptions(size=point.side), beside=folder)
    run = mousaic.train(images, out=folder / "run", epochs=1, features=256, k=16, batch_size=64, quick_trust=False)
    atlas = run.path / "atlas"
    parts = sum(file.stat().st_size for file in atlas.rglob("*") if file.is_file())
    report = run.path / "report.html"
    return [("report", report, report.stat().st_size), ("atlas", atlas / "index.html", parts)]


def _opened(browser: Any, page: Path) -> tuple[float, float]:
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(page.as_uri(), wait_until="load")
    tab.wait_for_timeout(300)
    loaded, painted = tab.evaluate(TIMES)
    tab.close()
    return loaded, painted


def _said(values: tuple[float, ...]) -> str:
    return f"{statistics.median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


if __name__ == "__main__":
    main()
