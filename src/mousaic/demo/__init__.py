"""A synthetic set of mouse images whose classes differ in known parts."""
