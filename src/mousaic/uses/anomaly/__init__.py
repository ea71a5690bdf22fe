"""New images unlike the normal ones."""
