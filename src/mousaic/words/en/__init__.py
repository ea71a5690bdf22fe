"""Words in English, one topic a file."""
