"""Arrays in files: which there are, and one of them as the images of a set."""
