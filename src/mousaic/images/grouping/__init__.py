"""Which images must never be split apart, and what says so: a table, a pattern, folders, file names, or their looks?"""
