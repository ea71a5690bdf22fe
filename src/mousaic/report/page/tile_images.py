"""Pictures inside the page: small tiles at their own size, enlarged by the browser, and whole figures."""

from __future__ import annotations

import base64
import io

import numpy as np

from mousaic.arrays import Reals, Tile
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.style import png_bytes
from mousaic.report.figures.tiles import photograph, shrunk, signed, signed_pictures
from mousaic.report.page.elements import Html, join, scrolled, tag


def tile(pixels: Tile, what: str, kind: str = "tile") -> Html:
    """A picture (h, w, 3), as many pixels as it has; ``what`` is said to those who do not see it."""
    height, width = pixels.shape[:2]
    return tag("img", src=data_uri(_png(pixels)), alt=what, width=width, height=height, class_=kind)


def photo(image: Reals, what: str) -> Html:
    """An image (C, S, S), values 0..1."""
    return tile(photograph(shrunk(image[None]))[0], what)


def signed_tile(picture: Reals, what: str, largest: float | None = None) -> Html:
    """A picture (C, S, S) of values around zero, on its own scale or up to ``largest``."""
    small = shrunk(picture[None])
    if largest is None:
        return tile(signed_pictures(small)[0], what)
    return tile(signed(small[0].mean(0), largest), what)


def figure(drawn: Drawn, wide: bool = False) -> Html:
    """A figure that was drawn without its words, its heading and caption as text above and below it."""
    width, height = (round(float(inches) * 100) for inches in drawn.figure.get_size_inches())
    picture = tag("img", src=data_uri(png_bytes(drawn.figure)), alt=drawn.alt, width=width, height=height)
    heading = tag("h3", drawn.heading) if drawn.heading else ""
    caption = tag("figcaption", drawn.caption)
    return tag("figure", heading, scrolled(picture), caption, class_="sheet" if wide else "plot")


def captioned(picture: str, *lines: str, kind: str = "card") -> Html:
    """A tile with words below."""
    said = join(*(tag("span", line) for line in lines if line))
    return tag("figure", picture, tag("figcaption", said), class_=kind)


def data_uri(png: bytes) -> str:
    """A PNG as an address that holds it, so that the page needs no other file."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _png(pixels: Tile) -> bytes:
    """Grey pictures as grey, those of few colours with a palette, others as they are: the same pixels, fewer bytes."""
    from PIL import Image

    if (pixels == pixels[..., :1]).all():
        picture = Image.fromarray(np.ascontiguousarray(pixels[..., 0]))
    else:
        colours, places = np.unique(
            pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32), return_inverse=True
        )
        if len(colours) <= 256:
            picture = Image.fromarray(places.reshape(pixels.shape[:2]).astype(np.uint8), "P")
            picture.putpalette(
                np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], 1).astype(np.uint8).tobytes()
            )
        else:
            picture = Image.fromarray(np.ascontiguousarray(pixels))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
