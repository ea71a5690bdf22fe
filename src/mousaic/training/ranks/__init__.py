"""A training divided over the processes that torchrun started: the first leads, the others train what it gives them."""
