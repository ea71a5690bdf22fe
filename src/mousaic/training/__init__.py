"""How does an ensemble learn from images: the loop, its data, its state on disk, and its figures."""
