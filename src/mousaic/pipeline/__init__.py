"""What a whole command does, from a folder of images to a run folder."""
