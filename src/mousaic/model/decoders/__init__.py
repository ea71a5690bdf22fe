"""From codes to reconstructions: one decoder a file."""
