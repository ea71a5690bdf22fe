"""From images to pre-activations: one encoder a file."""
