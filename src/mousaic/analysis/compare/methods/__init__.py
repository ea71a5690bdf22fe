"""The methods that are compared; one family a file."""
