"""Words in Chinese, one topic a file."""
