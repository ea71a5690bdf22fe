"""Classes, or a number, told of images that nothing was learned from."""
