"""Who is told of every epoch besides the run folder: one logger a file."""
