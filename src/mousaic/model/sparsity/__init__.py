"""Which pre-activations stay; one rule a file."""
