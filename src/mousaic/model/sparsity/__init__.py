"""Which pre-activations stay: one sparsity a file."""
