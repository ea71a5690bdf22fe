"""Learn the visual parts of a small folder of images."""

__version__ = "0.1.0"
